"""E-mail by the Django backend that `MESSAGE_EMAIL_BACKEND` names."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from . import Outgoing, PermanentError, RetryableError, Sent


class EmailChannel:
    def send(self, outgoing: Outgoing) -> Sent:
        """Text with an HTML alternative. A refused recipient and a 5xx answer are permanent, the rest is retryable."""
        try:
            _mail(outgoing).send()
        except (SMTPRecipientsRefused, ValueError) as error:
            raise PermanentError(type(error).__name__) from error
        except SMTPResponseException as error:
            raise (PermanentError if 500 <= error.smtp_code < 600 else RetryableError)(str(error.smtp_code)) from error
        except (SMTPException, OSError) as error:
            raise RetryableError(type(error).__name__) from error
        return Sent()


def _mail(outgoing: Outgoing) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=outgoing.subject,
        body=outgoing.body,
        to=[outgoing.to],
        reply_to=[outgoing.reply_to] if outgoing.reply_to else None,
        headers={"X-Message-Number": str(outgoing.number)},
        connection=get_connection(settings.MESSAGE_EMAIL_BACKEND),
    )
    if outgoing.html:
        mail.attach_alternative(outgoing.html, "text/html")
    return mail
