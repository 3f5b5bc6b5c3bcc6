"""What becomes of a promo code's use when its payment moves on. Called under the payment's lock."""

from accounts.actions import record
from accounts.row_security import staff_scope
from payments.models import Payment, PromoCode, PromoRedemption

State = PromoRedemption.State


def settle_promo(*, payment: Payment) -> None:
    """Money uses the code, late money too; when the last attempt has come to nothing or has bought nothing, the use is returned."""
    redemption = PromoRedemption.objects.filter(pk=payment.redemption_id).first()
    if redemption is None or redemption.state == State.USED:
        return
    if payment.state == Payment.State.COMPLETED and payment.is_entitling:
        _use(redemption)
    elif not payment.is_live and redemption.state == State.RESERVED and not _is_awaited(payment):
        _return(redemption)


def return_promo(*, payment: Payment) -> None:
    """A payment entitles to nothing any more: the use that made it cheaper is returned, unless another payment stands on the same."""
    redemption = PromoRedemption.objects.filter(pk=payment.redemption_id, state=State.USED).first()
    others = Payment.objects.filter(redemption_id=payment.redemption_id, state__in=Payment.PAID, is_entitling=True)
    if redemption is not None and not others.exclude(pk=payment.pk).exists():
        _return(redemption)


def _return(redemption: PromoRedemption) -> None:
    before, redemption.state = redemption.state, State.RETURNED
    redemption.save(update_fields=["state"])
    _tell(redemption, before=before)


def _is_awaited(payment: Payment) -> bool:
    return Payment.objects.filter(redemption_id=payment.redemption_id, state__in=Payment.LIVE).exclude(pk=payment.pk).exists()


def _use(redemption: PromoRedemption) -> None:
    before = redemption.state
    if redemption.state == State.RETURNED:
        promo = PromoCode.objects.select_for_update().get(pk=redemption.promo_id)
        with staff_scope():
            taken = PromoRedemption.objects.filter(promo=promo, state__in=[State.RESERVED, State.USED]).count()
        redemption.is_beyond_limit = promo.limit is not None and taken >= promo.limit
    redemption.state = State.USED
    redemption.save(update_fields=["state", "is_beyond_limit"])
    _tell(redemption, before=before)


def _tell(redemption: PromoRedemption, before: str) -> None:
    after = {"state": redemption.state, "is_beyond_limit": redemption.is_beyond_limit}
    record(
        actor=None,
        action=f"promo.{redemption.state}",
        target=redemption,
        workspace=redemption.workspace_id,
        before={"state": before},
        after=after,
    )
