"""What is asked of payments."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import balance_queries, gateways
from .gateways import Outcome, PayAnswer
from .models import (
    BalanceEntry,
    BillerCall,
    CustomerReturn,
    Finding,
    FiscalReceipt,
    GatewayEvent,
    PayerLink,
    Payment,
    PromoCode,
    PromoRedemption,
    Refund,
    Tariff,
    TariffPrice,
    TransferProof,
)
from .models.tariffs import price_at as tariffs_price_at
from .statements import Row


def tariffs() -> QuerySet[Tariff]:
    """Every tier, the cheapest first."""
    return Tariff.objects.filter(units=0)


def tariff(code: str) -> Tariff:
    """The tier or package with this code; DoesNotExist otherwise."""
    return Tariff.objects.get(code=code)


def price_at(*, tariff: Tariff, moment: datetime) -> int:
    """What the tier costs at a moment, in tiyn, as far as prices are known today."""
    found: int = Tariff.objects.annotate(then=tariffs_price_at(moment, "pk")).values_list("then", flat=True).get(pk=tariff.pk)
    return found


def coming_prices(tariff: Tariff) -> list[TariffPrice]:
    """The prices that have not begun yet, the next one first; of two from one moment only the one that will count."""
    coming = tariff.prices.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk")
    return list({price.starts_at: price for price in coming}.values())


def amount_due(*, reference: str, tariff: Tariff) -> int:
    """Tiyn still to be paid for `reference` to be of this tier: today's price less what was paid and not given back.

    A package that was bought is bought, whatever was given back of it: another one is another reference.
    """
    counting = Payment.objects.filter(reference=reference, state__in=Payment.PAID, is_entitling=True)
    paid = covered(reference) + sum(_kept(payment, back) for payment, back in _with_refunded(counting))
    if tariff.units:
        return 0 if paid else tariff.amount_tiyn
    return max(0, tariff.amount_tiyn - paid - balance_queries.worth_spent(reference))


def promo_codes() -> QuerySet[PromoCode]:
    """Every code with `uses`: how often it was used or is kept for a payment, by everybody."""
    kept = ~Q(redemptions__state=PromoRedemption.State.RETURNED)
    return PromoCode.objects.annotate(uses=Count("redemptions", filter=kept))


def covered(reference: str) -> int:
    """Tiyn that promo codes took off where nothing was left to pay."""
    return _whole_redemptions(reference).aggregate(sum=Sum("discount_tiyn"))["sum"] or 0


def _with_refunded(payments: QuerySet[Payment]) -> list[tuple[Payment, int]]:
    """Each payment with the tiyn given back of it so far."""
    back = Sum("refunds__amount_tiyn", filter=Q(refunds__state=Refund.State.DONE))
    return [(payment, payment.refunded_tiyn) for payment in payments.annotate(refunded_tiyn=Coalesce(back, 0))]


def _kept(payment: Payment, back: int) -> int:
    """Tiyn of a payment that count: its price, less what was given back of it. What a promo code took off counts while anything is left."""
    left = min(payment.amount_tiyn, payment.paid_tiyn - back)
    return left + payment.discount_tiyn if left else 0


def refunded(payment: Payment) -> int:
    """Tiyn given back so far."""
    return payment.refunds.filter(state=Refund.State.DONE).aggregate(sum=Sum("amount_tiyn"))["sum"] or 0


def refundable(payment: Payment) -> int:
    """Tiyn that may still be given back: received, less what is given back or on its way."""
    asked = payment.refunds.exclude(state=Refund.State.FAILED).aggregate(sum=Sum("amount_tiyn"))["sum"] or 0
    return payment.paid_tiyn - asked


def is_paid_already(payment: Payment) -> bool:
    """Whether another payment, a unit of a balance or a promo code already entitles the same reference to the same tier, or to a dearer one.

    One that holds only in part (some of it, or what it was paid on top of, was given back) does not stand in the way of an
    attempt begun since it was paid: that one asks for the rest. An attempt begun before asks for the whole price again.
    """
    same = Payment.objects.filter(reference=payment.reference, tariff_code=payment.tariff_code, is_entitling=True).exclude(pk=payment.pk)
    is_begun_before = Q(state__in=Payment.PAID, completed_at__gt=payment.created_at)
    is_paid = same.filter(Payment.holds_whole() | is_begun_before).exists()
    return is_paid or balance_queries.spent_on(payment.reference, payment.tariff_code).exists() or _is_covered(payment)


def _is_covered(payment: Payment) -> bool:
    """A promo code took the whole price off, or a dearer tier was had meanwhile, and nothing is due any more."""
    paid = Payment.objects.filter(Payment.holds_whole(), reference=payment.reference, is_entitling=True).exclude(pk=payment.pk)
    free = _whole_redemptions(payment.reference)
    units = balance_queries.spent_on(payment.reference)
    had = {code for (code,) in paid.order_by().values_list("tariff_code").union(free.values_list("tariff_code"), units.values_list("tier"))}
    if not had:
        return False
    own = tariff(payment.tariff_code)
    covers = own.code in had or any(one.amount_tiyn > own.amount_tiyn for one in Tariff.objects.filter(code__in=had))
    return covers and amount_due(reference=payment.reference, tariff=own) == 0


def _whole_redemptions(reference: str) -> QuerySet[PromoRedemption]:
    return PromoRedemption.objects.filter(reference=reference, is_whole=True, state=PromoRedemption.State.USED).order_by()


def grants_nothing(payment: Payment) -> str:
    """Why money for a payment buys nothing: it was paid before, or what made it cheaper was given back since it began. Empty: it buys."""
    if is_paid_already(payment):
        return Payment.Attention.TWICE
    return Payment.Attention.BASE_GONE if _has_lost_its_base(payment) else ""


def built_on(payment: Payment) -> list[Payment]:
    """What was paid for the same reference once this payment had made it cheaper, the oldest first: a difference, or a rest.

    And what holds together with whatever there is, since what it was paid on top of is gone.
    """
    if payment.completed_at is None or not payment.is_entitling:
        return []
    others = Payment.objects.filter(reference=payment.reference, state__in=Payment.PAID, is_entitling=True).exclude(pk=payment.pk)
    return list(others.filter(Q(created_at__gt=payment.completed_at) | Q(is_mended=True)).order_by("pk"))


def covered_again(reference: str, payment: Payment | None) -> list[Payment]:
    """What lost what it was paid on top of, and whose tier is paid again: nothing is due, or `payment`, which was just made, counts it.

    A payment begun later was asked for what this one left open, also when prices have risen since.
    """
    waiting = Payment.objects.filter(reference=reference, state__in=Payment.PAID, is_entitling=True, attention=Payment.Attention.BASE_GONE)
    uncovered = {one.pk for one in left_open(waiting)}
    return [one for one in waiting.order_by("pk") if one.pk not in uncovered or (payment is not None and _counts(payment, one))]


def _counts(payment: Payment, earlier: Payment) -> bool:
    is_of_tier = earlier.tariff_code in [payment.tariff_code, *Tariff.Code.below(payment.tariff_code)]
    return is_of_tier and earlier.completed_at is not None and earlier.completed_at < payment.created_at


def covered_by(payment: Payment) -> list[Payment]:
    """What entitles the same reference to a lower tier and was paid after `payment` was begun, whose price does not count it."""
    lower = Payment.objects.filter(reference=payment.reference, tariff_code__in=Tariff.Code.below(payment.tariff_code))
    return list(lower.filter(state__in=Payment.PAID, is_entitling=True, completed_at__gt=payment.created_at).order_by("pk"))


def asked_too_much(payment: Payment) -> list[Payment]:
    """Open attempts at a dearer tier of the same, whose price does not count `payment`, which was just made.

    Not the one that somebody is confirming at the bank, or whose receipt a person looks at: that money is as good as sent.
    """
    above = [code for code in Tariff.Code.values if payment.tariff_code in Tariff.Code.below(code)]
    dearer = Payment.objects.filter(reference=payment.reference, tariff_code__in=above, state__in=Payment.LIVE)
    return list(dearer.exclude(state=Payment.State.SCANNED).exclude(is_in_review=True).order_by("pk"))


def left_open(payments: Iterable[Payment]) -> list[Payment]:
    """Those of `payments` whose tier the money that is left does not cover any more."""
    payments = list(payments)
    tiers = {one.code: one for one in Tariff.objects.filter(code__in={one.tariff_code for one in payments})}
    named = {(one.reference, one.tariff_code) for one in payments}
    due = {(reference, code): amount_due(reference=reference, tariff=tiers[code]) for reference, code in named}
    return [one for one in payments if due[one.reference, one.tariff_code]]


def payment_at(*, gateway: str, provider_payment_id: str, our_reference: str = "") -> Payment | None:
    """The payment a gateway calls by this number, or by our reference while we do not know the number yet."""
    named = Q(provider_payment_id=provider_payment_id) if provider_payment_id else Q(pk=None)
    if our_reference:
        named |= Q(our_reference=our_reference, provider_payment_id="")
    return Payment.objects.filter(named, gateway=gateway).first()


def payment_of_account(account: str, *, gateway: str) -> Payment | None:
    """The payment that people pay by typing this number at a bank: its own, or any that calls us.

    Only where the payment's own gateway gives money back by itself no other may take it: it would be asked for what it never had.
    """
    payment = Payment.objects.filter(account=account).first() if account else None
    if payment is None or payment.gateway == gateway or not gateways.capabilities_of(payment.gateway).can_refund:
        return payment
    return None


def payable(payment: Payment | None) -> PayAnswer:
    """What the bank is told of a payment somebody wants to pay by its number. Time that is up by our clock does not matter."""
    if payment is None:
        return PayAnswer.NOT_FOUND
    if payment.state in {*Payment.PAID, Payment.State.REFUNDED}:
        return PayAnswer.PAID
    # Asked first, because a bank asks often: every rule that follows is about what else there is for the same thing.
    has_others = _has_others(payment)
    if has_others and is_paid_already(payment):
        return PayAnswer.PAID
    if payment.state == Payment.State.CANCELLED or (has_others and _is_cheap_no_more(payment)):
        return PayAnswer.CANCELLED
    return PayAnswer.PROCESSING if has_others and _is_being_paid(payment) else PayAnswer.OK


def _has_others(payment: Payment) -> bool:
    """There are other attempts, spent units or uses of a promo code for the same thing, whatever has become of them."""
    others = Payment.objects.filter(reference=payment.reference).exclude(pk=payment.pk)
    units = BalanceEntry.objects.filter(kind=BalanceEntry.Kind.SPENT, reference=payment.reference)
    codes = PromoRedemption.objects.filter(reference=payment.reference)
    rows = [found.order_by().values_list(Value(1)) for found in (others, units, codes)]
    return rows[0].union(*rows[1:], all=True).exists()


def _is_cheap_no_more(payment: Payment) -> bool:
    """What made it cheaper has gone since it began (a lower tier's money) or was returned (a promo code's use): a new number is needed."""
    is_promo_gone = payment.redemption is not None and payment.redemption.state == PromoRedemption.State.RETURNED
    return is_promo_gone or _has_lost_its_base(payment)


def _has_lost_its_base(payment: Payment) -> bool:
    """Something that made it cheaper has gone since it began: money given back, or what a dearer tier made needless."""
    since = payment.created_at
    counted = Payment.objects.filter(reference=payment.reference, completed_at__lte=since)
    refunds = Refund.objects.filter(state=Refund.State.DONE, done_at__gte=since).exclude(reason=Refund.Reason.OVERPAID)
    is_given_back = refunds.filter(payment__in=counted.filter(is_entitling=True)).exists()
    return is_given_back or counted.filter(covered_at__gte=since).exists() or balance_queries.came_back_since(payment.reference, since)


def _is_being_paid(payment: Payment) -> bool:
    """Somebody is confirming another payment for the same, or a person is looking at its receipt."""
    same = Payment.objects.filter(reference=payment.reference, tariff_code=payment.tariff_code)
    return same.filter(Q(state=Payment.State.SCANNED) | Q(is_in_review=True)).exclude(pk=payment.pk).exists()


def waiting_proofs() -> QuerySet[TransferProof]:
    """The receipts nobody has decided about, the longest waiting first."""
    return TransferProof.objects.filter(state=TransferProof.State.WAITING).select_related("payment__workspace", "sent_by")


def earlier_proofs(proofs: Iterable[TransferProof]) -> dict[int, list[TransferProof]]:
    """For each of `proofs` the receipts of the same content that came before it."""
    flagged = [proof for proof in proofs if proof.was_seen]
    same = list(TransferProof.objects.filter(sha256__in={proof.sha256 for proof in flagged}).select_related("payment")) if flagged else []
    return {proof.pk: [other for other in same if other.sha256 == proof.sha256 and other.pk < proof.pk] for proof in flagged}


def last_proof(payment: Payment) -> TransferProof | None:
    """The receipt that was sent last."""
    return payment.transfer_proofs.last()


def stored_answer(*, gateway: str, txn_id: str) -> tuple[bytes, str] | None:
    """What this `pay` of this bank's was answered before."""
    is_known = BillerCall.objects.filter(gateway=gateway, txn_id=txn_id).exists()
    return kept_answer(gateway=gateway, txn_id=txn_id) if is_known else None


