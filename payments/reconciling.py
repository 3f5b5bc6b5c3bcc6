"""What differs between a bank's statement and our payments: pure, so that every case can be tested."""

from collections.abc import Iterator
from datetime import datetime

from .models import Finding, Payment
from .statements import Row

Kind = Finding.Kind


def about(payment: Payment, kind: str, *, gateway: str = "", ours: int | None = None, theirs: int | None = None) -> Finding:
    """A finding about one of our payments, not saved yet. Found again with the same sums it is the same.

    `gateway` is the one whose books differ: the payment's own unless another is named.
    """
    gateway = gateway or payment.gateway
    return Finding(
        workspace_id=payment.workspace_id,
        payment=payment,
        gateway=gateway,
        kind=kind,
        subject=_subject(gateway, payment.our_reference, theirs),
        provider_payment_id=payment.provider_payment_id,
        ours_tiyn=payment.paid_tiyn if ours is None else ours,
        theirs_tiyn=theirs,
    )


def compare(gateway: str, rows: list[Row], payments: list[Payment], *, since: datetime, until: datetime) -> list[Finding]:
    """Findings, not saved yet: from `queries.payments_to_compare`, of which those paid between the two moments have to be named."""
    by_name = {name: payment for payment in payments for name in _names(payment) if name}
    refunds: dict[str, int] = {}
    named: set[int] = set()
    findings: list[Finding] = []
    for row in rows:
        payment = by_name.get(row.number) or by_name.get(row.order)
        named |= {payment.pk} if payment else set()
        if row.is_refund:
            key = payment.our_reference if payment else row.number
            refunds[key] = refunds.get(key, 0) + row.amount_tiyn
        else:
            findings += _sale(gateway, row, payment)
    findings += _refunds(gateway, refunds, {payment.our_reference: payment for payment in payments})
    paid = [payment for payment in payments if payment.completed_at and since <= payment.completed_at < until]
    return findings + [about(payment, Kind.MISSING_THERE, gateway=gateway) for payment in paid if payment.pk not in named]


def _names(payment: Payment) -> list[str]:
    """Whatever a statement may call the payment by."""
    calls = [call.txn_id for call in payment.biller_calls.all()]
    return [payment.provider_payment_id, payment.our_reference, payment.account, *calls]


def _sale(gateway: str, row: Row, payment: Payment | None) -> Iterator[Finding]:
    if payment is None:
        yield Finding(
            gateway=gateway,
            kind=Kind.MISSING_HERE,
            subject=_subject(gateway, row.number, row.amount_tiyn),
            provider_payment_id=row.number,
            theirs_tiyn=row.amount_tiyn,
        )
    elif payment.completed_at is None:
        yield about(payment, Kind.MISSING_HERE, gateway=gateway, ours=0, theirs=row.amount_tiyn)
    elif payment.paid_tiyn != row.amount_tiyn:
        yield about(payment, Kind.AMOUNT_DIFFERS, gateway=gateway, theirs=row.amount_tiyn)


def _refunds(gateway: str, refunds: dict[str, int], known: dict[str, Payment]) -> Iterator[Finding]:
    for number in refunds.keys() - known.keys():
        theirs = refunds[number]
        subject = _subject(gateway, number, theirs)
        yield Finding(gateway=gateway, kind=Kind.REFUNDED_THERE, subject=subject, provider_payment_id=number, theirs_tiyn=theirs)
    for payment in known.values():
        theirs, ours, within = refunds.get(payment.our_reference, 0), *_given_back(payment)
        if theirs > ours:
            yield about(payment, Kind.REFUNDED_THERE, gateway=gateway, ours=ours, theirs=theirs)
        elif theirs < within:
            yield about(payment, Kind.REFUND_MISSING_THERE, gateway=gateway, ours=within, theirs=theirs)


def _given_back(payment: Payment) -> tuple[int, int]:
    """Tiyn given back in all, and within the statement's days."""
    return payment.refunded_tiyn, payment.refunded_within_tiyn  # type: ignore[attr-defined]


def _subject(gateway: str, number: str, theirs: int | None) -> str:
    return f"{gateway}:{number}" + ("" if theirs is None else f":{theirs}")
