"""Pictures and files of a workspace: listed, chosen, uploaded, changed, deleted and downloaded by its editors only."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEntry, Membership, WorkspaceDocument, WorkspaceImage
from tests.factories.accounts import StaffFactory, join, make_workspace

pytestmark = pytest.mark.django_db


def picture(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def make_image(workspace, title: str) -> WorkspaceImage:
    return WorkspaceImage.objects.create(title=title, file=ContentFile(picture(), "photo.png"), workspace=workspace)


def make_document(workspace, title: str) -> WorkspaceDocument:
    return WorkspaceDocument.objects.create(title=title, file=ContentFile(b"text", "plan.txt"), workspace=workspace)


MEDIA = {
    "image": (make_image, "wagtailimages", "image_id", WorkspaceImage),
    "document": (make_document, "wagtaildocs", "document_id", WorkspaceDocument),
}


@pytest.fixture(params=MEDIA)
def media(request):
    return MEDIA[request.param]


@pytest.fixture
def things(people, media):
    make = media[0]
    return {
        "own": make(people.workspace, "OwnThing"),
        "foreign": make(people.strange_workspace, "ForeignThing"),
        "shared": make(None, "SharedThing"),
    }


def titles_in(response) -> set[str]:
    text = response.content.decode()
    return {word for word in ("OwnThing", "ForeignThing", "SharedThing") if word in text}


def test_the_list_shows_the_workspaces_own(client, people, media, things):
    client.force_login(people.teammate)
    assert titles_in(client.get(reverse(f"{media[1]}:index"))) == {"OwnThing"}
    address = reverse(f"{media[1]}:edit", args=[things["foreign"].pk])
    assert address not in client.get(reverse(f"{media[1]}:index_results"), {"q": "ForeignThing"}).text


def test_the_list_offers_staff_alone_what_is_done_to_many_at_once(client, people, media, things):
    for person, is_offered in ((people.teammate, False), (StaffFactory(), True)):
        client.force_login(person)
        assert ("one-by-one" not in client.get(reverse(f"{media[1]}:index")).text) is is_offered


def test_the_chooser_offers_the_workspaces_own_and_the_staffs(client, people, media, things):
    client.force_login(people.host)
    for name in ("choose", "choose_results"):
        assert titles_in(client.get(reverse(f"{media[1]}_chooser:{name}"))) == {
            "OwnThing",
            "SharedThing",
        }


def test_the_chooser_offers_those_of_the_workspace_one_works_in(client, people, media, things):
    second = make_workspace(people.host, "Second")
    media[0](second, "ForeignThing")
    client.force_login(people.host)
    session = client.session
    session["workspace"] = second.pk
    session.save()
    assert titles_in(client.get(reverse(f"{media[1]}_chooser:choose"))) == {
        "ForeignThing",
        "SharedThing",
    }


@pytest.mark.parametrize(("which", "status"), [("own", 200), ("shared", 200), ("foreign", 404)])
def test_choosing_one(client, people, media, things, which, status):
    client.force_login(people.host)
    assert client.get(reverse(f"{media[1]}_chooser:chosen", args=[things[which].pk])).status_code == status
    assert client.get(reverse(f"{media[1]}_chooser:chosen_multiple"), {"id": things[which].pk}).status_code == status


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize(("which", "status"), [("own", 200), ("shared", 404), ("foreign", 404)])
def test_opening_one(client, people, media, things, name, which, status):
    client.force_login(people.host)
    address = reverse(f"{media[1]}:{name}", args=[things[which].pk])
    assert client.get(address).status_code == status
    if status == 404:
        assert client.post(address, {"title": "Changed"}).status_code == 404
        things[which].refresh_from_db()
        assert "Thing" in things[which].title


def test_renaming_and_deleting_ones_own(client, people, media, things):
    client.force_login(people.teammate)
    own = things["own"]
    assert client.post(reverse(f"{media[1]}:edit", args=[own.pk]), {"title": "Renamed"}).status_code == 302
    own.refresh_from_db()
    assert (own.title, own.workspace) == ("Renamed", people.workspace)
    assert client.post(reverse(f"{media[1]}:delete", args=[own.pk])).status_code == 302
    assert not media[3].objects.filter(pk=own.pk).exists()
    assert AuditEntry.objects.filter(action="wagtail.delete", actor_id=people.teammate.pk).exists()


def uploads(media) -> dict[str, tuple[str, dict]]:
    body = picture() if media[1] == "wagtailimages" else b"text"
    name = "new.png" if media[1] == "wagtailimages" else "new.txt"
    prefix = media[1].removeprefix("wagtail").removesuffix("s") if media[1] == "wagtailimages" else "document"
    return {
        "add": ("", {"title": "New", "file": SimpleUploadedFile(name, body)}),
        "add_multiple": (
            "",
            {"title": "New", "files[]": SimpleUploadedFile(name, body)},
        ),
        "create": (
            "_chooser",
            {
                f"{prefix}-chooser-upload-title": "New",
                f"{prefix}-chooser-upload-file": SimpleUploadedFile(name, body),
            },
        ),
    }


@pytest.mark.parametrize("way", ["add", "add_multiple", "create"])
def test_an_upload_belongs_to_the_workspace_one_works_in(client, people, media, way):
    client.force_login(people.host)
    suffix, data = uploads(media)[way]
    response = client.post(
        reverse(f"{media[1]}{suffix}:{way}"),
        data,
        headers={"x-requested-with": "XMLHttpRequest"} if way == "add_multiple" else None,
    )
    assert response.status_code in {200, 302}, response.content
    assert [thing.workspace for thing in media[3].objects.all()] == [people.workspace], response.content


def test_a_posted_workspace_is_not_heeded(client, people, media):
    client.force_login(people.host)
    data = {**uploads(media)["add"][1], "workspace": people.strange_workspace.pk}
    client.post(reverse(f"{media[1]}:add"), data)
    assert [thing.workspace for thing in media[3].objects.all()] == [people.workspace]


def test_a_viewer_neither_lists_nor_uploads(client, people, media, things):
    client.force_login(join(people.workspace, Membership.Role.VIEWER))
    assert titles_in(client.get(reverse(f"{media[1]}:index"), follow=True)) == set()
    client.post(reverse(f"{media[1]}:add"), uploads(media)["add"][1])
    client.post(reverse(f"{media[1]}:delete", args=[things["own"].pk]))
    assert media[3].objects.count() == 3


def test_one_who_edits_elsewhere_does_not_upload_where_they_only_look(client, people, media):
    person = join(people.workspace, Membership.Role.VIEWER)
    make_workspace(person, "Own")
    client.force_login(person)
    session = client.session
    session["workspace"] = people.workspace.pk
    session.save()
    client.post(reverse(f"{media[1]}:add"), uploads(media)["add"][1])
    assert not media[3].objects.exists()


def test_staff_see_all_and_upload_for_all(client, people, media, things):
    client.force_login(StaffFactory())
    assert titles_in(client.get(reverse(f"{media[1]}:index"))) == {
        "OwnThing",
        "ForeignThing",
        "SharedThing",
    }
    client.post(reverse(f"{media[1]}:add"), uploads(media)["add"][1])
    assert media[3].objects.get(title="New").workspace is None


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("host", {"own": 200, "shared": 200, "foreign": 404}),
        ("stranger", {"own": 404, "shared": 200, "foreign": 200}),
        ("staff", {"own": 200, "shared": 200, "foreign": 200}),
        ("guest", {"own": 404, "shared": 200, "foreign": 404}),
    ],
)
def test_downloading_a_file(client, people, who, statuses):
    files = {
        "own": make_document(people.workspace, "a"),
        "shared": make_document(None, "b"),
        "foreign": make_document(people.strange_workspace, "c"),
    }
    user = {
        "host": people.host,
        "stranger": people.stranger,
        "staff": StaffFactory(),
        "guest": None,
    }[who]
    if user:
        client.force_login(user)
    answers = {name: client.get(file.url) for name, file in files.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == statuses
    for answer in answers.values():
        # Read to the end, so that the file is closed.
        list(answer)


def test_stored_names_cannot_be_guessed(people):
    image, document = (
        make_image(people.workspace, "a"),
        make_document(people.workspace, "b"),
    )
    assert image.file.name.endswith("-photo.png")
    assert len(image.file.name) > len("original_images/photo.png") + 12
    assert image.get_rendition("width-20").file.name.startswith("images/" + image.file.name.split("/")[1][:12])
    assert document.filename == "plan.txt"
    assert document.file.name != "documents/plan.txt"


def test_picture_that_unpacks_to_more_than_a_phones_largest_is_refused(client, people):
    client.force_login(people.host)
    content = BytesIO()
    Image.new("1", (8_000, 8_000)).save(content, "PNG")
    refused = client.post(reverse("wagtailimages:add"), {"title": "Big", "file": SimpleUploadedFile("big.png", content.getvalue())})
    assert refused.context["form"].errors["file"]
    assert not WorkspaceImage.objects.exists()
