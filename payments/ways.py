"""The ways to pay that can be chosen here, and what is said of them: in the words of the gateway they go through."""

from dataclasses import dataclass

from . import gateways
from .gateways import Channel, NoGatewayError, Words, gone_words
from .models import Payment


@dataclass(frozen=True, slots=True)
class Way:
    """One way of paying: `channel` is what the form sends, `same` are the channels that are this way on another device."""

    channel: Channel
    same: frozenset[Channel]
    needs_phone: bool = False

    @property
    def words(self) -> Words:
        return gateways.active(self.channel).words(self.channel)


WAYS = (
    Way(Channel.QR, frozenset({Channel.QR, Channel.LINK})),
    Way(Channel.INVOICE, frozenset({Channel.INVOICE}), needs_phone=True),
    Way(Channel.NUMBER, frozenset({Channel.NUMBER})),
    Way(Channel.PAGE, frozenset({Channel.PAGE})),
    Way(Channel.TRANSFER, frozenset({Channel.TRANSFER})),
)


def offered() -> list[Way]:
    """The ways for which a gateway is configured and available, the usual one first."""
    return [way for way in WAYS if any(_is_offered(channel) for channel in way.same)]


def others(payment: Payment) -> list[Way]:
    """The ways this payment could be paid by instead."""
    return [way for way in offered() if payment.channel not in way.same]


def words_of(payment: Payment) -> Words:
    """What its payer reads of the way of paying, also of a gateway that is not here any more."""
    channel = Channel(payment.channel)
    try:
        return gateways.get(payment.gateway).words(channel)
    except NoGatewayError:
        return gone_words.words_of(payment.gateway, channel)


def words_of_next(payment: Payment, channel: str) -> Words:
    """What the payer reads of another attempt in this one's place, by `channel`: of the gateway that `actions.renew` would ask."""
    try:
        gateway = gateways.active(channel, payment.currency)
    except NoGatewayError:
        return words_of(payment)
    own = gateway.capabilities.channels
    return gateway.words(Channel(channel) if channel in own else own[0])


def _is_offered(channel: Channel) -> bool:
    try:
        return channel in gateways.active(channel).capabilities.channels
    except NoGatewayError:
        return False
