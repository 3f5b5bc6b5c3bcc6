"""Log lines without personal data: what follows a secret's place in an address is masked, whoever wrote the line."""

import json
import logging
import re
from datetime import UTC, datetime

# Personal links, links for payers and from mails, and anything that looks like a person's address.
SECRETS = [
    (re.compile(r"(/(?:g|pay|join|confirm-email|password/reset/key)/)[^/\s\"']+"), r"\1***"),
    (re.compile(r"(/kaspi/biller/)[^/\s\"']+"), r"\1***"),
    (re.compile(r"\?[^\s\"']+"), "?***"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "***@***"),
    (re.compile(r"\+\d{10,15}\b"), "+***"),
]
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request", "server_time", "exc_text"}


def masked(text: str) -> str:
    """The text with secrets and addresses of people blotted out."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


class PlainFormatter(logging.Formatter):
    """One line for a person to read."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line; `extra=` values stand beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        line |= {key: masked(str(value)) for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info:
            line["trace"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
