"""Staff's desk: finding, reading, counting and giving back; nobody else knows of it."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from accounts.models import AuditEntry
from invitations.models import RefundRule
from invitations.payables import reference_of
from messaging.models import Message
from payments import actions, breaker, story_words, totals
from payments.gateways import Evidence, Outcome, RetryableError
from payments.gateways.mock import bank
from payments.models import Alert, BalanceEntry, CustomerReturn, FiscalReceipt, Payment, Refund
from tests.architecture.sources import ROOT
from tests.factories.accounts import StaffFactory
from tests.factories.invitations import make_invitation, make_template
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]
NBSP = "\N{NO-BREAK SPACE}"
NOON = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)


@pytest.fixture
def staff(client):
    person = StaffFactory(name="Дана", language="en")
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def payment(people):
    return pay(make_payment(people.workspace))


def address(payment, name=""):
    return f"/admin/payments/{payment.our_reference}/{name}"


def found(staff, **asked):
    page = staff.get("/admin/payments/", asked)
    assert page.status_code == 200
    return {shown.our_reference for shown in page.context["payments"]}


def test_filters_narrow_what_is_shown(staff, people):
    with time_machine.travel(NOON - timedelta(days=3)):
        old = pay(make_payment(people.workspace, reference="thing:1"))
    premium = make_payment(people.strange_workspace, tier="premium", reference="thing:2")
    real = make_payment(people.workspace, reference="thing:3")
    Payment.objects.filter(pk=real.pk).update(is_test=False, gateway="kaspi_qr", attention="twice")
    assert found(staff) == {old.our_reference, premium.our_reference, real.our_reference}
    assert found(staff, state="completed") == {old.our_reference}
    assert found(staff, tier="premium") == {premium.our_reference}
    assert found(staff, gateway="kaspi_qr") == {real.our_reference}
    assert found(staff, kind="test") == {old.our_reference, premium.our_reference}
    assert found(staff, kind="real") == {real.our_reference}
    assert found(staff, needs_attention="on") == {real.our_reference}
    assert found(staff, q=people.strange_workspace.name) == {premium.our_reference}
    assert found(staff, q=old.provider_payment_id) == {old.our_reference}
    day = (NOON - timedelta(days=3)).date().isoformat()
    assert found(staff, since=day, until=day) == {old.our_reference}


def test_filter_that_is_no_date_is_said_and_the_rest_counts(staff, payment):
    page = staff.get("/admin/payments/", {"since": "кеше", "state": "expired"})
    assert page.context["form"].errors["since"]
    assert not page.context["payments"]


@pytest.mark.parametrize("asked", [{"until": "9999-12-31"}, {"since": "0001-01-01"}, {"until": "9999-12-31", "export": "xlsx"}])
def test_day_at_the_calendars_end_breaks_nothing(staff, payment, asked):
    assert staff.get("/admin/payments/", asked).status_code == 200


def test_export_is_what_is_filtered_and_starts_no_formula(staff, people, payment):
    Payment.objects.filter(pk=payment.pk).update(title="=1+1", payer_label="+7701", is_test=False)
    make_payment(people.workspace, reference="thing:2")
    text = staff.get("/admin/payments/?export=csv&state=completed").content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (line["title"], line["received_kzt"], line["payer"]) == ("'=1+1", "2990,00", "'+7701")
    sheet = openpyxl.load_workbook(io.BytesIO(staff.get("/admin/payments/?export=xlsx&state=completed").content)).active
    heading, row = sheet.iter_rows()
    told = {name.value: cell for name, cell in zip(heading, row, strict=True)}
    assert (told["title"].value, told["title"].data_type, told["received_kzt"].value) == ("=1+1", "s", 2990)


def test_title_that_a_table_cannot_carry_does_not_keep_the_others_from_the_bookkeeper(staff, payment):
    Payment.objects.filter(pk=payment.pk).update(title="Той\x01\x0bболады")
    sheet = openpyxl.load_workbook(io.BytesIO(staff.get("/admin/payments/?export=xlsx").content)).active
    assert "Той  болады" in [cell.value for cell in list(sheet.iter_rows())[1]]


def test_list_and_story_ask_as_often_for_one_as_for_three(staff, people):
    asked = {"list": [], "story": []}
    for count in (1, 2):
        for number in range(count):
            payment = pay(make_payment(people.workspace, reference=f"thing:{count}{number}"))
            actions.refund(payment=payment, amount_tiyn=100, by=staff.person)
        for name, where in (("list", "/admin/payments/"), ("story", address(payment, "story/"))):
            staff.get(where)
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(where).status_code == 200
            asked[name].append(len(queries))
    assert [len(set(counts)) for counts in asked.values()] == [1, 1]


def test_story_tells_everything_in_its_order(staff, people, django_capture_on_commit_callbacks):
    page = make_invitation(people.workspace, template=make_template(tier="standard"))
    payment = pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=payment.amount_tiyn, note="Той кейінге қалды", by=people.host)
    Alert.objects.create(workspace=people.workspace, payment=payment, gateway="mock", kind="taken_back", subject="x")
    shown = staff.get(address(payment, "story/"))
    entries = shown.context["entries"]
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    kinds = {entry.kind for entry in entries}
    assert {"start", "event", "trail", "alert", "right", "message"} <= kinds
    assert {"Paid", "Refund asked for", "Refund made", "Refunded"} <= {entry.title for entry in entries}
    (asked,) = [entry for entry in entries if entry.title == "Refund asked for"]
    assert asked.detail == f"amount: 2{NBSP}990{NBSP}₸, reason: Asked by the payer, reason in words: Той кейінге қалды"
    text = shown.content.decode()
    mails = list(Message.objects.filter(reference=payment.reference).order_by("pk").values_list("subject", flat=True))
    assert [entry.title for entry in entries if entry.kind == "message"] == mails
    assert [escape(subject) in text for subject in mails] == [True] * 2
    assert "Той кейінге қалды" in text
    assert re.search(r"<details>.*?<pre>.*?Processed", text, re.DOTALL)


def codes_of_the_trail():
    """Every code that payments' actions write about what a story tells of; one with a state stands for all of them."""
    text = "\n".join(path.read_text() for path in (ROOT / "payments/actions").glob("*.py"))
    written = re.findall(r'action=f?"((?:payment|refund|receipt|transfer|finding|return|balance)\.[^"]+)"', text)
    states = {"payment": Payment.State, "refund": Refund.State, "receipt": FiscalReceipt.State, "return": CustomerReturn.State}
    states["balance"] = BalanceEntry.Kind
    for code in written:
        kind, _dot, name = code.partition(".")
        ends = set(states[kind]) - {"requested", "sent", "ordered", "opening", "confirmed"} if "{" in name else {name}
        yield from (f"{kind}.{end}" for end in ends)


