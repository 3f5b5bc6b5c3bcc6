"""What becomes of an invitation whose money goes back: the rule of staff, the time, the notice, and paying again."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.row_security import staff_scope
from guests.models import Answer
from invitations import tasks
from invitations.actions import archive
from invitations.entitlements import give_again, grant, publish_or_pay
from invitations.models import Entitlement, InvitationPage, RefundRule
from invitations.payables import reference_of
from invitations.publishing import lasting_tier
from invitations.queries import face_version
from messaging.models import Message
from payments import actions
from payments import queries as payment_queries
from payments.models import Payment, PromoCode
from tests.factories.accounts import StaffFactory
from tests.factories.guests import make_answer, make_invite
from tests.factories.invitations import ThemeFactory
from tests.factories.payments import fresh, make_payment, pay

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


@pytest.fixture
def give_back(django_capture_on_commit_callbacks):
    def give_back(payment, amount=None):
        with django_capture_on_commit_callbacks(execute=True), staff_scope():
            actions.refund(payment=payment, amount_tiyn=amount or payment.amount_tiyn, by=payment.payer)
        return fresh(payment)

    return give_back


def buy(page, tier="standard"):
    return pay(make_payment(page.invitation.workspace, tier=tier, reference=reference_of(page.invitation)))


def rule(**values):
    RefundRule.load()
    RefundRule.objects.update(**values)


def is_live(page):
    return InvitationPage.objects.get(pk=page.pk).live


def served(page):
    return Client().get(f"/kk/e/{page.event_slug}/").status_code


def notices():
    """What was mailed besides that the money has come."""
    return list(
        Message.objects.filter(channel="email", reference__startswith="invitation:").exclude(once__startswith="paid:").order_by("pk")
    )


def test_dearer_right_that_a_lower_price_gave_goes_with_the_money_for_the_cheaper_one(page, people, give_back):
    payment = buy(page)
    with staff_scope():
        page.refresh_from_db()
        page.theme = ThemeFactory(tier="premium")
        page.save_revision()
        actions.set_price(tariff=payment_queries.tariff("premium"), amount_tiyn=payment.amount_tiyn, by=None)
        here = f"/admin/celebrations/{page.invitation_id}/publish/"
        assert publish_or_pay(page=page, return_path=here, by=people.host) is None
        assert lasting_tier(page.invitation).value == "premium"
    give_back(payment)
    with time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)):
        tasks.end_rights()
        assert (is_live(page), served(page)) == (False, 404)


def test_dearer_right_that_a_code_covered_on_top_of_a_payment_goes_with_its_money(page, people, give_back):
    with staff_scope():
        PromoCode.objects.create(code="TOI", discount_tiyn=300_000)
    payment = buy(page)
    with staff_scope():
        page.refresh_from_db()
        page.theme = ThemeFactory(tier="premium")
        page.save_revision()
        here = f"/admin/celebrations/{page.invitation_id}/publish/"
        assert publish_or_pay(page=page, return_path=here, by=people.host, promo_code="TOI") is None
        assert lasting_tier(page.invitation).value == "premium"
    give_back(payment)
    with time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)):
        tasks.end_rights()
        assert (is_live(page), served(page)) == (False, 404)
    with staff_scope():
        premium = payment_queries.tariff("premium")
        assert payment_queries.amount_due(reference=payment.reference, tariff=premium) == 299_000


def test_right_that_a_code_covered_alone_stays_when_another_payment_goes_back(page, people, give_back):
    with staff_scope():
        PromoCode.objects.create(code="TOI", percent=100)
        here = f"/admin/celebrations/{page.invitation_id}/publish/"
        assert publish_or_pay(page=page, return_path=here, by=people.host, promo_code="TOI") is None
    upgrade = buy(page, tier="premium")
    with staff_scope():
        actions.set_price(tariff=payment_queries.tariff("standard"), amount_tiyn=349_000, by=None)
    give_back(upgrade)
    with time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)):
        tasks.end_rights()
        assert (is_live(page), lasting_tier(page.invitation).value) == (True, "standard")


def test_refunded_page_stays_a_day_and_is_then_taken_down(page, give_back):
    give_back(buy(page))
    assert is_live(page)
    assert served(page) == 200
    with time_machine.travel(timezone.now() + DAY - timedelta(minutes=1)):
        assert tasks.end_rights() == 0
        assert served(page) == 200
    with time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)):
        assert tasks.end_rights() == 1
        assert tasks.end_rights() == 0
        assert (is_live(page), served(page)) == (False, 404)


def test_page_is_not_served_after_its_time_though_the_queue_sleeps(page, give_back):
    give_back(buy(page))
    before = face_version(page.event_slug)
    with time_machine.travel(timezone.now() + DAY + timedelta(seconds=1)):
        assert is_live(page)
        assert served(page) == 402
        assert face_version(page.event_slug) != before


def test_organizer_is_told_in_their_language_what_happens_when(page, give_back, people):
    people.host.language = "ru"
    people.host.save()
    give_back(buy(page))
    (notice,) = notices()
    assert (notice.to, notice.workspace) == (people.host.email, people.workspace)
    assert "будет снято" in notice.subject
    assert f"/admin/celebrations/{page.invitation_id}/" in notice.body


def test_hub_says_when_and_offers_to_pay_again(client, page, give_back, people):
    give_back(buy(page))
    client.force_login(people.host)
    for address in (f"/admin/celebrations/{page.invitation_id}/", f"/admin/celebrations/{page.invitation_id}/publish/"):
        shown = client.get(address)
        assert shown.context["ends_at"] > timezone.now()
        assert 'name="is_to_last"' in shown.content.decode()


def test_paying_again_keeps_the_page(client, page, give_back, people):
    give_back(buy(page))
    client.force_login(people.host)
    answer = client.post(f"/admin/celebrations/{page.invitation_id}/publish/", {"is_to_last": "1"})
    assert answer["Location"].startswith("/admin/payments/")
    with staff_scope():
        again = Payment.objects.latest("pk")
        actions.open_at_gateway(payment_id=again.pk)
    assert again.amount_tiyn == 299_000
    pay(fresh(again))
    assert "ends_at" not in client.get(f"/admin/celebrations/{page.invitation_id}/").context
    with time_machine.travel(timezone.now() + DAY * 2):
        tasks.end_rights()
        assert (is_live(page), served(page)) == (True, 200)


@pytest.fixture
def dressed_up(page, give_back):
    """What guests see is standard and about to end; its draft wears a premium look."""
    give_back(buy(page))
    page.refresh_from_db()
    page.theme = ThemeFactory(tier="premium")
    page.save_revision()
    return InvitationPage.objects.get(pk=page.pk).specific


def look(page):
    live = InvitationPage.objects.get(pk=page.pk)
    return live.live, live.theme.tier, live.has_unpublished_changes


def test_keeping_it_costs_what_the_screen_says_though_the_draft_is_dearer(client, dressed_up, people):
    address, seen = f"/admin/celebrations/{dressed_up.invitation_id}/publish/", look(dressed_up)
    client.force_login(people.host)
    assert client.get(address).context["due_to_last"] == 299_000
    client.post(address, {"is_to_last": "1"})
    with staff_scope():
        again = Payment.objects.latest("pk")
        actions.open_at_gateway(payment_id=again.pk)
    assert (again.tariff_code, again.amount_tiyn) == ("standard", 299_000)
    pay(fresh(again))
    assert (look(dressed_up), lasting_tier(dressed_up.invitation)) == (seen, "standard")
    client.post(address, {"is_to_last": "1"})
    assert look(dressed_up) == seen


@pytest.fixture
def upgraded(page, give_back):
    """Standard and the difference to premium, which the page wears; standard goes back, and its other code may still be paid."""
    wanted = {"workspace": page.invitation.workspace, "reference": reference_of(page.invitation)}
    late, base = make_payment(channel="link", **wanted), pay(make_payment(**wanted))
    page.refresh_from_db()
    page.theme = ThemeFactory(tier="premium")
    page.save_revision()
    top = buy(page, "premium")
    give_back(base)
    return InvitationPage.objects.get(pk=page.pk).specific, top, late


def rest(page):
    with time_machine.travel(timezone.now() + DAY * 2):
        tasks.end_rights()
    assert not is_live(page)


def right_of(payment):
    return Entitlement.objects.get(payment_reference=payment.our_reference)


def test_difference_gives_its_right_again_when_what_was_missing_is_paid(upgraded, give_back):
    page, top, late = upgraded
    rest(page)
    pay(late)
    assert (fresh(top).attention, right_of(top).is_standing, lasting_tier(page.invitation)) == ("", True, "premium")
    assert (look(page)[:2], AuditEntry.objects.filter(action="entitlement.restore").count()) == ((True, "premium"), 1)
    restored = right_of(top)
    give_again(payment=fresh(top))
    assert right_of(top).created_at == restored.created_at
    assert AuditEntry.objects.filter(action="entitlement.restore").count() == 1
    give_back(fresh(late))
    rest(page)
    assert fresh(top).attention == "base_gone"


def test_difference_that_was_about_to_end_lasts_when_what_was_missing_is_paid(upgraded):
    page, top, late = upgraded
    assert right_of(top).ends_at
    pay(late)
    assert (right_of(top).ends_at, look(page)[:2]) == (None, (True, "premium"))


def test_page_that_a_person_took_down_stays_down_when_its_right_is_given_again(upgraded, people):
    page, top, late = upgraded
    page.unpublish(user=people.host)
    rest(page)
    pay(late)
    assert (right_of(top).is_standing, is_live(page)) == (True, False)


def test_archived_page_stays_down_when_its_right_is_given_again(upgraded, people):
    page, top, late = upgraded
    rest(page)
    archive(invitation=page.invitation, by=people.host)
    pay(late)
    assert (right_of(top).is_standing, is_live(page)) == (True, False)


def test_promo_code_for_what_is_missing_gives_the_right_again(upgraded, people):
    page, top, _late = upgraded
    rest(page)
    with staff_scope():
        PromoCode.objects.create(code="TOI", percent=100)
        page = InvitationPage.objects.get(pk=page.pk).specific
        assert publish_or_pay(page=page, return_path="/", by=people.host, promo_code="TOI") is None
    assert (right_of(top).is_standing, look(page)[:2]) == (True, (True, "premium"))


def test_changes_are_still_published_while_the_time_runs(client, page, give_back, people):
    give_back(buy(page))
    client.force_login(people.host)
    address = f"/admin/celebrations/{page.invitation_id}/publish/"
    assert client.post(address)["Location"] == address


def test_rule_at_once_takes_down_and_tells(page, give_back):
    rule(whole="at_once")
    give_back(buy(page))
    assert not is_live(page)
    assert len(notices()) == 1


def test_rule_keep_changes_nothing_but_is_written_down(page, give_back):
    rule(whole="keep")
    give_back(buy(page))
    with time_machine.travel(timezone.now() + DAY * 2):
        tasks.end_rights()
        assert served(page) == 200
    assert notices() == []
    assert AuditEntry.objects.filter(action="entitlement.keep").exists()


def test_part_given_back_keeps_the_page(page, give_back):
    assert give_back(buy(page), 100_000).state == "partially_refunded"
    with time_machine.travel(timezone.now() + DAY * 2):
        tasks.end_rights()
        assert served(page) == 200


def test_part_given_back_may_end_it_and_the_rest_pays_for_it_again(page, give_back):
    rule(part="at_once")
    give_back(buy(page), 100_000)
    assert not is_live(page)
    again = buy(page)
    assert (again.amount_tiyn, again.is_entitling, again.attention) == (100_000, True, "")
    assert is_live(page)


def test_page_covered_by_another_right_stays_without_a_word(page, give_back):
    standard = buy(page)
    grant(invitation=page.invitation, tier="premium", source="staff")
    give_back(standard)
    assert is_live(page)
    assert notices() == []


def test_difference_to_a_dearer_tier_goes_with_what_it_was_paid_on_top_of(page, give_back):
    standard = buy(page)
    premium = buy(page, "premium")
    assert premium.amount_tiyn == 300_000
    give_back(standard)
    assert len(notices()) == 1
    assert fresh(premium).attention == "base_gone"
    with time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)):
        tasks.end_rights()
        assert (is_live(page), served(page), lasting_tier(page.invitation).value) == (False, 404, "free")


def test_paying_what_is_missing_keeps_the_page_after_the_base_went_back(page, give_back):
    standard = buy(page)
    buy(page, "premium")
    give_back(standard)
    missing = buy(page, "premium")
    assert (missing.amount_tiyn, missing.is_entitling) == (299_000, True)
    with time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)):
        tasks.end_rights()
        assert (is_live(page), served(page)) == (True, 200)


def test_answers_are_kept(page, give_back):
    payment = buy(page)
    with staff_scope():
        answer = make_answer(make_invite(page.invitation, "Ағай"), "with_spouse", 2)
    give_back(payment)
    with time_machine.travel(timezone.now() + DAY * 2):
        tasks.end_rights()
        assert not is_live(page)
        with staff_scope():
            assert Answer.objects.get(pk=answer.pk).choice == "with_spouse"


def test_staff_set_the_rule_and_organizers_do_not_know_of_it(client, people):
    address = "/admin/settings/invitations/refundrule/"
    client.force_login(StaffFactory())
    shown = client.get(address, follow=True)
    client.post(shown.request["PATH_INFO"], {"whole": "at_once", "part": "later", "hours": "48"})
    kept = RefundRule.load()
    assert (kept.whole, kept.part, kept.hours) == ("at_once", "later", 48)
    assert AuditEntry.objects.filter(action="refund_rule.change").count() == 1
    client.post(shown.request["PATH_INFO"], {"whole": "at_once", "part": "later", "hours": "0"})
    assert RefundRule.load().hours == 48
    client.force_login(people.host)
    assert client.get(shown.request["PATH_INFO"], follow=True).status_code == 404
