"""Check and pay as the bank calls them."""

import json
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from payments import actions, gateways, queries, signals
from payments.gateways import Channel, MisconfiguredError, PayAnswer, RetryableError
from payments.gateways.kaspi_biller import is_the_banks, protocol
from payments.models import Alert, BillerCall, Payment, PromoCode
from tests.factories.accounts import StaffFactory
from tests.factories.payments import fresh, make_payment
from tests.factories.payments import pay as paid_by_code

pytestmark = pytest.mark.django_db
SECRET = "s3cret-path-of-the-biller"
ADDRESS = f"/api/payments/kaspi/biller/{SECRET}/"
BANK = "194.187.247.152"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.KASPI_BILLER_SECRETS = [SECRET, "the-one-before"]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


@pytest.fixture
def payment(people):
    return make_payment(people.workspace, gateway_code="kaspi_biller", channel="number")


def ask(client, command, account, address=ADDRESS, xff=BANK, accept="", **said):
    query = {"command": command, "txn_id": "900000001", "account": account, "sum": "2990.00"} | said
    return client.get(address, query, headers={"X-Forwarded-For": xff, "Accept": accept})


def pay(client, account, **said):
    return ask(client, "pay", account, **({"txn_date": "20261121150300"} | said))


def result(response):
    assert response.status_code == 200
    return response.json()["result"]


def test_payment_by_number_can_be_typed(payment):
    assert (payment.state, payment.channel, payment.link) == ("pending", "number", "")
    assert payment.account == payment.provider_payment_id
    assert len(payment.account) == 12


def test_check_names_the_order_and_pay_completes_it(client, payment, all_rows):
    checked = ask(client, "check", payment.account, sum="0.00").json()
    assert (checked["result"], checked["sum"], checked["txn_id"]) == (0, "2990.00", "900000001")
    assert checked["fields"]["field1"]["#text"] == payment.title
    paid = pay(client, payment.account)
    assert paid["Content-Type"] == "application/json; charset=utf-8"
    said = paid.json()
    assert (said["result"], said["sum"], said["prv_txn"], said["prv_txn_id"]) == (0, "2990.00", str(payment.pk), str(payment.pk))
    assert (fresh(payment).state, fresh(payment).paid_tiyn, fresh(payment).is_entitling) == ("completed", 299_000, True)
    call = BillerCall.objects.get()
    # The bank's clock is Almaty's.
    assert call.booked_at == datetime(2026, 11, 21, 10, 3, tzinfo=UTC)
    assert call.workspace_id == payment.workspace_id
    assert payment.events.last().source == "pay"


def test_check_writes_nothing(client, payment):
    said = []

    def listen(execute, sql, params, many, context):
        said.append(sql.lstrip("(").split()[0].upper())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        assert result(ask(client, "check", payment.account)) == 0
        assert result(ask(client, "check", "1")) == 1
    assert set(said) <= {"SELECT", "WITH", "SAVEPOINT", "RELEASE"}
    assert len([word for word in said if word in {"SELECT", "WITH"}]) == 7


def test_same_call_is_answered_with_the_same_bytes_whatever_happened_since(client, payment, all_rows):
    told = []

    def listen(payment, **kwargs):
        told.append(payment.pk)

    signals.payment_completed.connect(listen)
    try:
        first = pay(client, payment.account)
        Payment.objects.filter(pk=payment.pk).update(state="refunded")
        again = [pay(client, payment.account), pay(client, payment.account, accept="application/xml"), pay(client, "1", sum="1.00")]
    finally:
        signals.payment_completed.disconnect(listen)
    assert {response.content for response in again} == {first.content}
    assert {response["Content-Type"] for response in again} == {first["Content-Type"]}
    assert (told, BillerCall.objects.count()) == ([payment.pk], 1)


def test_second_call_for_a_paid_order_is_refused_and_staff_are_told(client, payment, all_rows):
    pay(client, payment.account)
    assert result(ask(client, "check", payment.account, txn_id="2")) == 3
    assert not Alert.objects.exists()
    assert [result(pay(client, payment.account, txn_id=txn)) for txn in ("2", "3", "2")] == [3, 3, 3]
    assert fresh(payment).paid_tiyn == 299_000
    assert [alert.kind for alert in Alert.objects.all()] == ["money_held", "money_held"]


