"""From standard to premium: the difference is paid, an open payment of the other tier is cancelled."""

import pytest

from accounts.row_security import staff_scope
from invitations.entitlements import publish_from_balance
from invitations.models import InvitationPage
from invitations.payables import reference_of
from messaging.models import Message
from payments import actions, balance_queries
from payments.models import Payment
from tests.factories.accounts import StaffFactory
from tests.factories.invitations import ThemeFactory, make_invitation, make_template
from tests.factories.payments import fresh, make_payment, pay

pytestmark = pytest.mark.django_db
DIFFERENCE = "3\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₸"


@pytest.fixture(scope="module")
def known_page(beginning, known_people):
    return beginning.write(
        lambda: make_invitation(known_people.workspace, template=make_template(tier="standard", theme=ThemeFactory(tier="standard")))
    )


def screen(page):
    return f"/admin/celebrations/{page.invitation_id}/publish/"


def dress_up(page):
    """The draft wears a premium look from now on."""
    page = InvitationPage.objects.get(pk=page.pk).specific
    page.theme = ThemeFactory(tier="premium")
    page.save_revision()
    return page


def newest():
    with staff_scope():
        return Payment.objects.first()


def test_difference_is_on_the_button_and_in_the_payment(host, page):
    pay(make_payment(page.invitation.workspace, reference=reference_of(page.invitation)))
    dress_up(page)
    assert DIFFERENCE in host.get(screen(page)).content.decode()
    host.post(screen(page))
    assert (newest().tariff_code, newest().amount_tiyn) == ("premium", 300_000)


def test_paid_difference_publishes_the_premium_look(host, page):
    pay(make_payment(page.invitation.workspace, reference=reference_of(page.invitation)))
    dressed = dress_up(page)
    host.post(screen(page))
    live = InvitationPage.objects.get(pk=page.pk)
    assert (live.live, live.theme.tier) == (True, "standard")
    actions.open_at_gateway(payment_id=newest().pk)
    pay(fresh(newest()))
    live = InvitationPage.objects.get(pk=page.pk)
    assert (live.live, live.theme_id) == (True, dressed.theme_id)


def test_open_payment_of_the_other_tier_is_not_gone_on_with_but_cancelled(host, page):
    host.post(screen(page))
    standard = newest()
    dress_up(page)
    shown = host.get(screen(page)).content.decode()
    assert standard.our_reference not in shown
    assert "5\N{NO-BREAK SPACE}990" in shown
    host.post(screen(page))
    assert (fresh(standard).state, newest().amount_tiyn) == ("cancelled", 599_000)


def test_late_money_for_the_cancelled_tier_counts_towards_the_other(host, page):
    host.post(screen(page))
    standard = newest()
    actions.open_at_gateway(payment_id=standard.pk)
    dress_up(page)
    host.post(screen(page))
    pay(fresh(standard))
    assert DIFFERENCE in host.get(screen(page)).content.decode()


def paid_late_and_whole(host, page, between):
    """Standard begun, premium begun at its whole price; `between` the two payments something happens; the page is in premium at the end."""
    host.post(screen(page))
    standard = newest()
    actions.open_at_gateway(payment_id=standard.pk)
    dress_up(page)
    host.post(screen(page))
    premium = newest()
    actions.open_at_gateway(payment_id=premium.pk)
    between(fresh(standard))
    pay(fresh(premium))
    live = InvitationPage.objects.get(pk=page.pk)
    assert (live.live, live.theme.tier) == (True, "premium")
    return fresh(standard), premium


def test_lower_tier_paid_late_goes_back_and_the_page_stays(host, people, page):
    people.host.language = "en"
    people.host.save()
    standard, premium = paid_late_and_whole(host, page, pay)
    rights = {right.payment_reference: right.is_standing for right in page.invitation.entitlements.all()}
    assert rights == {standard.our_reference: False, premium.our_reference: True}
    assert (standard.is_entitling, standard.attention) == (False, "twice")
    covered = Message.objects.get(once=f"covered:{standard.our_reference}:{people.host.pk}")
    assert "was paid twice" in covered.subject
    assert "goes back" in covered.body
    assert not Message.objects.filter(subject__contains="taken down").exists()
    assert "қымбатырақ тариф толық төленді" in host.get(f"/admin/payments/{standard.our_reference}/").content.decode()


def test_unit_spent_on_the_lower_tier_meanwhile_returns_and_the_page_stays(host, people, page):
    def spend(standard):
        undressed = InvitationPage.objects.get(pk=page.pk).specific
        undressed.save_revision()
        with staff_scope():
            actions.correct_balance(workspace=people.workspace, tier="standard", units=1, note="Сыйлық", by=StaffFactory())
            assert publish_from_balance(page=undressed, by=people.host)
        assert InvitationPage.objects.get(pk=page.pk).live
        dress_up(page)

    paid_late_and_whole(host, page, spend)
    with staff_scope():
        assert balance_queries.units_left(people.workspace.pk, "standard") == 1
    assert [(right.source, right.is_standing) for right in page.invitation.entitlements.all()] == [("balance", False), ("payment", True)]
