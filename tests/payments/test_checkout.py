"""The page that waits for money."""

from datetime import timedelta

import pytest
import time_machine

from payments import ways, webhooks
from payments.gateways import Channel
from payments.gateways.mock import MockGateway, bank
from tests.factories.payments import decide, make_payment, pay

pytestmark = pytest.mark.django_db
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


@pytest.fixture
def payment(people):
    return make_payment(people.workspace)


def address(payment, name=""):
    return f"/admin/payments/{payment.our_reference}/{name}"


def seen(host, payment):
    return host.get(address(payment)).context["seen"]


def test_desktop_sees_a_code_and_three_steps(host, payment):
    page = host.get(address(payment)).content.decode()
    assert address(payment, "code.svg") in page
    assert page.split("checkout__steps")[1].split("</ol>")[0].count("<li>") == 3
    assert "mailto:help@toi.example" in page


def test_phone_sees_one_button_and_may_ask_for_a_code_for_another_phone(host, people):
    payment = make_payment(people.workspace, channel="link")
    page = host.get(address(payment)).content.decode()
    assert payment.link in page
    assert address(payment, "code.svg") not in page
    made = host.post(address(payment, "renew/"), {"channel": "qr"}, HTTP_USER_AGENT=IPHONE)["Location"]
    assert host.get(made).context["payment"].channel == "qr"


def test_seconds_are_the_servers_and_readable_without_scripts(host, payment):
    with time_machine.travel(payment.expires_at - timedelta(seconds=185)):
        shown = host.get(address(payment)).content.decode()
    assert 'data-seconds="185"' in shown or 'data-seconds="184"' in shown
    assert "3 мин" in shown


def test_question_without_news_is_answered_with_nothing_to_draw(host, payment):
    word = seen(host, payment)
    assert host.get(address(payment, "state/"), {"seen": word}).status_code == 204
    webhooks.take("mock", *bank.message(decide(payment, bank.SCANNED)))
    news = host.get(address(payment, "state/"), {"seen": word})
    assert news.status_code == 200
    assert "checkout__scanned" in news.content.decode()


def test_code_that_dies_is_news(host, payment):
    word = seen(host, payment)
    with time_machine.travel(payment.expires_at + timedelta(seconds=1)):
        assert host.get(address(payment, "state/"), {"seen": word}).status_code == 200


def test_paid_page_is_led_on_even_if_it_has_seen_the_state(host, payment):
    word = seen(host, payment)
    pay(payment)
    assert "HX-Redirect" in host.get(address(payment, "state/"), {"seen": word})


def test_ways_are_those_of_available_gateways(payment, monkeypatch):
    assert [way.channel for way in ways.offered()] == [Channel.QR, Channel.PAGE]
    assert [way.channel for way in ways.others(payment)] == [Channel.PAGE]
    capabilities = MockGateway.capabilities.__class__(channels=(Channel.TRANSFER,), is_test=True)
    monkeypatch.setattr(MockGateway, "capabilities", capabilities)
    assert [way.channel for way in ways.offered()] == [Channel.TRANSFER]


def test_without_gateways_there_are_no_ways(settings):
    settings.KASPI_MOCK = False
    assert ways.offered() == []


def test_another_way_can_be_chosen(host, payment):
    assert 'value="page"' in host.get(address(payment)).content.decode()
    made = host.post(address(payment, "renew/"), {"channel": "page"})["Location"]
    assert host.get(made).context["payment"].channel == "page"


def offer_invoices(monkeypatch):
    channels = (Channel.QR, Channel.LINK, Channel.INVOICE)
    monkeypatch.setattr(MockGateway, "capabilities", MockGateway.capabilities.__class__(channels=channels, is_test=True))


def test_invoice_goes_to_the_number_as_people_write_it(host, payment, monkeypatch):
    offer_invoices(monkeypatch)
    made = host.post(address(payment, "renew/"), {"channel": "invoice", "phone": "8 701 123 45 67"})["Location"]
    started = host.get(made).context["payment"]
    assert (started.channel, started.phone) == ("invoice", "+77011234567")


@pytest.mark.parametrize("phone", ["", "12", "apa@mail.kz"])
def test_invoice_without_a_number_is_refused_with_an_example(host, payment, monkeypatch, phone):
    offer_invoices(monkeypatch)
    response = host.post(address(payment, "renew/"), {"channel": "invoice", "phone": phone}, follow=True)
    assert response.context["payment"].pk == payment.pk
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
