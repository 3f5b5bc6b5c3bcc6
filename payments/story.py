"""One payment's whole story on a line of time: what we did, what the gateway said, what people decided, what came of it.

Apps above add what they know of it with `tells`: payments know no word of invitations and messages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import desk_queries, story_words
from .models import GatewayEvent, Payment
from .money import format_money


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `raw` is what a machine said, word for word, folded on the screen."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    by: str = ""
    raw: str = ""


Source = Callable[[Payment], Iterable[Entry]]
_sources: list[Source] = []


def tells(source: Source) -> Source:
    """Have `source` asked for its part of every payment's story."""
    _sources.append(source)
    return source


def of(payment: Payment) -> list[Entry]:
    """The whole story, the oldest first."""
    found = [entry for source in (_began, _events, _trail, _alerts, _receipts, _units, *_sources) for entry in source(payment)]
    return sorted(found, key=lambda entry: entry.at)


def _began(payment: Payment) -> Iterable[Entry]:
    detail = f"{payment.get_tariff_code_display()} · {payment.amount} · {payment.get_channel_display()}"
    yield Entry(payment.created_at, "start", _("Payment begun"), detail, payment.payer_label)


def _events(payment: Payment) -> Iterable[Entry]:
    for event in payment.events.all():
        said = f"{event.get_source_display()} → {event.get_verdict_display()}"
        kind = "event" if event.verdict == GatewayEvent.Verdict.APPLIED else "quiet"
        title = _("%(gateway)s: %(outcome)s") % {"gateway": event.gateway, "outcome": _outcome(event.outcome)}
        yield Entry(event.received_at, kind, title, said, raw=event.raw)


def _outcome(outcome: str) -> str:
    return str(dict(Payment.State.choices).get(outcome, outcome))


def _trail(payment: Payment) -> Iterable[Entry]:
    for entry in desk_queries.trail_of(payment):
        yield Entry(entry.created_at, "trail", story_words.title_of(entry.action), story_words.changes_of(entry.after), entry.actor_label)


def _alerts(payment: Payment) -> Iterable[Entry]:
    for alert in payment.alerts.all():
        settled = _("settled by now") if alert.is_settled else ""
        yield Entry(alert.raised_at, "alert", str(alert.get_kind_display()), " · ".join(filter(None, [alert.detail, settled])))
    for finding in payment.findings.all():
        yield Entry(finding.found_at, "alert", str(finding.get_kind_display()))


def _receipts(payment: Payment) -> Iterable[Entry]:
    for receipt in payment.fiscal_receipts.all():
        if receipt.issued_at:
            detail = f"{receipt.number} · {format_money(receipt.amount_tiyn)} · {receipt.link}"
            yield Entry(receipt.issued_at, "event", _("Fiscal receipt"), detail)


def _units(payment: Payment) -> Iterable[Entry]:
    for line in payment.balance_entries.all():
        short = _("%(short)s spent already") % {"short": line.short} if line.short > 0 else ""
        yield Entry(line.created_at, "right", _("Balance: %(units)s") % {"units": line}, short, line.by_label)
