import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.money import format_money, from_tenge, to_tenge


@pytest.mark.parametrize(
    ("tiyn", "text"),
    [(0, "0 ₸"), (299_000, "2 990 ₸"), (599_000, "5 990 ₸"), (123_456_789_00, "123 456 789 ₸"), (150, "1,50 ₸"), (-100, "−1 ₸")],
)
def test_money_is_written_the_way_it_is_read_here(tiyn, text):
    assert format_money(tiyn) == text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(("amount", "tiyn"), [("2990", 299_000), (2990, 299_000), ("2990.00", 299_000), ("0.5", 50)])
def test_tenge_of_a_gateway_become_tiyn(amount, tiyn):
    assert from_tenge(amount) == tiyn


@pytest.mark.parametrize("amount", [2990.0, "1.005", "nan", "Infinity", "", "abc", None, [1]])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError):
        from_tenge(amount)


def test_part_of_a_tenge_is_no_price():
    with pytest.raises(ValueError):
        to_tenge(299_001)


@given(st.integers(min_value=0, max_value=10**12))
def test_tenge_and_back_is_the_same(tenge):
    assert to_tenge(from_tenge(str(tenge))) == tenge


@pytest.mark.parametrize("amount", ["1e999999", "1e99999", "-1e999999", "9" * 13, "NaN", "-Infinity"])
def test_what_nobody_has_is_no_amount_and_is_not_reckoned_with(amount):
    with pytest.raises(ValueError, match="no amount"):
        from_tenge(amount)
