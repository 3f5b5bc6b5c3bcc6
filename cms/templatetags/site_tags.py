from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language

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
def named(tariffs: dict[str, Tariff], code: str) -> Tariff | None:
    """The tariff with this code; None while staff have set no price for it."""
    return tariffs.get(code)


@register.inclusion_tag("accounts/_field.html")
def form_field(field: Any) -> dict[str, Any]:
    """A field with its label, help and errors beside it."""
    return {"field": field, "is_password": field.field.widget.input_type == "password"}
