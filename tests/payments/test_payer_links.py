"""Somebody without an account pays, and sees nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.row_security import staff_scope
from payments import access, actions, limits, queries, webhooks
from payments.gateways.mock import bank
from payments.models import Payment
from tests.factories.accounts import join
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = pytest.mark.django_db
PRICE = "2\N{NO-BREAK SPACE}990\N{NO-BREAK SPACE}₸"


@pytest.fixture
def payment(people):
    return make_payment(people.workspace)


@pytest.fixture
def payer():
    return Client(headers={"accept-language": "ru"})


def address(payment, name=""):
    return f"/admin/payments/{payment.our_reference}/{name}"


def link_for(payment, people):
    with staff_scope():
        link = actions.make_payer_link(payment=payment, by=people.host)
    return f"/ru/pay/{access.token_of(link)}/"


def attempts():
    with staff_scope():
        return list(Payment.objects.order_by("pk"))


def open_newest():
    actions.open_at_gateway(payment_id=attempts()[-1].pk)


def test_organizer_makes_copies_and_sends_the_link(host, payment):
    assert "/pay/" not in host.get(address(payment)).context["payer_url"]
    host.post(address(payment, "payer-link/"))
    page = host.get(address(payment))
    url = page.context["payer_url"]
    assert f'data-copy="{url}"' in page.content.decode()
    assert "https://wa.me/?text=" in page.content.decode()
    host.post(address(payment, "payer-link/"))
    assert host.get(address(payment)).context["payer_url"] == url


def test_payer_sees_title_price_and_code_and_nothing_of_the_family(payer, payment, people):
    shown = payer.get(link_for(payment, people))
    page = shown.content.decode()
    assert "Нұрлан &amp; Айгерім" in page
    assert PRICE in page
    assert payer.get(link_for(payment, people) + "code.svg")["Content-Type"] == "image/svg+xml"
    for secret in (people.host.email, str(people.host), people.workspace.name, payment.our_reference, "/admin/payments/"):
        assert secret not in page
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page
    assert "no-store" in shown["Cache-Control"]


def test_opening_the_link_starts_nothing_and_the_button_does(payer, payment, people):
    link = link_for(payment, people)
    webhooks.take("mock", *bank.message(decide(payment, bank.EXPIRED)))
    assert PRICE in payer.get(link).content.decode()
    assert len(attempts()) == 1
    payer.post(link)
    first, second = attempts()
    assert (second.payer, second.amount_tiyn, second.reference) == (None, first.amount_tiyn, first.reference)
    open_newest()
    assert fresh(second).link in payer.get(link).content.decode()


def test_phone_of_a_payer_gets_a_button_of_its_own(payment, people):
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148")
    link = link_for(payment, people)
    assert payment.link not in phone.get(link).content.decode()
    phone.post(link)
    open_newest()
    newest = attempts()[-1]
    assert (newest.channel, newest.link in phone.get(link).content.decode()) == ("link", True)


def test_payers_money_completes_what_the_organizer_began(payer, payment, people):
    link = link_for(payment, people)
    shown = payer.get(link + "state/", {"seen": payer.get(link).context["seen"]})
    assert shown.status_code == 204
    assert pay(payment).is_entitling
    paid = payer.get(link + "state/", {"seen": "x"}).content.decode()
    assert "data-state" not in paid
    assert "<form" not in paid
    payer.post(link)
    assert len(attempts()) == 1


def test_organizers_page_is_led_on_when_somebody_else_has_paid_by_another_code(host, payment, people):
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148")
    phone.post(link_for(payment, people))
    open_newest()
    pay(attempts()[-1])
    assert fresh(payment).is_live
    assert host.get(address(payment, "state/"))["HX-Redirect"] == payment.return_path
    assert host.get(address(payment))["Location"] == payment.return_path


@pytest.mark.parametrize("way", ["revoke", "cancel"])
def test_link_taken_back_says_so_and_opens_nothing(host, payer, payment, people, way):
    link = link_for(payment, people)
    host.post(address(payment, "payer-link/" if way == "revoke" else "cancel/"), {"revoke": 1})
    for answer in (*(payer.get(link + name) for name in ("", "state/", "code.svg")), payer.post(link)):
        assert answer.status_code == 410
        assert "Эта ссылка больше не действует" in answer.text
        assert payment.title not in answer.text
    assert len(attempts()) == 1
    assert (fresh(payment).state == "cancelled") is (way == "cancel")


def test_new_link_after_a_revoked_one_is_another(people, payment):
    before = link_for(payment, people)
    with staff_scope():
        actions.revoke_payer_link(payment=payment, by=people.host)
    assert link_for(payment, people) != before


def test_cancelled_payment_is_still_honoured_when_the_money_comes_late(host, payment):
    decided = decide(payment, bank.PAID)
    host.post(address(payment, "cancel/"))
    webhooks.take("mock", *bank.message(decided))
    assert fresh(payment).state == "completed"


def test_wrong_token_is_a_designed_404(payer, payment, people):
    good = link_for(payment, people)
    for token in ("x", payment.our_reference, good.split("/")[-2][:-1] + "!", good.split("/")[-2].split(".")[0]):
        response = payer.get(f"/ru/pay/{token}/")
        assert response.status_code == 404
        assert "error__number" in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "viewer"])
def test_only_who_may_publish_makes_links_and_cancels(client, people, payment, who):
    client.force_login(people.stranger if who == "stranger" else join(people.workspace, "viewer"))
    for name in ("payer-link/", "cancel/"):
        assert client.post(address(payment, name)).status_code == 404
    assert fresh(payment).is_live
    with staff_scope():
        assert access.standing_link(payment) is None


def test_stranger_with_an_account_sees_no_more_than_anybody(client, people, payment):
    foreign = make_payment(people.strange_workspace, reference="thing:2")
    client.force_login(people.stranger)
    assert client.get(link_for(payment, people)).status_code == 200
    assert client.get(address(payment)).status_code == 404
    assert client.get(address(foreign)).status_code == 200


def test_asking_too_often_is_refused(payer, payment, people, monkeypatch):
    monkeypatch.setattr(limits, "ATTEMPTS_BY_A_LINK", limits.Limit("t-attempts", 1, 60))
    monkeypatch.setattr(limits, "WRONG_LINKS_FROM_AN_ADDRESS", limits.Limit("t-wrong", 1, 60))
    link = link_for(payment, people)
    assert [payer.post(link).status_code for _ in range(2)] == [302, 429]
    assert [payer.get("/ru/pay/x/").status_code for _ in range(2)] == [404, 429]
    monkeypatch.setattr(limits, "LOOKS_FROM_AN_ADDRESS", limits.Limit("t-looks", 1, 60))
    assert [payer.get(link).status_code for _ in range(2)] == [200, 429]


def test_link_outlives_its_codes_and_speaks_of_the_newest(payer, payment, people):
    link = link_for(payment, people)
    with time_machine.travel(payment.expires_at + timedelta(hours=5)):
        actions.check_payment(payment_id=payment.pk)
        assert payer.get(link).context["is_here"] is False
        payer.post(link)
        assert payer.get(link).context["is_here"] is True
    with staff_scope():
        assert queries.payment_by_link(access.get_payer_link(link.split("/")[-2]), "qr").pk != payment.pk


@pytest.mark.parametrize("channel", ["transfer", "number", "invoice"])
def test_payer_begins_no_way_that_is_not_offered_to_payers(payer, payment, people, settings, channel):
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME, settings.KASPI_BILLER_SECRETS = "+7 701", "Е", ["s"]
    payer.post(link_for(payment, people), {"channel": channel})
    assert {attempt.channel for attempt in attempts()} <= {"qr", "link"}
