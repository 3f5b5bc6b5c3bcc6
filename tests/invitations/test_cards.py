from io import BytesIO

import pytest
from PIL import Image, ImageChops

from invitations import cards, themes
from invitations.samples import SamplePage

LONG = {"first_name_kk": "Нұрмұхаммедәли Әбдірахманұлы", "second_name_kk": "Гүлсезім-Айгерімжан Сейітқожақызы"}


def page(look="classic", **fields):
    made = SamplePage(**fields)
    made.theme = themes.LOOKS[look]
    return made


@pytest.mark.parametrize("look", sorted(themes.LOOKS))
@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("fields", [{}, LONG, {"date": None, "venue_kk": "", "venue_ru": ""}], ids=["usual", "long", "bare"])
def test_card_is_a_small_jpeg_of_the_size_messengers_ask_for(look, language, fields):
    drawn = cards.card_for(page(look, **fields), language)
    picture = Image.open(BytesIO(drawn))
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert len(drawn) <= 300_000


@pytest.mark.parametrize("look", sorted(themes.LOOKS))
def test_card_writes_long_names_whole(look):
    """No word is broken, and what is written ends before the edge of its box."""
    words = cards.words_of(page(look, **LONG), "kk")
    face = themes.LOOKS[look].display_face
    block = cards._fitted(words, face, (660, 280), 112, upper=look == "national")
    letters = "".join(line for line, is_joiner in block.lines if not is_joiner).replace(" ", "").lower()
    assert letters == "".join(words.names).replace(" ", "").lower()
    font = cards._font(face, block.size)
    assert max(font.getlength(line) for line, is_joiner in block.lines if not is_joiner) <= 660
    assert block.height <= 280
    assert block.size > cards.LEAST_LETTERS


def test_card_of_an_endless_name_is_cut_into_lines_not_clipped():
    words = cards.words_of(page(first_name_kk="Ә" * 80), "kk")
    block = cards._fitted(words, "cormorant", (500, 200), 112)
    assert "".join(line for line, _is_joiner in block.lines).count("Ә") == 80


def test_card_speaks_the_language_asked_for():
    assert cards.words_of(page(), "kk").date == "2027 ж. 11 қыркүйек"
    assert cards.words_of(page(), "ru").names == ("Алихан", "Айгерим")
    one, other = (Image.open(BytesIO(cards.card_for(page(), language))) for language in ("kk", "ru"))
    assert ImageChops.difference(one, other).getbbox() is not None


def test_digest_of_a_card_changes_with_a_name_and_with_the_look_only():
    first = cards.digest(page(), "kk")
    assert cards.digest(page(), "kk") == first
    assert cards.digest(page(address_kk="Басқа көше, 1"), "kk") == first
    assert (
        len({first, cards.digest(page(), "ru"), cards.digest(page(first_name_kk="Алмас"), "kk"), cards.digest(page("modern"), "kk")}) == 4
    )
