"""What a page that waits for money shows of a payment, to the organizer and to whoever pays in their place."""

from hashlib import sha256

from django.utils import timezone

from .models import Payment


def moment_of(payment: Payment) -> dict[str, object]:
    """The code's seconds by the server's clock, and a word (`seen`) that changes when the page has to be drawn anew."""
    said = f"{payment.our_reference} {payment.state} {payment.link} {payment.is_open} {payment.is_in_review} {payment.attention}"
    return {"seconds_left": seconds_left(payment), "seen": sha256(said.encode()).hexdigest()[:12]}


def seconds_left(payment: Payment) -> int:
    """Whole seconds in which the payer may begin; 0 when they are over or unknown."""
    return max(0, int((payment.expires_at - timezone.now()).total_seconds())) if payment.expires_at else 0
