"""The screens of paying, through HTTP."""

import csv
import io

import pytest

from accounts.row_security import staff_scope
from payments import queries, webhooks
from payments.gateways.mock import bank
from payments.models import Payment, Tariff
from tests.factories.accounts import StaffFactory, join
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(people):
    return make_payment(people.workspace, return_path="/admin/celebrations/1/publish/")


def address(payment, name=""):
    return f"/admin/payments/{payment.our_reference}/{name}"


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())
    return client


def test_checkout_shows_the_code_the_button_and_the_price(host, payment):
    page = host.get(address(payment)).content.decode()
    assert payment.link in page
    assert "2\N{NO-BREAK SPACE}990\N{NO-BREAK SPACE}₸" in page
    assert address(payment, "code.svg") in page
    assert f'hx-get="{address(payment, "state/")}"' in page


def test_code_is_a_picture_of_the_link_while_it_is_payable(host, payment):
    response = host.get(address(payment, "code.svg"))
    assert response["Content-Type"] == "image/svg+xml"
    assert b"<path" in response.content
    pay(payment)
    assert host.get(address(payment, "code.svg")).status_code == 404


def test_waiting_page_is_led_to_what_was_bought_once_it_is_paid(host, payment):
    assert "HX-Redirect" not in host.get(address(payment, "state/")).headers
    pay(payment)
    assert host.get(address(payment, "state/"))["HX-Redirect"] == "/admin/celebrations/1/publish/"


def test_expired_code_offers_a_new_one(host, payment):
    webhooks.take("mock", *bank.message(decide(payment, bank.EXPIRED)))
    assert address(payment, "renew/") in host.get(address(payment)).content.decode()
    response = host.post(address(payment, "renew/"))
    assert response.status_code == 302
    assert payment.our_reference not in response["Location"]


def test_viewer_sees_payments_and_starts_none(client, people, payment):
    client.force_login(join(people.workspace, "viewer"))
    assert client.get(address(payment)).status_code == 200
    assert client.post(address(payment, "renew/")).status_code == 404


@pytest.mark.parametrize("name", ["", "state/", "code.svg", "receipt/"])
def test_payment_of_others_does_not_exist(client, people, payment, name):
    client.force_login(people.stranger)
    pay(payment)
    assert client.get(address(payment, name)).status_code == 404


@pytest.mark.parametrize("name", ["renew/", "refund/"])
def test_payment_of_others_cannot_be_acted_on(client, people, payment, name):
    client.force_login(people.stranger)
    assert client.post(address(payment, name), {"amount": 1}).status_code == 404


def test_list_shows_own_payments_only(host, people, payment):
    foreign = make_payment(people.strange_workspace, reference="thing:2")
    page = host.get("/admin/payments/").content.decode()
    assert payment.our_reference in page
    assert foreign.our_reference not in page
    assert "export=csv" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(host, people, count, django_assert_max_num_queries):
    for number in range(count):
        make_payment(people.workspace, reference=f"thing:{number}")
    with django_assert_max_num_queries(24):
        host.get("/admin/payments/")


def test_organizer_gets_no_export_and_no_refund(host, payment):
    payment = pay(payment)
    assert host.get("/admin/payments/?export=csv")["Content-Type"].startswith("text/html")
    assert host.post(address(payment, "refund/"), {"amount": 1}).status_code == 404
    assert fresh(payment).state == "completed"


def test_staff_export_everybodys_payments_without_formulas(staff, people, payment):
    people.host.name = "=cmd|' /C calc'!A0"
    people.host.save()
    make_payment(people.workspace, reference="thing:2")
    make_payment(people.strange_workspace, reference="thing:3")
    text = staff.get("/admin/payments/?export=csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(lines) == 3
    assert {line["amount_kzt"] for line in lines} == {"2990,00"}
    assert all(not cell.startswith("=") for line in lines for cell in line.values())


def test_staff_find_what_needs_attention(staff, payment):
    assert payment.our_reference in staff.get("/admin/payments/?state=pending").content.decode()
    assert payment.our_reference not in staff.get("/admin/payments/?needs_attention=on").content.decode()


def test_receipt_is_for_what_was_paid(host, payment):
    assert host.get(address(payment, "receipt/")).status_code == 404
    pay(payment)
    assert payment.our_reference in host.get(address(payment, "receipt/")).content.decode()


def test_staff_change_a_price_and_organizers_cannot(client, people):
    tariff = queries.tariff("standard")
    names = {"name_kk": "Стандарт", "name_ru": "Стандарт", "price": "3490"}
    client.force_login(people.host)
    assert client.post(f"/admin/prices/edit/{tariff.pk}/", names).status_code == 404
    client.force_login(StaffFactory())
    assert client.get(f"/admin/prices/edit/{tariff.pk}/").status_code == 200
    assert client.post(f"/admin/prices/edit/{tariff.pk}/", names).status_code == 302
    assert Tariff.objects.get(code="standard").amount_tiyn == 349_000
    assert tariff.prices.count() == 2


def test_tiers_are_not_added_or_deleted(staff):
    tariff = queries.tariff("standard")
    assert staff.post("/admin/prices/new/", {"name_kk": "x", "price": 1}).status_code in {302, 404}
    staff.post(f"/admin/prices/delete/{tariff.pk}/")
    assert queries.tariffs().count() == 3


def test_strangers_phones_are_not_filled_with_invoices(client, people, settings):
    settings.APIPAY_KEY, settings.APIPAY_WEBHOOK_SECRETS = "key", ["secret"]
    payment = make_payment(people.workspace)
    client.force_login(people.host)
    for number in range(15):
        client.post(f"/admin/payments/{payment.our_reference}/renew/", {"channel": "invoice", "phone": f"+770100000{number:02}"})
        shown = client.post(f"/admin/payments/{payment.our_reference}/cancel/", follow=True)
    with staff_scope():
        assert Payment.objects.filter(channel="invoice").count() == 10
    assert shown.status_code == 200