def kept_answer(*, gateway: str, txn_id: str) -> tuple[bytes, str]:
    """The answer this `pay` of this bank's was given; DoesNotExist when it never came."""
    call = BillerCall.objects.get(gateway=gateway, txn_id=txn_id)
    return bytes(call.answer), call.content_type


def live_payment(reference: str, tariff_code: str = "") -> Payment | None:
    """The newest payment for `reference`, of one tier when it is named, that money may still come from."""
    live = Payment.objects.filter(reference=reference, state__in=Payment.LIVE)
    return (live.filter(tariff_code=tariff_code) if tariff_code else live).first()


def paid_payment(reference: str) -> Payment | None:
    """The newest payment that entitles `reference` to something."""
    return Payment.objects.filter(reference=reference, state__in=Payment.PAID, is_entitling=True).first()


def payment_by_link(link: PayerLink, channel: str) -> Payment | None:
    """What the link is about now: what is paid, otherwise the open attempt of this channel, otherwise the newest one."""
    same = Payment.objects.filter(reference=link.reference, tariff_code=link.tariff_code)
    paid = same.filter(Payment.holds_whole(), is_entitling=True).first()
    return paid or same.filter(state__in=Payment.LIVE, channel=channel).first() or same.first()


def due_checks(limit: int = 200) -> list[int]:
    """Numbers of the payments whose gateway is to be asked now, the longest waiting first."""
    due = Payment.objects.filter(next_check_at__lte=timezone.now()).order_by("next_check_at")
    return list(due.values_list("pk", flat=True)[:limit])


