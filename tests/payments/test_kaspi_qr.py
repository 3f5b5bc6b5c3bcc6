"""What of Kaspi's QR gateway needs no bank: dates, codes, sums, settings; and what it says on the wire."""

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import httpx
import pytest
from django.utils import timezone

from payments.gateways import (
    Attempt,
    Channel,
    MisconfiguredError,
    NotTakenError,
    Outcome,
    PermanentError,
    RetryableError,
    TransientRefusalError,
)
from payments.gateways.kaspi_qr import KaspiQrGateway, amounts, client, codes, dates
from tests.kaspi.configuring import configure


@pytest.fixture
def bank(fake_kaspi, settings, monkeypatch):
    configure(fake_kaspi, settings, url="https://bank.example")
    monkeypatch.setattr(client, "transport", lambda account: fake_kaspi.transport())
    return fake_kaspi


def answering(monkeypatch, settings, *answers):
    """A bank that says these things, one after the other, after it has registered the device."""
    said, asked = list(answers), []

    def answer(request):
        asked.append(request)
        if request.url.path.endswith("device/register"):
            return httpx.Response(200, json={"StatusCode": 0, "Data": {"DeviceToken": "d-1"}})
        told = said.pop(0)
        if isinstance(told, Exception):
            raise told
        return told if isinstance(told, httpx.Response) else httpx.Response(200, **told)

    settings.KASPI_QR_URL, settings.KASPI_QR_SCHEME, settings.KASPI_QR_BIN = "https://bank.example", "r3", "180340021791"
    settings.KASPI_QR_TRADE_POINT = "1"
    monkeypatch.setattr(client, "transport", lambda account: httpx.MockTransport(answer))
    return asked


def new(channel=Channel.QR, **fields):
    return Attempt("reference2345", 299_000, "KZT", "Той", timezone.now(), channel=channel, **fields)


def created(number=1, wait=180):
    options = {"StatusPollingInterval": 5, "QrCodeScanWaitTimeout": wait, "PaymentConfirmationTimeout": 65}
    data = {"QrToken": "7" * 41, "ExpireDate": "2026-11-21T15:03:00+05", "QrPaymentId": number, "QrPaymentBehaviorOptions": options}
    return {"json": {"StatusCode": 0, "Data": data}}


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2020-01-16T10:30:00+06", "2020-01-16T04:30:00+00:00"),
        ("2025-10-22T17:10:50.717+05:00", "2025-10-22T12:10:50.717000+00:00"),
        ("2026-11-21T15:03:00+05:00", "2026-11-21T10:03:00+00:00"),
        # Almaty was at +6 then, at +5 since 2024.
        ("2021-12-08T11:35:48.1566667", "2021-12-08T05:35:48.156666+00:00"),
        ("2026-11-21T15:03:00.1566667", "2026-11-21T10:03:00.156666+00:00"),
        ("2021-11-3T11:55:14.166+06:00", "2021-11-03T05:55:14.166000+00:00"),
        ("2026-11-21T15:03:00Z", "2026-11-21T15:03:00+00:00"),
        ("2026-11-21T15:03:00-0330", "2026-11-21T18:33:00+00:00"),
    ],
)
def test_every_shape_of_date_is_the_same_moment(text, utc):
    assert dates.parse(text).isoformat() == utc
    assert dates.parse(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01T10:00:00", "2026-11-21", "2026-11-21T15:03:00+5 "[:-1] + "x"])
def test_nonsense_is_no_date(text):
    with pytest.raises(ValueError):
        dates.parse(text)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-999, NotTakenError),
        (-10000, MisconfiguredError),
        (-1502, MisconfiguredError),
        (-1601, PermanentError),
        (-99000006, TransientRefusalError),
        (-99000020, PermanentError),
        (990000018, MisconfiguredError),
    ],
)
def test_codes_have_their_kind(code, kind):
    assert type(codes.error_of(code)) is kind


@pytest.mark.parametrize("code", [-990000018, 99000033, 1502, -1404, 42])
def test_code_with_another_sign_or_of_unknown_meaning_is_a_plain_no(code):
    assert type(codes.error_of(code)) is PermanentError
    assert str(code) in str(codes.error_of(code))


@pytest.mark.parametrize(
    ("status", "channel", "outcome"),
    [
        ("Wait", Channel.QR, Outcome.SCANNED),
        ("RemotePaymentCreated", Channel.INVOICE, Outcome.PENDING),
        ("RemotePaymentCreated", Channel.LINK, Outcome.SCANNED),
        ("processed", Channel.QR, Outcome.UNKNOWN),
        ("Expired", Channel.QR, Outcome.UNKNOWN),
        ("", Channel.QR, Outcome.UNKNOWN),
    ],
)
def test_statuses_are_compared_exactly_and_strangers_are_unknown(status, channel, outcome):
    assert codes.outcome_of(status, channel) is outcome


