import io
import zipfile

import openpyxl
import pytest

from guests import reading
from guests.reading import UnreadableError, read_file, read_text

TABLE = "Аты-жөні;Телефон\nҒалым Әбдіұлы;87011112233\nҚұралай Өтеген;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "kz1048"])
def test_table_is_read_in_every_encoding(encoding):
    sheet = read_file("a.csv", TABLE.encode(encoding))
    assert sheet.mapping == ["name", "phone"]
    assert [cells[0] for _number, cells in sheet.rows] == ["Ғалым Әбдіұлы", "Құралай Өтеген"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_table_is_read_with_every_delimiter(delimiter):
    sheet = read_text(TABLE.replace(";", delimiter))
    assert sheet.mapping == ["name", "phone"] and len(sheet.rows) == 2


def test_delimiter_within_quotes_is_a_letter():
    sheet = read_text('аты,ескерту\n"Асқар, Алма","а, ә"\n')
    assert sheet.rows == [(2, ["Асқар, Алма", "а, ә"])]


def test_table_without_headings_is_guessed_by_what_stands_in_it():
    sheet = read_text("1;Асқар;87011112233;2\n2;Берік;;2\n3;Серік;87011112235;4\n")
    assert sheet.mapping == ["", "name", "phone", "seats"]


@pytest.mark.parametrize("mark", ["²", "①", "9" * 5_000])
def test_digits_nobody_reckons_with_are_neither_seats_nor_running_numbers(mark):
    assert read_text(f"Асқар;{mark}\nБерік;{mark}\nСерік;{mark}\n").mapping == ["name", ""]
    assert read_text(f"{mark};Асқар\n{mark};Берік\n{mark};Серік\n").mapping == ["", "name"]


def test_title_above_the_headings_is_left_out():
    sheet = read_text("Қонақтар тізімі;;\n;;\nҚонақ;Ұялы;Нөмірі\nАсқар;х;8701\n")
    assert (sheet.mapping[0], sheet.rows[0][0]) == ("name", 4)


def excel(rows, **merged) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(**merged)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def test_excel_with_merged_cells_empty_rows_and_phones_as_numbers():
    content = excel(
        [["Той", None], [None, None], ["ФИО", "Телефон"], ["Асқар", 87011112233], [None, None], ["Берік", 87011112234.0]],
        start_row=1, end_row=1, start_column=1, end_column=2,
    )  # fmt: skip
    assert read_file("a.xlsx", content).rows == [(4, ["Асқар", "87011112233"]), (6, ["Берік", "87011112234"])]


def test_formula_in_excel_is_never_its_own_text():
    sheet = read_file("a.xlsx", excel([["Аты", "Орын"], ["Асқар", "=1+1"]]))
    assert sheet.rows == [(2, ["Асқар", ""])]


def test_second_sheet_is_read_when_the_first_is_empty():
    book = openpyxl.Workbook()
    book.create_sheet("Қонақтар").append(["Аты", "Телефон"])
    book["Қонақтар"].append(["Асқар", "87011112233"])
    output = io.BytesIO()
    book.save(output)
    assert len(read_file("a.xlsx", output.getvalue()).rows) == 1


CHAT = """[12:30, 21.11.2026] Әже: Қыз жақ 💐
1) Асқар құда +7 701 111 22 33 (4 адам)
2. Гүлнар
Жігіт жағы:
3. Берік — 8 702 111 22 33
"""


def test_chat_gives_sides_by_headings_and_seats_by_words():
    sheet = read_text(CHAT.replace("[12:30, 21.11.2026] Әже: ", ""))
    assert [cells for _number, cells in sheet.rows] == [
        ["Асқар құда", "+7 701 111 22 33", "bride", "4"],
        ["Гүлнар", "", "bride", ""],
        ["Берік", "8 702 111 22 33", "groom", ""],
    ]


def test_plain_names_one_a_line_are_a_list():
    assert [cells[0] for _number, cells in read_text("Асқар\nБерік аға\nСерік\n").rows] == ["Асқар", "Берік аға", "Серік"]


def test_limits_are_said(monkeypatch):
    with pytest.raises(UnreadableError):
        read_text("")
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(UnreadableError):
        read_text("\n".join(["Асқар"] * 50))


def test_small_file_that_unpacks_into_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED_BYTES", 100)
    with pytest.raises(UnreadableError):
        read_file("a.xlsx", excel([["Аты"], ["Асқар"]]))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_broken_excel_is_refused_with_advice(part):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel([["Аты"], ["Асқар"]]))) as good, zipfile.ZipFile(broken, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"<nonsense" if name == part else good.read(name))
    with pytest.raises(UnreadableError):
        read_file("a.xlsx", broken.getvalue())
