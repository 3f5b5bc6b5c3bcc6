"""Scheme r2: money goes back while the customer scans a code that staff show; over real sockets, through staff's own screens."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import AuditEntry
from payments import actions, tasks
from payments.models import CustomerReturn, Refund
from tests.factories.accounts import StaffFactory
from tests.kaspi.checkout import state
from tests.kaspi.configuring import configure

pytestmark = pytest.mark.django_db
State = CustomerReturn.State


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory(language="en"))
    return client


@pytest.fixture
def asked(checkout, settings):
    """A refund of a thousand tenge of a payment by r2, that waits for a person."""
    configure(checkout.bank, settings, "r2")
    payment = checkout.open()
    checkout.bank.pay()
    checkout.wait(12, step=6)
    return actions.refund(payment=payment, amount_tiyn=100_000, by=checkout.people.host)


@pytest.fixture
def code(checkout, staff, asked, django_capture_on_commit_callbacks):
    """The code that a press on the story's button shows."""
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("payments:start_return", args=[asked.pk]))
    return newest()


def newest():
    return CustomerReturn.objects.latest("pk")


def show(staff, code):
    return BeautifulSoup(staff.get(reverse("payments:return", args=[code.pk])).content, "html.parser")


def beat(checkout, seconds=6):
    checkout.clock.shift(seconds)
    tasks.check_due_returns()


def scan(checkout, code, **who):
    checkout.bank.order("return/scan", id=code.provider_return_id, **who)
    beat(checkout)


def confirm(staff, code, capture):
    with capture(execute=True):
        staff.post(reverse("payments:confirm_return", args=[code.pk]))


def left(checkout, asked):
    return checkout.bank.purchase(asked.payment.provider_payment_id).available


def calls(checkout):
    return len(checkout.bank.journal.calls("/payment/return"))


def test_story_offers_a_code_and_says_why(staff, asked):
    story = staff.get(reverse("payments:story", args=[asked.payment.our_reference])).text
    assert "only while the customer scans" in story
    assert reverse("payments:start_return", args=[asked.pk]) in story
    assert reverse("payments:confirm_refund", args=[asked.pk]) in story


def test_scanned_confirmed_and_given_back(checkout, staff, asked, code, django_capture_on_commit_callbacks):
    page = show(staff, code)
    assert page.select_one(".checkout__code")["src"] == reverse("payments:return_code", args=[code.pk])
    assert 170 < int(page.select_one("[data-seconds]")["data-seconds"]) <= 180
    assert staff.get(reverse("payments:return_code", args=[code.pk]))["Content-Type"] == "image/svg+xml"
    beat(checkout)
    assert newest().state == State.OPEN
    scan(checkout, code)
    assert (newest().state, newest().bought_tiyn, left(checkout, asked)) == (State.KNOWN, 299_000, 2990)
    assert "2\N{NO-BREAK SPACE}990" in show(staff, code).select_one(".desk-facts").text
    confirm(staff, code, django_capture_on_commit_callbacks)
    assert (state(asked), left(checkout, asked), calls(checkout)) == (Refund.State.DONE, 1990, 1)
    assert state(asked.payment) == "partially_refunded"
    assert "given back" in show(staff, code).select_one(".checkout__pay h2").text
    assert AuditEntry.objects.filter(action="return.confirm").count() == 1
    story = staff.get(reverse("payments:story", args=[asked.payment.our_reference]))
    assert {"Code for the customer asked for", "Code scanned by the customer", "Refund made"} <= {
        entry.title for entry in story.context["entries"]
    }
    assert checkout.bank.violations() == []


def test_confirmed_twice_is_given_back_once(checkout, staff, asked, code, django_capture_on_commit_callbacks):
    scan(checkout, code)
    for _twice in range(2):
        confirm(staff, code, django_capture_on_commit_callbacks)
    checkout.jump(minutes=5)
    assert (left(checkout, asked), calls(checkout)) == (1990, 1)


