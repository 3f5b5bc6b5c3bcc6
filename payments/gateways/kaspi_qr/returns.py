"""r2: the bank gives money back only to a customer who has scanned a code for it."""

from datetime import datetime

from .. import NOT_IN_TIME, NOT_THEIRS, Attempt, Bought, Opened, PermanentError, Refunded, RetryableError
from . import amounts, answers, dates
from .client import Client
from .devices import with_token

LATEST = 10


def open_return(client: Client) -> Opened:
    """A code for the customer to scan."""
    data = with_token(client, lambda token: client.post("return/create", {"DeviceToken": token}))
    names = answers.Names("QrReturnId", "QrToken", "QrReturnBehaviorOptions", "QrCodeScanWaitTimeout", "QrCodeScanEventPollingInterval")
    return answers.opened(data if isinstance(data, dict) else {}, names)


def is_customer_known(client: Client, return_id: str) -> bool:
    """Whether somebody has scanned it; PermanentError once the bank says that nobody did in time."""
    data = client.get(f"return/status/{int(return_id)}")
    status = data.get("Status") if isinstance(data, dict) else None
    if status == "Error":
        raise PermanentError(NOT_IN_TIME)
    if not status:
        raise RetryableError("an answer without a status")
    return bool(status == "CustomerIdentityObtained")


def find(client: Client, attempt: Attempt, return_id: str) -> Bought:
    """The purchase among the latest of whoever scanned; PermanentError when it is not there."""
    said = {"QrReturnId": int(return_id), "MaxResult": LATEST}
    found = with_token(client, lambda token: client.post("return/operations", {"DeviceToken": token, **said}))
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    ours = next((row for row in rows if row.get("QrPaymentId") == int(attempt.provider_payment_id)), None)
    if ours is None:
        raise PermanentError(NOT_THEIRS)
    return Bought(amounts.read(ours.get("Amount")), _date(ours.get("TransactionDate")))


def refund(client: Client, attempt: Attempt, amount_tiyn: int, return_id: str) -> Refunded:
    """Money back for one of the purchases of whoever scanned; PermanentError when it is not among their latest."""
    find(client, attempt, return_id)
    said, amount = {"QrReturnId": int(return_id), "QrPaymentId": int(attempt.provider_payment_id)}, amounts.written(amount_tiyn)
    data = with_token(client, lambda token: client.post("payment/return", {"DeviceToken": token, **said}, amount))
    return Refunded(str(data.get("ReturnOperationId", "")) if isinstance(data, dict) else "")


def _date(said: object) -> datetime | None:
    try:
        return dates.parse(str(said))
    except ValueError:
        # It is only shown.
        return None
