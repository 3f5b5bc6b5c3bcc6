import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from fontTools.ttLib import TTFont

from invitations import themes

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
STATIC = Path(themes.__file__).parent / "static"
LOOKS = sorted(themes.LOOKS)


@pytest.mark.parametrize("key", LOOKS)
def test_look_can_be_read_on_each_of_its_grounds(key):
    look = themes.LOOKS[key]
    themes.validate_palette(look.palette, look.layout)
    ratios = {
        f"{text} on {ground}": themes.contrast(look.palette[text], look.palette[ground])
        for text, ground in themes.readable_pairs(look.layout)
    }
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


def test_contrast_is_that_of_wcag():
    assert themes.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert themes.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ink": "#f0f0f0"}, "contrast"),
        ({"gold": "gold"}, "#rrggbb"),
        ({"ink": "#2f2a24;}"}, "#rrggbb"),
        ({"shine": "#ffffff"}, "tokens"),
    ],
)
def test_palette_that_cannot_serve_is_refused(change, message):
    with translation.override("en"), pytest.raises(ValidationError, match=message):
        themes.validate_palette(themes.LOOKS["classic"].palette | change, "classic")


def test_palette_with_a_token_missing_is_refused():
    palette = dict(themes.LOOKS["classic"].palette)
    del palette["ink"]
    with translation.override("en"), pytest.raises(ValidationError, match="tokens"):
        themes.validate_palette(palette, "classic")


def test_looks_differ_in_layout_faces_and_ornament():
    looks = themes.LOOKS.values()
    for part in ("layout", "display_face", "text_face", "ornament"):
        assert len({getattr(look, part) for look in looks}) == len(themes.LOOKS)


@pytest.mark.parametrize("key", LOOKS)
def test_stylesheet_defines_every_variable_it_uses(key):
    css = themes.stylesheet(themes.LOOKS[key])
    css += "".join(path.read_text() for path in (STATIC / "invitations/blocks").glob("*.css"))
    defined = set(re.findall(r"(--[\w-]+)\s*:", css))
    required = {name for name, fallback in re.findall(r"var\((--[\w-]+)(,?)", css) if not fallback}
    assert required - defined == set()


@pytest.mark.parametrize("key", LOOKS)
def test_stylesheet_asks_for_files_we_have_and_nobody_else(key):
    urls = re.findall(r'url\("?([^)"]+)"?\)', themes.stylesheet(themes.LOOKS[key]))
    assert len(urls) >= 7
    for url in urls:
        assert url.startswith("/static/")
        assert (STATIC / url.removeprefix("/static/")).is_file(), url


def test_stylesheet_address_changes_with_the_palette():
    look = themes.LOOKS["classic"]
    other = replace(look, palette=look.palette | {"ink": "#000000"})
    assert themes.stylesheet_url(look) != themes.stylesheet_url(other)


@pytest.mark.django_db
def test_theme_stylesheet_is_kept_for_ever_at_its_address(client):
    address = themes.stylesheet_url(themes.LOOKS["national"])
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode() == themes.stylesheet(themes.LOOKS["national"])


@pytest.mark.django_db
def test_theme_stylesheet_at_an_old_address_is_todays_for_a_minute(client):
    assert client.get("/theme/classic/0123456789ab.css")["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize("ref", ["999999", "nothing"])
def test_theme_stylesheet_of_no_theme_is_not_found(client, ref):
    assert client.get(f"/theme/{ref}/0123456789ab.css").status_code == 404


@pytest.mark.parametrize("face", sorted(themes.FACES))
def test_face_writes_every_kazakh_and_russian_name(face):
    letters = KAZAKH + "".join(map(chr, range(0x410, 0x450))) + "Ёё«»—–0123456789'’&.,!?()" + "".join(map(chr, range(0x41, 0x7B)))
    for weight in themes.FACES[face].weights:
        font = TTFont(STATIC / themes.FACES[face].file(weight))
        cmap = font.getBestCmap()
        assert [letter for letter in letters if ord(letter) not in cmap] == []
        drawn = font.getGlyphSet()
        assert all(drawn[cmap[ord(letter)]].width > 0 for letter in KAZAKH)


@pytest.mark.parametrize("face", sorted(themes.FACES))
def test_face_travels_with_its_licence_and_stays_small(face):
    folder = STATIC / "invitations/fonts"
    assert "Open Font License" in (folder / f"{face}-LICENSE.txt").read_text(encoding="utf-8")
    assert all((STATIC / themes.FACES[face].file(weight)).stat().st_size < 40_000 for weight in themes.FACES[face].weights)


@pytest.mark.parametrize("ornament", sorted(themes.ORNAMENTS))
@pytest.mark.parametrize("form", themes.FORMS)
def test_ornament_is_drawn_in_every_form(ornament, form):
    text = (STATIC / themes.ornament_file(ornament, form)).read_text()
    assert text.startswith("<svg ")
    assert "script" not in text
    assert len(text) < 40_000