@pytest.mark.parametrize("wrong", ["2989.99", "2990.01", "1.00", "299000.00"])
def test_wrong_sum_grants_nothing_and_staff_are_told(client, payment, all_rows, wrong):
    assert result(pay(client, payment.account, sum=wrong)) == 5
    assert fresh(payment).state == "pending"
    assert Alert.objects.get().kind == "money_held"
    # The bank may come again with the right one.
    assert result(pay(client, payment.account, txn_id="2")) == 0


def test_unknown_account_is_not_found(client, payment, all_rows):
    assert result(ask(client, "check", "404")) == 1
    assert result(pay(client, "404")) == 1
    assert BillerCall.objects.get().payment is None
    assert Alert.objects.get().kind == "money_held"


@pytest.mark.parametrize(
    ("state", "expected"),
    [("cancelled", 2), ("refunded", 3), ("expired", 0), ("failed", 0), ("create_unknown", 0), ("created", 0)],
)
def test_states_have_their_result(client, payment, all_rows, state, expected):
    fields = {"paid_tiyn": 299_000, "completed_at": payment.created_at} if state == "refunded" else {}
    Payment.objects.filter(pk=payment.pk).update(state=state, **fields)
    assert result(ask(client, "check", payment.account)) == expected
    assert result(pay(client, payment.account)) == expected
    assert fresh(payment).state == ("completed" if expected == 0 else state)


def test_dearer_tier_is_not_sold_for_the_difference_once_the_rest_was_given_back(client, people, all_rows):
    lower = paid_by_code(make_payment(people.workspace))
    upgrade = make_payment(people.workspace, tier="premium", gateway_code="kaspi_biller", channel="number")
    difference = f"{upgrade.amount_tiyn // 100}.00"
    assert result(ask(client, "check", upgrade.account)) == 0
    actions.send_refund(refund_id=actions.refund(payment=lower, amount_tiyn=lower.paid_tiyn, by=people.host).pk)
    assert fresh(lower).state == "refunded"
    assert result(ask(client, "check", upgrade.account)) == 2
    assert result(pay(client, upgrade.account, sum=difference)) == 2
    assert fresh(upgrade).state == "pending"


def test_number_made_cheaper_by_a_code_dies_when_the_codes_use_is_returned(client, people, all_rows):
    PromoCode.objects.create(code="TOI", percent=50, limit=1)
    begun = actions.pay_with_promo(
        workspace=people.workspace,
        reference="thing:1",
        tariff=queries.tariff("standard"),
        code="TOI",
        by=people.host,
        gateway_code="kaspi_biller",
        channel="number",
    )
    actions.open_at_gateway(payment_id=begun.pk)
    half = f"{begun.amount_tiyn // 100}.00"
    assert result(ask(client, "check", begun.account)) == 0
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        actions.check_payment(payment_id=begun.pk)
        assert fresh(begun).state == "expired"
        assert result(ask(client, "check", begun.account)) == 2
        assert result(pay(client, begun.account, sum=half)) == 2


def test_order_that_is_being_paid_by_a_code_waits(client, payment, people, all_rows):
    other = make_payment(people.workspace)
    Payment.objects.filter(pk=other.pk).update(state="scanned")
    assert result(ask(client, "check", payment.account)) == 4
    assert result(pay(client, payment.account)) == 4
    assert not BillerCall.objects.exists()
    Payment.objects.filter(pk=other.pk).update(state="expired")
    assert result(pay(client, payment.account)) == 0


def test_order_paid_by_a_code_is_paid(client, payment, people, all_rows):
    other = make_payment(people.workspace)
    done = {"state": "completed", "is_entitling": True, "paid_tiyn": 299_000, "completed_at": other.created_at}
    Payment.objects.filter(pk=other.pk).update(**done)
    assert result(ask(client, "check", payment.account)) == 3


