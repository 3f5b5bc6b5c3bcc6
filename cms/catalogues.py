"""The catalogues of texts: what the code says, what is translated, what is missing.

Babel reads the code and Django's own `templatize` the templates, so no gettext programs are needed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
LANGUAGES = ("kk", "ru")
PLURALS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
APPS = ("accounts", "payments", "messaging", "invitations", "guests", "cms")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|%%")


@dataclass(frozen=True, order=True)
class Text:
    """One text that the code or a template says."""

    msgid: str
    plural: str = ""
    context: str = ""


def said() -> dict[Text, str]:
    """Every text of ours, with one place that says it."""
    found: dict[Text, str] = {}
    for path in _sources():
        for text in _texts_in(path):
            found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def catalogue_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> polib.POFile:
    path = catalogue_path(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    return polib.POFile(wrapwidth=0)


def unite(language: str, texts: dict[Text, str]) -> polib.POFile:
    """The catalogue as it should be: an entry for each text, none for texts that are no more, in order."""
    old = {(entry.msgid, entry.msgctxt or ""): entry for entry in load(language) if not entry.obsolete}
    united = polib.POFile(wrapwidth=0)
    united.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for text in sorted(texts, key=lambda text: (text.msgid, text.context)):
        united.append(_entry(text, old.get((text.msgid, text.context)), language))
    return united


def problems(catalogue: polib.POFile) -> list[str]:
    """Texts without a translation, unsure ones, and ones whose placeholders are not those of the source."""
    found = []
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            found.append(f"unsure: {entry.msgid!r}")
        translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(translations):
            found.append(f"not translated: {entry.msgid!r}")
        elif any(not _has_same_placeholders(entry, translation) for translation in translations):
            found.append(f"other placeholders: {entry.msgid!r}")
    return found


def compile_all() -> int:
    """Make the `.mo` beside every `.po` that is newer than it; says how many were made."""
    stale = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po") if _is_stale(path)]
    for path in stale:
        unfinished = path.with_suffix(".mo.unfinished")
        polib.pofile(str(path)).save_as_mofile(str(unfinished))
        unfinished.replace(path.with_suffix(".mo"))
    return len(stale)


def _sources() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not {"migrations", "static"} & set(path.parts):
                yield path
    yield from (path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".txt"})


def _texts_in(path: Path) -> Iterator[Text]:
    from babel.messages.extract import extract  # a developer's tool: not there in production

    source = path.read_text()
    if path.suffix != ".py":
        # One line without comments: indentation and leftovers of markup mean nothing to Babel's reader then.
        source = " ".join(line for line in templatize(source).splitlines() if not line.lstrip().startswith("#"))
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        msgid, plural = message if isinstance(message, tuple) else (message, "")
        if msgid:
            yield Text(msgid, plural or "", context or "")


def _entry(text: Text, old: polib.POEntry | None, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.msgid, msgid_plural=text.plural, msgctxt=text.context or None)
    if re.search(r"%(\(\w+\))?[sd]", text.msgid + text.plural):
        entry.flags = ["python-format"]
    if text.plural:
        count = int(re.search(r"nplurals=(\d)", PLURALS[language]).group(1))
        before = old.msgstr_plural if old else {}
        entry.msgstr_plural = {number: before.get(number, "") for number in range(count)}
    elif old:
        entry.msgstr = old.msgstr
    if old:
        entry.tcomment = old.tcomment
        entry.flags += [flag for flag in old.flags if flag == "fuzzy"]
    return entry


def _has_same_placeholders(entry: polib.POEntry, translation: str) -> bool:
    """A plural form may leave the number out; a translation may not bring a placeholder of its own."""
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    given = set(PLACEHOLDER.findall(translation))
    return given <= wanted if entry.msgid_plural else given == wanted


def _is_stale(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < path.stat().st_mtime
