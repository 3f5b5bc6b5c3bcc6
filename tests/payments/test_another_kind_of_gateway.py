"""A gateway that is none of Kaspi's: a page for cards elsewhere. What general code says and hands over comes from it."""

import re
from dataclasses import replace

import pytest
from django.utils import timezone, translation

from accounts.row_security import staff_scope
from payments import actions, gateways, queries, receipt_pdf, ways
from payments.gateways import Availability, Capabilities, Channel, Evidence, NoGatewayError, Opened, Outcome, WebhookRefusedError, Words
from payments.models import Payment
from tests.factories.payments import fresh, make_payment

pytestmark = pytest.mark.django_db


class CardGateway:
    """Takes cards on its own page, in the currency its account has."""

    code = "cards"
    capabilities = Capabilities(channels=(Channel.PAGE,), has_idempotent_create=True)
    asked: list = []

    def availability(self) -> Availability:
        return Availability(is_available=True)

    def words(self, channel: Channel) -> Words:
        return Words("Cards & Co", label="By card", hint="Visa and others", lead="Or by this code:", open="To the cards’ page")

    def create(self, attempt) -> Opened:
        self.asked.append(attempt)
        return Opened(attempt.our_reference, f"https://cards.example/{attempt.our_reference}", None)

    def parse_webhook(self, body, headers, query) -> Evidence:
        if query.get("hmac") != "good":
            raise WebhookRefusedError
        return Evidence(Outcome.COMPLETED, body.decode(), "paid", is_authoritative=True, amount_tiyn=299_000, currency="KZT")


@pytest.fixture(autouse=True)
def cards(settings, monkeypatch):
    settings.PAYMENT_GATEWAYS = {"cards": f"{__name__}.CardGateway"}
    monkeypatch.setattr(CardGateway, "asked", [])
    return CardGateway


def takes(monkeypatch, *currencies: str) -> None:
    monkeypatch.setattr(CardGateway, "capabilities", replace(CardGateway.capabilities, currencies=frozenset(currencies)))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_its_page_and_receipt_speak_its_words_and_of_no_other_bank(host, people, language):
    people.host.language = language
    people.host.save()
    payment = make_payment(people.workspace)
    text = host.get(f"/admin/payments/{payment.our_reference}/").content.decode()
    assert "Cards &amp; Co" in text
    assert "To the cards’ page" in text
    assert f"https://cards.example/{payment.our_reference}" in text
    assert "Kaspi" not in text
    with staff_scope():
        Payment.objects.filter(pk=payment.pk).update(state="completed", completed_at=timezone.now(), paid_tiyn=299_000)
        assert f"Cards & Co, {payment.our_reference}" in dict(receipt_pdf.lines_of(fresh(payment))).values()


def test_it_is_among_the_ways_in_its_words():
    assert [(way.channel, way.words.label) for way in ways.offered()] == [(Channel.PAGE, "By card")]


@pytest.mark.parametrize(("language", "name"), [("kk", "банк"), ("ru", "банк"), ("en", "the bank")])
def test_once_it_is_gone_its_payer_reads_words_and_no_code_of_ours(host, people, settings, language, name):
    payment = make_payment(people.workspace)
    settings.PAYMENT_GATEWAYS = {}
    with translation.override(language):
        assert ways.words_of(payment).name == name
    text = host.get(f"/admin/payments/{payment.our_reference}/").content.decode()
    assert "банк арқылы" in text
    assert "cards" not in text.replace("https://cards.example", "")
    button = re.search(r"<a class=\"button\" href=\"https://cards[^>]*>([^<]*)</a>", text)
    assert button and button[1].strip()


def test_button_that_a_gateway_gave_no_text_says_what_way_it_is(host, people, monkeypatch):
    monkeypatch.setattr(CardGateway, "words", lambda gateway, channel: Words("Cards & Co", label="By card"))
    payment = make_payment(people.workspace)
    assert ">By card</a>" in host.get(f"/admin/payments/{payment.our_reference}/").content.decode()


def test_it_is_given_the_payers_mailbox_and_currency(people, cards):
    make_payment(people.workspace, by=people.host)
    assert [(one.email, one.currency, one.amount_tiyn) for one in cards.asked] == [(people.host.email, "KZT", 299_000)]


def test_whoever_has_no_mailbox_is_asked_for_by_ours(people, cards, settings):
    people.host.email = ""
    people.host.save()
    make_payment(people.workspace, by=people.host)
    assert [one.email for one in cards.asked] == [settings.SUPPORT_EMAIL]


def test_payment_goes_to_nobody_who_does_not_take_its_currency(people, monkeypatch):
    takes(monkeypatch, "NGN")
    with pytest.raises(NoGatewayError):
        gateways.active(Channel.PAGE)
    assert gateways.active(Channel.PAGE, "NGN").code == "cards"
    tariff = queries.tariff("standard")
    for named in ("", "cards"):
        with pytest.raises(NoGatewayError), staff_scope():
            actions.start_payment(workspace=people.workspace, reference="thing:1", tariff=tariff, by=people.host, gateway_code=named)
    assert ways.offered() == []


def test_message_whose_proof_is_in_its_address_is_taken(people, client, monkeypatch):
    monkeypatch.setattr(CardGateway, "capabilities", replace(CardGateway.capabilities, has_signed_webhook=True))
    payment = make_payment(people.workspace)
    statuses = [
        client.post(f"/api/payments/webhooks/cards/{query}", payment.our_reference, content_type="text/plain").status_code
        for query in ("", "?hmac=bad", "?hmac=good")
    ]
    assert (statuses, fresh(payment).state) == ([401, 401, 200], "completed")
