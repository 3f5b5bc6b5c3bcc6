from payments.numbers import in_groups, new_account


def is_luhn(number):
    """By ISO/IEC 7812, written otherwise than in the product."""
    turned = [int(digit) for digit in reversed(number)]
    return (sum(turned[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in turned[1::2])) % 10 == 0


def test_new_number_is_twelve_digits_with_luhns_check_digit():
    # The example of the standard: 7992739871 has the check digit 3.
    assert is_luhn("79927398713")
    assert not is_luhn("79927398714")
    made = {new_account() for _ in range(200)}
    assert len(made) == 200
    assert all(len(number) == 12 and number.isdigit() and number[0] != "0" and is_luhn(number) for number in made)


def test_one_wrong_digit_is_noticed():
    number = new_account()
    for place, digit in enumerate(number):
        for other in "0123456789":
            assert is_luhn(f"{number[:place]}{other}{number[place + 1 :]}") is (other == digit)


def test_people_read_it_in_groups():
    assert in_groups("079927398713") == "0799 2739 8713"
