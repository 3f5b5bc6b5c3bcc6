"""A transfer from phone to phone, with the receipt sent to us: a person of ours decides whether the money has come.

It needs no contract with a bank. Money goes back the same way, by hand.
"""

from collections.abc import Mapping
from datetime import timedelta

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

# By our own clock; while a receipt waits to be looked at there is none.
LIVES = timedelta(days=3)


class ManualGateway:
    code = "manual"
    capabilities = Capabilities(
        channels=(Channel.TRANSFER,),
        polls=False,
        has_idempotent_create=True,
        tells_amount=True,
        needs_account=True,
        needs_person=True,
        max_life=LIVES,
    )

    def availability(self) -> Availability:
        """Somebody's number and the name that the payer sees there."""
        names = [name for name in ("KASPI_TRANSFER_PHONE", "KASPI_TRANSFER_NAME") if not getattr(settings, name)]
        return Availability(not names, _("Not set: %(names)s") % {"names": ", ".join(names)} if names else "")

    def words(self, channel: Channel) -> Words:
        """From one Kaspi account to another."""
        return kaspi_words.words_of(channel)

    def create(self, attempt: Attempt) -> Opened:
        """Nobody is asked: the number to write into the transfer is ours."""
        return Opened(attempt.account, "", timezone.now() + LIVES)

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """There is nobody to ask but a person."""
        raise PermanentError("A person decides.")

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> Evidence:
        """Nobody sends any."""
        raise WebhookRefusedError("Transfers send no messages.")

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """By hand, as it came."""
        raise PermanentError("A transfer is given back by hand.")

    def available_refund(self, attempt: Attempt) -> int | None:
        """Nobody tells."""
        return None

    def cancel(self, attempt: Attempt) -> None:
        """There is nothing to take back."""
        raise PermanentError("Nothing to take back.")
