"""What the templates of an invitation ask of Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.translation import gettext, npgettext

from invitations import dates, facts, pictures, queries, themes
from invitations.models import RefundRule

register = template.Library()

FITS = (("brief", 7), ("short", 8), ("medium", 11), ("long", 14), ("longest", 18), ("extreme", math.inf))


@register.filter
def bitext(value: Any) -> Any:
    """The text of a bilingual value in the active language, or in the other one when it is empty."""
    return facts.pick(value.get("kk"), value.get("ru")) if value else ""


@register.simple_tag
def bi(page: Any, field: str) -> str:
    """A pair of fields of a page (`<field>_kk`, `<field>_ru`) as one text."""
    return facts.text_of(page, field)


@register.simple_tag
def facts_of(page: Any) -> facts.Facts:
    """What, who, when and where, in the active language."""
    return facts.facts_of(page)


@register.filter
def long_date(known: facts.Facts) -> str:
    """The date in full, on the event's calendar."""
    return dates.long_date(known.moment, known.zone) if known.moment else ""


@register.filter
def day_and_month(known: facts.Facts) -> str:
    """The date without its year."""
    return dates.day_and_month(known.moment, known.zone) if known.moment else ""


@register.filter
def plain_date(day: date) -> str:
    """A day that belongs to no zone, without its year: "28 тамыз"."""
    return dates.plain_date(day)


@register.filter
def weekday(known: facts.Facts) -> str:
    """The day of the week."""
    return dates.weekday(known.moment, known.zone) if known.moment else ""


@register.filter
def clock(known: facts.Facts) -> str:
    """The time of day; empty when only the day is known."""
    return dates.clock(known.moment, known.zone) if known.moment and known.is_timed else ""


@register.filter
def date_part(known: facts.Facts, part: str) -> str:
    """One part of the date in figures, by strftime's letter: day, month or year."""
    return f"{dates.local(known.moment, known.zone):%{part}}" if known.moment else ""


@register.filter
def month(known: facts.Facts) -> dates.Month | None:
    """The month of the event as a grid."""
    return dates.month_grid(known.moment, known.zone) if known.moment else None


@register.filter
def days_left(moment: datetime) -> int:
    """Whole days still to go, the last begun one included; 0 once it has begun."""
    return dates.days_left(moment)


@dataclass(frozen=True)
class Unit:
    """A unit of the countdown with its word for one, for two and for five of it."""

    key: str
    word: Callable[[int], str]

    @property
    def forms(self) -> list[str]:
        return [self.word(count) for count in (1, 2, 5)]


@register.simple_tag
def countdown_units() -> tuple[Unit, ...]:
    """Days to seconds, with the words a script needs to count down."""
    return (
        Unit("days", lambda count: npgettext("countdown", "day", "days", count)),
        Unit("hours", lambda count: npgettext("countdown", "hour", "hours", count)),
        Unit("minutes", lambda count: npgettext("countdown", "minute", "minutes", count)),
        Unit("seconds", lambda count: npgettext("countdown", "second", "seconds", count)),
    )


@register.filter
def counted(unit: Unit, count: int) -> str:
    """The word of the unit beside this number."""
    return unit.word(count)


@register.filter
def initials(names: Iterable[str]) -> list[str]:
    """The first letter of each name, for a monogram."""
    return [name.strip("«»\"' ")[:1].upper() for name in names]


@register.filter
def widest(names: Iterable[str]) -> int:
    """The letters of the longest word in the names: what decides how large they can be set."""
    return max((len(word) for name in names for word in name.replace("-", "- ").split()), default=0)


@register.filter
def fit(names: Iterable[str]) -> str:
    """How large the names may be set, as a class, so that no word of a name is broken on a phone."""
    letters = widest(names)
    return next(size for size, most in FITS if letters <= most)


@register.simple_tag
def photo_picture(image: Any, use: str, **attributes: Any) -> Any:
    """A family's photo in the sizes of its place: "cover", "wide" or "half"."""
    return pictures.picture(image, use, **attributes)


@register.simple_tag
def theme_stylesheet_url(theme: Any) -> str:
    """Where the theme's stylesheet is."""
    return themes.stylesheet_url(theme)


@register.simple_tag
def theme_preloads(theme: Any) -> list[str]:
    """The font files to ask for at once."""
    return themes.preloads(theme)


@register.simple_tag
def block_stylesheets(body: Any) -> list[str]:
    """The stylesheets of the sections the page really has, each once, in the order they appear."""
    used = dict.fromkeys(block.block_type for block in body)
    return [static(f"invitations/blocks/{name}.css") for name in used]


@register.filter
def uses(body: Any, name: str) -> bool:
    """Whether the page has a section of this kind."""
    return any(block.block_type == name for block in body)


@register.filter
def digits(number: str) -> str:
    """A phone or card number as it is copied: digits and a leading plus."""
    return ("+" if number.strip().startswith("+") else "") + "".join(filter(str.isdigit, number))


@register.simple_tag
def refund_consequence(payment: Any, is_whole: bool) -> str:
    """`{% refund_consequence payment is_whole %}`: what the rule for refunds will do to the invitation that was paid for."""
    if not queries.rights_of_payment(payment.our_reference).filter(revoked_at=None).exists():
        return ""
    fate, hours = queries.fate_after_refund(is_whole=is_whole)
    if fate == RefundRule.Fate.KEEP:
        return gettext("The invitation stays published.")
    if fate == RefundRule.Fate.AT_ONCE:
        return gettext("The invitation is taken down at once, and its organizer is told. Guests' answers are kept.")
    words = npgettext(
        "refund",
        "The invitation is taken down in %(hours)s hour; its organizer is told now. Guests' answers are kept.",
        "The invitation is taken down in %(hours)s hours; its organizer is told now. Guests' answers are kept.",
        hours,
    )
    return words % {"hours": hours}
