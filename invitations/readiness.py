"""What an invitation still lacks before guests may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import InvitationPage

LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class Item:
    """One thing to look at: what it is called, whether it is there, whether publishing waits for it, the field to fill it in."""

    key: str
    label: str | Promise
    is_done: bool
    is_required: bool
    field: str

    @property
    def anchor(self) -> str:
        """Where the editor's form has it."""
        return f"#id_{self.field}"


def checklist(page: InvitationPage) -> list[Item]:
    """Everything that is asked of a page, what publishing waits for first. Give it the latest draft, not the published version."""
    sections = {block.block_type for block in page.body}
    name = page.name_fields[0] if page.name_fields else "title"
    return [
        Item("names", _("Names"), bool(page.names()), True, f"{name}_kk"),
        Item("date", _("Date"), page.date is not None, True, "date"),
        Item("time", _("Time"), page.time is not None, True, "time"),
        Item("place", _("Place"), _in_any_language(page, "venue"), True, "venue_kk"),
        Item("address", _("Address of the page"), bool(page.event_slug), True, "event_slug"),
        Item("map", _("Point on the map"), page.latitude is not None, False, "map_link"),
        Item("programme", _("Programme"), "programme" in sections, False, "body"),
        Item("photo", _("Photo"), _has_photo(page), False, "body"),
        Item("answer_by", _("Last day to answer"), page.answer_by is not None, False, "answer_by"),
        Item("contact", _("Whom guests may ask"), bool(page.contact_phone), False, "contact_phone"),
    ]


def missing(page: InvitationPage) -> list[Item]:
    """What publishing waits for; empty when the page is ready."""
    return [item for item in checklist(page) if item.is_required and not item.is_done]


class NotReadyError(Exception):
    """Guests may not see it yet: it is archived, or something that publishing waits for is missing."""


def is_archived(page: InvitationPage) -> bool:
    """Whether the celebration is among the past ones, which publish and pay for nothing."""
    return page.invitation is not None and page.invitation.archived_at is not None


def is_ready(page: InvitationPage) -> bool:
    """Whether guests may see this draft, right and money aside."""
    return not is_archived(page) and not missing(page)


def _in_any_language(page: InvitationPage, name: str) -> bool:
    return any(getattr(page, f"{name}_{language}").strip() for language in LANGUAGES)


def _has_photo(page: InvitationPage) -> bool:
    return any(_holds_photo(block.value) for block in page.body if block.block_type in {"cover", "gallery"})


def _holds_photo(value: Any) -> bool:
    return bool(value.get("photo") or value.get("photos"))
