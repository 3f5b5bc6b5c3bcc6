"""Every celebration we know: its key, what kind of page it needs and what it is called.

An event type is data, not a class: a new one is one line here, a preset in `presets` and two catalogue entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Family = Literal["pair", "honoree", "organization"]


@dataclass(frozen=True)
class EventType:
    """One kind of celebration. `is_festive` is false where joy is out of place: no countdown, no confetti, no music, no word of feasting."""

    key: str
    family: Family
    label: str | Promise
    is_festive: bool = True


_ALL = (
    EventType("wedding", "pair", _("Wedding")),
    EventType("qyz_uzatu", "pair", _("Seeing the bride off")),
    EventType("qudalyq", "pair", _("Matchmaking of two families")),
    EventType("betashar", "pair", _("Unveiling of the bride")),
    EventType("kelin_tusiru", "pair", _("Welcoming the bride")),
    EventType("neke", "pair", _("Religious marriage")),
    EventType("syrga_salu", "honoree", _("Putting on the earrings")),
    EventType("qyz_keshi", "honoree", _("Bachelorette evening")),
    EventType("shildehana", "honoree", _("Feast for a newborn")),
    EventType("besik_toi", "honoree", _("Cradle feast")),
    EventType("qyrqynan_shygaru", "honoree", _("Forty days of a baby")),
    EventType("tusaukeser", "honoree", _("First steps")),
    EventType("sundet_toi", "honoree", _("Circumcision feast")),
    EventType("tilashar", "honoree", _("Starting school")),
    EventType("mushel", "honoree", _("Twelve-year birthday")),
    EventType("birthday", "honoree", _("Birthday")),
    EventType("mereitoi", "honoree", _("Jubilee")),
    EventType("qonys_toi", "organization", _("House-warming")),
    EventType("as", "honoree", _("Memorial meal"), is_festive=False),
    EventType("corporate", "organization", _("Company evening")),
)

EVENT_TYPES: dict[str, EventType] = {event_type.key: event_type for event_type in _ALL}


def event_type_choices(family: Family | None = None) -> list[tuple[str, str | Promise]]:
    """Choices for a form field; of one family of pages when it is named."""
    return [(one.key, one.label) for one in _ALL if family in (None, one.family)]


def is_festive(key: str) -> bool:
    """Whether joy may be shown. An unknown key is treated as festive: only mourning needs care, and it is known."""
    event_type = EVENT_TYPES.get(key)
    return event_type is None or event_type.is_festive
