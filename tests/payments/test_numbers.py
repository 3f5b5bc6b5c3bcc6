import pytest

from payments.numbers import in_groups, is_account, new_account


def test_new_number_is_twelve_digits_and_one_of_ours():
    made = {new_account() for _ in range(200)}
    assert len(made) == 200
    assert all(len(number) == 12 and number.isdigit() and is_account(number) for number in made)


def test_check_digit_is_luhns():
    # The example of ISO/IEC 7812: 7992739871 has the check digit 3.
    assert is_account("079927398713")
    assert not is_account("079927398714")


def test_one_wrong_digit_is_noticed():
    number = new_account()
    for place, digit in enumerate(number):
        for other in "0123456789":
            assert is_account(f"{number[:place]}{other}{number[place + 1 :]}") is (other == digit)


@pytest.mark.parametrize("text", ["", "1", "x" * 12, "07992739871٣", "0799 2739 8713", "0" * 13])
def test_anything_else_is_none_of_ours(text):
    assert not is_account(text)


def test_people_read_it_in_groups():
    assert in_groups("079927398713") == "0799 2739 8713"
