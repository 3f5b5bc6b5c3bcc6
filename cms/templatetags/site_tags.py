from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import queries
from payments.models import Tariff

register = template.Library()


@register.simple_tag
def site_menu() -> list[queries.MenuItem]:
    """The header's and footer's links in the active language."""
    return queries.menu_items(get_language())


@register.simple_tag(takes_context=True)
def site_languages(context: Context) -> list[queries.MenuItem]:
    """This page in each of the three languages."""
    return queries.language_links(context["request"], get_language(), context.get("page"))


@register.filter
def tenge(tiyn: int) -> str:
    """An amount in tiyn as people write it: 299000 → "2 990 ₸"."""
    return f"{tiyn // 100:,}".replace(",", "\N{NO-BREAK SPACE}") + "\N{NO-BREAK SPACE}₸"


@register.inclusion_tag("accounts/_field.html")
def form_field(field: Any) -> dict[str, Any]:
    """A field with its label, help and errors beside it."""
    return {"field": field, "is_password": field.field.widget.input_type == "password"}


@register.simple_tag
def tier_price(code: str, prices: dict[str, int]) -> dict[str, str]:
    """A tier's name and what it costs now; no amount while staff have set none."""
    amount = prices.get(code)
    words = _("Free of charge") if amount == 0 else "" if amount is None else tenge(amount)
    return {"label": Tariff.Code(code).label, "amount": words}