@pytest.mark.parametrize("number", [12_800_000_001, 2**53 + 1, 9_223_372_036_854_775_807])
def test_number_of_a_purchase_is_exact_whatever_its_size(monkeypatch, settings, number):
    asked = answering(monkeypatch, settings, created(number), {"json": {"StatusCode": 0, "Data": {"Status": "Wait"}}})
    opened = KaspiQrGateway().create(new())
    assert opened.provider_payment_id == str(number)
    KaspiQrGateway().fetch_status(replace(new(), provider_payment_id=opened.provider_payment_id))
    assert str(asked[-1].url).endswith(f"/r3/v02/payment/status/{number}")


@pytest.mark.parametrize(
    ("tiyn", "written"), [(299_000, b'"Amount": 2990.00'), (1, b'"Amount": 0.01'), (99_999_999_999, b'"Amount": 999999999.99')]
)
def test_sum_goes_out_as_a_number_with_all_its_digits(monkeypatch, settings, tiyn, written):
    asked = answering(monkeypatch, settings, created())
    KaspiQrGateway().create(replace(new(), amount_tiyn=tiyn))
    assert written in asked[-1].content


def test_every_call_has_an_id_of_its_own_and_r3_names_its_merchant(monkeypatch, settings):
    asked = answering(monkeypatch, settings, created(1), created(2))
    for _ in range(2):
        KaspiQrGateway().create(new())
    assert len({one.headers["X-Request-ID"] for one in asked}) == len(asked) == 3
    assert all(b'"OrganizationBin": "180340021791"' in one.content for one in asked)
    assert not any("Api-Key" in one.headers for one in asked)


def test_timings_are_the_banks(monkeypatch, settings):
    answering(monkeypatch, settings, created(wait=120))
    opened = KaspiQrGateway().create(new())
    assert [one.total_seconds() for one in (opened.poll_every, opened.scan_timeout, opened.confirm_timeout)] == [5, 120, 65]


NO_ANSWERS = [
    httpx.Response(502, text="<html>502</html>"),
    httpx.Response(500, json={"StatusCode": 0}),
    {"text": "<html>hello</html>"},
    {"text": ""},
    {"json": []},
    {"json": {"Data": {}}},
    {"json": {"StatusCode": "0", "Data": {}}},
    {"json": {"StatusCode": 0}},
    {"json": {"StatusCode": 0, "Data": {"QrToken": "7"}}},
    {"json": {"StatusCode": 0, "Data": {"QrPaymentId": 7}}},
    httpx.ReadTimeout("late"),
    httpx.ReadError("reset"),
    httpx.RemoteProtocolError("closed"),
]


@pytest.mark.parametrize("answer", NO_ANSWERS, ids=str)
def test_lost_or_broken_answer_says_nothing_about_the_purchase(monkeypatch, settings, answer):
    answering(monkeypatch, settings, answer)
    with pytest.raises(RetryableError) as raised:
        KaspiQrGateway().create(new())
    assert not isinstance(raised.value, NotTakenError)


@pytest.mark.parametrize(
    "answer", [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.Response(429), {"json": {"StatusCode": -999}}], ids=str
)
def test_what_the_bank_has_not_taken_may_be_asked_again(monkeypatch, settings, answer):
    answering(monkeypatch, settings, answer)
    with pytest.raises(NotTakenError):
        KaspiQrGateway().create(new())


@pytest.mark.parametrize(("answer", "kind"), [(httpx.Response(403), MisconfiguredError), (httpx.Response(400, text="no"), PermanentError)])
def test_http_errors_of_ours(monkeypatch, settings, answer, kind):
    answering(monkeypatch, settings, answer)
    with pytest.raises(kind):
        KaspiQrGateway().create(new())


def test_bank_without_the_newer_status_is_asked_for_the_older_one_from_then_on(monkeypatch, settings):
    told = {"json": {"StatusCode": 0, "Data": {"Status": "Wait"}}}
    asked = answering(monkeypatch, settings, httpx.Response(404), told, told)
    for _ in range(2):
        assert KaspiQrGateway().fetch_status(new(provider_payment_id="7")).outcome is Outcome.SCANNED
    assert [one.url.path for one in asked] == [f"/r3/{version}/payment/status/7" for version in ("v02", "v01", "v01")]


@pytest.mark.parametrize(
    ("named", "in_details", "tiyn"),
    [(2990, 2990, 299_000), (None, Decimal("2990.00"), 299_000), (2990, 2989, 298_900), (2989, 2990, 298_900)],
)
def test_smaller_sum_counts(monkeypatch, settings, named, in_details, tiyn):
    status = {"Status": "Processed"} | ({"Amount": named} if named else {})
    answering(
        monkeypatch,
        settings,
        {"json": {"StatusCode": 0, "Data": status}},
        {"text": f'{{"StatusCode": 0, "Data": {{"TotalAmount": {in_details}, "AvailableReturnAmount": 1}}}}'},
    )
    assert KaspiQrGateway().fetch_status(new(provider_payment_id="7")).amount_tiyn == tiyn


