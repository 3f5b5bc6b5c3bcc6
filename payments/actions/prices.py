from django.db import transaction
from django.http import HttpRequest

from accounts.actions import record
from accounts.models import User
from payments.models import Tariff, TariffPrice


@transaction.atomic
def set_price(*, tariff: Tariff, amount_tiyn: int, by: User | None, request: HttpRequest | None = None) -> None:
    """A tier's price from now on, in tiyn of whole tenge; payments already begun keep theirs. ValueError for a free tier made paid."""
    tariff = Tariff.objects.select_for_update().get(pk=tariff.pk)
    if amount_tiyn < 0 or amount_tiyn % 100:
        raise ValueError("a price is a number of whole tenge")
    if (tariff.code == Tariff.Code.FREE) != (amount_tiyn == 0):
        raise ValueError("the free tier costs nothing and the others something")
    before = tariff.amount_tiyn
    if before == amount_tiyn:
        return
    tariff.amount_tiyn = amount_tiyn
    tariff.save(update_fields=["amount_tiyn"])
    TariffPrice.objects.create(tariff=tariff, amount_tiyn=amount_tiyn, set_by=by)
    record(
        actor=by, action="tariff.price", target=tariff, before={"amount_tiyn": before}, after={"amount_tiyn": amount_tiyn}, request=request
    )
