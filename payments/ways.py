"""The ways to pay that can be chosen here, in the payer's words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import gateways
from .gateways import Channel, NoGatewayError
from .models import Payment


@dataclass(frozen=True, slots=True)
class Way:
    """One way of paying: `channel` is what the form sends, `same` are the channels that are this way on another device."""

    channel: Channel
    label: str | Promise
    words: str | Promise
    same: frozenset[Channel]
    needs_phone: bool = False


WAYS = (
    Way(Channel.QR, _("Kaspi QR"), _("By the Kaspi app, at once"), frozenset({Channel.QR, Channel.LINK})),
    Way(
        Channel.INVOICE,
        _("Invoice in the Kaspi app"),
        _("We send it to the phone number you name"),
        frozenset({Channel.INVOICE}),
        needs_phone=True,
    ),
    Way(Channel.NUMBER, _("By number in the Kaspi app"), _("You type it under Payments"), frozenset({Channel.NUMBER})),
    Way(Channel.PAGE, _("Kaspi payment page"), _("Opens in the browser"), frozenset({Channel.PAGE})),
    Way(
        Channel.TRANSFER,
        _("Kaspi transfer with a receipt"),
        _("We look at the receipt, which takes a while"),
        frozenset({Channel.TRANSFER}),
    ),
)


def offered() -> list[Way]:
    """The ways for which a gateway is configured and available, the usual one first."""
    return [way for way in WAYS if any(_is_offered(channel) for channel in way.same)]


def others(payment: Payment) -> list[Way]:
    """The ways this payment could be paid by instead."""
    return [way for way in offered() if payment.channel not in way.same]


def _is_offered(channel: Channel) -> bool:
    try:
        return channel in gateways.active(channel).capabilities.channels
    except NoGatewayError:
        return False
