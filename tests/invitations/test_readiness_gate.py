"""Whatever publishes or takes money for it passes one rule: nothing archived, nothing that lacks something."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.row_security import staff_scope
from invitations import actions
from invitations.entitlements import grant, publish_from_balance, publish_or_pay
from invitations.models import Entitlement, InvitationPage
from invitations.payables import reference_of
from invitations.readiness import NotReadyError
from messaging.models import Message
from payments import actions as payment_actions
from payments import balance_queries
from payments.models import Payment
from tests.factories.accounts import StaffFactory
from tests.factories.payments import make_payment, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(people, page):
    """Its workspace has a unit to spend."""
    with staff_scope():
        payment_actions.correct_balance(workspace=people.workspace, tier="standard", units=1, note="Сыйлық", by=StaffFactory())
    return page


def without_date(page):
    draft = page.get_latest_revision_as_object()
    draft.date = None
    draft.save_revision()


def archived(page):
    actions.archive(invitation=page.invitation, by=page.owner)


def shown(page):
    return InvitationPage.objects.get(pk=page.pk).specific


def ways(page, people):
    wanted = {"page": shown(page), "by": people.host}
    return [
        partial(actions.publish, **wanted),
        partial(publish_or_pay, return_path="/", **wanted),
        partial(publish_or_pay, return_path="/", is_to_last=True, **wanted),
        partial(publish_from_balance, **wanted),
        partial(publish_from_balance, is_to_last=True, **wanted),
    ]


def nothing_happened(page, people):
    with staff_scope():
        left = balance_queries.units_left(people.workspace.pk, "standard")
        return (left, Payment.objects.exists(), page.invitation.entitlements.exists(), shown(page).live) == (1, False, False, False)


@pytest.mark.parametrize("spoil", [without_date, archived])
def test_nothing_is_published_paid_or_spent_for_what_guests_may_not_see_yet(page, people, spoil):
    spoil(page)
    for way in ways(page, people):
        with pytest.raises(NotReadyError), staff_scope():
            way()
    assert nothing_happened(page, people)


@pytest.mark.parametrize("spoil", [without_date, archived])
@pytest.mark.parametrize("pressed", [{}, {"from_balance": ""}])
def test_screen_says_that_it_is_not_ready(host, page, people, spoil, pressed):
    spoil(page)
    answer = host.post(f"/admin/celebrations/{page.invitation_id}/publish/", pressed, follow=True)
    with translation.override("kk"):
        assert _("The invitation is not ready yet. See what is missing.") in answer.text
    assert nothing_happened(page, people)


@pytest.fixture
def ending(page, people):
    """Published, and its right is about to end; the draft has lost its date."""
    right = grant(invitation=page.invitation, tier="standard", source=Entitlement.Source.STAFF)
    with staff_scope():
        actions.publish(page=page, by=people.host)
    right.ends_at = timezone.now() + timedelta(hours=1)
    right.save()
    without_date(page)
    return page


def test_what_guests_see_may_be_paid_for_to_last_and_stays_as_it_is(ending, people):
    with staff_scope():
        assert publish_or_pay(page=shown(ending), return_path="/", by=people.host, is_to_last=True) is not None
        assert publish_from_balance(page=shown(ending), by=people.host, is_to_last=True)
    page = shown(ending)
    assert (page.live, page.date is None, page.has_unpublished_changes) == (True, False, True)


def test_nobody_without_the_right_to_publish_pays_or_spends(ending, people):
    wanted = {"page": shown(ending), "by": people.stranger, "is_to_last": True}
    for way in (partial(publish_or_pay, return_path="/", **wanted), partial(publish_from_balance, **wanted)):
        with pytest.raises(PermissionDenied), staff_scope():
            way()
    with staff_scope():
        assert (balance_queries.units_left(people.workspace.pk, "standard"), Payment.objects.exists()) == (1, False)


def test_money_for_what_is_not_ready_any_more_entitles_and_the_page_waits(page, people, host):
    people.host.language = "en"
    people.host.save()
    payment = make_payment(people.workspace, reference=reference_of(page.invitation))
    without_date(page)
    pay(payment)
    assert (shown(page).live, page.invitation.entitlements.get().is_standing) == (False, True)
    assert "not published yet" in Message.objects.get(reference=payment.reference).body
