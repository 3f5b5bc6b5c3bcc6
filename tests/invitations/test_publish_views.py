"""The organizer's way from a draft to the address they send."""

import pytest

from accounts.limits import HOUR, Limit
from accounts.row_security import staff_scope
from invitations.models import InvitationPage
from payments import actions, limits
from payments.access import payments_for
from payments.models import PromoCode
from tests.factories.accounts import StaffFactory, join
from tests.factories.invitations import ThemeFactory, make_invitation, make_template
from tests.factories.payments import fresh, pay

from .publish_paths import form_of

pytestmark = pytest.mark.django_db
PRICE = "2\N{NO-BREAK SPACE}990\N{NO-BREAK SPACE}₸"


def make_page(people, tier="standard", **facts):
    return make_invitation(people.workspace, template=make_template(tier=tier, theme=ThemeFactory(tier=tier)), **facts)


def screen(page):
    return f"/admin/celebrations/{page.invitation_id}/publish/"


def started():
    """Every payment, whoever's."""
    with staff_scope():
        return list(payments_for(StaffFactory()))


def is_live(page):
    return InvitationPage.objects.get(pk=page.pk).live


def test_button_says_what_publishing_costs(host, people):
    page = make_page(people)
    assert PRICE in host.get(screen(page)).content.decode()


def test_pressing_it_leads_to_paying_and_paying_to_the_address(host, people):
    page = make_page(people)
    response = host.post(screen(page))
    assert response["Location"].startswith("/admin/payments/")
    assert not is_live(page)
    (payment,) = started()
    assert (payment.return_path, payment.title) == (screen(page), str(page.invitation))


def test_pressing_it_twice_is_one_payment(host, people):
    page = make_page(people)
    assert host.post(screen(page))["Location"] == host.post(screen(page))["Location"]


def test_pending_payment_is_shown_instead_of_the_button(host, people):
    page = make_page(people)
    address = host.post(screen(page))["Location"]
    shown = host.get(screen(page)).content.decode()
    assert address in shown
    assert "<form" not in shown.split("host-card")[1]


def test_paid_invitation_shows_its_address_to_copy_and_send(host, people):
    page = make_page(people)
    host.post(screen(page))
    (payment,) = started()
    actions.open_at_gateway(payment_id=payment.pk)
    pay(fresh(payment))
    shown = host.get(screen(page)).content.decode()
    assert "wa.me" in shown
    assert "t.me" in shown
    assert f'href="/kk/e/{page.event_slug}/og/" download="{page.event_slug}.jpg"' in shown
    assert host.get(f"/kk/e/{page.event_slug}/og/")["Content-Type"] == "image/jpeg"
    assert f"/admin/payments/{payment.our_reference}/receipt.pdf" in shown
    assert f"/e/{page.event_slug}/" in shown
    assert host.get(f"/kk/e/{page.event_slug}/").status_code == 200


def test_free_template_is_published_at_once(host, people):
    page = make_page(people, "free")
    assert host.post(screen(page))["Location"] == screen(page)
    assert is_live(page)
    assert started() == []


def test_unready_invitation_is_neither_paid_nor_published(host, people):
    page = make_page(people, "free", date=None)
    host.post(screen(page))
    assert not is_live(page)


def test_without_a_gateway_the_organizer_is_told(host, people, settings):
    page = make_page(people)
    settings.KASPI_MOCK = False
    assert host.post(screen(page), follow=True).status_code == 200
    assert not is_live(page)


def test_viewer_and_stranger_cannot_publish(client, people):
    page = make_page(people, "free")
    for person in (join(people.workspace, "viewer"), people.stranger):
        client.force_login(person)
        assert client.post(screen(page)).status_code == 404
    assert not is_live(page)


@pytest.mark.parametrize("who", ["host", "staff"])
def test_editor_offers_to_pay_in_place_of_publishing(client, people, who):
    page = make_page(people)
    client.force_login(people.host if who == "host" else StaffFactory())
    shown = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="action-pay"' in shown
    assert 'name="action-publish"' not in shown
    assert PRICE in shown


