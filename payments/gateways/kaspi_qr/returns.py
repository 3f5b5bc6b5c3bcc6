"""r2: the bank gives money back only to a customer who has scanned a code for it."""

from .. import Attempt, Opened, PermanentError, Refunded, RetryableError
from . import amounts, answers
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
        raise PermanentError("nobody scanned the code in time")
    if not status:
        raise RetryableError("an answer without a status")
    return bool(status == "CustomerIdentityObtained")


def refund(client: Client, attempt: Attempt, amount_tiyn: int, return_id: str) -> Refunded:
    """Money back for one of the purchases of whoever scanned; PermanentError when it is not among their latest."""
    number, known = int(attempt.provider_payment_id), {"QrReturnId": int(return_id)}

    def operations(token: str) -> object:
        return client.post("return/operations", {"DeviceToken": token, **known, "MaxResult": LATEST})

    found = with_token(client, operations)
    theirs = {row.get("QrPaymentId") for row in found if isinstance(row, dict)} if isinstance(found, list) else set()
    if number not in theirs:
        raise PermanentError("This payment is not among the latest of the customer who scanned.")
    amount = amounts.written(amount_tiyn)
    said = {**known, "QrPaymentId": number}
    data = with_token(client, lambda token: client.post("payment/return", {"DeviceToken": token, **said}, amount))
    return Refunded(str(data.get("ReturnOperationId", "")) if isinstance(data, dict) else "")
