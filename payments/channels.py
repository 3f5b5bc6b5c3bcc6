"""How a payer comes to pay, told by the device the request came from."""

import re

from django.http import HttpRequest

from . import ways
from .gateways import Channel

PHONE = re.compile(r"Android|iPhone|iPad|iPod|Mobi", re.IGNORECASE)


def is_phone(request: HttpRequest) -> bool:
    """Whether the page is read on a phone: the browser's own hint, otherwise the name it gives itself."""
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    if hint in {"?0", "?1"}:
        return hint == "?1"
    return bool(PHONE.search(request.headers.get("User-Agent", "")))


def channel_for(request: HttpRequest) -> Channel:
    """What the person asked for (`channel` in the form) where it is offered, otherwise a button on a phone and a code on a desktop."""
    asked = request.POST.get("channel", "")
    if asked in {channel for way in ways.offered() for channel in way.same}:
        return Channel(asked)
    return device_channel(request)


def device_channel(request: HttpRequest) -> Channel:
    """A button on a phone and a code on a desktop, whatever the form says: who pays by a link is offered no other way."""
    return Channel.LINK if is_phone(request) else Channel.QR
