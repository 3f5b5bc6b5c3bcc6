"""Every screen of an organizer's menu on a phone: nothing wider than it, nothing too small to tap, no words cut off."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page

from accounts import actions as accounts_actions
from accounts.models import WorkspaceDocument, WorkspaceImage
from invitations.models import Invitation, InvitationPage, TemplatePage
from tests.accounts.test_media import picture
from tests.e2e.phone import complaints
from tests.factories.accounts import People, make_people
from tests.factories.guests import make_answer, make_invite
from tests.factories.invitations import make_invitation
from tests.factories.payments import make_payment, pay

LIST = "Аты;Телефон;Орын\nСәуле апа;8 701 123 45 67;2\nБолатбек Нұрмұхаммедәліұлы;8 70;1\n"
# Set it to a folder to look at the screens with your own eyes.
PICTURES = os.environ.get("SCREENS_FOLDER")
# What scripts draw is there (the menu, the editor's sections), its faces are loaded, and nothing moves any more.
IS_DRAWN = """() => {
    const menu = document.querySelector("#wagtail-sidebar");
    const sections = [...document.querySelectorAll("[data-block]")];
    const moving = document.getAnimations().filter((one) => one.playState === "running" && one.effect.getComputedTiming().iterations !== Infinity);
    return document.readyState === "complete" && document.fonts.status === "loaded" && moving.length === 0
        && (!menu || menu.querySelector(".sidebar-nav-toggle, .sidebar__inner")) && sections.every((one) => one.children.length);
}"""


@pytest.fixture
def people(site) -> People:
    return make_people()


@pytest.fixture
def screens(people: People) -> dict[str, str]:
    """The address of each screen, with something to show on it."""
    template = TemplatePage.objects.get(slug="national", locale__language_code="kk")
    page = make_invitation(people.workspace, template=template, is_published=True)
    draft = make_invitation(people.workspace, template=template, event_type="wedding", venue_kk="", venue_ru="")
    return {
        **_celebrations(page, draft),
        **_guests(page.invitation),
        **_files(people),
        **_payments(people, f"invitation:{draft.invitation_id}"),
        "help": "/admin/guide/",
        "helpers": "/admin/workspace/",
        "account": "/{language}/accounts/",
        "template": "/{language}/templates/national/",
        "use a template": "/{language}/templates/national/use/",
    }


def _celebrations(page: InvitationPage, draft: InvitationPage) -> dict[str, str]:
    hub = f"/admin/celebrations/{page.invitation_id}/"
    return {
        "celebrations": "/admin/celebrations/",
        "hub": hub,
        "hub of a draft": f"/admin/celebrations/{draft.invitation_id}/",
        "publish": f"/admin/celebrations/{draft.invitation_id}/publish/",
        "address": f"{hub}address/",
        "editor": f"/admin/pages/{page.pk}/edit/",
        "history": f"/admin/pages/{page.pk}/history/",
    }


def _guests(invitation: Invitation) -> dict[str, str]:
    invite = make_invite(
        invitation, "Болатбек Нұрмұхаммедәліұлы мен Гүлсезім-Айгерімжан", household="Нұрғалиев отбасы", phone="+77011234567"
    )
    make_answer(make_invite(invitation, "Ақжібек құдағи", table="Төр", side="bride"), people=2, message="Қуанышқа ортақпыз!")
    guests = f"/admin/celebrations/{invitation.pk}/guests/"
    return {
        "guests": "/admin/guests/",
        "guest list": guests,
        "add a guest": f"{guests}add/",
        "edit a guest": f"{guests}{invite.pk}/",
        "answer of a guest": f"{guests}{invite.pk}/answer/",
        "delete a guest": f"{guests}{invite.pk}/delete/",
        "import": f"{guests}import/",
    }


def _files(people: People) -> dict[str, str]:
    image = WorkspaceImage.objects.create(
        title="Біздің үйлену тойымыздың суреті", file=ContentFile(picture(), "toi.png"), workspace=people.workspace
    )
    document = WorkspaceDocument.objects.create(
        title="Үйлену тойының бағдарламасы, соңғы нұсқасы", file=ContentFile(b"text", "plan.txt"), workspace=people.workspace
    )
    return {
        "images": "/admin/images/",
        "add an image": "/admin/images/multiple/add/",
        "image": f"/admin/images/{image.pk}/",
        "delete an image": f"/admin/images/{image.pk}/delete/",
        "documents": "/admin/documents/",
        "add a document": "/admin/documents/multiple/add/",
        "document": f"/admin/documents/edit/{document.pk}/",
        "delete a document": f"/admin/documents/delete/{document.pk}/",
    }


def _payments(people: People, reference: str) -> dict[str, str]:
    payment = pay(make_payment(people.workspace, reference=reference))
    waiting = make_payment(people.workspace, tier="premium", reference=reference)
    return {
        "payments": "/admin/payments/",
        "payment": f"/admin/payments/{payment.our_reference}/",
        "payment under way": f"/admin/payments/{waiting.our_reference}/",
        "receipt": f"/admin/payments/{payment.our_reference}/receipt/",
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_organizers_screens_fit_a_phone_and_a_finger(language, people: People, screens, open_page: Callable[..., Page], enter):
    accounts_actions.change_language(user=people.host, language=language)
    page = enter(open_page(language=language), people.host)
    found = {}
    for name, path in screens.items():
        answer = page.goto(path.format(language=language), wait_until="load")
        assert answer.status == 200, (name, path)
        page.wait_for_function(IS_DRAWN)
        _take(page, f"{language}-{name}")
        if wrong := complaints(page):
            found[name] = wrong
    found |= _walk_import(page, screens["import"], language)
    found |= _open_menu(page, language)
    assert found == {}


def test_menu_does_not_cover_a_screen_before_its_script_has_started(people: People, open_page: Callable[..., Page], enter):
    page = enter(open_page(scripts=False), people.host)
    page.goto("/admin/celebrations/")
    assert page.locator("#wagtail-sidebar").count() == 1
    assert not page.locator("#wagtail-sidebar").is_visible()


def test_fields_that_unfold_stay_inside_their_card(people: People, screens, open_page: Callable[..., Page], enter):
    page = enter(open_page(), people.host)
    page.goto(screens["payment under way"])
    page.locator("details:has(#promo) summary").click()
    field, card = page.locator("#promo").bounding_box(), page.locator(".host-card:has(#promo)").bounding_box()
    assert field["x"] + field["width"] <= card["x"] + card["width"]


def test_guests_are_found_by_words_that_no_key_has_typed(people: People, screens, open_page: Callable[..., Page], enter):
    page = enter(open_page(), people.host)
    page.goto(screens["guest list"])
    assert page.locator(".guests-row").count() == 2
    page.locator("#guest-search").fill("Ақжібек")
    page.wait_for_url("**/?search=*")
    assert page.locator(".guests-row").count() == 1


def test_preview_that_was_open_last_time_does_not_cover_the_form(people: People, screens, open_page: Callable[..., Page], enter):
    page = enter(open_page(), people.host)
    page.goto(screens["editor"], wait_until="load")
    page.evaluate("localStorage.setItem('wagtail:side-panel-open', 'preview')")
    page.reload(wait_until="load")
    page.wait_for_function(IS_DRAWN)
    page.wait_for_timeout(500)
    assert page.locator(".side-panel-open").count() == 0
    page.locator("[data-side-panel-toggle=preview]").click()
    assert page.locator(".side-panel-open").count() == 1


def _walk_import(page: Page, path: str, language: str) -> dict[str, list[str]]:
    page.goto(path)
    page.set_input_files("[name=file]", {"name": "guests.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.locator("form button.button").first.click()
    page.wait_for_url("**/import/*/")
    _take(page, f"{language}-import preview")
    wrong = complaints(page)
    return {"import preview": wrong} if wrong else {}


def _open_menu(page: Page, language: str) -> dict[str, list[str]]:
    page.goto("/admin/celebrations/", wait_until="load")
    page.locator(".sidebar-nav-toggle").click()
    page.wait_for_function(IS_DRAWN)
    _take(page, f"{language}-menu")
    wrong = complaints(page)
    return {"menu": wrong} if wrong else {}


def _take(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
