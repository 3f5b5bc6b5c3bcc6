"""The gate seen from within: who is entitled, what `save()` keeps and what is served."""

import pytest
from django.utils import timezone

from accounts.actions import create_workspace
from accounts.models import AuditEntry, User
from invitations import entitlements, publishing
from invitations.models import Entitlement, Invitation, PairInvitationPage, Theme
from invitations.models.invitation import Tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return User.objects.create_user("aigerim@example.kz", name="Айгерім")


@pytest.fixture
def page(owner):
    workspace = create_workspace(owner=owner, name="Нұрлановтар")
    theme = Theme.objects.create(key="plain", name_kk="Қарапайым", name_ru="Простая")
    invitation = Invitation.objects.create(
        workspace=workspace,
        slug="nurlan-men-aigerim",
        event_type="wedding",
        tier=Tier.STANDARD,
    )
    page = PairInvitationPage(
        title="Нұрлан мен Айгерім",
        slug="nurlan-men-aigerim",
        invitation=invitation,
        theme=theme,
        event_type="wedding",
        live=False,
    )
    workspace.folder.add_child(instance=page)
    page.save_revision()
    return page


def pay(page, tier=Tier.STANDARD, reference="p1"):
    source = Entitlement.Source.PAYMENT
    return entitlements.grant(
        invitation=page.invitation,
        tier=tier,
        source=source,
        payment_reference=reference,
    )


def test_unpaid_page_saved_as_live_stays_a_draft(page):
    page.live = True
    page.save(update_fields=["live"])
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (False, True)


def test_unpaid_page_published_past_every_check_stays_a_draft(page):
    page.get_latest_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    assert (page.live, page.live_revision) == (False, None)


def test_paid_page_goes_live(page):
    pay(page)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_a_higher_tier_covers_a_lower_one(page):
    pay(page, Tier.PREMIUM)
    assert publishing.is_entitled(page.invitation, Tier.STANDARD)


def test_a_premium_look_costs_premium(page):
    pay(page)
    page.theme = Theme.objects.create(key="rich", name_kk="Бай", name_ru="Богатая", tier=Tier.PREMIUM)
    assert publishing.required_tier(page) is Tier.PREMIUM
    assert not publishing.may_be_live(page)


def test_free_page_needs_no_payment(page):
    page.invitation.tier = Tier.FREE
    assert publishing.may_be_live(page)


def test_page_of_no_invitation_may_not_be_live(page):
    page.invitation = None
    assert not publishing.may_be_live(page)


def test_archived_invitation_may_not_be_live_even_free(page):
    page.invitation.tier, page.invitation.archived_at = Tier.FREE, timezone.now()
    assert not publishing.may_be_live(page)


def test_one_payment_grants_once(page):
    assert pay(page) == pay(page)
    assert page.invitation.entitlements.count() == 1


def test_revoked_right_takes_the_page_down(page, owner):
    right = pay(page)
    page.get_latest_revision().publish()
    entitlements.revoke(entitlement=right, by=owner)
    entitlements.revoke(entitlement=right, by=owner)
    page.refresh_from_db()
    assert not page.live
    actions = list(AuditEntry.objects.filter(action__startswith="entitlement").values_list("action", flat=True).order_by("id"))
    assert actions == ["entitlement.grant", "entitlement.revoke"]


def test_revoking_one_of_two_payments_keeps_the_page(page):
    pay(page)
    second = pay(page, reference="p2")
    page.get_latest_revision().publish()
    entitlements.revoke(entitlement=second)
    page.refresh_from_db()
    assert page.live


def test_paying_again_after_a_refund_restores_nothing_of_the_refunded(page):
    entitlements.revoke(entitlement=pay(page))
    pay(page)  # the same payment, told twice
    assert not publishing.is_entitled(page.invitation, Tier.STANDARD)


@pytest.mark.parametrize(("archived", "status"), [(False, 402), (True, 410)])
def test_live_row_without_a_right_is_not_served(page, rf, archived, status):
    PairInvitationPage.objects.filter(pk=page.pk).update(live=True)
    if archived:
        Invitation.objects.update(archived_at=timezone.now())
    page = PairInvitationPage.objects.get(pk=page.pk)
    response = page.serve(rf.get("/"))
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]
