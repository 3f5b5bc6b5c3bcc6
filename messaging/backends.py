from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxEmailBackend(BaseEmailBackend):
    """Django's mails become messages of the outbox, so that nothing is sent twice or lost in a rolled-back request."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise NotImplementedError
