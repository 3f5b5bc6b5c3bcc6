"""A template's sample: the invitation a family would get."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from wagtail.models import Locale

from . import actions
from .celebrations import EVENT_TYPES
from .models import InvitationPage, TemplatePage, Theme
from .presets.templates import default_templates

PARSERS = {
    "date": date.fromisoformat,
    "answer_by": date.fromisoformat,
    "time": time.fromisoformat,
    "latitude": Decimal,
    "longitude": Decimal,
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
