"""From standard to premium: the difference is paid, an open payment of the other tier is cancelled."""

import pytest

from accounts.row_security import staff_scope
from invitations.entitlements import reference_of
from invitations.models import InvitationPage
from payments import actions
from payments.models import Payment
from tests.factories.invitations import ThemeFactory, make_invitation, make_template
from tests.factories.payments import fresh, make_payment, pay

pytestmark = pytest.mark.django_db
DIFFERENCE = "3\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₸"


@pytest.fixture
def page(people):
    return make_invitation(people.workspace, template=make_template(tier="standard", theme=ThemeFactory(tier="standard")))


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
