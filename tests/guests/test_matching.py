from guests.matching import Kind, Person, match


def kinds(rows, listed=()):
    found = match(rows, listed)
    return [found[row.number].kind for row in rows]


def row(number, name="Айгерім", phone="", household=""):
    return Person(number, name, household, phone)


def test_namesakes_without_a_phone_are_two_guests_and_found_again():
    rows = [row(1), row(2)]
    assert kinds(rows) == [Kind.NEW, Kind.NEW]
    assert kinds(rows, [row(11), row(12)]) == [Kind.KNOWN, Kind.KNOWN]
    assert kinds(rows, [row(11)]) == [Kind.KNOWN, Kind.NEW]


def test_name_is_compared_without_case_and_spaces():
    assert kinds([row(1, "  АЙГЕРІМ  ", household="өтеген отбасы")], [row(11, household="Өтеген  отбасы")]) == [Kind.KNOWN]


def test_family_tells_namesakes_apart():
    assert kinds([row(1, household="Өтеген")], [row(11, household="Оспанов")]) == [Kind.NEW]


def test_phone_goes_before_the_name():
    assert kinds([row(1, "Басқа", "+77011112233")], [row(11, "Айгерім", "+77011112233")]) == [Kind.KNOWN]


def test_phone_twice_is_a_repetition_or_a_clash():
    rows = [row(1, "А", "+77011112233"), row(2, "А", "+77011112233"), row(3, "Б", "+77011112233")]
    assert kinds(rows) == [Kind.NEW, Kind.REPEATED, Kind.CLASH]


def test_new_phone_completes_a_guest_without_one():
    assert kinds([row(1, phone="+77011112233")], [row(11)]) == [Kind.PHONE_ADDED]


def test_row_without_a_phone_does_not_take_the_party_another_row_has_by_phone():
    rows = [row(1), row(2, phone="+77011112233")]
    assert kinds(rows, [row(11, phone="+77011112233")]) == [Kind.NEW, Kind.KNOWN]
