"""What is measured: a published invitation with six photographs and five hundred parties, among 2,000 other families. Run in a process of its own.

python -m deploy.bench.world FILE      writes what the measurement needs to know into FILE
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

PARTIES = 500
PHOTOS = 6
SHAPE = (1500, 2000)
FAMILIES = 2_000
MOST = 12


def main(target: Path) -> None:
    django.setup()
    from django.core.files.base import ContentFile
    from django.test import Client
    from wagtail.images import get_image_model

    from accounts.models import Workspace, WorkspaceDocument
    from accounts.row_security import workspace_scope
    from cms import demo
    from deploy.bench.photographs import photograph
    from deploy.bench.sections import typed
    from guests import access
    from guests import actions as guests
    from invitations import actions, pictures
    from invitations.models import Invitation
    from messaging.models import Message
    from tests.factories.crowd import make_crowd

    demo.load()
    wedding = Invitation.objects.filter(event_type="wedding").earliest("pk")
    organizer = wedding.workspace.memberships.get(role="owner").user
    page = wedding.page.get_latest_revision_as_object()
    model = get_image_model()
    images = list(model.objects.filter(title__startswith="Photograph ", workspace=wedding.workspace)[:PHOTOS]) or [
        model.objects.create(
            title=f"Photograph {seed}", file=ContentFile(photograph(seed, SHAPE), f"photo-{seed}.jpg"), workspace=wedding.workspace
        )
        for seed in range(PHOTOS)
    ]
    page.body = page.body.stream_block.to_python(_sections(page.body.get_prep_value(), [image.pk for image in images]))
    page.save_revision(user=organizer)
    actions.publish(page=page, by=organizer)
    pictures.draw(page.body)  # the queue does it in the product; the measurement begins after it
    with workspace_scope(wedding.workspace_id):
        missing = PARTIES - access.invites_for(wedding).count()
        for number in range(missing):
            guests.add_party(invitation=wedding, by=None, name=f"Қонақ {number:03d}", seats=2)
        links = [access.link_for(invite.party, wedding, "kk") for invite in access.invites_for(wedding)]
    if Workspace.objects.count() < FAMILIES:
        WorkspaceDocument.objects.create(title="Plan", file=ContentFile(b"plan", "plan.txt"), workspace=wedding.workspace)
        Message.objects.create(workspace=wedding.workspace, channel="console", to="a@example.kz", subject="s", body="b")
        make_crowd(wedding.workspace, FAMILIES)
    client = Client()
    client.force_login(organizer)
    known: dict[str, Any] = {
        "face": f"/kk/e/{wedding.slug}/",
        "links": [link.split("/", 3)[3] for link in links],
        "invitation": wedding.pk,
        "page": page.pk,
        "sections": len(page.body),
        "typed": typed(page.body.stream_block, page.body, "body"),
        "session": client.cookies["sessionid"].value,
    }
    target.write_text(json.dumps(known))


def _sections(raw: list[dict[str, Any]], photos: list[int]) -> list[dict[str, Any]]:
    """The template's sections; a photo on the cover and the others in a gallery before the last two; twelve in all."""
    kept = [section for section in raw if section["type"] != "gallery"]
    kept[0]["value"]["photo"] = photos[0]
    shown = [
        {"type": "item", "id": f"photo-{number}", "value": {"image": number, "caption": {"kk": "Біз", "ru": "Мы"}}} for number in photos[1:]
    ]
    kept.insert(-2, {"type": "gallery", "id": "gallery", "value": {"title": {"kk": "", "ru": ""}, "photos": shown}})
    return kept[: MOST - 3] + kept[-3:] if len(kept) > MOST else kept


if __name__ == "__main__":
    main(Path(sys.argv[1]))
