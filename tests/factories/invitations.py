"""Looks, templates and celebrations, each complete enough to be shown."""

from datetime import date, time
from typing import Any

import factory
from wagtail.models import Locale, Page

from accounts.models import User, Workspace
from invitations import actions
from invitations.celebrations import EVENT_TYPES
from invitations.models import Entitlement, GalleryPage, InvitationPage, TemplatePage, Theme
from invitations.models.pages import HonoreeInvitationPage, OrganizationInvitationPage, PairInvitationPage

PALETTE = {
    "ground": "#f4f1ec",
    "surface": "#ffffff",
    "ink": "#1c1b1a",
    "muted": "#5e5a55",
    "accent": "#a4402c",
    "ornament": "#c65a40",
    "deep": "#7e2c1d",
    "on_deep": "#fdf3ec",
    "gold": "#f3c9a8",
    "button": "#1c1b1a",
    "on_button": "#ffffff",
}
FACTS = {
    "hosts_kk": "Усен — Гүлнар",
    "hosts_ru": "Усен — Гульнар",
    "date": date(2027, 9, 11),
    "time": time(18, 0),
    "venue_kk": "«Ақ сарай» мейрамханасы",
    "venue_ru": "Ресторан «Ақ сарай»",
    "address_kk": "Алматы қ., Достық даңғылы, 132",
    "address_ru": "г. Алматы, проспект Достык, 132",
    "answer_by": date(2027, 8, 28),
    "contact_name": "Гүлнар",
    "contact_phone": "+77012345678",
}
NAMES: dict[str, dict[str, Any]] = {
    "pair": {"first_name_kk": "Нұрлан", "first_name_ru": "Нурлан", "second_name_kk": "Айгерім", "second_name_ru": "Айгерим"},
    "honoree": {"honoree_kk": "Ақжібек", "honoree_ru": "Акжибек", "age": 1},
    "organization": {
        "organization_kk": "«Алатау» компаниясы",
        "organization_ru": "Компания «Алатау»",
        "occasion_kk": "Компанияның он жылдығы",
        "occasion_ru": "Десять лет компании",
    },
}
PAGE_TYPES = {model.family: model for model in (PairInvitationPage, HonoreeInvitationPage, OrganizationInvitationPage)}
BODY = [("prose", {"text": {"kk": "<p>Тойымызға келіңіз!</p>", "ru": "<p>Приходите на наш праздник!</p>"}})]


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    key = factory.Sequence(lambda n: f"theme-{n}")
    name_kk = "Жаңа леп"
    name_ru = "Жаңа леп"
    name_en = "Jana lep"
    layout = "modern"
    palette = PALETTE
    display_face = "noto-serif-display"
    text_face = "golos-text"
    ornament = "qusqanat"
    motion = "none"


def make_gallery(language: str = "kk") -> GalleryPage:
    """The gallery under the landing page of a language."""
    home = Page.objects.get(depth=2, locale=Locale.objects.get(language_code=language))
    found = GalleryPage.objects.child_of(home).first()
    return found or home.add_child(instance=GalleryPage(title="Үлгілер", slug="templates", live=True))


def make_template(
    *, tier: str = "free", event_types: tuple[str, ...] = ("wedding",), theme: Theme | None = None, **fields: Any
) -> TemplatePage:
    """A published template of the gallery, with one section."""
    gallery = make_gallery()
    number = gallery.get_children().count() + 1
    defaults = {
        "title": f"Template {number}",
        "slug": f"template-{number}",
        "description": "A template",
        "body": BODY,
        "sample": {**NAMES[EVENT_TYPES[event_types[0]].family], "venue_kk": "Ақ сарай", "date": "2027-09-11", "time": "18:00"},
    }
    template = TemplatePage(theme=theme or ThemeFactory(), tier=tier, event_types=list(event_types), live=True, **{**defaults, **fields})
    return gallery.add_child(instance=template)


def make_invitation(
    workspace: Workspace,
    *,
    event_type: str = "wedding",
    is_published: bool = False,
    template: TemplatePage | None = None,
    by: User | None = None,
    **facts: Any,
) -> InvitationPage:
    """The page of a new celebration, as "Use this template" makes it; `page.invitation` is what guests hang on.

    A published one has the right to be live, whatever its tier.
    """
    known = {**NAMES[EVENT_TYPES[event_type].family], **FACTS, **facts, "event_type": event_type}
    owner = by or workspace.memberships.get(role="owner").user
    page = actions.create_from_template(
        template=template or make_template(event_types=(event_type,)), workspace=workspace, by=owner, facts=known
    )
    if is_published:
        Entitlement.objects.create(invitation=page.invitation, tier="premium", source=Entitlement.Source.STAFF)
        actions.publish(page=page, by=owner)
    return page
