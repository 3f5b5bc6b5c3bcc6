"""When a gateway is asked again, by the intervals it named and our own clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from payments import schedule
from payments.gateways import Capabilities, Channel
from payments.models import Payment

NOW = timezone.now()
KASPI = Capabilities(asked_by_persons_only=frozenset({Channel.INVOICE}))


def payment(state, channel="qr", **fields):
    fields = {"expires_at": NOW + timedelta(seconds=180), "poll_seconds": 7, "confirm_seconds": 65} | fields
    return Payment(pk=1, state=state, channel=channel, created_at=NOW, provider_payment_id="1", **fields)


def after(payment, seconds, capabilities=KASPI):
    found = schedule.next_check(payment, NOW + timedelta(seconds=seconds), capabilities)
    return found and (found - NOW).total_seconds()


@pytest.mark.parametrize("state", ["pending", "scanned"])
def test_bank_is_asked_in_the_interval_it_named_and_hardly_later(state):
    assert 17 <= after(payment(state), 10) < 18


def test_interval_is_the_gateways_own_where_the_bank_named_none():
    assert 15 <= after(payment("pending", poll_seconds=None), 10) < 16


@pytest.mark.parametrize(("seconds", "is_overdue"), [(180, False), (210, False), (211, True)])
def test_unscanned_code_ends_by_our_clock_and_a_grace(seconds, is_overdue):
    assert schedule.is_overdue(payment("pending"), NOW + timedelta(seconds=seconds)) is is_overdue


@pytest.mark.parametrize(("seconds", "is_overdue"), [(244, False), (275, False), (276, True)])
def test_scanned_code_has_the_time_to_confirm(seconds, is_overdue):
    scanned = payment("scanned", scanned_at=NOW + timedelta(seconds=180))
    assert schedule.is_overdue(scanned, NOW + timedelta(seconds=seconds)) is is_overdue


def test_expired_code_is_asked_about_four_times_more():
    expired, seconds, asked = payment("expired"), 211, []
    while (seconds := after(expired, seconds)) is not None:
        asked.append(seconds - 180)
    assert asked == [120, 15 * 60, 3600, 24 * 3600]


@pytest.mark.parametrize("state", ["failed", "completed", "partially_refunded", "refunded"])
def test_what_the_bank_has_decided_is_not_asked_about(state):
    assert after(payment(state), 500) is None


def test_queue_never_asks_about_an_invoice_and_only_looks_at_the_clock():
    invoice = payment("pending", channel="invoice", expires_at=NOW + timedelta(hours=24))
    assert after(invoice, 10) > 24 * 3600 + 30
    assert after(payment("expired", channel="invoice"), 300) is None


def test_gateway_that_cannot_be_asked_is_not():
    assert after(payment("pending"), 10, Capabilities(polls=False)) > 210
