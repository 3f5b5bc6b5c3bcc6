from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import record
from accounts.models import User
from payments import queries
from payments.models import Tariff, TariffPrice


@transaction.atomic
def set_price(
    *, tariff: Tariff, amount_tiyn: int, by: User | None, starts_at: datetime | None = None, request: HttpRequest | None = None
) -> None:
    """A tier's price in tiyn of whole tenge, from now on or from a later moment; payments already begun keep theirs.

    A price that begins when another one does takes its place. ValueError for a moment that is past and for a free tier made paid.
    """
    tariff, now = Tariff.objects.select_for_update(of=("self",)).get(pk=tariff.pk), timezone.now()
    if amount_tiyn < 0 or amount_tiyn % 100:
        raise ValueError("a price is a number of whole tenge")
    if (tariff.code == Tariff.Code.FREE) != (amount_tiyn == 0):
        raise ValueError("the free tier costs nothing and the others something")
    if starts_at and starts_at < now:
        raise ValueError("a price does not begin in the past")
    moment = starts_at or now
    before = queries.price_at(tariff=tariff, moment=moment)
    if before == amount_tiyn:
        return
    TariffPrice.objects.create(tariff=tariff, amount_tiyn=amount_tiyn, set_by=by, starts_at=moment)
    after = {"amount_tiyn": amount_tiyn, "starts_at": moment.isoformat()}
    record(actor=by, action="tariff.price", target=tariff, before={"amount_tiyn": before}, after=after, request=request)