def time_to_check(payment_id: int) -> timedelta | None:
    """How long until a payment's gateway is asked again; None when it is not."""
    due = Payment.objects.filter(pk=payment_id).values_list("next_check_at", flat=True).first()
    return max(timedelta(), due - timezone.now()) if due else None


def may_be_sent_again(refund: Refund) -> bool:
    """Whether a refund that waits for a person may go through its gateway after all: no answer to it was ever lost, and the gateway can."""
    can_refund = gateways.capabilities_of(refund.payment.gateway).can_refund
    return refund.state == Refund.State.MANUAL and not refund.may_be_made and can_refund


def refunds_to_send(limit: int = 200) -> list[int]:
    """Numbers of the refunds that are to be sent now, whatever has become of their gateway: new ones, and those whose answer was lost."""
    waiting = Refund.objects.filter(state__in=[Refund.State.REQUESTED, Refund.State.SENT])
    rested = Q(try_after=None) | Q(try_after__lte=timezone.now())
    return list(waiting.filter(rested).values_list("pk", flat=True)[:limit])


def is_return_confirmed(refund: Refund) -> bool:
    """Whether a customer has scanned for this refund and staff have confirmed it."""
    return refund.customer_returns.filter(state=CustomerReturn.State.CONFIRMED).exists()


