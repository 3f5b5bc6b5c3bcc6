"""The gallery: which templates fit, how many of each kind there are, and a template's sample."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.http import Http404, QueryDict
from wagtail.models import Locale

from . import actions
from .celebrations import EVENT_TYPES
from .models import GalleryPage, InvitationPage, TemplatePage, Theme
from .models.invitation import Tier
from .presets.templates import default_templates

PARSERS = {
    "date": date.fromisoformat,
    "answer_by": date.fromisoformat,
    "time": time.fromisoformat,
    "latitude": Decimal,
    "longitude": Decimal,
}


@dataclass(frozen=True)
class Choice:
    """One filter: what it is called, how many templates it would show, whether it is on."""

    key: str
    label: Any
    count: int
    is_on: bool


def choose(gallery: GalleryPage, asked: QueryDict) -> dict[str, Any]:
    """The templates of a gallery that fit `?event=` and `?tier=`, with counters on every filter; Http404 for an unknown one."""
    event, tier = asked.get("event", ""), asked.get("tier", "")
    if (event and event not in EVENT_TYPES) or (tier and tier not in Tier.values):
        raise Http404
    everything = list(TemplatePage.objects.live().child_of(gallery).select_related("theme", "picture"))
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


def sample_page(template: TemplatePage, event_type: str = "") -> InvitationPage:
    """An invitation that is in no database: the template with its sample names, as a family would get it."""
    kind = event_type or template.event_type
    page_type = actions.PAGE_TYPES[EVENT_TYPES[kind].family]
    known = {field.name for field in page_type._meta.concrete_fields}
    facts = {name: _parsed(name, value) for name, value in template.sample.items() if name in known}
    page = page_type(**{**facts, "event_type": kind}, theme=template.theme, locale=template.locale)
    page.body = actions.fresh_body(template, kind)
    page.title = page.describe()
    return page


def sample_in(theme: Theme) -> InvitationPage:
    """The sample of the first of the presets, in any theme."""
    known = default_templates()[0]
    template = TemplatePage(title=known.key, theme=theme, event_types=list(known.event_types), sample=known.sample, body=list(known.body))
    template.locale = Locale.get_default()
    return sample_page(template)


def _parsed(name: str, value: Any) -> Any:
    return PARSERS[name](value) if name in PARSERS and isinstance(value, str) and value else value
