"""Using a promo code: kept at a payment's beginning, used by its money, returned by its end."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User, Workspace
from accounts.row_security import staff_scope
from payments import queries, signals
from payments.locks import lock_reference
from payments.models import Payment, PromoCode, PromoRedemption, Tariff

from .balances import top_up_for_nothing
from .events import cancel_attempt
from .mending import end_base_gone
from .starting import NotPayableError, due_now, start_payment

State = PromoRedemption.State


class PromoRefusedError(Exception):
    """The code takes nothing off here; `words` say why, to the person."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


@transaction.atomic
def pay_with_promo(
    *, workspace: Workspace, reference: str, tariff: Tariff, code: str, by: User | None, request: HttpRequest | None = None, **fields: Any
) -> Payment | None:
    """As `start_payment`, at the price the code leaves; None when it leaves none: then `promo_covered` is sent and no gateway asked.

    Refuses with PromoRefusedError, and as `start_payment` does. Of two who use a code for the last time at once, one does.
    """
    lock_reference(reference)
    due = due_now(reference=reference, tariff=tariff)
    redemption = _reserve(workspace=workspace, reference=reference, tariff=tariff, code=code, due=due)
    if redemption.discount_tiyn < due:
        return start_payment(
            workspace=workspace, reference=reference, tariff=tariff, by=by, redemption=redemption, request=request, **fields
        )
    for attempt in Payment.objects.filter(workspace=workspace, reference=reference, state__in=Payment.LIVE):
        cancel_attempt(payment=attempt)
    redemption.state, redemption.is_whole = State.USED, True
    redemption.save()
    after = {"code": str(redemption.promo), "discount_tiyn": due, "reference": reference}
    record(actor=by, action="promo.use", target=redemption, workspace=workspace, after=after, request=request)
    top_up_for_nothing(workspace=workspace, tariff=tariff, reference=reference, by=by)
    signals.promo_covered.send(PromoRedemption, redemption=redemption, by=by)
    end_base_gone(reference=reference, mended_by=str(redemption.promo), by=by)
    return None


def renew(*, payment: Payment, by: User | None, channel: str = "", phone: str = "", request: HttpRequest | None = None) -> Payment:
    """A new attempt in place of one that came to nothing, at today's price; the live one of the channel when there is one.

    Its promo code is used again while it may be; otherwise the price is the whole one.
    """
    wanted: dict[str, Any] = {
        "workspace": payment.workspace,
        "reference": payment.reference,
        "tariff": queries.tariff(payment.tariff_code),
        "by": by,
        "title": payment.title,
        "return_path": payment.return_path,
        "channel": channel or payment.channel,
        "phone": phone,
        "request": request,
    }
    if payment.promo_code:
        try:
            with transaction.atomic():
                lowered = pay_with_promo(code=payment.promo_code, **wanted)
        except PromoRefusedError:
            lowered = start_payment(**wanted)
        if lowered is None:
            raise NotPayableError(payment.reference)
        return lowered
    return start_payment(**wanted)


@transaction.atomic
def price_with_promo(*, workspace: Workspace, reference: str, tariff: Tariff, code: str) -> int:
    """Tiyn that would be asked for with the code; nothing is kept for anybody. Refuses as `pay_with_promo` does."""
    lock_reference(reference)
    due = due_now(reference=reference, tariff=tariff)
    promo = PromoCode.objects.filter(code=code.strip().upper()).first()
    return due - _redemption(promo, workspace=workspace, reference=reference, tariff=tariff, due=due).discount_tiyn


def _reserve(*, workspace: Workspace, reference: str, tariff: Tariff, code: str, due: int) -> PromoRedemption:
    # The code's row is locked until the transaction ends, so that its uses are counted one after another.
    promo = PromoCode.objects.select_for_update().filter(code=code.strip().upper()).first()
    redemption = _redemption(promo, workspace=workspace, reference=reference, tariff=tariff, due=due)
    redemption.save()
    return redemption


def _redemption(promo: PromoCode | None, *, workspace: Workspace, reference: str, tariff: Tariff, due: int) -> PromoRedemption:
    """The use of the code that would be kept, not saved; PromoRefusedError when it is not good here."""
    if promo is None:
        raise PromoRefusedError(_("There is no such promo code. Check its letters."))
    if not promo.is_current():
        raise PromoRefusedError(_("This promo code is not valid now."))
    # A code for a family is not meant for thirty publications: it is good for packages only where it names them.
    if (promo.tiers or tariff.units) and tariff.code not in promo.tiers:
        raise PromoRefusedError(_("This promo code is for another tier."))
    same = PromoRedemption.objects.filter(promo=promo, reference=reference, tariff_code=tariff.code).first()
    if same and same.state == State.USED:
        raise PromoRefusedError(_("This promo code was used for this celebration already."))
    redemption = same or PromoRedemption(promo=promo, workspace=workspace, reference=reference, tariff_code=tariff.code)
    others = _others(redemption)
    if promo.limit is not None and len(others) >= promo.limit:
        raise PromoRefusedError(_("This promo code was used up."))
    if others.count(workspace.pk) >= promo.limit_per_workspace:
        raise PromoRefusedError(_("You have used this promo code already."))
    redemption.state, redemption.discount_tiyn = State.RESERVED, promo.off(due)
    return redemption


@transaction.atomic
def save_promo(*, promo: PromoCode, by: User | None, request: HttpRequest | None = None) -> PromoCode:
    """Staff make a code or change it; what it took off before stays as it was."""
    known = PromoCode.objects.filter(pk=promo.pk).values("code", "percent", "discount_tiyn", "limit", "is_active").first()
    before: dict[str, Any] | None = {**known} if known else None
    promo.save()
    after = {"code": promo.code, "percent": promo.percent, "discount_tiyn": promo.discount_tiyn, "limit": promo.limit}
    record(actor=by, action="promo.save", target=promo, before=before, after=after | {"is_active": promo.is_active}, request=request)
    return promo


def _others(redemption: PromoRedemption) -> list[int]:
    """The workspaces of every other use of the code; everybody's uses count, whoever asks."""
    with staff_scope():
        uses: QuerySet[PromoRedemption] = PromoRedemption.objects.filter(promo=redemption.promo, state__in=[State.RESERVED, State.USED])
        return list(uses.exclude(pk=redemption.pk).values_list("workspace_id", flat=True))