def confirmed_return(refund: Refund) -> CustomerReturn:
    """The scan by which a refund is sent, the newest one that was confirmed; DoesNotExist without any."""
    return refund.customer_returns.filter(state=CustomerReturn.State.CONFIRMED).latest("pk")


def due_returns(limit: int = 200) -> list[CustomerReturn]:
    """The codes for customers that the bank is to be asked for or about now."""
    return list(CustomerReturn.objects.filter(state__in=CustomerReturn.LIVE, next_check_at__lte=timezone.now())[:limit])


def receipts_to_issue(limit: int = 200) -> list[int]:
    """Numbers of the fiscal receipts that the register is to be asked for now."""
    rested = Q(try_after=None) | Q(try_after__lte=timezone.now())
    return list(FiscalReceipt.objects.filter(rested, state=FiscalReceipt.State.ORDERED).values_list("pk", flat=True)[:limit])


def issued_receipts(payment: Payment) -> QuerySet[FiscalReceipt]:
    """The fiscal receipts of a payment and of its refunds, the payment's own first."""
    return payment.fiscal_receipts.filter(state=FiscalReceipt.State.ISSUED)


def open_payments() -> QuerySet[Payment]:
    """Every payment that money may still come from."""
    return Payment.objects.filter(state__in=Payment.LIVE).order_by("pk")


