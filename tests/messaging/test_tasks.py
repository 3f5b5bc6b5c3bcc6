from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from messaging import actions, tasks
from messaging.channels import Outgoing, PermanentError, RetryableError, Sent
from messaging.models import Message

pytestmark = pytest.mark.django_db


class BusyChannel:
    def send(self, outgoing: Outgoing) -> Sent:
        raise RetryableError("busy")


class RefusingChannel:
    def send(self, outgoing: Outgoing) -> Sent:
        raise PermanentError("550")


@pytest.fixture
def channels(settings):
    here = "tests.messaging.test_tasks"
    settings.MESSAGE_CHANNELS = {
        **settings.MESSAGE_CHANNELS,
        "busy": f"{here}.BusyChannel",
        "refusing": f"{here}.RefusingChannel",
    }


def enqueue(channel: str) -> Message:
    return actions.enqueue(
        channel=channel,
        to="apa@example.kz",
        subject="Той",
        body="Сәлем",
        html="<p>Сәлем</p>",
        reply_to="host@example.kz",
    )


def test_delivery_by_email_carries_text_html_and_reply_address(mailoutbox):
    message = enqueue("email")
    tasks.deliver(message.pk)
    [mail] = mailoutbox
    assert (mail.to, mail.subject, mail.body, mail.reply_to) == (
        ["apa@example.kz"],
        "Той",
        "Сәлем",
        ["host@example.kz"],
    )
    assert mail.alternatives[0][0] == "<p>Сәлем</p>"
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.sent_at is not None


def test_delivering_twice_sends_once(mailoutbox):
    message = enqueue("email")
    tasks.deliver(message.pk)
    tasks.deliver(message.pk)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("channel", "state"), [("busy", "queued"), ("refusing", "failed")])
def test_delivery_refused_by_the_channel_waits_or_fails(channels, channel, state):
    message = enqueue(channel)
    tasks.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == state
    assert message.error


def test_sweep_sends_what_a_lost_broker_left_behind_and_nothing_that_is_not_due(
    mailoutbox,
):
    due, later = enqueue("email"), enqueue("email")
    Message.objects.filter(pk=later.pk).update(next_attempt_at=timezone.now() + timedelta(minutes=5))
    assert tasks.sweep() == 1
    assert len(mailoutbox) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert tasks.sweep() == 1
    due.refresh_from_db()
    assert due.state == Message.State.SENT
