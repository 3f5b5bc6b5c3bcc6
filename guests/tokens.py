"""The secret in a personal link: derived from a key, the party's number and its version, so that nothing is stored.

A token is `seal ‖ number`, base64url: `seal` = the first 128 bits of HMAC-SHA256(key, number, version); `number` = 48 bits
hidden under a key stream made of the seal, so that tokens of neighbours share nothing. Raising a party's version revokes
its link; keys in `GUEST_LINK_OLD_KEYS` still open links that were sent before the key changed.
See docs/decisions/0004-guest-links.md.
"""

import hmac
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

SEAL_BYTES = 16
NUMBER_BYTES = 6
LENGTH = 30


def _digest(key: str, purpose: bytes, content: bytes) -> bytes:
    return hmac.new(key.encode(), purpose + b"\0" + content, sha256).digest()


def _seal(key: str, number: int, version: int) -> bytes:
    return _digest(key, b"party", f"{number}:{version}".encode())[:SEAL_BYTES]


def _mask(key: str, seal: bytes, number: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(number, _digest(key, b"number", seal), strict=False))


def make(number: int, version: int) -> str:
    """The token of party `number` at `version`, under the current key."""
    key = settings.GUEST_LINK_KEY
    seal = _seal(key, number, version)
    return urlsafe_b64encode(seal + _mask(key, seal, number.to_bytes(NUMBER_BYTES))).decode().rstrip("=")


def _read(token: str) -> tuple[bytes, bytes] | None:
    if len(token) != LENGTH:
        return None
    try:
        raw = b64decode(token + "==", altchars="-_", validate=True)
    except (NotBase64, ValueError):
        return None
    return raw[:SEAL_BYTES], raw[SEAL_BYTES:]


def candidates(token: str) -> Iterator[tuple[int, str]]:
    """The numbers a token may mean, each with the key it would be sealed by; none when it is no token at all."""
    if parts := _read(token):
        for key in (settings.GUEST_LINK_KEY, *getattr(settings, "GUEST_LINK_OLD_KEYS", ())):
            yield int.from_bytes(_mask(key, *parts)), key


def is_sealed(token: str, number: int, version: int, key: str) -> bool:
    """Whether `token` is that party's at that version; takes the same time whatever the answer."""
    parts = _read(token)
    return parts is not None and hmac.compare_digest(parts[0], _seal(key, number, version))
