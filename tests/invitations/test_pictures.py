"""Photos: how large they are where they stand, when they are drawn, and what the first guest pays for them."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model

from invitations import actions, pictures
from invitations.models import InvitationPage
from tests.factories.invitations import make_invitation


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A JPEG, no more."""
    written = BytesIO()
    Image.new("RGB", (300, 400), "#7d5a2b").save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def album(people, photo):
    """`album(3)`: a draft with a photo on the cover and three in the gallery."""

    def make(count: int) -> InvitationPage:
        images = [
            get_image_model().objects.create(title=str(number), file=ContentFile(photo, "photo.jpg"), workspace=people.workspace)
            for number in range(count + 1)
        ]
        page = make_invitation(people.workspace)
        photos = [
            {"type": "item", "id": f"i{image.pk}", "value": {"image": image.pk, "caption": {"kk": "Біз", "ru": "Мы"}}}
            for image in images[1:]
        ]
        raw = [
            {"type": "cover", "value": {"heading": {}, "photo": images[0].pk, "shows_date": True}},
            {"type": "gallery", "value": {"title": {}, "photos": photos}},
        ]
        page.body = page.body.stream_block.to_python(raw)
        page.save_revision()
        return page

    return make


def drawn() -> int:
    return get_image_model().get_rendition_model().objects.count()


@pytest.mark.parametrize(
    ("count", "uses"),
    [
        (1, ["wide"]),
        (2, ["wide", "wide"]),
        (3, ["wide", "half", "half"]),
        (5, ["wide", "half", "half", "wide", "wide"]),
        (6, ["wide", "half", "half", "wide", "half", "half"]),
        (0, []),
    ],
)
def test_photo_is_as_wide_as_the_gallery_lays_it_out(count, uses):
    assert pictures.gallery_uses(count) == uses


def test_photos_are_offered_small_and_those_below_wait(album, people, client):
    page = album(3)
    actions.publish(page=page, by=people.host)
    soup = BeautifulSoup(client.get(f"/kk/e/{page.event_slug}/").content, "html.parser")
    assert [image.get("loading") for image in soup.select("picture img")] == [None, "lazy", "lazy", "lazy"]
    # What a photo shows stands under it: said twice, it is read aloud twice.
    assert {image["alt"] for image in soup.select("picture img")} == {""}
    assert soup.select_one(".gallery figcaption").text == "Біз"
    assert soup.select_one(".cover-photo img")["fetchpriority"] == "high"
    assert [source["type"] for source in soup.select(".gallery li:first-child source")] == ["image/avif", "image/webp"]
    assert all(image["src"].endswith(".jpg") and image["width"] and image["height"] for image in soup.select("picture img"))
    assert [source["sizes"] for source in soup.select("source[type='image/avif']")] == [
        pictures.USES[use].sizes for use in ("cover", "wide", "half", "half")
    ]


def test_publishing_draws_every_size_before_a_guest_asks(album, people, client, django_capture_on_commit_callbacks):
    page = album(2)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(page=page, by=people.host)
    ready = drawn()
    assert ready == sum(len(pictures.USES[use].specs) for use in ("cover", "wide", "wide"))
    client.get(f"/kk/e/{page.event_slug}/")
    assert drawn() == ready


def test_first_view_asks_no_more_for_six_photos_than_for_one(
    album, people, client, django_assert_num_queries, django_assert_max_num_queries
):
    first = []
    for count in (1, 6):
        page = album(count)
        actions.publish(page=page, by=people.host)
        client.get(f"/ru/e/{page.event_slug}/")
        cache.clear()
        with django_assert_max_num_queries(8) as asked:
            client.get(f"/kk/e/{page.event_slug}/")
        first.append(len(asked))
    assert first[0] == first[1]
    with django_assert_num_queries(1):
        client.get(f"/kk/e/{page.event_slug}/")
