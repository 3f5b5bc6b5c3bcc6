from django import template
from django.utils.translation import gettext

from payments import numbers, queries
from payments.models import Payment, Tariff
from payments.money import format_money

register = template.Library()
BADGES = {"completed": "good", "partially_refunded": "good", "failed": "bad", "expired": "bad", "cancelled": "bad", "refunded": ""}


@register.filter
def money(value: Payment | Tariff) -> str:
    """`{{ payment|money }}` → "2 990 ₸": what a payment, refund or tariff is about."""
    return format_money(value.amount_tiyn, getattr(value, "currency", "KZT"))


@register.filter
def tiyn(value: int) -> str:
    """`{{ due|tiyn }}` → "2 990 ₸": a number of tiyn."""
    return format_money(value)


@register.filter
def signed(units: int) -> str:
    """`{{ line.units|signed }}` → "+10", "−1" or "0"."""
    return f"+{units}" if units > 0 else f"{units}".replace("-", "−")


@register.filter
def in_groups(account: str) -> str:
    """`{{ payment.account|in_groups }}` → "1234 5678 9012"."""
    return numbers.in_groups(account)


@register.filter
def badge(payment: Payment) -> str:
    """The colour of the payment's state: good, wait, bad or none."""
    return BADGES.get(payment.state, "wait")


@register.simple_tag
def price(code: str) -> str:
    """`{% price "standard" %}` → "2 990 ₸", or the word for free."""
    tariff = queries.tariff(code)
    return gettext("Free") if tariff.is_free else tariff.price


@register.simple_tag
def pending_payment(reference: str) -> Payment | None:
    """`{% pending_payment reference as payment %}`: the payment that money may still come from, to be shown wherever a price is."""
    return queries.live_payment(reference)
