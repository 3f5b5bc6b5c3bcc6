from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from wagtail.blocks import StreamBlock

from invitations import themes
from invitations.blocks import BODY_BLOCKS
from invitations.presets.templates import default_templates, reworded
from invitations.samples import SamplePage

BLOCKS = dict(BODY_BLOCKS)
TEMPLATES = {template.key: template for template in default_templates()}


def shown(name, value=None, language="kk", page=None):
    block = BLOCKS[name]
    bound = block.normalize(block.to_python(block.meta.preview_value | (value or {})))
    with translation.override(language):
        return BeautifulSoup(
            block.render(bound, {"page": page or SamplePage(), "request": RequestFactory().get("/kk/e/sample/")}), "html.parser"
        )


def whole_page(body, language="kk", look="classic", **fields):
    page = SamplePage(**fields)
    page.theme = themes.LOOKS[look]
    page.body = StreamBlock(BODY_BLOCKS).to_python([{"type": name, "value": value} for name, value in body])
    with translation.override(language):
        return BeautifulSoup(
            render_to_string("invitations/invitation_page.html", {"page": page}, RequestFactory().get("/kk/e/sample/")), "html.parser"
        )


@pytest.mark.parametrize("name", BLOCKS)
def test_block_introduces_itself(name):
    block = BLOCKS[name]
    assert block.meta.icon
    assert block.meta.icon != "placeholder"
    assert str(block.meta.description)
    assert str(block.meta.group)
    assert block.is_previewable


@pytest.mark.parametrize("name", BLOCKS)
def test_block_has_a_template_and_a_stylesheet_of_its_name(name):
    assert BLOCKS[name].meta.template == f"invitations/blocks/{name}.html"
    assert finders.find(f"invitations/blocks/{name}.css")


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - {"gallery"}))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_block_renders_its_preview(name, language):
    section = shown(name, language=language).find(class_=name)
    assert section is not None


@pytest.mark.parametrize("name", BLOCKS)
def test_block_preview_is_a_whole_page_without_inline_style(name):
    block = BLOCKS[name]
    value = block.get_preview_value()
    context = block.get_preview_context(value) | {"bound_block": block.bind(value), "page_title": name}
    html = render_to_string(block.get_preview_template(value), context, RequestFactory().get("/admin/block-preview/"))
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select_one(f'link[href$="blocks/{name}.css"]')
    assert not soup.select("[style], style, script:not([src])")


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - {"cover", "ornament", "rsvp"}))
def test_block_without_content_leaves_no_hole(name):
    nothing = SamplePage(
        date=None, hosts_kk="", hosts_ru="", venue_kk="", venue_ru="", address_kk="", address_ru="", dress_code_kk="", dress_code_ru=""
    )
    empty = BLOCKS[name].to_python({})
    with translation.override("kk"):
        assert str(BLOCKS[name].render(empty, {"page": nothing})).strip() == ""


def test_text_in_one_language_shows_in_the_other():
    only_russian = {"text": {"kk": "", "ru": "Ждём вас"}, "address": {}, "closing": {}}
    assert shown("letter", only_russian, "kk").select_one(".letter-text").get_text(strip=True) == "Ждём вас"
    both = {"text": {"kk": "Келіңіздер", "ru": "Ждём вас"}}
    assert shown("letter", both, "ru").select_one(".letter-text").get_text(strip=True) == "Ждём вас"
    assert shown("letter", both, "en").select_one(".letter-text").get_text(strip=True) == "Келіңіздер"


def test_text_of_a_family_is_not_markup():
    assert shown("letter", {"text": {"kk": "<b>той</b>", "ru": ""}}).find("b") is None


def test_cover_joins_two_names_as_spoken():
    assert shown("cover", page=SamplePage(first_name_kk="Серік")).select_one(".amp").get_text() == "пен"
    assert shown("cover", language="ru").select_one(".amp").get_text() == "и"


def test_cover_of_one_name_has_no_monogram():
    assert shown("cover", page=SamplePage(second_name_kk="", second_name_ru="")).select_one(".monogram, .amp") is None


def test_calendar_marks_the_day_in_the_zone_of_the_event():
    month = shown("calendar", language="kk")
    assert [cell.get_text() for cell in month.select("th")] == "ДС СС СР БС ЖМ СБ ЖК".split()
    assert month.select_one("td.marked").get_text() == "11"
    assert month.select_one("caption").get_text() == "қыркүйек 2027"
    assert month.select_one(".calendar-weekday").get_text() == "сенбі"


