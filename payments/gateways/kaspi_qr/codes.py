"""What the bank's StatusCodes and statuses mean for us.

Source: "Документация по интеграции v3.9", Appendix 3 and § statuses. Codes are compared exactly (the document mixes their
signs); one that is not here, or whose meaning it does not give, is a plain no.
"""

from django.utils.translation import gettext_noop

from .. import Channel, MisconfiguredError, NotTakenError, Outcome, PermanentError, TransientRefusalError

OK = 0
DEVICE_CODES = frozenset({-1501, -1502})
NOT_FOUND = -1601

MEANINGS: dict[int, tuple[type[Exception], str]] = {
    -999: (NotTakenError, "service temporarily unavailable"),
    -10000: (MisconfiguredError, "client certificate missing"),
    -1501: (MisconfiguredError, "device not found"),
    -1502: (MisconfiguredError, "device inactive"),
    -1503: (MisconfiguredError, "device belongs to another trade point"),
    -1601: (PermanentError, "purchase not found"),
    -14000002: (MisconfiguredError, "no trade points"),
    -99000001: (PermanentError, "purchase not found"),
    -99000002: (MisconfiguredError, "trade point not found"),
    -99000003: (PermanentError, "purchase of another trade point"),
    -99000005: (PermanentError, gettext_noop("More than was paid cannot be given back.")),
    -99000006: (TransientRefusalError, "refund error, try again"),
    -99000011: (PermanentError, "purchase cannot be refunded in its status"),
    -99000020: (PermanentError, gettext_noop("The bank gives this payment back only in full.")),
    990000018: (MisconfiguredError, "trade point disabled"),
    990000026: (MisconfiguredError, "trade point takes no QR payments"),
    990000028: (PermanentError, "wrong amount"),
    990000033: (MisconfiguredError, "no payment methods"),
}

# Staff read these in their own language; the rest they read as the bank's number.
TOLD_TO_STAFF = {MEANINGS[-99000005][1], MEANINGS[-99000020][1]}

OUTCOMES = {
    "QrTokenCreated": Outcome.PENDING,
    "Wait": Outcome.SCANNED,
    "Processed": Outcome.COMPLETED,
    "Error": Outcome.FAILED,
    "RemotePaymentCreated": Outcome.PENDING,
    "RemotePaymentCanceled": Outcome.CANCELLED,
}


def error_of(code: int) -> Exception:
    """The error that stands for a StatusCode; a number we do not know is a plain no."""
    kind, meaning = MEANINGS.get(code, (PermanentError, "unknown code"))
    return kind(meaning if meaning in TOLD_TO_STAFF else f"{code}: {meaning}")


def outcome_of(status: str, channel: Channel) -> Outcome:
    """What a status means; one nobody knows is UNKNOWN and never an end. A link that was opened may be called a remote payment."""
    if status == "RemotePaymentCreated" and channel is Channel.LINK:
        return Outcome.SCANNED
    return OUTCOMES.get(status, Outcome.UNKNOWN)
