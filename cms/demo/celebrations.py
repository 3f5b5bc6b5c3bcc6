"""The family's celebrations: one paid, published and answered, one published for nothing, one still being written."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User, Workspace
from accounts.row_security import workspace_scope
from guests import access as guest_access
from guests import actions as guests
from guests import reading
from guests.models import PartyInvite
from invitations import actions
from invitations.models import Invitation, TemplatePage
from payments import actions as payments
from payments.gateways.mock import bank
from payments.models import Payment, Tariff

from .guests import live_through
from .people import People

GUESTS = Path(__file__).with_name("guests.csv")

PLACE = {
    "venue_kk": "«Алтын шаңырақ» салтанат сарайы",
    "venue_ru": "Дворец торжеств «Алтын шаңырақ»",
    "address_kk": "Алматы қаласы, Достық даңғылы, 132",
    "address_ru": "Алматы, проспект Достык, 132",
    "latitude": "43.230140",
    "longitude": "76.957790",
    "contact_name": "Гүлнар Сембаева",
    "contact_phone": "+77000000100",
}


def ensure_celebrations(people: People) -> PartyInvite:
    """All three; returns the invite whose personal link the demo shows (a guest who has not answered yet)."""
    wedding = _ensure(people, template="national", facts=_wedding())
    _pay(people, wedding)
    _ensure(people, template="modern", facts=_first_steps())
    birthday = _ensure(people, template="modern", facts=_birthday())
    page = birthday.pages.get().specific
    if not page.live:
        actions.publish(page=page, by=people.organizer)
    with workspace_scope(people.family.pk):
        return _ensure_guests(people, wedding)


def saturday(days_ahead: int) -> date:
    """The first Saturday at least so many days from today: a demo's feast is always yet to come."""
    day = timezone.localdate() + timedelta(days=days_ahead)
    return day + timedelta(days=(5 - day.weekday()) % 7)


def _wedding() -> dict[str, Any]:
    day = saturday(60)
    return PLACE | {
        "event_type": "wedding",
        "first_name_kk": "Нұрлан",
        "first_name_ru": "Нурлан",
        "second_name_kk": "Айгерім",
        "second_name_ru": "Айгерим",
        "hosts_kk": "Асқар — Гүлнар",
        "hosts_ru": "Аскар — Гульнар",
        "date": day,
        "time": time(18, 0),
        "answer_by": day - timedelta(days=14),
        "dress_code_kk": "Ұлттық нақыштағы салтанатты киім",
        "dress_code_ru": "Нарядная одежда с национальными мотивами",
    }


def _birthday() -> dict[str, Any]:
    return PLACE | {
        "event_type": "mereitoi",
        "honoree_kk": "Гүлнар Сембаева",
        "honoree_ru": "Гульнар Сембаева",
        "age": 60,
        "date": saturday(120),
        "time": time(17, 0),
    }


def _first_steps() -> dict[str, Any]:
    return {
        "event_type": "tusaukeser",
        "honoree_kk": "Сұлтан",
        "honoree_ru": "Султан",
        "date": saturday(150),
        "time": time(13, 0),
    }


def _ensure(people: People, *, template: str, facts: dict[str, Any]) -> Invitation:
    return ensure_celebration(people.family, people.organizer, template=template, facts=facts)


def ensure_celebration(workspace: Workspace, by: User, *, template: str, facts: dict[str, Any]) -> Invitation:
    """The workspace's celebration of this kind, made from a template as a draft."""
    if known := Invitation.objects.filter(workspace=workspace, event_type=facts["event_type"]).first():
        return known
    gallery = TemplatePage.objects.get(slug=template, locale__language_code="kk")
    return actions.create_from_template(template=gallery, workspace=workspace, by=by, facts=facts).invitation


def _pay(people: People, invitation: Invitation) -> None:
    """The whole way a family pays, with the pretended bank: attempt, purchase, the bank's word, publication."""
    with workspace_scope(people.family.pk):
        if Payment.objects.filter(reference=f"invitation:{invitation.pk}").exists():
            return
        payment = payments.start_payment(
            workspace=people.family,
            reference=f"invitation:{invitation.pk}",
            tariff=Tariff.objects.get(code="premium"),
            by=people.organizer,
            title=str(invitation),
        )
    settle(people.family, payment)


def settle(workspace: Workspace, payment: Payment) -> None:
    """The rest of the way, with the pretended bank: purchase and the bank's word."""
    payments.open_at_gateway(payment_id=payment.pk)
    with workspace_scope(workspace.pk):
        payment.refresh_from_db()
    bank.settle(bank.find(payment.provider_payment_id), bank.PAID)
    payments.check_payment(payment_id=payment.pk)


def _ensure_guests(people: People, invitation: Invitation) -> PartyInvite:
    if not guest_access.invites_for(invitation).exists():
        sheet = reading.read_file(GUESTS.name, GUESTS.read_bytes())
        guests.import_guests(invitation=invitation, sheet=sheet, by=people.organizer)
        for number, invite in enumerate(guest_access.invites_for(invitation).order_by("pk")):
            live_through(invite, number, by=people.organizer)
    return guest_access.invites_for(invitation).filter(answer=None, party__phone__gt="").order_by("pk")[0]
