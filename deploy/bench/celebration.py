"""The celebration that is measured: a published invitation with six photographs and five hundred parties, among 2,000 other families."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User, Workspace, WorkspaceDocument, WorkspaceImage
from accounts.row_security import workspace_scope
from cms import demo
from deploy.bench.photographs import photograph
from deploy.bench.sections import typed
from guests import access
from guests import actions as guests
from invitations import actions, pictures
from invitations.models import Invitation, InvitationPage
from messaging.models import Message
from tests.factories.crowd import make_crowd
from tests.factories.payments import make_payment

PARTIES = 500
PHOTOS = 6
SHAPE = (1500, 2000)
FAMILIES = 2_000
MOST = 12


def make() -> dict[str, Any]:
    """Make what is missing of it, and say what the measurement needs to know."""
    demo.load()
    wedding = Invitation.objects.filter(event_type="wedding").earliest("pk")
    organizer = wedding.workspace.memberships.get(role="owner").user
    page = _publish(wedding, organizer)
    links = _invite(wedding)
    if Workspace.objects.count() < FAMILIES:
        _surround(wedding.workspace)
    return {
        "face": f"/kk/e/{wedding.slug}/",
        "links": [link.split("/", 3)[3] for link in links],
        "invitation": wedding.pk,
        "page": page.pk,
        "sections": len(page.body),
        "typed": typed(page.body.stream_block, page.body, "body"),
        "session": _session(organizer),
        "check": _check(wedding.workspace),
    }


def _check(workspace: Workspace) -> str:
    """What the bank asks before somebody pays by a number: the path."""
    payment = make_payment(workspace, gateway_code="kaspi_biller", channel="number", reference="measured:1")
    secret = settings.KASPI_BILLER_SECRETS[0]
    return f"{reverse('payment_gateways:biller', args=[secret])}?command=check&txn_id=1&account={payment.account}&sum=1.00"


def _publish(wedding: Invitation, organizer: User) -> InvitationPage:
    page = wedding.page.get_latest_revision_as_object()
    photos = [image.pk for image in _photographs(wedding.workspace)]
    page.body = page.body.stream_block.to_python(_sections(page.body.get_prep_value(), photos))
    page.save_revision(user=organizer)
    actions.publish(page=page, by=organizer)
    pictures.draw(page.body)  # the queue does it in the product; the measurement begins after it
    return page


def _photographs(workspace: Workspace) -> list[WorkspaceImage]:
    known = list(WorkspaceImage.objects.filter(title__startswith="Photograph ", workspace=workspace)[:PHOTOS])
    return known or [
        WorkspaceImage.objects.create(
            title=f"Photograph {seed}", file=ContentFile(photograph(seed, SHAPE), f"photo-{seed}.jpg"), workspace=workspace
        )
        for seed in range(PHOTOS)
    ]


def _sections(raw: list[dict[str, Any]], photos: list[int]) -> list[dict[str, Any]]:
    """The template's sections; a photo on the cover and the others in a gallery before the last two; twelve in all."""
    kept = [section for section in raw if section["type"] != "gallery"]
    kept[0]["value"]["photo"] = photos[0]
    shown = [
        {"type": "item", "id": f"photo-{number}", "value": {"image": number, "caption": {"kk": "Біз", "ru": "Мы"}}} for number in photos[1:]
    ]
    kept.insert(-2, {"type": "gallery", "id": "gallery", "value": {"title": {"kk": "", "ru": ""}, "photos": shown}})
    return kept[: MOST - 3] + kept[-3:] if len(kept) > MOST else kept


def _invite(wedding: Invitation) -> list[str]:
    """The personal links of all its parties."""
    with workspace_scope(wedding.workspace_id):
        for number in range(PARTIES - access.invites_for(wedding).count()):
            guests.add_party(invitation=wedding, by=None, name=f"Қонақ {number:03d}", seats=2)
        return [access.link_for(invite.party, wedding, "kk") for invite in access.invites_for(wedding)]


def _surround(workspace: Workspace) -> None:
    WorkspaceDocument.objects.create(title="Plan", file=ContentFile(b"plan", "plan.txt"), workspace=workspace)
    Message.objects.create(workspace=workspace, channel="console", to="a@example.kz", subject="s", body="b")
    make_crowd(workspace, FAMILIES)


def _session(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value
