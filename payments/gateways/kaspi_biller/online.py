"""Fast payment: the bank's address that leads a payer straight to our number in the app."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from .. import Attempt, MisconfiguredError, NotTakenError, RetryableError, wire


def start(attempt: Attempt) -> str:
    """The address to open or to show as a code. Who comes back by `returnUrl` proves nothing and changes nothing."""
    said = {
        "TranId": attempt.our_reference,
        "OrderId": attempt.account,
        "Amount": attempt.amount_tiyn,
        "Service": settings.KASPI_BILLER_SERVICE,
        "returnUrl": settings.SITE_URL + reverse("payments:show", args=[attempt.our_reference]),
        "refererHost": urlsplit(settings.SITE_URL).netloc,
        "GenerateQrCode": True,
    }
    return _link(*wire.ask("POST", settings.KASPI_BILLER_ONLINE_URL, said=said))


def _link(status: int, body: bytes) -> str:
    if status == 429:
        raise NotTakenError("HTTP 429")
    if status >= 500:
        raise RetryableError(f"HTTP {status}")
    answer = wire.as_object(body)
    if status >= 400 or (answer and answer.get("code") not in {0, None}):
        raise MisconfiguredError(f"fast payment refused: HTTP {status}, {str((answer or {}).get('message', ''))[:100]}")
    link = (answer or {}).get("redirectUrl")
    if not isinstance(link, str) or not link.startswith(("https://", "http://")):
        raise RetryableError("an answer without an address")
    return link
