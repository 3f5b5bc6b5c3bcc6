"""Every screen of an organizer's menu on a phone: nothing wider than it, nothing too small to tap, no words cut off."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page

from accounts import actions as accounts_actions
from accounts.models import WorkspaceDocument, WorkspaceImage
from cms.actions import create_site_content
from invitations.actions import create_default_templates
from invitations.models import TemplatePage
from tests.accounts.test_media import picture
from tests.e2e.phone import complaints
from tests.factories.accounts import People, make_people
from tests.factories.guests import make_answer, make_invite
from tests.factories.invitations import make_invitation
from tests.factories.payments import make_payment, pay

LIST = "Аты;Телефон;Орын\nСәуле апа;8 701 123 45 67;2\nБолатбек Нұрмұхаммедәліұлы;8 70;1\n"
# Set it to a folder to look at the screens with your own eyes.
PICTURES = os.environ.get("SCREENS_FOLDER")


@pytest.fixture
def people(address) -> People:
    return make_people()


@pytest.fixture
def screens(people: People) -> dict[str, str]:
    """The address of each screen, with something to show on it."""
    create_default_templates()
    create_site_content()
    template = TemplatePage.objects.get(slug="national", locale__language_code="kk")
    page = make_invitation(people.workspace, template=template, is_published=True)
    draft = make_invitation(people.workspace, template=template, event_type="wedding", venue_kk="", venue_ru="")
    invite = make_invite(
        page.invitation, "Болатбек Нұрмұхаммедәліұлы мен Гүлсезім-Айгерімжан", household="Нұрғалиев отбасы", phone="+77011234567"
    )
    make_answer(make_invite(page.invitation, "Ақжібек құдағи", table="Төр", side="bride"), people=2, message="Қуанышқа ортақпыз!")
    payment = pay(make_payment(people.workspace, reference=f"invitation:{draft.invitation_id}"))
    waiting = make_payment(people.workspace, tier="premium", reference=f"invitation:{draft.invitation_id}")
    image = WorkspaceImage.objects.create(
        title="Біздің үйлену тойымыздың суреті", file=ContentFile(picture(), "toi.png"), workspace=people.workspace
    )
    document = WorkspaceDocument.objects.create(
        title="Үйлену тойының бағдарламасы, соңғы нұсқасы", file=ContentFile(b"text", "plan.txt"), workspace=people.workspace
    )
    hub, guests = f"/admin/celebrations/{page.invitation_id}/", f"/admin/celebrations/{page.invitation_id}/guests/"
    return {
        "celebrations": "/admin/celebrations/",
        "hub": hub,
        "hub of a draft": f"/admin/celebrations/{draft.invitation_id}/",
        "publish": f"/admin/celebrations/{draft.invitation_id}/publish/",
        "address": f"{hub}address/",
        "editor": f"/admin/pages/{page.pk}/edit/",
        "history": f"/admin/pages/{page.pk}/history/",
        "guests": "/admin/guests/",
        "guest list": guests,
        "add a guest": f"{guests}add/",
        "edit a guest": f"{guests}{invite.pk}/",
        "answer of a guest": f"{guests}{invite.pk}/answer/",
        "delete a guest": f"{guests}{invite.pk}/delete/",
        "import": f"{guests}import/",
        "images": "/admin/images/",
        "add an image": "/admin/images/multiple/add/",
        "image": f"/admin/images/{image.pk}/",
        "delete an image": f"/admin/images/{image.pk}/delete/",
        "documents": "/admin/documents/",
        "add a document": "/admin/documents/multiple/add/",
        "document": f"/admin/documents/edit/{document.pk}/",
        "delete a document": f"/admin/documents/delete/{document.pk}/",
        "payments": "/admin/payments/",
        "payment": f"/admin/payments/{payment.our_reference}/",
        "payment under way": f"/admin/payments/{waiting.our_reference}/",
        "receipt": f"/admin/payments/{payment.our_reference}/receipt/",
        "help": "/admin/guide/",
        "helpers": "/admin/workspace/",
        "account": "/{language}/accounts/",
        "template": "/{language}/templates/national/",
        "use a template": "/{language}/templates/national/use/",
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_organizers_screens_fit_a_phone_and_a_finger(language, people: People, screens, open_page: Callable[..., Page], enter):
    accounts_actions.change_language(user=people.host, language=language)
    page = enter(open_page(language=language), people.host)
    found = {}
    for name, path in screens.items():
        answer = page.goto(path.format(language=language), wait_until="networkidle")
        assert answer.status == 200, (name, path)
        _take(page, f"{language}-{name}")
        if wrong := complaints(page):
            found[name] = wrong
    found |= _walk_import(page, screens["import"], language)
    found |= _open_menu(page, language)
    assert found == {}


def _walk_import(page: Page, path: str, language: str) -> dict[str, list[str]]:
    page.goto(path)
    page.set_input_files("[name=file]", {"name": "guests.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.locator("form button.button").first.click()
    page.wait_for_url("**/import/*/")
    _take(page, f"{language}-import preview")
    wrong = complaints(page)
    return {"import preview": wrong} if wrong else {}


def _open_menu(page: Page, language: str) -> dict[str, list[str]]:
    page.goto("/admin/celebrations/", wait_until="networkidle")
    page.locator(".sidebar-nav-toggle").click()
    page.wait_for_timeout(400)
    _take(page, f"{language}-menu")
    wrong = complaints(page)
    return {"menu": wrong} if wrong else {}


def _take(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
