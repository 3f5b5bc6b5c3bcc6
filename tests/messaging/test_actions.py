from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEntry
from messaging import actions, queries
from messaging.channels import Sent
from messaging.models import Message

pytestmark = pytest.mark.django_db


def enqueue(**fields) -> Message:
    return actions.enqueue(**{"channel": "console", "to": "apa@example.kz", "body": "Сәлем", **fields})


def test_message_waits_until_the_transaction_commits(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        message = enqueue()
        assert message.state == Message.State.QUEUED
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.SENT, 1)


def test_message_of_a_rolled_back_request_is_never_sent(mailoutbox):
    with transaction.atomic():
        enqueue(channel="email")
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not mailoutbox


def test_what_is_to_be_said_once_is_written_once():
    first, again, other = enqueue(once="paid:1"), enqueue(once="paid:1", body="Қайта"), enqueue(once="paid:2")
    assert (again.pk, again.body) == (first.pk, "Сәлем")
    assert Message.objects.count() == 2
    assert other.pk != first.pk
    assert enqueue().pk != enqueue().pk


def test_claim_gives_one_message_to_one_worker():
    message = enqueue()
    assert actions.claim(message_id=message.pk).to == "apa@example.kz"
    assert actions.claim(message_id=message.pk) is None


def test_claim_of_a_lost_worker_comes_back_after_the_lease():
    message = enqueue()
    actions.claim(message_id=message.pk)
    with time_machine.travel(timezone.now() + actions.LEASE + timedelta(seconds=1)):
        assert queries.due_ids() == [message.pk]
        assert actions.claim(message_id=message.pk) is not None


def test_refused_message_is_tried_again_with_growing_pauses_and_then_fails():
    message = enqueue()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for pause in actions.BACK_OFF:
            assert actions.claim(message_id=message.pk)
            actions.mark_refused(message_id=message.pk, error="busy", is_permanent=False)
            message.refresh_from_db()
            assert (message.state, message.next_attempt_at) == (
                Message.State.QUEUED,
                timezone.now() + pause,
            )
            assert queries.due_ids() == []
            clock.shift(pause)
        assert actions.claim(message_id=message.pk)
        actions.mark_refused(message_id=message.pk, error="busy", is_permanent=False)
    message.refresh_from_db()
    assert (message.state, message.error) == (Message.State.FAILED, "busy")


def test_permanently_refused_message_fails_at_once():
    message = enqueue()
    actions.claim(message_id=message.pk)
    actions.mark_refused(message_id=message.pk, error="no such address", is_permanent=True)
    message.refresh_from_db()
    assert message.state == Message.State.FAILED


def test_subject_with_line_breaks_becomes_one_line():
    assert enqueue(subject="Той\r\nBcc: all@example.kz").subject == "Той Bcc: all@example.kz"


def test_each_end_of_a_message_is_in_the_audit_trail_without_its_address():
    message = enqueue(subject="Той")
    actions.claim(message_id=message.pk)
    actions.mark_sent(message_id=message.pk, sent=Sent())
    lines = AuditEntry.objects.filter(target=f"messaging.message:{message.pk}").order_by("id")
    assert [line.action for line in lines] == ["message.enqueue", "message.sent"]
    assert "apa@example.kz" not in str(list(lines.values()))


def test_texts_are_forgotten_after_thirty_days_but_not_those_still_waiting():
    sent, waiting = enqueue(), enqueue()
    actions.claim(message_id=sent.pk)
    actions.mark_sent(message_id=sent.pk, sent=Sent())
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert actions.forget_texts() == 1
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.body, waiting.body) == ("", "Сәлем")
