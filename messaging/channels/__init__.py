"""The contract of a channel: it turns an `Outgoing` into one outside call and says how it went. It saves nothing."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to one address. `number` is the outbox's own, so that a provider can refuse a second copy."""

    number: int
    to: str
    body: str
    subject: str = ""
    html: str = ""
    reply_to: str = ""


@dataclass(frozen=True)
class Sent:
    """The provider took the message; `provider_id` is its own number, empty when it gives none."""

    provider_id: str = ""


class PermanentError(Exception):
    """This message will never be delivered: a wrong address, a refusal. Not tried again."""


class RetryableError(Exception):
    """Not now: the provider is down or busy. Tried again later."""


class Channel(Protocol):
    def send(self, outgoing: Outgoing) -> Sent:
        """Deliver once. Raises PermanentError or RetryableError, nothing else on purpose."""
        ...


def get_channel(name: str) -> Channel:
    """The channel settings name so; KeyError for an unknown one."""
    return import_string(settings.MESSAGE_CHANNELS[name])()
