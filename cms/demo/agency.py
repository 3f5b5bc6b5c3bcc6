"""An agency that has bought publications in store, published two celebrations from them and drafted a third."""

from datetime import time
from typing import Any

from accounts.row_security import workspace_scope
from invitations.entitlements import publish_from_balance
from payments import actions as payments
from payments.models import Package, Payment

from .celebrations import PLACE, ensure_celebration, saturday, settle
from .people import People

PACKAGES = ("standard-10", "premium-10")


def ensure_agency(people: People) -> None:
    """Whatever of it is missing."""
    for code in PACKAGES:
        _buy(people, code)
    for template, facts in (("classic", _wedding()), ("national", _farewell())):
        page = ensure_celebration(people.agency, people.agent, template=template, facts=facts).page
        if not page.live:
            with workspace_scope(people.agency.pk):
                publish_from_balance(page=page, by=people.agent)
    ensure_celebration(people.agency, people.agent, template="classic", facts=_birthday())


def _buy(people: People, code: str) -> None:
    with workspace_scope(people.agency.pk):
        if Payment.objects.filter(workspace=people.agency, tariff_code=code).exists():
            return
        package, home = Package.objects.get(code=code), f"/admin/payments/balance/{people.agency.pk}/"
        payment = payments.buy_package(workspace=people.agency, package=package, by=people.agent, return_path=home)
    settle(people.agency, payment)


def _wedding() -> dict[str, Any]:
    return PLACE | {
        "event_type": "wedding",
        "first_name_kk": "Дәурен",
        "first_name_ru": "Даурен",
        "second_name_kk": "Мадина",
        "second_name_ru": "Мадина",
        "date": saturday(45),
        "time": time(18, 0),
    }


def _farewell() -> dict[str, Any]:
    return PLACE | {
        "event_type": "qyz_uzatu",
        "first_name_kk": "Әсем",
        "first_name_ru": "Асем",
        "second_name_kk": "Ержан",
        "second_name_ru": "Ержан",
        "date": saturday(75),
        "time": time(17, 0),
    }


def _birthday() -> dict[str, Any]:
    return PLACE | {
        "event_type": "mereitoi",
        "honoree_kk": "Болат Жақсыбеков",
        "honoree_ru": "Болат Жаксыбеков",
        "age": 70,
        "date": saturday(100),
        "time": time(16, 0),
    }