def test_every_code_of_the_trail_has_words():
    codes = set(codes_of_the_trail())
    assert {"payment.start", "refund.done", "return.known", "receipt.failed"} <= codes
    assert codes - set(story_words.TITLES) == set()


def ask(staff, payment, **values):
    return staff.post(address(payment, "refund/"), {"amount": "2990", "note": "Екі рет төледі", **values})


def confirmation(page):
    return re.search(r'name="confirmation" value="([^"]+)"', page.content.decode()).group(1)


def test_refund_is_asked_for_twice(staff, people, payment, django_capture_on_commit_callbacks):
    page = ask(staff, payment)
    text = page.content.decode()
    assert f"2{NBSP}990{NBSP}₸" in text
    assert payment.payer_label in text
    assert "Екі рет төледі" in text
    assert not Refund.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(address(payment, "refund/send/"), {"confirmation": confirmation(page)})
    refund = Refund.objects.get()
    assert (refund.note, refund.state, fresh(payment).state) == ("Екі рет төледі", "done", "refunded")
    assert AuditEntry.objects.get(action="refund.request").actor_id == staff.person.pk


@pytest.mark.parametrize("values", [{"amount": "2991"}, {"amount": "0"}, {"note": " "}, {"amount": "10.5"}])
def test_refund_of_too_much_or_without_a_reason_is_not_even_repeated(staff, payment, values):
    page = ask(staff, payment, **values)
    assert page.status_code == 422
    assert page.context["form"].errors


