"""Our books and the bank's side by side, as they are at one moment, and what must be true of them: read once, then plain Python."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import accumulate, permutations

from deploy.kaspi_emulator.bank.purchases import Purchase
from invitations.models import Entitlement, Invitation
from payments.models import Alert, BalanceEntry, Finding, Package, Payment, Refund, Tariff, TariffPrice

LATEST = datetime.max.replace(tzinfo=UTC)
DONE, FAILED = Refund.State.DONE, Refund.State.FAILED
Kind = BalanceEntry.Kind
QUEUED = {Refund.State.REQUESTED, Refund.State.SENT, Refund.State.MANUAL}


class Books:
    """To be made and asked in staff's scope."""

    def __init__(self, invitation: Invitation, purchases: list[Purchase]) -> None:
        paid_in_all = list(Payment.objects.filter(workspace=invitation.workspace_id).order_by("pk"))
        self.reference = f"invitation:{invitation.pk}"
        self.payments = [one for one in paid_in_all if one.reference == self.reference]
        self.packages = [one for one in paid_in_all if one.reference != self.reference]
        self.everything = [*self.payments, *self.packages]
        self.refunds = list(Refund.objects.filter(payment__in=paid_in_all))
        self.lines = list(BalanceEntry.objects.filter(workspace=invitation.workspace_id).order_by("pk"))
        self.units = {package.code: package.units for package in Package.objects.all()}
        self.told = set(Alert.objects.filter(kind=Alert.Kind.UNITS_SPENT).values_list("payment_id", flat=True))
        self.rights = {right.payment_reference: right for right in Entitlement.objects.filter(invitation=invitation)}
        self.lowest: dict[str, int] = {}
        for price in TariffPrice.objects.select_related("tariff"):
            code = price.tariff.code
            self.lowest[code] = min(price.amount_tiyn, self.lowest.get(code, price.amount_tiyn))
        self.bank = {str(one.id): one for one in purchases}

    def check(self) -> None:
        """What is true after every step."""
        self.rights_are_paid_for()
        self.one_payment_entitles()
        self.nothing_lower_is_kept_beside_a_whole_price()
        self.nothing_is_paid_for_twice()
        self.nothing_is_given_back_twice()
        self.units_follow_their_money()
        self.units_and_rights_agree()
        self.what_stood_on_it_waits_for_a_person()
        self.what_is_mended_has_its_right()

    def rights_are_paid_for(self) -> None:
        """A right stands on money that is at the bank; what is paid has its right."""
        for payment in self.everything:
            is_paid = payment.completed_at is not None
            assert payment.paid_tiyn == (received(self.bank[payment.provider_payment_id]) if is_paid else 0)
            assert payment.paid_tiyn >= payment.amount_tiyn or not is_paid
        for payment in self.payments:
            is_paid = payment.completed_at is not None
            assert (payment.our_reference in self.rights) == (is_paid and (payment.is_entitling or payment.covered_at is not None))

    def one_payment_entitles(self) -> None:
        held = [one for one in self.payments if one.is_entitling and one.state == Payment.State.COMPLETED]
        entitling = [one.tariff_code for one in held if one.attention != Payment.Attention.BASE_GONE and not one.is_mended]
        assert len(set(entitling)) == len(entitling)

    def nothing_is_paid_for_twice(self) -> None:
        """Whatever entitles beside another payment for the same tier was begun after that one was paid, for its rest."""
        for first, second in permutations([one for one in self.payments if one.is_entitling and one.completed_at], 2):
            if first.tariff_code == second.tariff_code and first.completed_at < second.completed_at < self._gone_at(first):
                assert second.created_at >= first.completed_at

    def nothing_lower_is_kept_beside_a_whole_price(self) -> None:
        """What came for a lower tier after a dearer one was begun, which was then paid as well, is not kept: its price did not count it."""
        for lower, dearer in permutations([one for one in self.payments if one.completed_at], 2):
            is_beside = lower.tariff_code in Tariff.Code.below(dearer.tariff_code) and dearer.created_at < lower.completed_at
            if is_beside and lower.completed_at < dearer.completed_at < self._gone_at(lower) and dearer.is_entitling:
                assert not lower.is_entitling
                # What bought nothing when it came, a unit being spent already, never had a right.
                assert lower.covered_at is None or self.rights[lower.our_reference].revoked_at

    def what_stood_on_it_waits_for_a_person(self) -> None:
        """Money that counts only together with what was given back is flagged, unless it covers the tier's lowest price by itself."""
        for base, top in permutations([one for one in self.payments if one.is_entitling], 2):
            is_paid = base.completed_at and top.completed_at and top.state in Payment.PAID
            if is_paid and base.completed_at < top.created_at and top.completed_at < self._gone_at(base) < LATEST:
                before = [one for one in self.payments if one.is_entitling and one.created_at <= self._gone_at(base)]
                left = sum(one.paid_tiyn - self._sum(refund for refund in self._of(one) if refund.state == DONE) for one in before)
                waits = top.attention == Payment.Attention.BASE_GONE
                assert waits or left >= self.lowest[top.tariff_code] or self._is_mended(top, self._gone_at(base))

    def what_is_mended_has_its_right(self) -> None:
        """What waits no longer gives its right again, without an end; where a part was given back since, the rule for parts has decided."""
        is_in_part = any(one.state == Payment.State.PARTIALLY_REFUNDED for one in self.payments)
        for payment in [one for one in self.payments if one.is_mended and one.is_entitling and one.state == Payment.State.COMPLETED]:
            right = self.rights[payment.our_reference]
            is_lasting = right.revoked_at is None and right.ends_at is None
            assert is_lasting or is_in_part or payment.attention == Payment.Attention.BASE_GONE

    def _is_mended(self, top: Payment, since: datetime) -> bool:
        """What was missing has been paid since, and was not given back in full."""
        later = [one for one in self.payments if one.is_entitling and one.completed_at and one.completed_at >= since]
        return top.is_mended and any(one.state in Payment.PAID for one in later)

    def _gone_at(self, payment: Payment) -> datetime:
        """When all of it was given back."""
        if payment.state != Payment.State.REFUNDED:
            return LATEST
        return max(one.done_at for one in self._of(payment) if one.done_at)

    def units_follow_their_money(self) -> None:
        """A package brings its units once; what goes back, or is on its way, has taken its share along, a started unit whole."""
        for payment in self.packages:
            mine = [line for line in self.lines if line.payment_id == payment.pk]
            bought = sum(line.units for line in mine if line.kind == Kind.BOUGHT)
            assert bought == (self.units[payment.tariff_code] if payment.completed_at and payment.is_entitling else 0)
            gone = [line for line in mine if line.kind in {Kind.TAKEN_BACK, Kind.RETURNED}]
            asked = self._sum(one for one in self._of(payment) if one.state != FAILED)
            stays = min(payment.amount_tiyn, payment.paid_tiyn - asked) if payment.state != Payment.State.REFUNDED else 0
            assert sum(line.short - line.units for line in gone) == bought - bought * stays // payment.amount_tiyn
            assert payment.pk in self.told or not any(line.short > 0 for line in gone)
        assert all(left >= 0 for left in accumulate(line.units for line in self.lines))

    def units_and_rights_agree(self) -> None:
        """Each unit that is spent has given a right; none is spent beside money for the same or, once it was begun, for a dearer tier."""
        spent = {f"balance:{line.pk}": line for line in self.lines if line.kind == Kind.SPENT}
        back = {(line.reference, line.tier, line.turn) for line in self.lines if line.kind == Kind.UNSPENT}
        assert spent.keys() == {name for name in self.rights if name.startswith("balance:")}
        for name, line in spent.items():
            is_back = (line.reference, line.tier, line.turn) in back
            assert not is_back or self.rights[name].revoked_at
            for payment in [one for one in self.payments if one.is_entitling and one.completed_at and not is_back]:
                is_same = payment.tariff_code == line.tier
                is_dearer = line.tier in Tariff.Code.below(payment.tariff_code) and payment.created_at < line.created_at
                assert not ((is_same or is_dearer) and line.created_at < payment.completed_at)

    def nothing_is_given_back_twice(self) -> None:
        for payment in self.everything:
            asked = self._sum(one for one in self._of(payment) if one.state != FAILED)
            done = self._sum(one for one in self._of(payment) if one.state == DONE)
            assert asked <= payment.paid_tiyn
            if asked:
                assert done <= given_back(self.bank[payment.provider_payment_id]) <= asked

    def check_settled(self) -> None:
        """What is true once everything has been asked: received is granted, given back, or waiting for somebody."""
        assert not [payment for payment in self.everything if payment.is_live]
        known = {payment.provider_payment_id: payment for payment in self.everything}
        for number, purchase in self.bank.items():
            payment = known.get(number)
            if received(purchase) and (payment is None or not payment.completed_at):
                assert Finding.objects.filter(provider_payment_id=number, kind=Finding.Kind.MISSING_HERE).exists()
            elif received(purchase) and payment:
                queued = self._sum(one for one in self._of(payment) if one.state in QUEUED)
                assert received(purchase) == self.granted(payment) + given_back(purchase) + queued

    def granted(self, payment: Payment) -> int:
        """Tiyn of its price for which the family has what it bought: what staff gave back on request is none of it."""
        asked = [one for one in self._of(payment) if one.reason == Refund.Reason.ASKED and one.state != FAILED]
        return payment.amount_tiyn - self._sum(asked) if payment.is_entitling else 0

    def _of(self, payment: Payment) -> list[Refund]:
        return [one for one in self.refunds if one.payment_id == payment.pk]

    def _sum(self, refunds: Iterable[Refund]) -> int:
        return sum(one.amount_tiyn for one in refunds)


def received(purchase: Purchase) -> int:
    """Tiyn the bank has taken from the payer."""
    return int(purchase.amount * 100) if purchase.processed_at else 0


def given_back(purchase: Purchase) -> int:
    return int(sum(refund.amount for refund in purchase.refunds) * 100)