def test_editor_speaks_of_a_payment_under_way(host, people):
    page = make_page(people)
    host.post(screen(page))
    assert f"Төлемге өту · {PRICE}" in host.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_editors_pay_button_saves_the_draft_and_goes_on(host, people):
    page = make_page(people)
    response = host.post(f"/admin/pages/{page.pk}/edit/", form_of(page) | {"first_name_kk": "Ерлан", "action-pay": "1"})
    assert response["Location"] == screen(page)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().first_name_kk == "Ерлан"


def test_editor_publishes_what_is_paid_and_shows_the_address_the_first_time(host, people):
    page = make_page(people, "free")
    shown = host.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="action-publish"' in shown
    assert 'name="action-pay"' not in shown
    form = form_of(page) | {"action-publish": "1"}
    assert host.post(f"/admin/pages/{page.pk}/edit/", form)["Location"] == screen(page)
    assert host.post(f"/admin/pages/{page.pk}/edit/", form)["Location"] != screen(page)


def test_promo_code_lowers_what_is_paid(host, people):
    page = make_page(people)
    PromoCode.objects.create(code="TOI", percent=50)
    assert 'name="promo"' in host.get(screen(page)).content.decode()
    host.post(screen(page), {"promo": "toi"})
    (payment,) = started()
    assert (payment.amount_tiyn, payment.promo_code) == (149_500, "TOI")


def test_promo_code_is_checked_before_anything_is_paid(host, people):
    page = make_page(people)
    promo = PromoCode.objects.create(code="TOI", percent=50)
    shown = host.post(screen(page), {"promo": "toi", "check_promo": "1"}).text
    assert "1\N{NO-BREAK SPACE}495\N{NO-BREAK SPACE}₸" in shown
    assert 'value="toi"' in shown
    refused = host.post(screen(page), {"promo": "NOPE", "check_promo": "1"}).text
    assert 'id="promo-refused"' in refused
    PromoCode.objects.filter(pk=promo.pk).update(percent=100)
    whole = host.post(screen(page), {"promo": "toi", "check_promo": "1"})
    assert (whole.context["due_with_promo"], is_live(page), started(), promo.redemptions.exists()) == (0, False, [], False)


def test_checking_promo_codes_again_and_again_is_stopped(host, people, monkeypatch):
    monkeypatch.setattr(limits, "PROMO_CODES_BY_A_PERSON", Limit("few-codes", 1, HOUR))
    page = make_page(people)
    PromoCode.objects.create(code="TOI", percent=50)
    codes = [host.post(screen(page), {"promo": code, "check_promo": "1"}).status_code for code in ("X1", "TOI")]
    assert codes == [200, 302]


def test_promo_code_over_everything_publishes_at_once(host, people):
    page = make_page(people)
    PromoCode.objects.create(code="TOI", percent=100)
    assert host.post(screen(page), {"promo": "toi"})["Location"] == screen(page)
    assert is_live(page)
    assert started() == []
    assert page.invitation.entitlements.get().source == "promo"


def test_wrong_promo_code_is_told_and_kept_in_its_field(host, people):
    page = make_page(people)
    shown = host.post(screen(page), {"promo": "NOPE"}, follow=True).content.decode()
    assert 'value="NOPE"' in shown
    assert started() == []


def test_promo_code_that_no_keyboard_writes_is_an_unknown_one(host, people):
    page = make_page(people)
    answer = host.post(screen(page), {"promo": "A\0B"}, follow=True)
    assert (answer.status_code, len(answer.context["messages"]), started()) == (200, 1, [])


def test_beginning_to_pay_again_and_again_is_stopped(host, people, monkeypatch):
    monkeypatch.setattr(limits, "ATTEMPTS_OF_A_WORKSPACE", Limit("few-attempts", 2, HOUR))
    page = make_page(people)
    for _time in range(3):
        answer = host.post(screen(page))
        host.post(f"{answer.url}cancel/")
    assert (answer.url, len(started())) == (screen(page), 2)


def test_publishing_what_is_paid_is_never_stopped(host, people, monkeypatch):
    monkeypatch.setattr(limits, "ATTEMPTS_OF_A_WORKSPACE", Limit("no-attempts", 0, HOUR))
    page = make_page(people, tier="free")
    host.post(screen(page))
    assert is_live(page)