def test_second_yes_comes_from_the_page_that_repeats_it_and_counts_once(staff, people, payment):
    page = ask(staff, payment, amount="1000")
    for forged in ("", "x", confirmation(page)[:-2]):
        staff.post(address(payment, "refund/send/"), {"confirmation": forged})
    other = pay(make_payment(people.workspace, reference="thing:2"))
    staff.post(address(other, "refund/send/"), {"confirmation": confirmation(page)})
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        staff.post(address(payment, "refund/send/"), {"confirmation": confirmation(page)})
    assert not Refund.objects.exists()
    for _twice in range(2):
        staff.post(address(payment, "refund/send/"), {"confirmation": confirmation(page)})
    assert Refund.objects.get().amount_tiyn == 100_000


def test_colleagues_page_is_not_ones_own_yes(staff, payment):
    page = ask(staff, payment)
    staff.force_login(StaffFactory())
    staff.post(address(payment, "refund/send/"), {"confirmation": confirmation(page)})
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("fate", "amount", "words"),
    [
        ("later", "2990", "24 hours"),
        ("at_once", "2990", "at once, and its organizer"),
        ("keep", "2990", "stays published"),
        ("later", "10", "stays published"),
    ],
)
def test_what_happens_to_the_invitation_is_said_before(staff, people, fate, amount, words):
    page = make_invitation(people.workspace, template=make_template(tier="standard"))
    payment = pay(make_payment(people.workspace, reference=reference_of(page.invitation)))
    RefundRule.load()
    RefundRule.objects.update(whole=fate)
    assert words in ask(staff, payment, amount=amount).content.decode()


@pytest.mark.parametrize(
    ("state", "others", "is_made"),
    [
        ("requested", 0, False),
        ("sent", 0, False),
        ("manual", 0, True),
        ("failed", 0, True),
        ("failed", 299_000, False),
    ],
)
def test_only_what_a_person_gives_back_is_marked_as_given_back_by_hand(staff, people, payment, state, others, is_made):
    asked = Refund.objects.create(workspace=people.workspace, payment=payment, amount_tiyn=299_000, reason="asked", state=state)
    if others:
        Refund.objects.create(workspace=people.workspace, payment=payment, amount_tiyn=others, reason="asked")
    assert staff.post(f"/admin/payments/refunds/{asked.pk}/confirm/").status_code == 302
    asked.refresh_from_db()
    assert asked.state == ("done" if is_made else state)
    assert fresh(payment).state == ("refunded" if is_made else "completed")


@pytest.mark.parametrize(("state", "may_be_made", "is_sent"), [("manual", False, True), ("manual", True, False), ("failed", False, False)])
def test_only_what_the_bank_never_had_is_offered_to_be_sent_again(staff, people, payment, state, may_be_made, is_sent):
    facts = {"amount_tiyn": 299_000, "reason": "twice", "state": state, "may_be_made": may_be_made}
    asked = Refund.objects.create(workspace=people.workspace, payment=payment, **facts)
    offered = f"/admin/payments/refunds/{asked.pk}/again/"
    assert (offered in staff.get(address(payment, "story/")).content.decode()) is is_sent
    assert staff.post(offered).status_code == 302
    asked.refresh_from_db()
    assert asked.state == ("requested" if is_sent else state)