def test_order_had_for_a_unit_of_the_balance_is_paid(client, payment, people, all_rows):
    unit = {"workspace": people.workspace, "tier": payment.tariff_code}
    actions.correct_balance(**unit, units=1, note="Сыйлық", by=StaffFactory())
    actions.spend_unit(**unit, reference=payment.reference, by=people.host)
    assert result(ask(client, "check", payment.account)) == 3


@pytest.mark.parametrize(
    "said",
    [
        {"command": "refund"},
        {"command": ""},
        {"txn_id": ""},
        {"txn_id": "1" * 21},
        {"txn_id": "1<2"},
        {"account": ""},
        {"account": "\0"},
        {"sum": ""},
        {"sum": "-2990.00"},
        {"sum": "2990,00"},
        {"sum": "1e9"},
        {"sum": "2990.001"},
        {"sum": "٢٩٩٠"},
    ],
)
def test_nonsense_is_an_error_told_with_200(client, payment, all_rows, said):
    query = {"command": "pay", "txn_id": "1", "account": payment.account, "sum": "2990.00"} | said
    assert result(client.get(ADDRESS, query, headers={"X-Forwarded-For": BANK})) == 5
    assert (fresh(payment).state, BillerCall.objects.count()) == ("pending", 0)


def test_xml_where_it_was_agreed_or_asked_for(client, payment, settings):
    for accept, agreed in [("application/xml", "json"), ("", "xml"), ("*/*", "xml")]:
        settings.KASPI_BILLER_FORMAT = agreed
        response = ask(client, "check", payment.account, accept=accept)
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        root = ElementTree.fromstring(response.content)
        assert (root.tag, root.findtext("result"), root.findtext("fields/field1")) == ("response", "0", payment.title)
    root = ElementTree.fromstring(pay(client, payment.account).content)
    assert [child.tag for child in root] == ["txn_id", "prv_txn", "sum", "result", "comment"]
    assert root.findtext("prv_txn") == str(payment.pk)


def test_title_that_xml_cannot_carry_is_carried():
    answer = protocol.Answer("1", PayAnswer.OK, title="<Той> & \x01 \N{BELL}")
    assert ElementTree.fromstring(protocol.render(answer, "xml")).findtext("fields/field1").startswith("<Той> & ")
    assert json.loads(protocol.render(answer, "json"))["fields"]["field1"]["#text"] == answer.title


@pytest.mark.parametrize("agreed", ["json", "xml"])
def test_answer_the_protocol_has_no_number_for_is_an_error_to_the_bank(client, payment, settings, monkeypatch, agreed):
    settings.KASPI_BILLER_FORMAT = agreed
    later = IntEnum("Wider", {"LATER": 6}).LATER
    monkeypatch.setattr(queries, "payable", lambda payment: later)
    for command in ("check", "pay"):
        response = ask(client, command, payment.account, accept="")
        assert response.status_code == 200
        assert b"ERROR" in response.content and b"LATER" not in response.content
    assert fresh(payment).state == "pending"


@pytest.mark.parametrize("secret", ["wrong", "құпия", SECRET[:-1], SECRET.upper()])
def test_wrong_secret_is_nowhere(client, payment, secret):
    assert ask(client, "pay", payment.account, address=f"/api/payments/kaspi/biller/{secret}/").status_code == 404
    assert fresh(payment).state == "pending"


def test_former_secret_still_opens_and_none_opens_nothing(client, payment, settings):
    former = "/api/payments/kaspi/biller/the-one-before/"
    assert result(ask(client, "check", payment.account, address=former)) == 0
    settings.KASPI_BILLER_SECRETS = []
    assert ask(client, "check", payment.account, address=former).status_code == 404
    assert not gateways.get("kaspi_biller").availability().is_available


@pytest.mark.parametrize("xff", ["203.0.113.9", f"{BANK}, 203.0.113.9", "197.187.244.108", ""])
def test_strangers_are_refused_and_told_of_once(client, payment, all_rows, xff):
    for txn_id in ("1", "2"):
        assert result(pay(client, payment.account, xff=xff, txn_id=txn_id)) == 5
    assert fresh(payment).state == "pending"
    assert Alert.objects.get().kind == "foreign_call"
    assert not BillerCall.objects.exists()


def test_what_stands_before_the_proxys_own_word_does_not_matter(client, payment):
    assert result(pay(client, payment.account, xff=f"203.0.113.9, {BANK}")) == 0


