"""Our books beside the bank's: exactly what differs is found, once, and a note closes it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from messaging.models import Message
from payments import actions, tasks
from payments.gateways.mock import bank
from payments.models import Alert, Finding, FindingNote, Payment, Statement
from tests.factories.accounts import StaffFactory
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]
NOON = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
HEADINGS = "Номер операции;Дата и время;Тип операции;Сумма"


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def paid(people):
    """Three payments of yesterday noon."""
    with time_machine.travel(NOON):
        return [pay(make_payment(people.workspace, reference=f"thing:{number}")) for number in range(3)]


def line(payment, tenge=2990, kind="Покупка"):
    return f"{payment.provider_payment_id};{NOON:%d.%m.%Y} 12:00;{kind};{tenge},00"


def compare(staff, *lines, **options):
    content = "\n".join([HEADINGS, *lines]).encode("cp1251")
    return actions.import_statement(gateway="mock", name="s.csv", content=content, by=staff, **options)[1]


def told(findings):
    return {(found.kind, found.payment_id, found.ours_tiyn, found.theirs_tiyn) for found in findings}


def test_books_that_agree_have_no_findings(paid, staff):
    assert compare(staff, *map(line, paid)) == []
    assert Statement.objects.get().rows == 3


def test_exactly_what_differs_is_found(paid, people, staff, django_capture_on_commit_callbacks):
    with time_machine.travel(NOON), django_capture_on_commit_callbacks(execute=True):
        gone = pay(make_payment(people.workspace, reference="thing:3"))
        back = pay(make_payment(people.workspace, reference="thing:4"))
        actions.refund(payment=back, amount_tiyn=100_000, by=people.host)
        waiting = make_payment(people.workspace, reference="thing:5")
    found = compare(
        staff,
        line(paid[0]),
        line(paid[1], 1990),
        line(paid[2]),
        line(paid[2], 500, "Возврат"),
        line(back),
        f"999;{NOON:%d.%m.%Y} 12:00;Покупка;2990,00",
        line(waiting),
    )
    assert told(found) == {
        ("amount_differs", paid[1].pk, 299_000, 199_000),
        ("refunded_there", paid[2].pk, 0, 50_000),
        ("missing_there", gone.pk, 299_000, None),
        ("refund_missing", back.pk, 100_000, 0),
        ("missing_here", None, None, 299_000),
        ("missing_here", waiting.pk, 0, 299_000),
    }


def test_same_statement_again_finds_nothing_new(paid, staff):
    lines = [line(paid[0]), line(paid[1], 1990)]
    assert len(compare(staff, *lines)) == 2
    assert compare(staff, *lines) == []
    assert Finding.objects.count() == 2


def test_payment_at_midnight_may_stand_in_the_next_days_statement(people, paid, staff):
    with time_machine.travel(NOON.replace(hour=23, minute=58)):
        pay(make_payment(people.workspace, reference="thing:9"))
    assert compare(staff, *map(line, paid)) == []


def test_file_with_one_bad_line_writes_nothing(client, paid, staff):
    client.force_login(staff)
    content = "\n".join([HEADINGS, line(paid[0], 1), "5;кеше;Покупка;5,00"]).encode()
    answer = client.post("/admin/payments/desk/findings/statement/", {"gateway": "mock", "file": SimpleUploadedFile("s.csv", content)})
    assert (answer.status_code, Finding.objects.count(), Statement.objects.count()) == (422, 0, 0)
    assert "кеше" in answer.content.decode()


def test_days_at_the_calendars_end_are_refused(client, paid, staff):
    client.force_login(staff)
    file = SimpleUploadedFile("s.csv", "\n".join([HEADINGS, line(paid[0], 1)]).encode())
    asked = {"gateway": "mock", "file": file, "first_on": "0001-01-01", "last_on": "9999-12-31"}
    answer = client.post("/admin/payments/desk/findings/statement/", asked)
    assert (answer.status_code, Statement.objects.count()) == (422, 0)


def test_what_the_bank_calls_paid_is_asked_about_at_once(people, staff, django_capture_on_commit_callbacks):
    with time_machine.travel(NOON):
        waiting = make_payment(people.workspace)
        decide(waiting, bank.PAID)
    with django_capture_on_commit_callbacks(execute=True):
        compare(staff, line(waiting))
    assert fresh(waiting).state == "completed"


def test_every_night_open_payments_are_asked_about(people, django_capture_on_commit_callbacks):
    waiting = make_payment(people.workspace)
    decide(waiting, bank.PAID)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.reconcile()
    assert fresh(waiting).state == "completed"


def test_paid_without_the_banks_word_is_found_and_staff_are_told_once(paid, settings):
    settings.ALERT_EMAILS = ["boss@example.kz"]
    assert actions.reconcile() == []
    forged = paid[0]
    forged.pk, forged.our_reference, forged.provider_payment_id, forged.is_entitling = None, "forged", "forged", False
    forged.save(force_insert=True)
    assert told(actions.reconcile()) == {("unproven", forged.pk, 299_000, None)}
    assert actions.reconcile() == []
    assert Alert.objects.filter(kind="books_differ").count() == 1
    assert Message.objects.filter(to="boss@example.kz").count() == 1


def test_payment_that_waits_longer_than_it_lives_is_found(people):
    waiting = make_payment(people.workspace)
    Payment.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=27))
    assert told(actions.reconcile()) == {("stuck", waiting.pk, 0, None)}


def test_note_closes_a_finding_once_and_nothing_can_be_changed(client, paid, staff):
    finding = compare(staff, line(paid[0]), line(paid[1]))[0]
    client.force_login(staff)
    address = f"/admin/payments/desk/findings/{finding.pk}/close/"
    client.post(address, {"text": " "})
    assert not FindingNote.objects.exists()
    client.post(address, {"text": "Келесі күнгі үзіндіде бар"})
    client.post(address, {"text": "тағы"})
    assert FindingNote.objects.get().text == "Келесі күнгі үзіндіде бар"
    assert AuditEntry.objects.filter(action="finding.close").count() == 1
    for row in (finding, FindingNote.objects.get(), Statement.objects.get()):
        for change in (row.delete, row.save):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_screen_asks_as_often_for_one_as_for_three(client, paid, staff):
    client.force_login(staff)
    asked = []
    for number in (1, 3):
        compare(staff, *(line(payment, number) for payment in paid[:number]), first_on=NOON.date() - timedelta(days=9))
        client.get("/admin/payments/desk/findings/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/payments/desk/findings/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_organizers_know_of_no_findings(client, people, paid, staff):
    (finding, *_rest) = compare(staff, line(paid[0], 1))
    client.force_login(people.host)
    for address in ("", "reconcile/", "statement/", f"{finding.pk}/close/"):
        assert client.get(f"/admin/payments/desk/findings/{address}").status_code == 404
        assert client.post(f"/admin/payments/desk/findings/{address}").status_code == 404
