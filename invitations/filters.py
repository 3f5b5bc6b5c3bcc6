"""The filters of the gallery: which templates fit, and how many of each kind there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, QueryDict

from .celebrations import EVENT_TYPES
from .models.invitation import Tier

if TYPE_CHECKING:
    from .models import TemplatePage


@dataclass(frozen=True)
class Choice:
    """One filter: what it is called, how many templates it would show, whether it is on."""

    key: str
    label: Any
    count: int
    is_on: bool


def choose(everything: Sequence[TemplatePage], asked: QueryDict) -> dict[str, Any]:
    """Those of the templates that fit `?event=` and `?tier=`, with counters on every filter; Http404 for an unknown one."""
    event, tier = asked.get("event", ""), asked.get("tier", "")
    if (event and event not in EVENT_TYPES) or (tier and tier not in Tier.values):
        raise Http404
    fits_event = [one for one in everything if not event or event in one.event_types]
    fits_tier = [one for one in everything if not tier or one.tier == tier]
    return {
        "templates": [one for one in fits_event if one in fits_tier],
        "events": [
            Choice(key, kind.label, sum(key in one.event_types for one in fits_tier), key == event) for key, kind in EVENT_TYPES.items()
        ],
        "tiers": [Choice(key, label, sum(one.tier == key for one in fits_event), key == tier) for key, label in Tier.choices],
        "event": event,
        "tier": tier,
        "count": {"event": len(fits_tier), "tier": len(fits_event)},
    }
