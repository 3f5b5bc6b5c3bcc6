"""Publishing for a unit of the workspace's balance instead of paying."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.models import Membership
from accounts.row_security import staff_scope, workspace_scope
from invitations.entitlements import publish_from_balance
from invitations.models import Entitlement, InvitationPage
from invitations.payables import reference_of
from invitations.publishing import lasting_tier
from payments import actions, balance_queries, queries
from payments.models import Payment
from tests.factories.accounts import StaffFactory, join, make_people
from tests.factories.invitations import ThemeFactory, make_invitation, make_template
from tests.factories.payments import buy, fresh, make_payment, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def page(people):
    return make_invitation(people.workspace, template=make_template(tier="standard", theme=ThemeFactory(tier="standard")))


@pytest.fixture
def host(client, people):
    client.force_login(people.host)
    return client


def screen(page):
    return f"/admin/celebrations/{page.invitation_id}/publish/"


def give(people, units=3, tier="standard"):
    with staff_scope():
        actions.correct_balance(workspace=people.workspace, tier=tier, units=units, note="Сыйлық", by=StaffFactory())


def left(people, tier="standard"):
    with staff_scope():
        return balance_queries.units_left(people.workspace.pk, tier)


def rights(page):
    return list(page.invitation.entitlements.values_list("tier", "source", "revoked_at"))


def is_live(page):
    return InvitationPage.objects.get(pk=page.pk).live


def dress_up(page):
    page = InvitationPage.objects.get(pk=page.pk).specific
    page.theme = ThemeFactory(tier="premium")
    page.save_revision()


def test_button_is_there_only_with_a_unit_of_the_needed_tier(host, people, page):
    give(people, tier="premium")
    shown = host.get(screen(page)).content.decode()
    assert 'name="from_balance"' not in shown
    assert f"/admin/payments/balance/{people.workspace.pk}/" in shown
    give(people)
    assert 'name="from_balance"' in host.get(screen(page)).content.decode()


def test_family_without_a_balance_sees_nothing_of_it(host, people, page):
    shown = host.get(screen(page)).content.decode()
    assert "from_balance" not in shown
    assert "/admin/payments/balance/" not in shown.partition("<main")[2]


def test_pressing_publishes_takes_one_and_says_who(host, people, page):
    give(people)
    host.post(screen(page), {"from_balance": "1"})
    assert (is_live(page), left(people), rights(page)) == (True, 2, [("standard", "balance", None)])
    with staff_scope():
        line = people.workspace.balance_entries.first()
        assert (line.reference, line.by_label, line.kind) == (reference_of(page.invitation), str(people.host), "spent")
        assert not Payment.objects.exists()


def test_second_press_and_later_changes_take_nothing(host, people, page):
    give(people)
    for _press in range(2):
        host.post(screen(page), {"from_balance": "1"})
    edited = InvitationPage.objects.get(pk=page.pk).specific
    edited.save_revision()
    host.post(screen(page))
    assert left(people) == 2


def test_paid_page_takes_no_unit(host, people, page):
    give(people)
    pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    host.post(screen(page), {"from_balance": "1"})
    assert (left(people), rights(page)) == (3, [("standard", "payment", None)])


def test_without_units_nothing_is_published(host, people, page):
    give(people, tier="premium")
    host.post(screen(page), {"from_balance": "1"})
    assert (is_live(page), left(people, "premium"), rights(page)) == (False, 3, [])


def test_unready_page_takes_nothing(host, people, page):
    give(people)
    draft = InvitationPage.objects.get(pk=page.pk).specific
    draft.date = None
    draft.save_revision()
    host.post(screen(page), {"from_balance": "1"})
    assert (is_live(page), left(people)) == (False, 3)


def test_standard_goes_on_to_premium_for_a_premium_unit(host, people, page):
    give(people)
    give(people, tier="premium")
    host.post(screen(page), {"from_balance": "1"})
    dress_up(page)
    assert host.get(screen(page)).context["is_upgrade"]
    host.post(screen(page), {"from_balance": "1"})
    assert (left(people), left(people, "premium")) == (2, 2)
    assert InvitationPage.objects.get(pk=page.pk).theme.tier == "premium"


def test_standard_from_the_balance_goes_on_to_premium_for_the_difference(host, people, page):
    give(people)
    host.post(screen(page), {"from_balance": "1"})
    dress_up(page)
    host.post(screen(page))
    with staff_scope():
        payment = Payment.objects.get()
    assert (payment.tariff_code, payment.amount_tiyn) == ("premium", 300_000)
    actions.open_at_gateway(payment_id=payment.pk)
    pay(fresh(payment))
    assert InvitationPage.objects.get(pk=page.pk).theme.tier == "premium"
    assert left(people) == 2


def test_open_payment_is_cancelled_and_its_late_money_goes_back(host, people, page):
    give(people)
    attempt = make_payment(people.workspace, reference=reference_of(page.invitation))
    assert attempt.our_reference in host.get(screen(page)).content.decode()
    host.post(screen(page), {"from_balance": "1"})
    late = pay(attempt)
    with staff_scope():
        assert (late.attention, late.refunds.get().amount_tiyn) == ("twice", 299_000)
    assert rights(page) == [("standard", "balance", None)]


def test_refund_of_the_package_leaves_the_page(host, people, page):
    package = pay(buy(people.workspace))
    host.post(screen(page), {"from_balance": "1"})
    with staff_scope():
        asked = actions.refund(payment=package, amount_tiyn=package.amount_tiyn, by=StaffFactory())
        actions.send_refund(refund_id=asked.pk)
    assert (is_live(page), left(people), fresh(package).state) == (True, 0, "refunded")
    assert rights(page) == [("standard", "balance", None)]


def test_page_about_to_be_taken_down_is_kept_from_the_balance(host, people, page):
    paid = pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    with staff_scope():
        asked = actions.refund(payment=paid, amount_tiyn=paid.amount_tiyn, by=StaffFactory())
        actions.send_refund(refund_id=asked.pk)
    give(people)
    assert 'name="from_balance"' in host.get(screen(page)).content.decode()
    host.post(screen(page), {"from_balance": "1", "is_to_last": "1"})
    assert left(people) == 2
    assert Entitlement.objects.filter(invitation=page.invitation, source="balance", ends_at=None, revoked_at=None).exists()
    assert "from_balance" not in host.get(screen(page)).content.decode()


def test_unit_that_keeps_a_page_is_of_what_guests_see_though_the_draft_is_dearer(host, people, page):
    paid = pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    with staff_scope():
        asked = actions.refund(payment=paid, amount_tiyn=paid.amount_tiyn, by=StaffFactory())
        actions.send_refund(refund_id=asked.pk)
    dress_up(page)
    give(people)
    give(people, tier="premium")
    assert host.get(screen(page)).context["units_to_last"] == 3
    host.post(screen(page), {"from_balance": "1", "is_to_last": "1"})
    assert (left(people), left(people, "premium")) == (2, 3)
    live = InvitationPage.objects.get(pk=page.pk)
    assert (live.live, live.theme.tier, live.has_unpublished_changes) == (True, "standard", True)


@pytest.mark.parametrize("pressed", [{"from_balance": "1"}, {}])
def test_nothing_is_taken_for_what_earlier_money_covers_since_the_price_fell(host, people, page, pressed):
    pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    dress_up(page)
    give(people, tier="premium")
    with staff_scope():
        actions.set_price(tariff=queries.tariff("premium"), amount_tiyn=299_000, by=None)
    host.post(screen(page), pressed)
    assert (left(people, "premium"), rights(page)) == (3, [("standard", "payment", None), ("premium", "payment", None)])
    assert InvitationPage.objects.get(pk=page.pk).theme.tier == "premium"


def test_right_that_is_about_to_end_is_given_anew_when_nothing_is_due_to_keep_it(host, people, page):
    give(people)
    pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    page.invitation.entitlements.update(payment_reference="", ends_at=timezone.now() + timedelta(hours=1))
    host.post(screen(page), {"from_balance": "1", "is_to_last": "1"})
    assert (left(people), lasting_tier(page.invitation)) == (3, "standard")


def test_viewer_and_stranger_spend_nothing(client, people, page):
    give(people)
    for person, status in ((join(people.workspace, Membership.Role.VIEWER), 404), (people.stranger, 404)):
        client.force_login(person)
        assert client.post(screen(page), {"from_balance": "1"}).status_code == status
        with workspace_scope(people.workspace.pk), pytest.raises(PermissionDenied):
            publish_from_balance(page=page, by=person)
    assert (left(people), rights(page), is_live(page)) == (3, [], False)


def test_editor_spends(client, people, page):
    give(people)
    client.force_login(people.teammate)
    client.post(screen(page), {"from_balance": "1"})
    assert (left(people), is_live(page)) == (2, True)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_with_one_unit_left_publish_one_page():
    people = make_people()
    template = make_template(tier="standard", theme=ThemeFactory(tier="standard"))
    pages = [make_invitation(people.workspace, template=template) for _page in range(2)]
    give(people, 1)
    assert sorted(_at_once([(people, page) for page in pages])) == ["none left", "spent"]
    assert (sorted(is_live(page) for page in pages), left(people)) == ([False, True], 0)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_on_one_page_take_one_unit():
    people = make_people()
    page = make_invitation(people.workspace, template=make_template(tier="standard", theme=ThemeFactory(tier="standard")))
    give(people, 2)
    assert sorted(_at_once([(people, page), (people, page)])) == ["entitled", "spent"]
    assert (is_live(page), left(people)) == (True, 1)


def _at_once(presses):
    """Each on a connection of its own."""
    start = Barrier(len(presses))

    def press(people, page):
        try:
            start.wait(timeout=30)
            with workspace_scope(people.workspace.pk):
                fetched = InvitationPage.objects.get(pk=page.pk).specific
                return "spent" if publish_from_balance(page=fetched, by=people.host) else "entitled"
        except actions.NoUnitsError:
            return "none left"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(lambda one: press(*one), presses))
