"""What a page that waits shows of a payment or of a customer's return, to whoever waits."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpResponse
from django.utils import timezone

from . import codes
from .models import Payment


def moment_of(payment: Payment) -> dict[str, object]:
    """The code's seconds by the server's clock, and a word (`seen`) that changes when the page has to be drawn anew."""
    said = (payment.our_reference, payment.state, payment.link, payment.is_open, payment.is_in_review, payment.attention)
    return {"seconds_left": seconds_until(payment.expires_at), "seen": seen(*said)}


def seconds_until(moment: datetime | None) -> int:
    """Whole seconds in which somebody may begin; 0 when they are over or unknown."""
    return max(0, int((moment - timezone.now()).total_seconds())) if moment else 0


def seen(*said: object) -> str:
    """A short word for what is shown, another one for anything else."""
    return sha256(" ".join(map(str, said)).encode()).hexdigest()[:12]


def code(link: str) -> HttpResponse:
    """The link as a picture to scan."""
    return HttpResponse(codes.as_svg(link), content_type="image/svg+xml")
