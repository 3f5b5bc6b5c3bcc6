from invitations.celebrations import EVENT_TYPES, event_type_choices, is_festive


def test_memorial_meal_is_the_only_one_without_joy():
    assert [key for key, event_type in EVENT_TYPES.items() if not event_type.is_festive] == ["as"]


def test_choices_of_a_family_hold_no_other_family():
    pairs = {key for key, _label in event_type_choices("pair")}
    assert "wedding" in pairs
    assert pairs == {key for key, event_type in EVENT_TYPES.items() if event_type.family == "pair"}
    assert len(event_type_choices()) == len(EVENT_TYPES)


def test_unknown_celebration_counts_as_festive():
    assert is_festive("something_new") is True
    assert is_festive("as") is False
