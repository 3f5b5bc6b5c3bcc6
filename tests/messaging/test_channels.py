"""What every channel owes the outbox; runs over all that settings name."""

import smtplib

import pytest
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from messaging.channels import (
    Outgoing,
    PermanentError,
    RetryableError,
    Sent,
    get_channel,
)

OUTGOING = Outgoing(number=7, to="apa@example.kz", subject="Той", body="Сәлем")


class RefusingBackend(BaseEmailBackend):
    """The far end of the wire: answers as an SMTP server would."""

    answer: Exception = OSError()

    def send_messages(self, email_messages):
        raise self.answer


@pytest.mark.parametrize("name", sorted(settings.MESSAGE_CHANNELS))
def test_channel_answers_with_sent(name, mailoutbox):
    assert isinstance(get_channel(name).send(OUTGOING), Sent)


def test_channel_unknown_to_settings_is_a_key_error():
    with pytest.raises(KeyError):
        get_channel("pigeon")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (smtplib.SMTPRecipientsRefused({}), PermanentError),
        (smtplib.SMTPDataError(550, b"no"), PermanentError),
        (smtplib.SMTPDataError(451, b"later"), RetryableError),
        (smtplib.SMTPServerDisconnected(), RetryableError),
        (ConnectionRefusedError(), RetryableError),
    ],
)
def test_email_channel_tells_permanent_from_retryable(settings, monkeypatch, answer, error):
    settings.MESSAGE_EMAIL_BACKEND = "tests.messaging.test_channels.RefusingBackend"
    monkeypatch.setattr(RefusingBackend, "answer", answer)
    with pytest.raises(error):
        get_channel("email").send(OUTGOING)
