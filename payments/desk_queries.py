"""What staff's desk asks of payments. Days are those of Almaty."""

from datetime import date, timedelta, tzinfo

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import AuditEntry

from .days import midnight
from .models import CustomerReturn, Payment, Refund
from .queries import taken_by


def found(
    payments: QuerySet[Payment],
    *,
    q: str = "",
    state: str = "",
    gateway: str = "",
    tier: str = "",
    since: date | None = None,
    until: date | None = None,
    kind: str = "",
    needs_attention: bool = False,
) -> QuerySet[Payment]:
    """Those of `payments` that fit what staff look for; `kind` is "real" or "test"."""
    exact = {"state": state, "gateway": gateway, "tariff_code": tier}
    payments = payments.filter(**{name: value for name, value in exact.items() if value})
    if q:
        payments = payments.filter(_named(q))
    if since:
        payments = payments.filter(created_at__gte=midnight(since))
    if until:
        payments = payments.filter(created_at__lt=midnight(until + timedelta(days=1)))
    if kind:
        payments = payments.filter(is_test=kind == "test")
    return payments.exclude(attention="") if needs_attention else payments


def _named(q: str) -> Q:
    numbers = Q(our_reference=q) | Q(provider_payment_id=q) | Q(account=q)
    return numbers | Q(title__icontains=q) | Q(payer_label__icontains=q) | Q(workspace__name__icontains=q)


def sums(payments: QuerySet[Payment]) -> dict[str, int]:
    """How many they are, and the tiyn received by those of them that are no tests."""
    real = Q(is_test=False, completed_at__isnull=False)
    return payments.order_by().aggregate(count=Count("pk"), received=Coalesce(Sum("paid_tiyn", filter=real), 0))


def trail_of(payment: Payment) -> QuerySet[AuditEntry]:
    """What the audit trail says of a payment and of what hangs on it, the oldest first."""
    hanging = [payment.refunds, payment.findings, payment.transfer_proofs, payment.fiscal_receipts, payment.balance_entries]
    targets = [
        f"payments.customerreturn:{pk}" for pk in CustomerReturn.objects.filter(refund__payment=payment).values_list("pk", flat=True)
    ]
    targets += [f"{rows.model._meta.label_lower}:{pk}" for rows in hanging for pk in rows.values_list("pk", flat=True)]
    return AuditEntry.objects.filter(target__in=[f"payments.payment:{payment.pk}", *targets]).order_by("pk")


def received_by_day(first: date, last: date, zone: tzinfo) -> dict[tuple[date, str], int]:
    """Tiyn received by day and gateway that took it, tests left out."""
    paid = Payment.objects.filter(is_test=False, completed_at__gte=midnight(first), completed_at__lt=midnight(last + timedelta(days=1)))
    rows = paid.order_by().values(day=TruncDate("completed_at", tzinfo=zone), code=taken_by()).annotate(sum=Sum("paid_tiyn"))
    return {(row["day"], row["code"]): row["sum"] for row in rows}


def given_back_by_day(first: date, last: date, zone: tzinfo) -> dict[tuple[date, str], int]:
    """Tiyn given back by day and gateway that had taken it, tests left out."""
    since, until = midnight(first), midnight(last + timedelta(days=1))
    done = Refund.objects.filter(state=Refund.State.DONE, payment__is_test=False, done_at__gte=since, done_at__lt=until)
    rows = (
        done.order_by()
        .values(day=TruncDate("done_at", tzinfo=zone), code=taken_by("payment", "payment__gateway"))
        .annotate(sum=Sum("amount_tiyn"))
    )
    return {(row["day"], row["code"]): row["sum"] for row in rows}
