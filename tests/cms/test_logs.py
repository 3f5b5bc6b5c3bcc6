import json
import logging
import sys

import pytest

from cms.logs import JsonFormatter, PlainFormatter


def record(message: str, **extra) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.WARNING, "file", 1, message, (), None)
    vars(made).update(extra)
    return made


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Not Found: /kk/e/toi/g/2fdOP4Xvje_HuqkIw42rxOi41ZbtAg/", "Not Found: /kk/e/toi/g/***/"),
        ("Too Many Requests: /ru/pay/k2fdop4xvje.Hu-qIkw_42rx/state/", "Too Many Requests: /ru/pay/***/state/"),
        ("Gone: /kk/accounts/password/reset/key/2-abc-def/", "Gone: /kk/accounts/password/reset/key/***/"),
        ("GET /kk/accounts/confirm-email/MQ:1x:y/", "GET /kk/accounts/confirm-email/***/"),
        ("GET /admin/messages/?q=apa@mail.kz", "GET /admin/messages/?***"),
        ("sent to apa@mail.kz and +77011234567", "sent to ***@*** and +***"),
        ("Not Found: /kk/help/", "Not Found: /kk/help/"),
    ],
)
@pytest.mark.parametrize("formatter", [PlainFormatter(), JsonFormatter()])
def test_line_holds_no_secret_and_no_address_of_a_person(formatter, message, kept):
    line = formatter.format(record(message))
    assert (json.loads(line)["message"] if line.startswith("{") else line) == kept


def test_json_line_carries_what_was_said_beside_the_message():
    line = json.loads(JsonFormatter().format(record("message written", message_number=7)))
    assert (line["level"], line["logger"], line["message_number"]) == ("WARNING", "django.request", "7")


def test_json_line_carries_the_trace_masked():
    try:
        raise ValueError("apa@mail.kz")
    except ValueError:
        made = record("broken")
        made.exc_info = sys.exc_info()
    trace = json.loads(JsonFormatter().format(made))["trace"]
    assert "ValueError" in trace
    assert "apa@mail.kz" not in trace
