from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from . import actions


class OutboxEmailBackend(BaseEmailBackend):
    """Django's mails become messages of the outbox, so that nothing is sent twice or lost in a rolled-back request."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            for address in mail.recipients():
                _enqueue(mail, address)
        return len(email_messages)


def _enqueue(mail: EmailMessage, address: str) -> None:
    alternatives = getattr(mail, "alternatives", None) or []
    html = next((part[0] for part in alternatives if part[1] == "text/html"), "")
    is_html = mail.content_subtype == "html"
    actions.enqueue(
        channel="email",
        to=address,
        subject=mail.subject,
        body=str(mail.body),
        html=str(mail.body if is_html else html),
        reply_to=mail.reply_to[0] if mail.reply_to else "",
    )
