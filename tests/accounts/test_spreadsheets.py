"""Tables as files: what a spreadsheet may not take for a formula, and what Excel reads here by a double tap."""

import io
from decimal import Decimal

import openpyxl
import pytest

from accounts.spreadsheets import FORMATS, bare, download, safe

ROWS = [
    ["Аты", "Сомасы", "Орын"],
    ["=1+1", Decimal("2990.50"), 2],
    ["+77011112233", Decimal("-1.00"), 1],
    ["Той\x0bболады; иә", Decimal(0), 0],
]


@pytest.mark.parametrize("text", ["=1+1", "+1-1", "-1", "@SUM(A1)", "\t=1", "\r=1", "+7701;=1", "+77011112233-1"])
def test_text_that_begins_like_a_formula_is_guarded_and_comes_back(text):
    assert safe(text) == f"'{text}"
    assert bare(safe(text)) == text


@pytest.mark.parametrize("text", ["", "Сәуле", "'тырнақша'", "+77011112233", "1-2"])
def test_other_text_stays_as_it_is(text):
    assert bare(safe(text)) == safe(text) == text


def test_csv_has_a_mark_semicolons_and_decimal_commas():
    response = download(ROWS, name="toi", written=FORMATS["csv"])
    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = response.content.decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ["Аты;Сомасы;Орын", "'=1+1;2990,50;2", "+77011112233;-1,00;1"]
    assert lines[3] == '"Той\x0bболады; иә";0;0'
    assert (response["Content-Disposition"], response["Cache-Control"]) == ('attachment; filename="toi.csv"', "no-store")


def test_excel_keeps_texts_as_texts_and_sums_as_numbers():
    response = download(ROWS, name="toi", written=FORMATS["xlsx"], widths={0: 30})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert cells[1] == [("=1+1", "s"), (2990.5, "n"), (2, "n")]
    assert (cells[2][0], cells[3][0]) == (("+77011112233", "s"), ("Той болады; иә", "s"))
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold, sheet.column_dimensions["A"].width) == (True, False, 30)