def test_without_a_proxy_the_connection_counts(client, payment, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert result(pay(client, payment.account, xff=BANK)) == 5


def test_addresses_may_be_networks(settings):
    settings.KASPI_BILLER_IPS = ["194.187.247.152/29", "2001:db8::/32"]
    assert is_the_banks("194.187.247.155")
    assert is_the_banks("2001:db8::7")
    assert not is_the_banks("194.187.247.160")
    assert not is_the_banks(None)


@pytest.mark.parametrize(("name", "value"), [("FORMAT", "yaml"), ("IPS", ["everywhere"]), ("IPS", [])])
def test_half_configured_is_not_available_and_says_why(settings, name, value):
    setattr(settings, f"KASPI_BILLER_{name}", value)
    availability = gateways.get("kaspi_biller").availability()
    assert not availability.is_available
    assert f"KASPI_BILLER_{name}" in availability.reason


def test_answer_is_never_changed(client, payment, all_rows):
    pay(client, payment.account)
    with pytest.raises(IntegrityError), transaction.atomic():
        BillerCall.objects.update(result=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        BillerCall.objects.all().delete()


def test_what_breaks_is_undone_and_the_bank_comes_again(client, payment, all_rows):
    def fail(**kwargs):
        raise RuntimeError("the page cannot be published")

    client.raise_request_exception = False
    signals.payment_completed.connect(fail)
    try:
        assert pay(client, payment.account).status_code == 500
    finally:
        signals.payment_completed.disconnect(fail)
    assert (fresh(payment).state, BillerCall.objects.count()) == ("pending", 0)
    assert result(pay(client, payment.account)) == 0


class TestFastPayment:
    @pytest.fixture(autouse=True)
    def online(self, kaspi, settings):
        settings.KASPI_BILLER_SERVICE = "ToiInvite"
        settings.KASPI_BILLER_ONLINE_URL = kaspi.url("online") + "/online"
        return kaspi

    def test_payer_is_led_to_the_number_in_the_app(self, people, online):
        payment = make_payment(people.workspace, gateway_code="kaspi_biller", channel="qr")
        (order,) = online.fake.orders.values()
        assert payment.link == f"{online.url('online')}/pay/{order.token}"
        assert (order.order_id, order.amount, order.tran_id) == (payment.account, 299_000, payment.our_reference)
        assert order.return_url.endswith(f"/admin/payments/{payment.our_reference}/")

    def test_service_the_bank_does_not_know_is_told_to_staff(self, people, settings, all_rows):
        settings.KASPI_BILLER_SERVICE = "Stranger"
        payment = make_payment(people.workspace, gateway_code="kaspi_biller", channel="link")
        assert payment.state == "failed"
        assert Alert.objects.get().kind == "misconfigured"

    @pytest.mark.parametrize("fault", ["http 502", "bad_json", "empty_body", "reset_before"])
    def test_lost_answer_is_asked_for_again(self, people, online, fault):
        online.fault(fault, "online")
        payment = make_payment(people.workspace, gateway_code="kaspi_biller", channel="qr")
        assert payment.state == "created"
        assert payment.next_check_at > payment.created_at

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "", None, 7])
    def test_address_that_is_none_is_not_shown(self, monkeypatch, link):
        from payments.gateways import wire
        from payments.gateways.kaspi_biller import online

        monkeypatch.setattr(wire, "ask", lambda *args, **said: (200, json.dumps({"code": 0, "redirectUrl": link}).encode()))
        attempt = gateways.Attempt("r", 100, "KZT", "", datetime.now(UTC), channel=Channel.QR, account="1")
        with pytest.raises(RetryableError):
            online.start(attempt)

    def test_address_in_the_settings_that_is_none_is_a_matter_for_staff(self, settings):
        settings.KASPI_BILLER_ONLINE_URL = "kaspi.kz/online"
        attempt = gateways.Attempt("r", 100, "KZT", "", datetime.now(UTC), channel=Channel.QR, account="1")
        with pytest.raises(MisconfiguredError):
            gateways.get("kaspi_biller").create(attempt)
