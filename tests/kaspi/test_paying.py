"""The bank's scripts 1 to 6, 8, 9, 11 to 17, 19, 20, 37 to 39, 41 and 42, over real sockets with real TLS."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from deploy.kaspi_emulator.config import Config
from payments import actions
from payments.gateways.kaspi_qr import KaspiQrGateway
from payments.models import Alert, Finding
from tests.factories.accounts import StaffFactory
from tests.kaspi.checkout import GOES_BACK, PUBLISHED, TWICE, state
from tests.kaspi.configuring import configure

pytestmark = pytest.mark.django_db


def screen(client, payment):
    return BeautifulSoup(client.get(reverse("payments:show", args=[payment.our_reference])).content, "html.parser")


@pytest.mark.parametrize("scheme", ["r1", "r2", "r3"])
@pytest.mark.parametrize("channel", ["qr", "link"])
def test_01_scanned_and_confirmed_is_published_once(checkout, settings, client, scheme, channel):
    configure(checkout.bank, settings, scheme)
    payment = checkout.open(channel=channel)
    checkout.wait(10)
    checkout.bank.scan()
    checkout.wait(12)
    assert state(payment) == "scanned"
    checkout.bank.confirm()
    checkout.wait(12)
    assert state(payment) == "completed"
    assert (checkout.is_live, checkout.entitlements, payment.paid_tiyn) == (True, 1, 299_000)
    assert checkout.mails == [PUBLISHED]
    checkout.page.refresh_from_db()
    assert client.get(checkout.page.get_url()).status_code == 200
    before = checkout.polls(payment)
    checkout.wait(60, step=10)
    assert checkout.polls(payment) == before
    assert checkout.bank.violations() == []


def test_01_bank_is_asked_in_its_own_interval(checkout):
    payment = checkout.open()
    checkout.wait(30, step=1)
    assert 30 / 6 - 1 <= checkout.polls(payment) <= 30 / 5
    assert checkout.bank.violations() == []


@pytest.mark.parametrize("mode", ["error", "stuck"])
def test_02_never_scanned_is_hidden_in_time_and_expires(checkout, host, mode):
    checkout.bank.quirks(expiry_mode=mode)
    payment = checkout.open()
    checkout.wait(178, step=12)
    assert screen(host, payment).select(".checkout__code")
    checkout.wait(3, step=1)
    assert not screen(host, payment).select(".checkout__code")
    checkout.wait(45, step=6)
    assert state(payment) == ("failed" if mode == "error" else "expired")
    assert (checkout.is_live, checkout.entitlements, checkout.mails) == (False, 0, [])
    assert checkout.bank.violations() == []


def test_03_scanned_and_confirmed_at_the_last_moment(checkout):
    payment = checkout.open()
    checkout.wait(170, step=10)
    checkout.clock.shift(10)
    checkout.bank.scan()
    checkout.wait(64, step=8)
    checkout.clock.shift(1)
    checkout.bank.confirm()
    checkout.wait(15)
    assert state(payment) == "completed"


def test_04_never_confirmed_expires_and_is_asked_about_four_times_more(checkout):
    checkout.bank.quirks(expiry_mode="stuck")
    payment = checkout.open()
    checkout.bank.scan()
    checkout.wait(120, step=10)
    assert state(payment) == "expired"
    before, asked = checkout.polls(payment), []
    for minutes in [1, 1, 5, 10, 10, 50, 60, 12 * 60, 12 * 60, 24 * 60]:
        checkout.jump(minutes=minutes)
        asked.append(checkout.polls(payment) - before)
    assert asked[-1] == 4
    assert sorted(set(asked)) == list(range(asked[0], 5))


def test_05_paid_when_asked_a_quarter_of_an_hour_later(checkout):
    checkout.bank.quirks(expiry_mode="stuck")
    payment = checkout.open()
    checkout.bank.scan()
    checkout.wait(240, step=5)
    assert (state(payment), checkout.mails) == ("expired", [])
    checkout.bank.force(payment.provider_payment_id, "Processed")
    checkout.jump(minutes=16)
    assert state(payment) == "completed"
    assert (checkout.is_live, checkout.mails) == (True, [PUBLISHED])
    checkout.jump(hours=30)
    assert checkout.mails == [PUBLISHED]


@pytest.mark.parametrize("moment", ["scan", "confirm"])
def test_06_refused_on_the_phone_fails_and_a_new_code_is_another_purchase(checkout, host, moment):
    payment = checkout.open()
    if moment == "confirm":
        checkout.bank.scan()
        checkout.bank.confirm_error()
    else:
        checkout.bank.scan_error()
    checkout.wait(12)
    assert state(payment) == "failed"
    assert screen(host, payment).select(f'form[action="{reverse("payments:renew", args=[payment.our_reference])}"]')
    again = actions.renew(payment=payment, by=checkout.people.host)
    actions.open_at_gateway(payment_id=again.pk)
    again.refresh_from_db()
    assert again.provider_payment_id not in {"", payment.provider_payment_id}
    before = checkout.polls(payment)
    checkout.wait(30)
    assert (checkout.polls(payment), checkout.mails) == (before, [])
    assert checkout.bank.violations() == []


def test_08_code_and_button_both_paid_publish_once_and_one_goes_back(checkout):
    code, button = checkout.open(), checkout.open(channel="link")
    checkout.bank.pay(code.provider_payment_id)
    checkout.bank.pay(button.provider_payment_id)
    checkout.wait(12)
    checkout.jump(minutes=1)
    assert sorted([state(code), state(button)]) == ["completed", "refunded"]
    assert (checkout.is_live, checkout.entitlements, checkout.mails) == (True, 1, [PUBLISHED, TWICE])
    bought = [checkout.bank.purchase(one.provider_payment_id) for one in (code, button)]
    assert sorted(one.available for one in bought) == [0, 2990]


def test_09_lost_answer_to_the_purchase_lets_the_payer_try_again(checkout, host):
    checkout.bank.fault("commit_then_reset", "qr/create$")
    lost = checkout.open()
    assert (lost.state, lost.provider_payment_id) == ("create_unknown", "")
    assert screen(host, lost).select(f'form[action="{reverse("payments:renew", args=[lost.our_reference])}"]')
    again = checkout.open()
    assert (again.pk, again.state) != (lost.pk, "create_unknown")
    checkout.bank.pay(again.provider_payment_id)
    checkout.wait(12)
    assert state(again) == "completed"
    checkout.wait(300, step=10)
    assert state(lost) == "expired"
    assert len(checkout.bank.journal.calls("/qr/create")) == 2


FAULTS = ["status_code -999", "http 502", "bad_json", "empty_body", "reset_before", "commit_then_reset", "http 500", "throttle"]


@pytest.mark.parametrize("fault", FAULTS)
def test_11_bank_that_stumbles_delays_and_fails_nothing(checkout, fault):
    payment = checkout.open()
    checkout.bank.fault(fault, "payment/", times=5)
    checkout.wait(6, step=3)
    checkout.bank.pay()
    for _ in range(30):
        checkout.wait(6, step=6)
        assert state(payment) in {"pending", "scanned", "completed"}
        if payment.state == "completed":
            break
    assert payment.state == "completed"
    assert checkout.is_live


def test_11_bank_that_does_not_answer_is_left_within_five_seconds(checkout):
    payment = checkout.open()
    checkout.bank.fault("hang", "payment/status")
    checkout.bank.pay()
    checkout.wait(24, step=6)
    assert state(payment) == "completed"


def test_11_purchase_is_asked_for_again_while_the_bank_says_it_is_not_there(checkout):
    checkout.bank.fault("status_code -999", "qr/create$", times=5)
    payment = checkout.open()
    assert payment.state == "created"
    checkout.wait(120, step=5)
    assert state(payment) == "pending"
    assert len(checkout.bank.fake.bank.purchases) == 1


@pytest.mark.parametrize("code", [-10000, -1501, -1502, 990000018, 990000026, 990000033])
def test_12_bank_that_does_not_take_us_says_so_to_payer_and_staff_without_a_storm(checkout, host, mailoutbox, code):
    checkout.bank.fault(f"status_code {code}", "qr/create$", times=99)
    first, second = checkout.open(), checkout.open()
    assert (first.state, second.state) == ("failed", "failed")
    assert "жатырмыз" in screen(host, first).select_one(".checkout").text
    alert = Alert.objects.get(kind=Alert.Kind.MISCONFIGURED)
    assert str(code) in alert.detail
    before = len(checkout.bank.journal.entries)
    checkout.wait(120, step=5)
    assert len(checkout.bank.journal.entries) == before <= 8


@pytest.mark.parametrize("scheme", ["r1", "r3"])
def test_13_wrong_amount_is_not_published_and_found(checkout, settings, scheme):
    configure(checkout.bank, settings, scheme)
    payment = checkout.open()
    checkout.bank.fault("wrong_amount -1", "payment/details" if scheme == "r3" else "payment/status", times=99)
    checkout.bank.pay()
    checkout.wait(12)
    assert (state(payment), payment.attention, checkout.is_live) == ("pending", "underpaid", False)
    assert payment.alerts.get().kind == Alert.Kind.UNDERPAID
    found = payment.findings.get()
    assert (found.kind, found.ours_tiyn, found.theirs_tiyn) == (Finding.Kind.AMOUNT_DIFFERS, 299_000, 298_900)
    checkout.wait(300, step=20)
    assert (state(payment), payment.alerts.count(), checkout.mails) == ("expired", 1, [])
    assert payment.findings.count() == 1


@pytest.mark.parametrize("fault", ["unknown_status Foo", "unknown_status Expired", "status_code 424242"])
def test_14_word_nobody_knows_changes_nothing_and_a_strange_status_is_told(checkout, fault):
    payment = checkout.open()
    checkout.bank.fault(fault, "payment/status", times=3)
    checkout.wait(13, step=6)
    assert state(payment) == "pending"
    assert payment.alerts.filter(kind=Alert.Kind.UNKNOWN_STATUS).count() == 1
    checkout.wait(12)
    checkout.bank.pay()
    checkout.wait(14)
    assert state(payment) == "completed"


def test_15_word_taken_back_leaves_it_published_and_is_found(checkout, client):
    payment = checkout.open()
    checkout.bank.pay()
    checkout.wait(12)
    checkout.bank.force(payment.provider_payment_id, "Error")
    for _twice in range(2):
        actions.check_payment(payment_id=payment.pk)
    assert (state(payment), checkout.is_live, checkout.mails) == ("completed", True, [PUBLISHED])
    assert payment.alerts.get().kind == Alert.Kind.TAKEN_BACK
    found = payment.findings.get()
    assert (found.kind, found.ours_tiyn, found.theirs_tiyn) == (Finding.Kind.TAKEN_BACK, 299_000, 0)
    client.force_login(StaffFactory(language="en"))
    assert "took its word back" in client.get(reverse("payments:findings")).text


def test_16_stale_answers_do_not_take_a_payment_back(checkout):
    payment = checkout.open()
    checkout.wait(8)
    checkout.bank.pay()
    checkout.wait(12)
    checkout.bank.fault("stale", "payment/status", times=3)
    for _ in range(3):
        actions.check_payment(payment_id=payment.pk)
    assert (state(payment), checkout.is_live, Alert.objects.count(), checkout.mails) == ("completed", True, 0, [PUBLISHED])


def test_17_lost_tasks_are_found_by_the_sweeper(checkout):
    payment = checkout.press()
    assert payment.state == "created"
    checkout.wait(6)
    assert state(payment) == "pending"
    checkout.clock.shift(60)
    checkout.bank.pay()
    checkout.wait(6)
    assert state(payment) == "completed"


def test_19_payment_is_compared_with_its_own_price(checkout):
    from payments import queries

    payment = checkout.open()
    actions.set_price(tariff=queries.tariff("standard"), amount_tiyn=499_000, by=None)
    checkout.bank.pay()
    checkout.wait(12)
    assert (state(payment), payment.paid_tiyn, checkout.is_live) == ("completed", 299_000, True)


def test_20_money_for_what_was_deleted_goes_back(checkout):
    payment = checkout.open()
    checkout.page.delete()
    checkout.bank.pay()
    checkout.wait(12)
    checkout.jump(minutes=1)
    assert (state(payment), payment.attention, payment.why_back) == ("refunded", "", "nothing_to_grant")
    assert checkout.bank.purchase(payment.provider_payment_id).available == 0
    assert checkout.mails == [GOES_BACK]


def test_37_invoice_is_asked_about_only_when_a_person_looks(checkout, host, django_capture_on_commit_callbacks):
    payment = checkout.open(channel="invoice", phone="+77015211545")
    assert (payment.state, payment.phone, payment.link) == ("pending", "", "")
    checkout.wait(600, step=30)
    assert checkout.polls(payment) == 0
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(10):
            checkout.clock.shift(0.5)
            screen(host, payment)
    assert checkout.polls(payment) == 1
    checkout.bank.pay()
    checkout.clock.shift(40)
    with django_capture_on_commit_callbacks(execute=True):
        screen(host, payment)
    assert (state(payment), checkout.is_live) == ("completed", True)
    assert checkout.bank.violations() == []


def test_37_invoice_nobody_paid_ends_by_our_clock_without_a_question(checkout):
    payment = checkout.open(channel="invoice", phone="+77015211545")
    checkout.jump(hours=24, minutes=1)
    assert (state(payment), checkout.polls(payment)) == ("expired", 0)


def test_38_outage_on_the_day_of_publishing_loses_and_doubles_nothing(checkout):
    begun = checkout.open()
    checkout.bank.outage(120)
    later = checkout.open(channel="link")
    assert (begun.state, later.state) == ("pending", "created")
    before = len(checkout.bank.journal.entries)
    checkout.wait(115, step=5)
    assert (state(begun), state(later)) == ("pending", "created")
    # The breaker lets one question through in fifteen seconds.
    assert len(checkout.bank.journal.entries) - before < 20
    checkout.wait(40, step=5)
    assert state(later) == "pending"
    checkout.bank.pay(begun.provider_payment_id)
    checkout.wait(30, step=5)
    assert (state(begun), checkout.entitlements) == ("completed", 1)
    assert len(checkout.bank.fake.bank.purchases) == 2


def test_39_renewed_certificate_is_used_by_the_next_call(checkout, settings, tmp_path):
    cert, key = tmp_path / "merchant.pem", tmp_path / "merchant.key"
    settings.KASPI_QR_CERT, settings.KASPI_QR_KEY = str(cert), str(key)

    def put(name):
        pair = checkout.bank.client(name)
        cert.write_bytes(pair.cert.read_bytes())
        key.write_bytes(pair.key.read_bytes())

    put("org2")
    assert checkout.open().state == "failed"
    assert "-10000" in Alert.objects.get(kind=Alert.Kind.MISCONFIGURED).detail
    put("org1")
    payment = checkout.open()
    assert payment.state == "pending"
    put("org2")
    checkout.wait(6, step=6)
    assert "-10000" in checkout.bank.journal.entries[-1].response or "-1601" in checkout.bank.journal.entries[-1].response
    put("org1")
    checkout.bank.pay(payment.provider_payment_id)
    checkout.wait(12, step=6)
    assert state(payment) == "completed"


@pytest.mark.parametrize("fault", ["tls_bad_cert", "tls_expired"])
def test_39_stranger_in_the_banks_place_hears_nothing(checkout, fault):
    checkout.bank.fault(fault, times=99)
    payment = checkout.open()
    assert payment.state == "created"
    assert {entry.method for entry in checkout.bank.journal.entries} <= {"TLS"}
    checkout.bank.heal()
    checkout.clock.shift(30)
    checkout.wait(12)
    assert state(payment) == "pending"


@pytest.mark.parametrize("style", ["hours", "milliseconds", "whole", "naive", "unpadded"])
def test_41_end_of_a_code_is_understood_in_every_shape(checkout, style):
    checkout.bank.quirks(date_style=style)
    from payments.gateways import Attempt

    opened = KaspiQrGateway().create(Attempt("reference41", 299_000, "KZT", "", timezone.now()))
    assert abs((opened.expires_at - timezone.now()).total_seconds() - 180) < 1


@pytest.mark.parametrize("number", [2**31 + 1, 2**53 + 1])
def test_42_number_of_the_purchase_is_kept_and_shown_exactly(checkout, client, number):
    checkout.bank.fake.reset(Config(first_payment_id=number))
    payment = checkout.open()
    assert payment.provider_payment_id == str(number)
    checkout.bank.pay(number)
    checkout.wait(12)
    assert state(payment) == "completed"
    client.force_login(StaffFactory())
    assert str(number) in client.get(reverse("payments:story", args=[payment.our_reference])).text
