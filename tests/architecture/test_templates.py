"""Templates: nothing inline, every text translatable, every block trimmed."""

import re

import pytest

from tests.architecture.sources import named, templates

HOST_SCREENS = ("admin", "host")  # parts of the path of screens inside the Wagtail admin
INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
DATA_SCRIPT = re.compile(r"<script\b[^>]*type=\"application/(?:json|ld\+json)\"[^>]*>", re.IGNORECASE)
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.DOTALL)
UNSEEN = re.compile(r"<(script|style|svg|code|pre)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
VISIBLE_ATTRIBUTE = re.compile(r"\b(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"")
TAGS = re.compile(r"<[^>]*>|&\w+;", re.DOTALL)
CODES = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
MACHINE_WORDS = re.compile(r"\b\w+(?:[.:@/_]+\w+)+")  # an address or a key: invitations.invitation:1
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = {"toi", "invite", "Kaspi", "WhatsApp", "GIS", "Google", "Yandex", "QR", "KZ", "CSV", "PDF", "XLSX", "Excel"}
NAMES |= {"Қазақша", "Русский", "English", "Telegram", "Instagram"}

ALL = list(templates())


def _is_for_hosts(path) -> bool:
    return any(word in part for part in path.parts[-3:] for word in HOST_SCREENS)


@pytest.mark.parametrize("path", [path for path in ALL if not _is_for_hosts(path)], ids=named)
def test_template_has_nothing_inline(path):
    source = DATA_SCRIPT.sub("", COMMENTS.sub("", path.read_text()))
    assert [found.group() for found in INLINE.finditer(source)] == []


@pytest.mark.parametrize("path", ALL, ids=named)
def test_translated_blocks_are_trimmed(path):
    openings = re.findall(r"{%-?\s*blocktrans(?:late)?\b[^%]*%}", path.read_text())
    assert [opening for opening in openings if " trimmed" not in opening or "blocktranslate" not in opening] == []


@pytest.mark.parametrize("path", ALL, ids=named)
def test_visible_text_is_translatable(path):
    assert hard_coded_words(path.read_text()) == []


def hard_coded_words(source: str) -> list[str]:
    """Words that a reader would see and no catalogue knows."""
    source = CODES.sub(" ", TRANSLATED.sub(" ", COMMENTS.sub(" ", source)))
    seen = [*VISIBLE_ATTRIBUTE.findall(source), TAGS.sub(" ", UNSEEN.sub(" ", source))]
    return [word for text in seen for word in LETTERS.findall(MACHINE_WORDS.sub(" ", text)) if word not in NAMES]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Қош келдіңіз</p>", ["Қош", "келдіңіз"]),
        ('<input placeholder="guests.party:7">', []),
        ('<a title="Open">{% translate "Go" %}</a>', ["Open"]),
        ("{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<p class="lead">{{ page.title }} — 2GIS</p>{# a remark #}', []),
    ],
)
def test_hard_coded_words_are_seen(source, words):
    assert hard_coded_words(source) == words


@pytest.mark.parametrize("path", ALL, ids=named)
def test_labels_stand_without_a_colon(path):
    assert "label_tag" not in path.read_text(), "Django's label_tag writes a colon: write the <label> yourself"
