"""What a guest's eye would notice first: broken names, a page wider than the phone, a fallback face, a page empty without scripts."""

import pytest

from invitations import themes
from invitations.models import TemplatePage
from tests.factories.accounts import make_workspace
from tests.factories.invitations import make_invitation

LONG = {
    "first_name_kk": "Нұрмұхаммедәли Әбдірахманұлы",
    "first_name_ru": "Нурмухаммедали Абдирахманулы",
    "second_name_kk": "Гүлсезім-Айгерімжан",
    "second_name_ru": "Гульсезим-Айгеримжан",
    "hosts_kk": "Әбдірахман Нұрмұхаммедұлы — Бибігүлсім Сейітқожақызы",
    "venue_kk": "«Салтанатты Алтын Шаңырақ Палас» мейрамханалық-қонақүй кешені",
}
BROKEN_WORDS = """() => {
  const broken = [];
  for (const name of document.querySelectorAll(".cover-names .name, .hosts-names, .foot-names")) {
    const text = name.firstChild;
    for (const word of text.data.matchAll(/[^\\s-]+-?/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is laid out asks for its faces.
LOAD_FACES = "document.body.offsetWidth && document.fonts.ready.then(() => null)"
LOADED_FACES = "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family.replaceAll('\"', ''))"


@pytest.fixture
def published(site):
    """`published("classic", **facts)`: the address of an invitation made from that template."""
    workspace = make_workspace()

    def publish(look: str, **facts: str) -> str:
        template = TemplatePage.objects.get(slug=look, locale__language_code="kk")
        page = make_invitation(workspace, template=template, is_published=True, **facts)
        return f"/e/{page.event_slug}/"

    return publish


@pytest.mark.parametrize("look", sorted(themes.LOOKS))
def test_look_holds_the_longest_names_in_its_own_face_on_every_screen(look, published, open_page):
    path = published(look, **LONG)
    faces = (themes.LOOKS[look].display_face, themes.LOOKS[look].text_face)
    phone, desk = open_page(), open_page(desk=True)
    for page, width in ((phone, 390), (phone, 360), (desk, 1280)):
        page.set_viewport_size({"width": width, "height": 844})
        for language in ("kk", "ru"):
            page.goto(f"/{language}{path}", wait_until="load")
            page.evaluate(LOAD_FACES)
            assert {themes.FACES[face].label for face in faces} <= set(page.evaluate(LOADED_FACES))
            assert page.evaluate(BROKEN_WORDS) == [], (width, language)
            assert page.evaluate(WIDER) <= 0, (width, language)


def test_look_is_whole_without_scripts(published, open_page):
    page = open_page(scripts=False)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/kk{published('classic')}")
    for part in (".cover-names", ".letter-text", ".calendar-month td.marked", "[data-unit=days]", ".programme-lines", "#rsvp"):
        page.locator(part).first.scroll_into_view_if_needed()
        assert page.locator(part).first.is_visible(), part
    assert not page.locator("[data-unit=seconds]").first.is_visible()


def test_countdown_ticks_and_the_rest_stands_still_for_those_who_ask(published, phone):
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(f"/kk{published('modern')}")
    assert phone.evaluate("document.getAnimations().length") == 0
    first = phone.locator("[data-unit=seconds]").inner_text()
    phone.wait_for_function("first => document.querySelector('[data-unit=seconds]').innerText !== first", arg=first, timeout=10_000)
