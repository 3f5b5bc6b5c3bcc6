"""Every text of ours is there in Kazakh and in Russian, and says what the English one says."""

import polib
import pytest

from cms import catalogues


@pytest.fixture(scope="module")
def said():
    return catalogues.said()


def test_texts_are_found_in_code_and_templates(said):
    places = set(said.values())
    assert any(place.endswith(".py") for place in places)
    assert any(place.startswith("templates/") for place in places)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogue_translates_every_text(said, language):
    assert catalogues.problems(catalogues.unite(language, said)) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogue_holds_no_text_that_is_gone(said, language):
    known = {(text.msgid, text.context) for text in said}
    assert [entry.msgid for entry in catalogues.load(language) if (entry.msgid, entry.msgctxt or "") not in known] == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogue_is_sorted(language):
    order = [(entry.msgid, entry.msgctxt or "") for entry in catalogues.load(language)]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="Guests", msgstr=""), "not translated: 'Guests'"),
        (polib.POEntry(msgid="Guests", msgstr="Қонақтар", flags=["fuzzy"]), "unsure: 'Guests'"),
        (polib.POEntry(msgid="%(n)s guests", msgstr="қонақ"), "other placeholders: '%(n)s guests'"),
        (polib.POEntry(msgid="{n} guests", msgstr="{m} қонақ"), "other placeholders: '{n} guests'"),
    ],
)
def test_problem_is_seen(entry, problem):
    assert catalogues.problems([entry]) == [problem]


def test_plural_form_may_leave_the_number_out():
    entry = polib.POEntry(msgid="%(n)s guest", msgid_plural="%(n)s guests", msgstr_plural={0: "бір қонақ", 1: "%(n)s қонақ"})
    assert catalogues.problems([entry]) == []
