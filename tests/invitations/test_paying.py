"""From a payment to a live page: the receivers between the two apps."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation
from django.utils.translation import gettext

from accounts.row_security import staff_scope
from invitations import actions as invitation_actions
from invitations.models import Invitation, InvitationPage
from invitations.payables import reference_of
from payments import access as payment_access
from payments import actions, queries, webhooks
from payments.gateways.mock import bank
from payments.models import Payment, PromoCode, PromoRedemption
from tests.factories.accounts import StaffFactory
from tests.factories.invitations import ThemeFactory
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = pytest.mark.django_db


def buy(page, tier="standard"):
    return make_payment(page.invitation.workspace, tier=tier, reference=reference_of(page.invitation))


def is_live(page):
    return InvitationPage.objects.get(pk=page.pk).live


def test_paid_page_goes_live_at_once_with_its_latest_draft(page):
    page.first_name_kk = "Нұрсұлтан"
    page.save_revision()
    pay(buy(page))
    page.refresh_from_db()
    assert (page.live, page.first_name_kk) == (True, "Нұрсұлтан")
    assert "Нұрсұлтан" in page.invitation.title_kk


def test_payment_told_thrice_publishes_once(page):
    payment = buy(page)
    message = bank.message(decide(payment, bank.PAID))
    for _ in range(3):
        webhooks.take("mock", *message)
    page.refresh_from_db()
    assert page.invitation.entitlements.count() == 1
    assert page.first_published_at == page.last_published_at


def test_edit_after_paying_is_published_by_its_author_alone(page):
    payment = buy(page)
    pay(payment)
    page.refresh_from_db()
    page.first_name_kk = "Черновик"
    page.save_revision()
    webhooks.take("mock", *bank.message(decide(payment, bank.PAID)))
    page.refresh_from_db()
    assert page.first_name_kk == "Нұрлан"


def test_refused_payment_publishes_nothing(page):
    decided = decide(buy(page), bank.REFUSED)
    webhooks.take("mock", *bank.message(decided))
    assert not is_live(page)


def test_standard_payment_does_not_cover_a_premium_look(page):
    page.theme = ThemeFactory(tier="premium")
    page.save_revision()
    pay(buy(page))
    assert not is_live(page)
    pay(buy(page, "premium"))
    assert is_live(page)


def test_replayed_old_message_after_a_refund_publishes_nothing(page, django_capture_on_commit_callbacks):
    payment = buy(page)
    message = bank.message(decide(payment, bank.PAID))
    webhooks.take("mock", *message)
    with django_capture_on_commit_callbacks(execute=True), staff_scope():
        payment.refresh_from_db()
        actions.refund(payment=payment, amount_tiyn=payment.amount_tiyn, by=payment.payer)
    assert webhooks.take("mock", *message) == 200
    assert page.invitation.entitlements.filter(ends_at=None).count() == 0


def test_second_payment_refunded_leaves_the_first_ones_page_live(page, django_capture_on_commit_callbacks):
    first = buy(page)
    with time_machine.travel(first.expires_at - timedelta(seconds=30)):
        second = buy(page)
        pay(first)
        with django_capture_on_commit_callbacks(execute=True):
            pay(second)
    assert fresh(second).state == "refunded"
    assert is_live(page)


def test_payment_stands_when_its_page_cannot_be_published(page, monkeypatch, caplog):
    def broken(**kwargs):
        raise RuntimeError("broken block")

    monkeypatch.setattr(invitation_actions, "publish", broken)
    assert pay(buy(page)).state == "completed"
    assert page.invitation.entitlements.exists()
    assert not is_live(page)


def test_payment_for_something_else_is_left_alone(people, page):
    assert pay(make_payment(people.workspace, reference="ticket:1")).state == "completed"
    assert not page.invitation.entitlements.exists()


def test_archived_invitation_paid_late_is_not_published(page, people):
    payment = buy(page)
    invitation_actions.archive(invitation=page.invitation, by=people.host)
    assert pay(payment).state == "completed"
    assert not is_live(page)


def link_for(payment, people):
    with staff_scope():
        link = actions.make_payer_link(payment=payment, by=people.host)
    return f"/ru/pay/{payment_access.token_of(link)}/"


def archive(page, people, *, is_archived=True):
    with staff_scope():
        invitation = Invitation.objects.get(pk=page.invitation_id)
        invitation_actions.archive(invitation=invitation, by=people.host, is_archived=is_archived)


def attempts():
    with staff_scope():
        return [payment.state for payment in Payment.objects.order_by("pk")]


def test_archiving_cancels_what_is_open_and_closes_its_links_for_other_payers(page, people, client):
    payment = buy(page)
    link, other = link_for(payment, people), make_payment(people.workspace, reference="thing:1")
    archive(page, people)
    assert (fresh(payment).state, fresh(other).is_live) == ("cancelled", True)
    shown = client.get(link)
    assert (shown.status_code, client.post(link).status_code) == (410, 410)
    assert str(page.invitation) not in shown.text
    assert attempts() == ["cancelled", "pending"]


@pytest.mark.parametrize(("is_revoked", "status"), [(False, 200), (True, 410)])
def test_link_for_another_payer_works_again_when_the_celebration_is_brought_back(page, people, client, is_revoked, status):
    payment = buy(page)
    link = link_for(payment, people)
    if is_revoked:
        with staff_scope():
            actions.revoke_payer_link(payment=payment, by=people.host)
    archive(page, people)
    archive(page, people, is_archived=False)
    assert client.get(link).status_code == status
    client.post(link)
    assert attempts() == ["cancelled", *([] if is_revoked else ["created"])]


def close(page, people, way):
    if way == "archive":
        archive(page, people)
    else:
        with staff_scope():
            page.delete()


CLOSED = {"archive": "This invitation is in the archive", "delete": "This invitation was deleted"}


@pytest.mark.parametrize("way", CLOSED)
def test_no_new_code_and_no_promo_code_for_what_is_closed(page, people, host, way):
    payment = buy(page)
    PromoCode.objects.create(code="TOI", percent=100)
    close(page, people, way)
    before, here = attempts(), f"/admin/payments/{payment.our_reference}/"
    with translation.override("kk"):
        words = gettext(f"{CLOSED[way]}, so no money is taken for it.")
    for door, typed in (("renew/", {}), ("promo/", {"promo": "TOI"})):
        assert words in host.post(here + door, typed, follow=True).text
    with staff_scope():
        assert (attempts(), PromoRedemption.objects.exists()) == (before, False)


@pytest.mark.parametrize("way", ["pages/{}/delete/", "bulk/wagtailcore/page/delete/?next=/admin/&id={}"])
def test_deleting_the_page_ends_what_is_open_and_frees_its_promo_code(page, people, client, way):
    reference, standard = reference_of(page.invitation), queries.tariff("standard")
    PromoCode.objects.create(code="TOI", percent=50)
    with staff_scope():
        actions.pay_with_promo(workspace=people.workspace, reference=reference, tariff=standard, code="TOI", by=people.host)
    make_payment(people.workspace, reference="thing:1")
    client.force_login(StaffFactory())
    assert client.post("/admin/" + way.format(page.pk)).status_code == 302
    assert not InvitationPage.objects.filter(pk=page.pk).exists()
    with staff_scope():
        assert (attempts(), PromoRedemption.objects.get().state) == (["cancelled", "pending"], "returned")


@pytest.mark.parametrize("way", CLOSED)
def test_payer_with_a_link_reads_why_nothing_is_taken(page, people, client, way):
    payment = buy(page)
    webhooks.take("mock", *bank.message(decide(payment, bank.EXPIRED)))
    close(page, people, way)
    answer = client.post(link_for(payment, people), follow=True)
    with translation.override("ru"):
        assert gettext(f"{CLOSED[way]}, so no money is taken for it.") in answer.text
    assert attempts() == ["expired"]


def test_celebration_brought_back_is_paid_for_as_before(page, people, host):
    payment = buy(page)
    archive(page, people)
    archive(page, people, is_archived=False)
    host.post(f"/admin/payments/{payment.our_reference}/renew/")
    assert attempts() == ["cancelled", "created"]


def test_money_for_what_was_deleted_meanwhile_is_given_back(page, django_capture_on_commit_callbacks):
    payment = buy(page)
    page.delete()
    with django_capture_on_commit_callbacks(execute=True):
        payment = pay(payment)
    payment = fresh(payment)
    assert (payment.state, payment.is_entitling, payment.attention) == ("refunded", False, "")
