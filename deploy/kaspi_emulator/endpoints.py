"""What each address of the Public QR API answers. Names of fields are the document's, with its two spellings for links."""

from typing import Any

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.bank.purchases import PROCESSED, Purchase
from deploy.kaspi_emulator.qr_api import Call, route

NOTHING = object()  # an answer without Data and without Message, as for device/delete
TEST_OK = object()  # an answer with a lower-case message, as the test addresses give


@route("GET", "health/ping")
def ping(call: Call) -> None:
    return None


@route("GET", "partner/tradepoints", ("r1", "r2"))
def trade_points(call: Call) -> list[dict[str, Any]]:
    return _trade_points(call, call.bin)


@route("GET", r"partner/tradepoints/(\d{12})", ("r3",))
def trade_points_of(call: Call) -> list[dict[str, Any]]:
    if call.found[0] not in call.bins:
        raise errors.RefusalError(errors.NO_CERTIFICATE)
    return _trade_points(call, call.found[0])


def _trade_points(call: Call, merchant: str) -> list[dict[str, Any]]:
    return [{"TradePointId": point.id, "TradePointName": point.name} for point in call.bank.devices.trade_points_of(merchant)]


@route("POST", "device/register")
def register(call: Call) -> dict[str, Any]:
    point = call.said.get("TradePointId")
    number = int(point) if str(point).isdigit() else -1
    device = call.bank.devices.register(merchant=call.bin, device_id=str(call.said.get("DeviceId", "")), trade_point=number)
    return {"DeviceToken": device.token}


@route("POST", "device/delete")
def delete(call: Call) -> object:
    call.bank.devices.delete(merchant=call.bin, token=call.token)
    return NOTHING


@route("POST", "qr/create")
def create_qr(call: Call) -> dict[str, Any]:
    purchase = _create(call, "qr")
    quirks, timings = call.bank.config.quirks, call.bank.config.timings
    return {
        "QrToken": quirks.pay_base + purchase.token if quirks.qr_token == "link" else purchase.token,  # noqa: S105 - which kind of code
        "ExpireDate": call.dates.expiry(purchase.expires_at),
        "QrPaymentId": purchase.id,
        "PaymentMethods": _methods(call, purchase),
        "QrPaymentBehaviorOptions": {
            "StatusPollingInterval": timings.poll,
            "QrCodeScanWaitTimeout": timings.scan,
            "PaymentConfirmationTimeout": timings.confirm,
        },
    }


@route("POST", "qr/create-link")
def create_link(call: Call) -> dict[str, Any]:
    purchase = _create(call, "link")
    timings = call.bank.config.timings
    return {
        "PaymentLink": call.bank.config.quirks.pay_base + purchase.token,
        "ExpireDate": call.dates.expiry(purchase.expires_at),
        "PaymentId": purchase.id,
        "PaymentMethods": _methods(call, purchase),
        "PaymentBehaviorOptions": {
            "StatusPollingInterval": timings.poll,
            "LinkActivationWaitTimeout": timings.scan,
            "PaymentConfirmationTimeout": timings.confirm,
        },
    }


def _create(call: Call, kind: str) -> Purchase:
    call.bank.devices.ready(merchant=call.bin, token=call.token)
    external_id = str(call.said.get("ExternalId") or "")
    call.touched = call.bank.create(kind, merchant=call.bin, device_token=call.token, amount=call.amount(), external_id=external_id)
    return call.touched


def _methods(call: Call, purchase: Purchase) -> list[str]:
    return list(call.bank.devices.trade_points[purchase.trade_point].methods)


@route("GET", r"payment/status/(\d+)")
def status(call: Call) -> dict[str, Any]:
    purchase = call.touched = call.bank.poll(int(call.found[0]), bins=call.bins)
    call.is_status = True
    if call.version == "v01":
        return {"Status": purchase.status}
    point = call.bank.devices.trade_points[purchase.trade_point]
    told = {
        "Status": purchase.status,
        "TransactionId": str(purchase.id) if purchase.status == PROCESSED else "",
        "ProductType": purchase.product,
        "Amount": _tenge(purchase.amount),
        "StoreName": point.name,
        "Address": "Абай даңғылы, 1",
        "City": "Алматы",
    }
    return told | ({"LoanOfferName": "Рассрочка 0-0-12", "LoanTerm": 12, "IsOffer": True} if purchase.product == "Loan" else {})