def test_scanned_by_somebody_else_gives_nothing_back_and_a_new_code_is_offered(checkout, staff, asked, code):
    scan(checkout, code, customer="somebody-else")
    assert (newest().state, state(asked), left(checkout, asked)) == (State.FAILED, Refund.State.MANUAL, 2990)
    page = show(staff, code)
    assert "not among the latest" in page.text
    assert page.select(f'form[action="{reverse("payments:start_return", args=[asked.pk])}"]')


@pytest.mark.parametrize("mode", ["error", "stuck"])
def test_code_nobody_scans_is_hidden_in_time_and_ends(checkout, staff, asked, code, mode):
    checkout.bank.quirks(expiry_mode=mode)
    checkout.clock.shift(181)
    assert not show(staff, code).select(".checkout__code")
    assert staff.get(reverse("payments:return_code", args=[code.pk])).status_code == 404
    for _ in range(4):
        beat(checkout)
    assert (newest().state, state(asked)) == (State.FAILED, Refund.State.MANUAL)
    assert "Nobody scanned" in show(staff, code).text


def test_lost_answer_to_the_refund_is_looked_up_and_given_back_once(checkout, staff, asked, code, django_capture_on_commit_callbacks):
    scan(checkout, code)
    checkout.bank.fault("commit_then_reset", "payment/return")
    confirm(staff, code, django_capture_on_commit_callbacks)
    assert (state(asked), left(checkout, asked)) == (Refund.State.SENT, 1990)
    assert "look up what has become of it" in show(staff, code).text
    checkout.jump(minutes=1)
    assert (state(asked), left(checkout, asked), calls(checkout)) == (Refund.State.DONE, 1990, 1)


def test_lost_answer_to_the_code_is_said_and_another_one_asked_for(checkout, staff, asked, django_capture_on_commit_callbacks):
    checkout.bank.fault("commit_then_reset", "return/create")
    for wanted in (State.FAILED, State.OPEN):
        with django_capture_on_commit_callbacks(execute=True):
            staff.post(reverse("payments:start_return", args=[asked.pk]))
        assert newest().state == wanted
    assert CustomerReturn.objects.count() == 2


def test_press_twice_shows_the_same_code(staff, asked, code, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("payments:start_return", args=[asked.pk]))
    assert newest().pk == code.pk


def test_lost_task_is_found_by_beat(checkout, staff, asked):
    staff.post(reverse("payments:start_return", args=[asked.pk]))
    assert newest().state == State.OPENING
    beat(checkout)
    assert newest().state == State.OPEN


def test_given_back_by_hand_meanwhile_goes_back_no_second_time(checkout, staff, asked, code, django_capture_on_commit_callbacks):
    scan(checkout, code)
    staff.post(reverse("payments:confirm_refund", args=[asked.pk]))
    confirm(staff, code, django_capture_on_commit_callbacks)
    checkout.jump(minutes=5)
    assert (state(asked), left(checkout, asked), calls(checkout)) == (Refund.State.DONE, 2990, 0)


def test_refusal_of_the_bank_leaves_it_to_a_person(checkout, staff, asked, code, django_capture_on_commit_callbacks):
    checkout.bank.order("purchase", id=asked.payment.provider_payment_id, do="whole_refund_only")
    scan(checkout, code)
    confirm(staff, code, django_capture_on_commit_callbacks)
    assert (state(asked), left(checkout, asked)) == (Refund.State.MANUAL, 2990)
    assert "only in full" in show(staff, code).text


@pytest.mark.parametrize("scheme", ["r1", "r3"])
def test_schemes_without_it_offer_no_code(checkout, staff, asked, settings, scheme):
    configure(checkout.bank, settings, scheme)
    story = staff.get(reverse("payments:story", args=[asked.payment.our_reference])).text
    assert reverse("payments:start_return", args=[asked.pk]) not in story
    staff.post(reverse("payments:start_return", args=[asked.pk]))
    assert not CustomerReturn.objects.exists()


def test_organizers_know_of_no_code(checkout, client, asked, code):
    client.force_login(checkout.people.host)
    for name in ("return", "return_state", "return_code", "confirm_return"):
        assert client.post(reverse(f"payments:{name}", args=[code.pk])).status_code == 404
    assert client.post(reverse("payments:start_return", args=[asked.pk])).status_code == 404
    assert newest().state == State.OPEN
