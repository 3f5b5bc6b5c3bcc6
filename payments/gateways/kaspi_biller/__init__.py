"""Kaspi's "Payments": the payer picks us in the app and types our number, or arrives there by fast payment from our site.

The money is told of by the bank alone, which calls check and pay (`views`); we ask nothing. A refund is made in the
partner's cabinet by hand.
"""

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import (
    Attempt,
    Availability,
    Capabilities,
    Channel,
    Evidence,
    Opened,
    PermanentError,
    Refunded,
    WebhookRefusedError,
    Words,
    kaspi_words,
)
from . import online
from .protocol import TYPES

# The bank sets no end to a number: ours is one day, and money that comes later is honoured.
LIVES = timedelta(hours=24)


class KaspiBillerGateway:
    code = "kaspi_biller"

    def __init__(self) -> None:
        channels = (Channel.QR, Channel.LINK, Channel.NUMBER) if settings.KASPI_BILLER_SERVICE else (Channel.NUMBER,)
        self.capabilities = Capabilities(
            channels=channels,
            polls=False,
            has_inbound_pay=True,
            # Asked for twice it is the same number, and a number is paid once.
            has_idempotent_create=True,
            tells_amount=True,
            needs_account=True,
            max_life=LIVES,
        )

    def availability(self) -> Availability:
        """A secret in the address, the bank's addresses, and a form of answer that exists."""
        if not settings.KASPI_BILLER_SECRETS:
            return Availability(False, _("Not set: %(names)s") % {"names": "KASPI_BILLER_SECRETS"})
        if settings.KASPI_BILLER_FORMAT not in TYPES:
            return Availability(False, _("KASPI_BILLER_FORMAT must be json or xml."))
        try:
            known = [ip_network(written) for written in settings.KASPI_BILLER_IPS]
        except ValueError:
            known = []
        return Availability(True) if known else Availability(False, _("KASPI_BILLER_IPS are no addresses."))

    def words(self, channel: Channel) -> Words:
        """The payer is in the Kaspi app."""
        return kaspi_words.words_of(channel)

    def create(self, attempt: Attempt) -> Opened:
        """A number is good without asking anybody; fast payment gives an address that leads to it in the app."""
        link = "" if attempt.channel is Channel.NUMBER else online.start(attempt)
        return Opened(attempt.account, link, timezone.now() + LIVES)

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """There is nothing to ask."""
        raise PermanentError("Kaspi's Payments tell by themselves.")

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> Evidence:
        """The bank signs nothing: it calls check and pay."""
        raise WebhookRefusedError("Kaspi's Payments send no messages.")

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """By hand, in the partner's cabinet."""
        raise PermanentError("Refunds are made in Kaspi's cabinet.")

    def available_refund(self, attempt: Attempt) -> int | None:
        """Nobody tells."""
        return None

    def cancel(self, attempt: Attempt) -> None:
        """There is nothing to take back at the bank: we answer that the order is cancelled."""
        raise PermanentError("Nothing to take back.")


def is_the_banks(address: str | None) -> bool:
    """Whether a call from this address may be the bank's: the address is all that proves it."""
    try:
        return any(ip_address(address or "") in ip_network(known) for known in settings.KASPI_BILLER_IPS)
    except ValueError:
        return False