@route("GET", "payment/details", ("r2", "r3"))
def details(call: Call) -> dict[str, Any]:
    call.bank.devices.ready(merchant=call.bin, token=call.token, for_payment=False)
    purchase = call.touched = call.bank.purchase(call.number("QrPaymentId"), bins=call.bins)
    if purchase.status != PROCESSED or purchase.processed_at is None:
        raise errors.RefusalError(errors.NOT_FOUND)
    return {
        "QrPaymentId": purchase.id,
        "TotalAmount": _tenge(purchase.amount),
        "AvailableReturnAmount": _tenge(purchase.available),
        "TransactionDate": call.dates.transaction(purchase.processed_at),
    }


@route("POST", r"test/payment/(scan|confirm|scanerror|confirmerror)")
def test_payment(call: Call) -> object:
    purchase = call.touched = call.bank.purchase(call.number("QrPaymentId"), bins=call.bins)
    getattr(call.bank, call.found[0])(purchase.id)
    return TEST_OK


@route("POST", "payment/return", ("r2", "r3"))
def payment_return(call: Call) -> dict[str, Any]:
    number = call.number("QrPaymentId")
    return_id = call.number("QrReturnId") if call.scheme == "r2" else None
    refund = call.bank.refund(number, call.amount(), merchant=call.bin, device_token=call.token, return_id=return_id)
    call.touched = call.bank.purchases[number]
    return {"ReturnOperationId": refund.id}


@route("POST", "return/create", ("r2",))
def return_create(call: Call) -> dict[str, Any]:
    request = call.bank.create_return(merchant=call.bin, device_token=call.token)
    timings = call.bank.config.timings
    return {
        "QrToken": request.token,
        "ExpireDate": call.dates.expiry(request.expires_at),
        "QrReturnId": request.id,
        "QrReturnBehaviorOptions": {"QrCodeScanEventPollingInterval": timings.poll, "QrCodeScanWaitTimeout": timings.scan},
    }


@route("GET", r"return/status/(\d+)", ("r2",))
def return_status(call: Call) -> dict[str, Any]:
    return {"Status": call.bank.return_request(int(call.found[0]), merchant=call.bin).status}


@route("POST", "return/operations", ("r2",))
def return_operations(call: Call) -> list[dict[str, Any]]:
    at_most = call.said.get("MaxResult")
    found = call.bank.operations(call.number("QrReturnId"), merchant=call.bin, at_most=int(at_most) if str(at_most).isdigit() else 10)
    return [
        {"QrPaymentId": one.id, "TransactionDate": call.dates.transaction(one.processed_at), "Amount": _tenge(one.amount)}
        for one in found
        if one.processed_at
    ]


@route("GET", "remote/client-info", ("r3",))
def client_info(call: Call) -> dict[str, Any]:
    return {"ClientName": call.bank.client_name(call.asked("PhoneNumber"), merchant=call.bin, device_token=call.token)}


@route("POST", "remote/create", ("r3",))
def remote_create(call: Call) -> dict[str, Any]:
    call.bank.devices.ready(merchant=call.bin, token=call.token, for_payment=False)
    call.touched = call.bank.create_remote(
        merchant=call.bin,
        device_token=call.token,
        amount=call.amount(),
        phone=str(call.said.get("PhoneNumber", "")),
        comment=str(call.said.get("Comment") or ""),
    )
    return {"QrPaymentId": call.touched.id}


@route("POST", "remote/cancel", ("r3",))
def remote_cancel(call: Call) -> dict[str, Any]:
    call.touched = call.bank.cancel_remote(call.number("QrPaymentId"), merchant=call.bin, device_token=call.token)
    return {"Status": call.touched.status}


def _tenge(amount: Any) -> Any:
    return amount.quantize(amount.__class__("0.01"))
