import pytest

from guests import phones


@pytest.mark.parametrize(
    "written",
    [
        "+77012345678", "87012345678", "7012345678", "77012345678", "8 701 234 56 78", "+7 (701) 234-56-78", "8(701)2345678", "701 234 56 78",
        "87012345678.0", " 8-701-234-56-78 ", "'+77012345678", "8\u00a0701\u00a0234\u00a056\u00a078",
    ],
)  # fmt: skip
def test_kazakh_phone_in_any_spelling_is_one_number(written):
    assert phones.normalise(written) == "+77012345678"


@pytest.mark.parametrize(("written", "number"), [("+998 90 123 45 67", "+998901234567"), ("+49 151 23456789", "+4915123456789")])
def test_phone_of_another_country_keeps_it(written, number):
    assert phones.normalise(written) == number


@pytest.mark.parametrize("written", ["", " ", "-", "—", "жоқ", "нет"])
def test_no_phone_is_empty(written):
    assert phones.normalise(written) == ""


@pytest.mark.parametrize("written", ["12345", "87012345", "+7701234567890", "Асқар", "87012345678, 87022345678", "8 (000) 000 00 00"])
def test_what_nobody_can_call_is_refused_with_an_example(written):
    with pytest.raises(phones.InvalidPhoneError, match=r"\+7 701"):
        phones.normalise(written)


def test_phone_is_shown_in_groups():
    assert phones.spaced("+77012345678") == "+7 701 234 56 78"
    assert phones.spaced("+998901234567") == "+998901234567"
