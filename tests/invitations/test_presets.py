import re
import string

import pytest

from invitations.celebrations import EVENT_TYPES
from invitations.presets import PRESETS, Both, preset_for

SUFFIX_AFTER_PLACEHOLDER = re.compile(r"\{\w+\}['’-]?[^\W\d_]")
JOY = re.compile(r"той|қуаныш|мереке|шашу|құттықта|торжеств|праздн|поздрав|радост|счаст", re.IGNORECASE)
TEXTS = ("heading", "invitation", "wishes", "message", "address", "hosts", "when", "agenda", "rsvp", "reply", "closing")


def texts_of(preset):
    yield from (getattr(preset, name) for name in TEXTS)
    yield from (item.title for item in preset.programme)


def test_every_celebration_has_its_preset():
    assert set(PRESETS) == set(EVENT_TYPES)


@pytest.mark.parametrize("key", sorted(EVENT_TYPES))
def test_preset_is_written_in_both_languages(key):
    for text in texts_of(preset_for(key)):
        assert text.kk.strip()
        assert text.ru.strip()


@pytest.mark.parametrize("key", sorted(EVENT_TYPES))
def test_preset_glues_no_ending_to_a_placeholder(key):
    for text in texts_of(preset_for(key)):
        assert not SUFFIX_AFTER_PLACEHOLDER.search(text.kk + "\n" + text.ru)


@pytest.mark.parametrize("key", sorted(EVENT_TYPES))
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_preset_message_has_exactly_the_facts_a_guest_needs(key, language):
    text = preset_for(key).message.in_language(language)
    fields = [name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name]
    assert sorted(fields) == ["date", "guest", "link", "names", "place"]


@pytest.mark.parametrize("key", sorted(EVENT_TYPES))
def test_preset_programme_is_in_order_of_time(key):
    times = [item.time for item in preset_for(key).programme]
    assert times == sorted(times)
    assert all(re.fullmatch(r"\d\d:\d\d", time) for time in times)


@pytest.mark.parametrize("key", sorted(key for key, event_type in EVENT_TYPES.items() if not event_type.is_festive))
def test_preset_of_mourning_speaks_of_no_joy(key):
    for text in texts_of(preset_for(key)):
        assert not JOY.search(text.kk + " " + text.ru)


@pytest.mark.parametrize("key", sorted(EVENT_TYPES))
def test_preset_kazakh_differs_from_russian(key):
    same = [text for text in texts_of(preset_for(key)) if text.kk == text.ru and text != Both("Беташар", "Беташар")]
    assert same == []


@pytest.mark.parametrize("key", sorted(EVENT_TYPES))
def test_preset_letter_is_fit_for_one_guest_and_for_many_and_says_nothing_twice(key):
    preset = preset_for(key)
    letter = f"{preset.invitation.kk} {preset.wishes.kk} {preset.closing.kk}"
    assert not re.search(r"[Сс]іздер|[Сс]ендер|[ыі]ңыздар|[ыі]ңіздер|лер[іы]ңіз|дарыңыз", letter)
    assert letter.count("қадірлі қонағы") <= 1