def test_countdown_counts_whole_days_until_the_event(time_machine):
    time_machine.move_to("2027-09-10T13:00:00+00:00")
    counted = shown("countdown", language="ru")
    assert counted.select_one("[data-unit=days]").get_text() == "1"
    assert counted.select_one("dt").get_text() == "день"
    assert counted.select_one("dt")["data-forms"] == "день|дня|дней"
    time_machine.move_to("2027-09-11T13:00:01+00:00")
    assert shown("countdown").find() is None


def test_countdown_is_not_shown_in_mourning():
    assert shown("countdown", page=SamplePage(event_type="as")).find() is None


def test_place_leads_to_three_maps_by_its_point():
    links = {link.get_text(): link["href"] for link in shown("place").select(".place-maps a")}
    assert links["2GIS"] == "https://2gis.kz/geo/76.958627,43.238949"
    assert links["Google Maps"] == "https://www.google.com/maps/search/?api=1&query=43.238949,76.958627"
    assert len(links) == 3


def test_place_without_a_point_is_looked_for_by_its_address():
    page = SamplePage(latitude=None, longitude=None, map_link="https://2gis.kz/almaty/firm/70000001")
    links = [link["href"] for link in shown("place", page=page).select(".place-maps a")]
    assert links[0] == "https://2gis.kz/almaty/firm/70000001"
    assert links[1].startswith("https://yandex.kz/maps/?text=%D0%90")


def test_rsvp_names_the_last_day_to_answer():
    assert "Жауап берудің соңғы күні: 28 тамыз" in shown("rsvp").get_text()
    assert shown("rsvp", page=SamplePage(answer_by=None)).select_one(".rsvp-until") is None


def test_gift_number_is_copied_without_its_spaces():
    button = shown("gift").select_one("[data-copy]")
    assert button["data-copy"] == "+77012345678"
    assert button.has_attr("hidden")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gift", {"link": "https://kaspi.kz.evil.example/pay"}),
        ("gift", {"link": "javascript:alert(1)"}),
        ("gift", {"number": "<script>"}),
        ("programme", {"lines": [{"time": "25:00", "title": {"kk": "Той", "ru": ""}}]}),
        ("dress", {"colours": ["red; }"]}),
    ],
)
def test_block_refuses_a_value_that_cannot_be(name, value):
    block = BLOCKS[name]
    with pytest.raises(Exception, match=r"."):
        block.clean(block.to_python(value))


@pytest.mark.parametrize("key", TEMPLATES)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_page_of_a_template_is_complete_and_clean(key, language):
    template = TEMPLATES[key]
    soup = whole_page(template.body, language, look=key)
    shown_names = [name for name, value in template.body if value.get("photos") != []]
    for name in shown_names:
        assert soup.find(class_=name), name
    assert not soup.select("[style], style, script:not([src])")
    outside = [tag for tag in soup.select("link[href], script[src], img[src]") if str(tag.get("href") or tag.get("src")).startswith("http")]
    assert outside == []
    assert len(soup.select("h1")) == 1
    assert len(str(soup).encode()) < 40_000


def test_page_links_only_the_stylesheets_of_its_sections():
    soup = whole_page([("cover", {}), ("letter", {}), ("letter", {})])
    links = [Path(link["href"]).name for link in soup.select('link[rel=stylesheet][href*="/blocks/"]')]
    assert links == ["cover.css", "letter.css"]
    assert not soup.select("script")


def test_page_of_mourning_shows_no_joy():
    body = reworded(TEMPLATES["classic"].body, "as")
    text = whole_page(body, event_type="as", venue_kk="Мешіт асханасы").get_text(" ").lower()
    for word in ("той", "қуаныш", "құттықта", "мереке"):
        assert word not in text.replace("достық", "").replace("тойдың", "x"), word


def test_page_of_an_event_without_a_date_still_stands():
    soup = whole_page(TEMPLATES["national"].body, look="national", date=None, time=None)
    assert soup.find(class_="calendar") is None
    assert soup.find(class_="countdown") is None
    assert soup.find(class_="cover")


def test_page_language_and_date_follow_the_guest():
    assert "2027 ж. 11 қыркүйек" in whole_page([("cover", {"shows_date": True})]).get_text()
    soup = whole_page([("cover", {"shows_date": True})], "ru", date=date(2027, 9, 11))
    assert soup.html["lang"] == "ru"
    assert "11 сентября 2027 г." in soup.get_text()