def test_gateways_say_whether_they_take_money_and_why_not(staff, payment):
    told = {one["gateway"].code: one for one in staff.get("/admin/payments/desk/gateways/").context["gateways"]}
    assert told["mock"]["availability"].is_available
    assert not told["kaspi_qr"]["availability"].is_available
    assert told["kaspi_qr"]["availability"].reason
    assert not told["mock"]["is_resting"]
    for _failure in range(breaker.FAILURES):
        with pytest.raises(RetryableError), breaker.guarded("mock"):
            raise RetryableError
    assert staff.get("/admin/payments/desk/gateways/").context["gateways"][0]["is_resting"]


def make_real(payment, moment):
    Payment.objects.filter(pk=payment.pk).update(is_test=False, completed_at=moment)
    return fresh(payment)


def test_money_by_day_is_almatys_and_without_tests(people, django_capture_on_commit_callbacks):
    late = NOON.replace(hour=23, minute=59)
    first, second, third, _test = (pay(make_payment(people.workspace, reference=f"thing:{number}")) for number in range(4))
    make_real(first, late)
    make_real(second, late + timedelta(minutes=2))
    third = make_real(third, NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=third, amount_tiyn=100_000, by=people.host)
    counted = totals.of_days(7)
    assert counted.gateways == ["mock"]
    by_day = {day.day: (day.sum.received, day.sum.given_back) for day in counted.days}
    assert len(by_day) == 7
    assert by_day[late.date()] == (598_000, 0)
    assert by_day[timezone.localdate()] == (299_000, 100_000)
    assert (counted.sum.received, counted.sum.left, counted.highest) == (897_000, 797_000, 598_000)
    assert max(bar.height for bar in counted.bars) == totals.BASE - 20


@pytest.mark.parametrize("days", [7, 30, 90])
def test_picture_and_table_show_the_same_days(staff, people, payment, days):
    make_real(payment, NOON)
    page = staff.get(f"/admin/payments/desk/totals/?days={days}")
    text = page.content.decode()
    assert len(page.context["totals"].days) == days
    assert text.count('class="desk-chart__bar"') == 1
    table = re.search(r'<table class="desk-table">.*?</table>', text, re.DOTALL).group()
    assert table.count('<th scope="row">') == days + 1
    assert "style=" not in text[text.index("<svg viewBox") : text.index("</figure>")]


def test_days_without_money_are_said_to_be_so(staff, payment):
    assert "No money has come in these days" in staff.get("/admin/payments/desk/totals/").content.decode()


def test_organizers_know_of_no_desk(client, people, payment):
    client.force_login(people.host)
    waiting = actions.refund(payment=payment, amount_tiyn=100, by=people.host)
    places = ["desk/gateways/", "desk/totals/", "desk/findings/", f"refunds/{waiting.pk}/confirm/", f"refunds/{waiting.pk}/again/"]
    places += [f"{payment.our_reference}/{name}/" for name in ("story", "refund", "refund/send")]
    for place in places:
        assert client.get(f"/admin/payments/{place}").status_code == 404
        assert client.post(f"/admin/payments/{place}").status_code == 404
    shown = client.get("/admin/payments/?export=csv").content.decode()
    assert "desk/totals" not in shown
    assert "story" not in client.get(address(payment)).content.decode()


def test_underpaid_money_is_mailed_to_staff_with_a_way_to_its_story(people, settings, caplog, django_capture_on_commit_callbacks):
    settings.ALERT_EMAILS = ["a@example.kz", "b@example.kz"]
    payment = make_payment(people.workspace)
    purchase = decide(payment, bank.PAID)
    for key in ("one", "two"):
        evidence = Evidence(Outcome.COMPLETED, purchase.id, key, is_authoritative=True, amount_tiyn=100, currency="KZT")
        actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
    mails = Message.objects.filter(to__in=settings.ALERT_EMAILS)
    assert sorted(mail.to for mail in mails) == settings.ALERT_EMAILS
    assert all(address(payment, "story/") in mail.body for mail in mails)
    assert [record.levelname for record in caplog.records if "need a person" in record.message] == ["ERROR"]