@pytest.mark.parametrize(
    ("written", "tiyn"), [("199.99999999999997", 20_000), ("200", 20_000), ("200.005", None), ("null", None), ('"200"', None)]
)
def test_noise_of_floats_is_taken_off_and_nonsense_is_no_sum(monkeypatch, settings, written, tiyn):
    answering(monkeypatch, settings, {"text": f'{{"StatusCode": 0, "Data": {{"AvailableReturnAmount": {written}}}}}'})
    attempt = new(provider_payment_id="7")
    if tiyn is None:
        with pytest.raises(RetryableError):
            KaspiQrGateway().available_refund(attempt)
    else:
        assert KaspiQrGateway().available_refund(attempt) == tiyn


def test_device_that_was_switched_off_is_registered_again_once(bank):
    gateway = KaspiQrGateway()
    gateway.create(new())
    bank.fault("status_code -1502", "qr/create$")
    assert gateway.create(new()).provider_payment_id
    bank.fault("status_code -1502", "qr/create$", times=9)
    with pytest.raises(MisconfiguredError):
        gateway.create(new())


def test_lost_registration_has_bought_nothing(bank):
    bank.fault("commit_then_reset", "device/register$")
    with pytest.raises(NotTakenError):
        KaspiQrGateway().create(new())
    assert KaspiQrGateway().create(new()).provider_payment_id


@pytest.mark.parametrize(("prefix", "written"), [("8", "87015211545"), ("7", "77015211545")])
def test_phone_is_written_as_the_bank_wants_it(bank, settings, prefix, written):
    settings.KASPI_QR_PHONE_PREFIX = prefix
    opened = KaspiQrGateway().create(new(Channel.INVOICE, phone="+77015211545"))
    assert bank.purchase(opened.provider_payment_id).phone == written
    assert timedelta(hours=23) < opened.expires_at - timezone.now() < timedelta(hours=25)


@pytest.mark.parametrize("phone", ["", "+1 202 555", "+996555123456", "87015211545"])
def test_invoice_to_a_number_the_bank_cannot_know_is_refused_at_once(bank, phone):
    with pytest.raises(PermanentError):
        KaspiQrGateway().create(new(Channel.INVOICE, phone=phone))


def test_invoice_can_be_taken_back_and_a_code_cannot(bank):
    gateway = KaspiQrGateway()
    opened = gateway.create(new(Channel.INVOICE, phone="+77015211545"))
    attempt = new(Channel.INVOICE, provider_payment_id=opened.provider_payment_id)
    gateway.cancel(attempt)
    assert gateway.fetch_status(attempt).outcome is Outcome.CANCELLED
    with pytest.raises(PermanentError):
        gateway.cancel(new(provider_payment_id=opened.provider_payment_id))


def test_journal_of_the_bank_has_no_complaint(bank):
    gateway = KaspiQrGateway()
    for channel in (Channel.QR, Channel.LINK):
        opened = gateway.create(new(channel))
        bank.pay(opened.provider_payment_id)
        attempt = new(channel, provider_payment_id=opened.provider_payment_id)
        assert gateway.fetch_status(attempt).amount_tiyn == 299_000
        gateway.refund(attempt, 100_000, "key")
        assert gateway.available_refund(attempt) == 199_000
    assert bank.violations() == []


@pytest.fixture
def returning(bank, settings):
    """r2: a paid purchase of the customer who stands at the desk."""
    configure(bank, settings, "r2", url="https://bank.example")
    gateway = KaspiQrGateway()
    opened = gateway.create(new())
    bank.pay(opened.provider_payment_id)
    return gateway, new(provider_payment_id=opened.provider_payment_id)


def test_money_goes_back_to_the_customer_who_scans(bank, returning):
    gateway, attempt = returning
    code = gateway.open_return()
    assert (len(code.link), code.scan_timeout, code.poll_every) == (41, timedelta(seconds=180), timedelta(seconds=5))
    assert not gateway.is_customer_known(code.provider_payment_id)
    bank.order("return/scan", id=code.provider_payment_id)
    assert gateway.is_customer_known(code.provider_payment_id)
    gateway.refund_to_customer(attempt, 100_000, code.provider_payment_id)
    assert gateway.available_refund(attempt) == 199_000
    assert bank.violations() == []


def test_money_of_another_customer_does_not_go_back(bank, returning):
    gateway, attempt = returning
    code = gateway.open_return()
    bank.order("return/scan", id=code.provider_payment_id, customer="somebody-else")
    with pytest.raises(PermanentError):
        gateway.refund_to_customer(attempt, 100_000, code.provider_payment_id)
    assert gateway.available_refund(attempt) == 299_000


def test_code_nobody_scanned_runs_out(bank, returning):
    gateway, _attempt = returning
    code = gateway.open_return()
    bank.advance(181)
    with pytest.raises(PermanentError):
        gateway.is_customer_known(code.provider_payment_id)


@pytest.mark.parametrize("scheme", ["r1", "r3"])
def test_other_schemes_have_no_codes_for_refunds(bank, settings, scheme):
    configure(bank, settings, scheme, url="https://bank.example")
    with pytest.raises(PermanentError):
        KaspiQrGateway().open_return()


@pytest.mark.parametrize("said", [Decimal("1e30"), Decimal("1e999999"), 10**40, Decimal(-5), -5])
def test_sum_that_is_none_is_asked_for_again(said):
    with pytest.raises(RetryableError):
        amounts.read(said)
