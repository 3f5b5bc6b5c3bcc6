"""Every list of `files/` ends as a person would want, or is refused row by row with nothing written."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from guests import actions, columns
from guests.models import Answer, Attendance, Guest, Party, PartyInvite
from guests.reading import Sheet, read_file, read_text

FILES = Path(__file__).parent / "files"
pytestmark = pytest.mark.usefixtures("scope")


def sheet_of(name: str) -> Sheet:
    return read_file(name, (FILES / name).read_bytes())


@pytest.fixture
def bring(invitation, people):
    """Imports a sheet (or text) for the host."""

    def bring(sheet: Sheet | str, **options: Any) -> Any:
        sheet = read_text(sheet) if isinstance(sheet, str) else sheet
        return actions.import_guests(invitation=invitation, sheet=sheet, by=people.host, **options)

    return bring


def problems(result: Any) -> dict[int, dict[str, list[str]]]:
    return {result.lines[row.number - 1]: row.field_specific_errors for row in result.invalid_rows}


def test_family_list_comes_in_whole(bring, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        result = bring(sheet_of("family-kk.csv"))
    assert (result.totals["new"], len(result.invalid_rows)) == (120, 0)
    assert Party.objects.count() == PartyInvite.objects.count() == 120
    assert Party.objects.filter(phone="").count() == 22
    assert Counter(PartyInvite.objects.values_list("side", flat=True)) == {"bride": 59, "groom": 28, "": 33}
    assert Counter(PartyInvite.objects.values_list("seats", flat=True)) == {1: 42, 2: 51, 4: 13, 6: 14}
    assert Guest.objects.count() == 42 + 2 * 51 + 4 * 13 + 6 * 14
    party = Party.objects.get(name="Төлеген Жұмабаев")
    assert (party.phone, party.household, party.invites.get().table) == ("+77711319675", "Жұмабаев отбасы", "4")
    assert Party.objects.filter(name="Күләш", household="Нұрғалиев отбасы").count() == 2
    assert Party.objects.get(phone="+77763632979").note == "ет жемейді"


def test_russian_excel_list_of_an_old_code_page_comes_in_whole(bring):
    result = bring(sheet_of("excel-ru-cp1251.csv"))
    assert (result.totals["new"], len(result.invalid_rows)) == (35, 0)
    assert Counter(PartyInvite.objects.values_list("side", flat=True)) == {"bride": 24, "groom": 11}
    assert Counter(PartyInvite.objects.values_list("seats", flat=True)) == {2: 13, 1: 11, 3: 11}
    assert Party.objects.filter(phone="").count() == 0
    assert Party.objects.get(name="Андрей Ли", phone="+77717826732")


def test_excel_with_a_title_and_a_line_of_totals_comes_in_with_answers(bring):
    result = bring(sheet_of("with-title-row.xlsx"))
    assert (result.totals["new"], len(result.invalid_rows)) == (60, 0)
    assert not Party.objects.filter(name="Барлығы").exists()
    assert Party.objects.get(name="Шынар Нұрғалиев").phone == "+77784175844"
    assert Counter(PartyInvite.objects.values_list("seats", flat=True)) == {1: 21, 2: 17, 5: 22}
    answers = Counter(Answer.objects.values_list("choice", flat=True))
    assert answers == {"coming": EXCEL_ANSWERS["иә"], "not_coming": EXCEL_ANSWERS["жоқ"]}
    assert Answer.objects.get(invite__party__name="Дәурен Іскаков").people == 5
    assert Attendance.objects.filter(is_coming=True).count() == sum(Answer.objects.values_list("people", flat=True))


EXCEL_ANSWERS = {"иә": 14, "жоқ": 11}


def test_simple_list_comes_in_with_the_seats_chosen_for_all(bring):
    assert bring(sheet_of("simple.csv"), default_seats=2).totals["new"] == 40
    assert set(PartyInvite.objects.values_list("seats", flat=True)) == {2}


def test_list_from_a_chat_comes_in_with_the_side_of_its_heading(bring):
    assert bring(sheet_of("pasted-from-chat.txt")).totals["new"] == 30
    assert set(PartyInvite.objects.values_list("side", flat=True)) == {"bride"}
    assert Party.objects.filter(phone="").count() == 8
    assert Party.objects.filter(name="Індира аға").count() == 2
    assert Party.objects.get(name="Берік құда").phone == "+77766159955"


def test_broken_rows_are_refused_one_by_one_and_nothing_is_written(bring):
    with override("kk"):
        result = bring(sheet_of("broken-rows.csv"))
    assert Party.objects.count() == PartyInvite.objects.count() == 0
    found = problems(result)
    assert {line: list(errors) for line, errors in found.items()} == {
        2: ["name"],
        3: ["phone"],
        4: ["seats"],
        5: ["seats"],
        7: ["name"],
        8: ["name"],
    }
    assert result.matches[6].kind.value == "repeated"
    assert "12345" in found[3]["phone"][0]


@pytest.mark.parametrize("name", ["family-kk.csv", "excel-ru-cp1251.csv", "with-title-row.xlsx", "simple.csv", "pasted-from-chat.txt"])
def test_same_file_twice_adds_nobody(bring, name):
    first = bring(sheet_of(name)).totals["new"]
    again = bring(sheet_of(name))
    assert (again.totals["new"], again.totals["skip"]) == (0, first)
    assert Party.objects.count() == PartyInvite.objects.count() == first


def test_one_bad_row_among_good_ones_writes_nothing(bring):
    result = bring("аты,телефон\nАсқар,87011111111\nБерік,123\n")
    assert list(problems(result)) == [3]
    assert Party.objects.count() == 0


def test_phone_that_came_later_is_added_to_the_guest(bring):
    bring("аты,телефон\nАсқар,\n")
    assert bring("аты,телефон\nАсқар,87011111111\n").totals["update"] == 1
    assert Party.objects.get().phone == "+77011111111"


def test_file_again_after_a_phone_was_typed_in_adds_nobody(bring):
    bring("аты,телефон\nАсқар,\n")
    Party.objects.update(phone="+77011111111")
    assert bring("аты,телефон\nАсқар,\n").totals["skip"] == 1
    assert Party.objects.count() == 1


def test_one_phone_under_two_names_is_refused(bring):
    found = problems(bring("аты,телефон\nАсқар,87011111111\nБерік,87011111111\n"))
    assert list(found) == [3] and "Асқар" in found[3]["phone"][0]


def test_answer_given_by_the_guest_survives_an_import(bring):
    bring("аты,телефон,жауап\nАсқар,87011111111,\n")
    actions.give_answer(invite=PartyInvite.objects.get(), choice="not_coming", source="personal")
    bring("аты,телефон,жауап\nАсқар,87011111111,иә\n")
    assert Answer.objects.get().choice == "not_coming"


def test_five_thousand_rows_are_written_in_bulk(bring, django_assert_max_num_queries):
    lines = "\n".join(f"Қонақ {'абвгдежзик'[n % 10]}{'абвгдежзик'[n // 10 % 10]} {n},8701{n:07},{n % 4 + 1}" for n in range(5000))
    steps: list[int] = []
    with django_assert_max_num_queries(120):
        result = bring(f"аты,телефон,орын\n{lines}", progress=steps.append)
    assert (result.totals["new"], Guest.objects.count()) == (5000, 12_500)
    assert steps[0] == 100 and steps[-1] == 5000


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_column_and_word_of_ours_is_recognised(language):
    with override(language):
        for column in columns.COLUMNS.values():
            assert columns.recognise(str(column.label)) == column.key
        for value, label in Answer.Choice.choices:
            assert columns.meaning(Answer.Choice, str(label)) == value
