"""A bank's file becomes operations, whatever it looks like, or says which lines cannot be read."""

import re

import pytest

from payments import statements

RUSSIAN = "Номер операции;Дата и время операции;Тип операции;Сумма, ₸;Номер заказа\n"


def read(text, encoding="utf-8"):
    return statements.read(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_encodings_banks_use(encoding):
    sign = "₸" if encoding != "cp1251" else "тг"
    (row,) = read(RUSSIAN.replace("₸", sign) + "501;20.11.2026 14:05:09;Покупка;2 990,00;abc\n", encoding)
    assert (row.number, row.order, row.amount_tiyn, row.is_refund) == ("501", "abc", 299_000, False)
    assert row.moment.isoformat() == "2026-11-20T14:05:09+05:00"


@pytest.mark.parametrize(
    "text",
    [
        "Операция нөмірі;Күні;Сомасы\n501;20.11.2026;2990\n",
        "Transaction ID,Date,Amount\n501,2026-11-20T00:00:00,2990.00\n",
        'Payment id\tDate\tAmount\n501\t20.11.2026\t"2,990.00"\n',
        "Выписка за 20.11.2026\n\nТОО «Той»\nЧто-то;Номер платежа;Сумма;Дата\nx;501;2 990,00 ₸;20.11.2026\n",
    ],
)
def test_headings_delimiters_and_what_stands_above(text):
    (row,) = read(text)
    assert (row.number, row.amount_tiyn, row.moment.date().isoformat()) == ("501", 299_000, "2026-11-20")


@pytest.mark.parametrize(("kind", "amount"), [("Возврат", "1000"), ("Покупка", "-1000"), ("Қайтару", "-1 000,00")])
def test_money_given_back_is_told_by_its_sign_or_its_word(kind, amount):
    (row,) = read(f"{RUSSIAN}501;20.11.2026;{kind};{amount};\n")
    assert (row.is_refund, row.amount_tiyn) == (True, 100_000)


def test_every_line_that_cannot_be_read_is_named():
    with pytest.raises(statements.UnreadableError) as caught:
        read(
            f"{RUSSIAN}501;20.11.2026;Покупка;2990;\n;20.11.2026;Покупка;1;\n502;кеше;Покупка;1;\n503;20.11.2026;Покупка;көп;\n501;20.11.2026;Покупка;5;\n"
        )
    assert [re.search(r"\d+", problem).group() for problem in caught.value.problems] == ["3", "4", "5", "6"]


@pytest.mark.parametrize("text", ["", "a;b;c\n1;2;3\n", RUSSIAN])
def test_file_without_headings_or_operations_is_refused(text):
    with pytest.raises(statements.UnreadableError):
        read(text)


def test_fraction_of_a_tiyn_is_no_sum():
    with pytest.raises(statements.UnreadableError):
        read(f"{RUSSIAN}501;20.11.2026;Покупка;10,005;\n")


@pytest.mark.parametrize(
    "row",
    [
        "501;20.11.2026;;1e999999",
        "501;20.11.2026;;1e99999",
        f"501;20.11.2026;;{'9' * 30}",
        "501;9999-12-31T23:59:59+00:00;;2990",
        "501;01.01.0001;;2990",
        f"501;20.11.2026;;2990;{'x' * 200_000}",
    ],
)
def test_numbers_dates_and_cells_without_measure_are_told_and_not_reckoned_with(row):
    with pytest.raises(statements.UnreadableError):
        read(RUSSIAN + row)


def test_what_a_database_cannot_keep_is_left_out():
    (row,) = read(RUSSIAN + "501\0;20.11.2026;;2990;ab\0c")
    assert (row.number, row.order) == ("501", "ab c")