def paid_without_proof() -> QuerySet[Payment]:
    """Paid ones for which no gateway's word was written down that made them so."""
    proofs = GatewayEvent.objects.filter(payment=OuterRef("pk"), outcome=Outcome.COMPLETED.value, verdict=GatewayEvent.Verdict.APPLIED)
    return Payment.objects.filter(~Exists(proofs), completed_at__isnull=False).order_by("pk")


def taken_by(payment: str = "pk", own: str = "gateway") -> Coalesce:
    """The gateway that has a payment's money: the one whose word in the ledger completed it; the payment's own while there is none.

    `payment` and `own` name the columns of the payment's key and gateway.
    """
    words = GatewayEvent.objects.filter(payment=OuterRef(payment), outcome=Outcome.COMPLETED.value, verdict=GatewayEvent.Verdict.APPLIED)
    return Coalesce(Subquery(words.order_by().values("gateway")[:1]), F(own))


def payments_to_compare(gateway: str, rows: Iterable[Row], *, since: datetime, until: datetime) -> list[Payment]:
    """The payments a statement of the bank's names or has to name, with `refunded_tiyn` in all and `refunded_within_tiyn` between the moments."""
    numbers = {text for row in rows for text in (row.number, row.order) if text}
    done = Q(refunds__state=Refund.State.DONE)
    within = done & Q(refunds__done_at__gte=since, refunds__done_at__lt=until)
    given_back = Refund.objects.filter(payment=OuterRef("pk"), state=Refund.State.DONE, done_at__gte=since, done_at__lt=until)
    called = Q(biller_calls__gateway=gateway, biller_calls__txn_id__in=numbers)
    named = Q(provider_payment_id__in=numbers) | Q(our_reference__in=numbers) | Q(account__in=numbers) | called
    # A number that people type may be paid at any bank that calls us.
    is_typed = Q(completed_at=None) & (Q(account__in=numbers) | called)
    days = Q(completed_at__gte=since, completed_at__lt=until)
    wanted = Payment.objects.annotate(taken_by=taken_by()).filter(is_typed | (Q(taken_by=gateway) & (named | days | Exists(given_back))))
    found = Payment.objects.filter(pk__in=wanted.values("pk")).annotate(
        refunded_tiyn=Coalesce(Sum("refunds__amount_tiyn", filter=done), 0),
        refunded_within_tiyn=Coalesce(Sum("refunds__amount_tiyn", filter=within), 0),
    )
    paying_calls = Prefetch("biller_calls", BillerCall.objects.filter(gateway=gateway, result=PayAnswer.OK.value))
    return list(found.prefetch_related(paying_calls).order_by("pk"))


def findings(found: QuerySet[Finding], *, is_closed: bool) -> QuerySet[Finding]:
    """Those of `found` that were closed by a note, or those that were not."""
    return found.filter(note__isnull=not is_closed)
