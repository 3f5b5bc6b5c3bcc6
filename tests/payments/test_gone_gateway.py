"""A gateway that was taken out of the settings leaves its payments behind."""

from datetime import timedelta

import pytest
import time_machine

from payments import access, actions, gateways, queries, tasks, ways
from payments.gateways import Channel
from payments.gateways.manual import ManualGateway
from payments.models import Alert, Refund
from tests.factories.accounts import StaffFactory
from tests.factories.payments import fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]


@pytest.fixture
def paid(people, settings):
    payment = pay(make_payment(people.workspace))
    settings.KASPI_MOCK = False
    return payment


def test_its_payment_is_shown_to_the_organizer_and_to_staff(paid, people, client):
    client.force_login(people.host)
    assert client.get(f"/admin/payments/{paid.our_reference}/").status_code == 200
    client.force_login(StaffFactory())
    for name in ("", "story/", "refund/"):
        assert client.get(f"/admin/payments/{paid.our_reference}/{name}").status_code == 200


def test_its_money_is_given_back_by_hand(paid, client):
    client.force_login(StaffFactory())
    page = client.post(f"/admin/payments/{paid.our_reference}/refund/", {"amount": "2990", "note": "Екі рет төледі"})
    client.post(f"/admin/payments/{paid.our_reference}/refund/send/", {"confirmation": page.context["confirmation"]})
    asked = Refund.objects.get(payment=paid)
    assert (asked.state, Alert.objects.filter(payment=paid, kind="refund_by_hand").count()) == ("manual", 1)
    client.post(f"/admin/payments/refunds/{asked.pk}/confirm/")
    assert fresh(paid).state == "refunded"


def test_its_open_payment_is_asked_about_no_more_and_ends_by_our_clock(people, settings):
    payment = make_payment(people.workspace)
    settings.KASPI_MOCK = False
    for later in (timedelta(seconds=10), timedelta(hours=1), timedelta(hours=1, minutes=1)):
        with time_machine.travel(payment.created_at + later):
            tasks.check_due_payments()
    assert (fresh(payment).state, fresh(payment).next_check_at) == ("expired", None)


def test_a_payment_it_was_never_asked_for_fails(people, settings):
    payment = actions.start_payment(workspace=people.workspace, reference="thing:1", tariff=queries.tariff("standard"), by=people.host)
    settings.KASPI_MOCK = False
    tasks.check_due_payments()
    assert (fresh(payment).state, fresh(payment).next_check_at) == ("failed", None)


def test_its_payer_still_reads_where_the_money_is(people, settings):
    payment = make_payment(people.workspace)
    shipped, settings.PAYMENT_GATEWAYS = settings.PAYMENT_GATEWAYS, {}
    for payment.gateway in shipped:
        assert [ways.words_of(payment).name for payment.channel in Channel] == ["Kaspi"] * len(Channel)
    payment.channel = Channel.QR
    assert str(ways.words_of(payment).open) and payment.get_channel_display() != ways.words_of(payment).label


def test_who_pays_by_a_link_reads_the_words_of_the_gateway_his_press_asks(people, settings, client, monkeypatch):
    payment = make_payment(people.workspace)
    with_words = gateways.Words("Cards & Co", label="By card")
    actions.cancel(payment=payment, by=people.host)
    address = f"/en/pay/{access.token_of(actions.make_payer_link(payment=payment, by=people.host))}/"
    settings.PAYMENT_GATEWAYS = {"manual": settings.PAYMENT_GATEWAYS["manual"]}
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+77010000000", "A. B."
    monkeypatch.setattr(ManualGateway, "words", lambda gateway, channel: with_words)
    assert "with Cards &amp; Co</button>" in client.get(address).content.decode()
