"""The words that Wagtail, Django and allauth say on an organizer's screens, in our languages."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.conf import settings

LANGUAGES = ["kk", "ru"]
# Every package whose strings an organizer or a guest can meet, with the catalogue that lists them.
CATALOGUES = [
    "django/conf/locale/en/LC_MESSAGES/django.po",
    "django/contrib/auth/locale/en/LC_MESSAGES/django.po",
    "django/contrib/contenttypes/locale/en/LC_MESSAGES/django.po",
    "django/contrib/humanize/locale/en/LC_MESSAGES/django.po",
    "allauth/locale/en/LC_MESSAGES/django.po",
    "django_filters/locale/ru/LC_MESSAGES/django.po",
    "import_export/locale/ru/LC_MESSAGES/django.po",
    "taggit/locale/en/LC_MESSAGES/django.po",
    "wagtail/locale/en/LC_MESSAGES/django.po",
    "wagtail/admin/locale/en/LC_MESSAGES/django.po",
    "wagtail/admin/locale/en/LC_MESSAGES/djangojs.po",
    "wagtail/contrib/redirects/locale/en/LC_MESSAGES/django.po",
    "wagtail/contrib/settings/locale/en/LC_MESSAGES/django.po",
    "wagtail/documents/locale/en/LC_MESSAGES/django.po",
    "wagtail/embeds/locale/en/LC_MESSAGES/django.po",
    "wagtail/images/locale/en/LC_MESSAGES/django.po",
    "wagtail/locales/locale/en/LC_MESSAGES/django.po",
    "wagtail/search/locale/en/LC_MESSAGES/django.po",
    "wagtail/sites/locale/en/LC_MESSAGES/django.po",
    "wagtail/snippets/locale/en/LC_MESSAGES/django.po",
    "wagtail/users/locale/en/LC_MESSAGES/django.po",
    "wagtail_localize/locale/en/LC_MESSAGES/django.po",
    "wagtail_localize/locale/en/LC_MESSAGES/djangojs.po",
    "wagtail_localize/locales/locale/en/LC_MESSAGES/django.po",
]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|\$\{\w+\}")
TAG = re.compile(r"</?\w+[^>]*>")
WORD = re.compile(r"[^\W\d_]+")
LATIN, CYRILLIC = re.compile("[A-Za-zƏəÀ-ɏ]"), re.compile("[Ѐ-ӿ]")
# Letters of Cyrillic that Kazakh and Russian do not have; they look like ours or come from a wrong keyboard.
FOREIGN_CYRILLIC = re.compile("[ѓѕєїјљњћќўџґѐѝ]", re.IGNORECASE)

Entries = dict[tuple[str | None, str], polib.POEntry]


def _entries(path: Path) -> Entries:
    if not path.exists():
        return {}
    catalogue = polib.pofile(str(path), encoding="utf-8")
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


@cache
def _package_file(relative: str) -> Path:
    package, _, rest = relative.partition("/")
    spec = find_spec(package)
    assert spec and spec.submodule_search_locations, f"{package} is not installed"
    return Path(spec.submodule_search_locations[0]) / rest


def _ours(language: str, domain: str) -> Entries:
    """What our catalogues say, the product's own before the vendors'."""
    merged: Entries = {}
    for folder in reversed(settings.LOCALE_PATHS):
        merged |= _entries(Path(folder) / language / "LC_MESSAGES" / domain)
    return merged


@cache
def _theirs(language: str, domain: str) -> set[tuple[str | None, str]]:
    """What the packages themselves say: Django joins the catalogues of all apps into one."""
    folders = [_package_file(name).parents[2] for name in CATALOGUES if name.endswith(domain)]
    said = [_entries(folder / language / "LC_MESSAGES" / domain) for folder in folders]
    return {key for entries in said for key, entry in entries.items() if entry.translated()}


def _missing(catalogue: str, language: str, ours: Entries) -> list[str]:
    """The texts of the package that neither we nor the packages say in the language."""
    source = _package_file(catalogue)
    said = _theirs(language, source.name) | {key for key, entry in ours.items() if entry.translated()}
    return [msgid for context, msgid in _entries(source) if (context, msgid) not in said]


def _vendor_entries() -> Iterator[tuple[str, polib.POEntry]]:
    for path in sorted((settings.BASE_DIR / "locale/vendor").glob("*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(path), encoding="utf-8"):
            yield f"{path.parent.parent.name}/{path.name}: {entry.msgid}", entry


def _pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each translation beside the source text it stands for."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    for number, text in entry.msgstr_plural.items():
        yield (entry.msgid_plural if int(number) else entry.msgid), text


def _differing(pattern: re.Pattern[str]) -> list[str]:
    """The entries whose translation lost, gained or changed a match of the pattern.

    The form for one may also carry the number that the English form for one leaves out.
    """
    wrong = []
    for name, entry in _vendor_entries():
        allowed_for_one = sorted(set(pattern.findall(entry.msgid_plural or entry.msgid)))
        for source, text in _pairs(entry):
            found = sorted(set(pattern.findall(text)))
            if found not in (sorted(set(pattern.findall(source))), allowed_for_one):
                wrong.append(f"{name} → {text}")
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_vendor_catalogue_is_complete(catalogue: str, language: str):
    ours = _ours(language, Path(catalogue).name)
    assert _missing(catalogue, language, ours) == []


def test_vendor_catalogue_missing_one_entry_is_noticed():
    catalogue = "wagtail/admin/locale/en/LC_MESSAGES/django.po"
    ours = _ours("kk", "django.po")
    del ours[None, "Unpublish"]
    assert _missing(catalogue, "kk", ours) == ["Unpublish"]


def test_vendor_catalogue_covers_wagtail():
    assert sum(len(_entries(_package_file(name))) for name in CATALOGUES if name.startswith("wagtail/")) > 1200


def test_placeholders_are_the_same():
    assert _differing(PLACEHOLDER) == []


def test_tags_are_the_same():
    assert _differing(TAG) == []


def test_words_keep_to_one_alphabet():
    mixed = [
        f"{name} → {word}"
        for name, entry in _vendor_entries()
        for _, text in _pairs(entry)
        for word in WORD.findall(PLACEHOLDER.sub(" ", text))
        if (LATIN.search(word) and CYRILLIC.search(word)) or FOREIGN_CYRILLIC.search(word)
    ]
    assert mixed == []


def test_edges_of_texts_are_the_same():
    """gettext joins texts as they are: a lost line break or blank shows in a mail."""
    wrong = [
        name
        for name, entry in _vendor_entries()
        for source, text in _pairs(entry)
        if source[: len(source) - len(source.lstrip())] != text[: len(text) - len(text.lstrip())]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "locale/vendor").glob("*/LC_MESSAGES/*.po")), ids=str)
def test_vendor_catalogue_is_sorted_and_sure(path: Path):
    entries = list(polib.pofile(str(path), encoding="utf-8"))
    assert entries == sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete or not entry.translated()] == []
