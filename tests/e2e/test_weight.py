"""What a guest's phone loads before it scrolls, in bytes: not a matter of how busy the machine is."""

import gzip

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, Response
from wagtail.images import get_image_model

from deploy.bench.photographs import photograph
from invitations import actions, themes
from invitations.models import InvitationPage, TemplatePage
from tests.factories.accounts import make_workspace
from tests.factories.invitations import make_invitation

PHOTOS = 6
MOST = 200_000
TEXTS = ("text/", "image/svg", "application/javascript")


def with_photos(page: InvitationPage, cover: int, other: int) -> InvitationPage:
    """A photo on the cover, and one that shows five times in a gallery, where the wedding's template has it."""
    raw = [section for section in page.body.get_prep_value() if section["type"] != "gallery"]
    raw[0]["value"]["photo"] = cover
    photo = {"image": other, "caption": {"kk": "Біз", "ru": "Мы"}}
    photos = [{"type": "item", "id": f"photo-{number}", "value": photo} for number in range(1, PHOTOS)]
    raw.insert(-2, {"type": "gallery", "value": {"title": {"kk": "", "ru": ""}, "photos": photos}})
    page.body = page.body.stream_block.to_python(raw)
    return page


@pytest.fixture
def albums(site, client) -> dict[str, str]:
    """By look: the address of an invitation with six photos, whose sizes are drawn already, once for all of them."""
    workspace = make_workspace()
    photos = [
        get_image_model().objects.create(
            title=f"Photo {seed}", file=ContentFile(photograph(seed, (900, 1200)), "photo.jpg"), workspace=workspace
        )
        for seed in (1, 2)
    ]
    urls = {}
    for look in sorted(themes.LOOKS):
        template = TemplatePage.objects.get(slug=look, locale__language_code="kk")
        page = with_photos(make_invitation(workspace, template=template, is_published=True), *(photo.pk for photo in photos))
        page.save_revision()
        actions.publish(page=page, by=workspace.memberships.get().user)
        urls[look] = f"/kk/e/{page.event_slug}/"
        client.get(urls[look])
    return urls


def weight(response: Response) -> int:
    """The body as nginx sends it: texts compressed, pictures and faces as they are."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(body, 5)) if kind.startswith(TEXTS) else len(body)


def test_first_screen_of_an_invitation_with_six_photos_is_light(albums, browser: Browser, address):
    for look, url in albums.items():
        context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
        page = context.new_page()
        loaded: list[Response] = []
        page.on("response", lambda response, loaded=loaded: loaded.append(response))
        page.goto(url, wait_until="networkidle")
        weights = {response.url.removeprefix(address): weight(response) for response in loaded}
        offered = page.locator("main picture").count()
        context.close()
        photos = [url for url in weights if url.startswith("/media/")]
        assert (offered, len(photos)) == (PHOTOS, 1), look
        assert photos[0].endswith(".width-800.avif"), "the cover's, as large as this screen needs"
        assert sum(weights.values()) <= MOST, (look, weights)
