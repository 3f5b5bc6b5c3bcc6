"""The bank's desk: every call of the API and every move of the customer, by value. Refusals are `errors.RefusalError`."""

import re
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count, cycle
from random import Random

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.bank import purchases, refunds
from deploy.kaspi_emulator.bank.devices import Devices
from deploy.kaspi_emulator.bank.purchases import Purchase
from deploy.kaspi_emulator.config import Config

LARGEST = Decimal(1_000_000)
LOOKUPS_PER_MINUTE = 50
PHONE = re.compile(r"[78]\d{10}")


class Bank:
    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self.config, self.now = config, now
        self.chance = Random(config.seed)  # noqa: S311 - a test wants the same numbers each time
        self.devices = Devices(config, self.chance)
        self.purchases: dict[int, Purchase] = {}
        self.returns: dict[int, refunds.ReturnRequest] = {}
        self.failing_refunds = 0
        self._purchase_ids = count(config.first_payment_id)
        self._other_ids = count(700_001)
        self._expiries = cycle(("error", "stuck"))
        self._products = cycle(("Gold", "Red", "Loan"))
        self._lookups: dict[str, deque[datetime]] = defaultdict(deque)

    # Purchases

    def create(self, kind: str, *, merchant: str, device_token: str, amount: Decimal, external_id: str = "") -> Purchase:
        device, point = self.devices.ready(merchant=merchant, token=device_token)
        self._check_amount(amount)
        if external_id and self.config.quirks.is_external_id_deduped:
            earlier = [one for one in self.purchases.values() if (one.bin, one.kind, one.external_id) == (merchant, kind, external_id)]
            if earlier:
                return earlier[0]
        expires_at = self.now() + timedelta(seconds=self.config.timings.scan)
        purchase = self._new(kind, amount, merchant, point.id, device.token, expires_at)
        purchase.token, purchase.external_id = self.token(), external_id
        purchase.product = next(self._products)
        return purchase

    def purchase(self, number: int, *, bins: frozenset[str] | None = None) -> Purchase:
        """As time has left it; one of another merchant does not exist."""
        found = self.purchases.get(number)
        if found is None or (bins is not None and found.bin not in bins):
            raise errors.RefusalError(errors.NOT_FOUND)
        purchases.settle(found, self.now(), self.config.timings, self.config.quirks)
        return found

    def of_token(self, token: str) -> Purchase | None:
        found = next((one for one in self.purchases.values() if one.token == token), None)
        return self.purchase(found.id) if found else None

    def poll(self, number: int, *, bins: frozenset[str]) -> Purchase:
        """A status call, which a flipping purchase counts."""
        purchase = self.purchase(number, bins=bins)
        flip_after = self.config.quirks.post_final_flip
        if purchase.status == purchases.PROCESSED and flip_after and not purchase.has_flipped:
            purchase.polls_after_final += 1
            if purchase.polls_after_final > flip_after:
                purchase.status, purchase.has_flipped = purchases.ERROR, True
        return purchase

    # What the customer does

    def scan(self, number: int, customer: str = "") -> None:
        purchases.scan(self.purchase(number), self.now(), self.config.timings, self.config.quirks, customer=customer)

    def confirm(self, number: int) -> None:
        purchases.confirm(self.purchase(number), self.now(), self.config.timings)

    def scanerror(self, number: int) -> None:
        purchases.scan_error(self.purchase(number), self.now(), self.config.timings)

    def confirmerror(self, number: int) -> None:
        purchases.confirm_error(self.purchase(number), self.now(), self.config.timings)

    def force(self, number: int, status: str) -> None:
        """The bank changes its mind against every rule: late success, a flip, a status nobody knows."""
        purchase = self.purchase(number)
        if status == purchases.PROCESSED:
            purchases.process(purchase, self.now())
        purchase.status = status

    # Refunds

    def refund(self, number: int, amount: Decimal, *, merchant: str, device_token: str, return_id: int | None = None) -> refunds.Refund:
        device, _ = self.devices.ready(merchant=merchant, token=device_token, for_payment=False)
        purchase = self.purchases.get(number)
        if purchase is None or purchase.bin != merchant:
            raise errors.RefusalError(errors.PURCHASE_UNKNOWN)
        if return_id is not None and self.return_request(return_id, merchant=merchant).customer != purchase.customer:
            raise errors.RefusalError(errors.NOT_FOUND)
        self._check_amount(amount)
        if self.failing_refunds:
            self.failing_refunds -= 1
            raise errors.RefusalError(errors.REFUND_FAILED)
        return refunds.give_back(purchase, amount, trade_point=device.trade_point, number=next(self._other_ids), now=self.now())

    def create_return(self, *, merchant: str, device_token: str) -> refunds.ReturnRequest:
        device, _ = self.devices.ready(merchant=merchant, token=device_token, for_payment=False)
        now = self.now()
        expires_at = refunds.expiry(now, self.config.timings)
        request = refunds.ReturnRequest(next(self._other_ids), merchant, device.token, self.token(), now, expires_at)
        self.returns[request.id] = request
        return request

    def return_request(self, number: int, *, merchant: str | None = None) -> refunds.ReturnRequest:
        found = self.returns.get(number)
        if found is None or merchant not in {None, found.bin}:
            raise errors.RefusalError(errors.NOT_FOUND)
        refunds.settle(found, self.now())
        return found

    def identify(self, number: int, customer: str = "customer-1") -> None:
        refunds.identify(self.return_request(number), self.now(), customer)

    def operations(self, number: int, *, merchant: str, at_most: int = 10) -> list[Purchase]:
        """The latest purchases that the identified customer may be given back."""
        request = self.return_request(number, merchant=merchant)
        if request.status != refunds.IDENTIFIED:
            raise errors.RefusalError(errors.NOT_FOUND)
        theirs = [one for one in self.purchases.values() if (one.bin, one.customer) == (merchant, request.customer)]
        paid = [one for one in theirs if one.status == purchases.PROCESSED and one.available > 0]
        return paid[::-1][: max(1, min(10, at_most))]

    # Invoices by phone

    def client_name(self, phone: str, *, merchant: str, device_token: str) -> str:
        """Too many questions are refused per device and minute: names are personal."""
        device, _ = self.devices.ready(merchant=merchant, token=device_token, for_payment=False)
        recent, now = self._lookups[device.token], self.now()
        while recent and recent[0] <= now - timedelta(minutes=1):
            recent.popleft()
        recent.append(now)
        if len(recent) > LOOKUPS_PER_MINUTE:
            raise errors.RefusalError(errors.TOO_MANY_LOOKUPS)
        return self._client(phone)

    def create_remote(self, *, merchant: str, device_token: str, amount: Decimal, phone: str, comment: str = "") -> Purchase:
        device, point = self.devices.ready(merchant=merchant, token=device_token, for_payment=False)
        self._check_amount(amount)
        self._client(phone)
        expires_at = self.now() + timedelta(hours=self.config.timings.remote_ttl_hours)
        purchase = self._new("remote", amount, merchant, point.id, device.token, expires_at)
        purchase.status, purchase.phone, purchase.comment = purchases.REMOTE_CREATED, phone, comment
        purchase.token = self.token()  # only the pretend phone knows it
        return purchase

    def cancel_remote(self, number: int, *, merchant: str, device_token: str) -> Purchase:
        self.devices.ready(merchant=merchant, token=device_token, for_payment=False)
        found = self.purchases.get(number)
        if found is None or found.bin != merchant:
            raise errors.RefusalError(errors.PURCHASE_UNKNOWN)
        purchases.cancel_remote(self.purchase(number))
        return found

    def pay_remote(self, number: int) -> None:
        purchases.pay_remote(self.purchase(number), self.now())

    def reject_remote(self, number: int) -> None:
        purchases.reject_remote(self.purchase(number), self.config.quirks)

    def token(self) -> str:
        """41 digits, as the bank's codes and links carry."""
        return str(self.chance.randrange(10**40, 10**41))

    def _new(self, kind: str, amount: Decimal, merchant: str, point: int, device: str, expires_at: datetime) -> Purchase:
        mode = self.config.quirks.expiry_mode
        purchase = Purchase(next(self._purchase_ids), kind, amount, merchant, point, device, created_at=self.now(), expires_at=expires_at)
        purchase.expiry = next(self._expiries) if mode == "rotate" else mode
        self.purchases[purchase.id] = purchase
        return purchase

    def _client(self, phone: str) -> str:
        if not PHONE.fullmatch(phone):
            raise errors.RefusalError(errors.PHONE_MALFORMED)
        known = {number[-10:]: name for number, name in self.config.clients}
        if phone[-10:] not in known:
            raise errors.RefusalError(errors.PHONE_UNKNOWN)
        return known[phone[-10:]]

    @staticmethod
    def _check_amount(amount: Decimal) -> None:
        if not 0 < amount <= LARGEST or amount != amount.quantize(Decimal("0.01")):
            raise errors.RefusalError(errors.WRONG_AMOUNT)
