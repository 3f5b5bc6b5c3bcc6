import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from messaging.models import Message

pytestmark = pytest.mark.django_db
OUTBOX = "messaging.backends.OutboxEmailBackend"


def test_mail_becomes_one_message_for_each_address():
    mail = EmailMultiAlternatives(
        "Тақырып",
        "Мәтін",
        to=["a@example.kz"],
        cc=["b@example.kz"],
        reply_to=["host@example.kz"],
        connection=get_connection(OUTBOX),
    )
    mail.attach_alternative("<p>Мәтін</p>", "text/html")
    assert mail.send() == 1
    rows = Message.objects.order_by("to").values_list("channel", "to", "subject", "body", "html", "reply_to")
    assert list(rows) == [
        ("email", address, "Тақырып", "Мәтін", "<p>Мәтін</p>", "host@example.kz") for address in ("a@example.kz", "b@example.kz")
    ]
