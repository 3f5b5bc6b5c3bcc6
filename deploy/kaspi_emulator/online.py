"""Fast payment: the merchant sends the payer to `/online`; the phone page then runs check and pay against the merchant."""

import base64
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import qrcode

from deploy.kaspi_emulator.biller.caller import Script
from deploy.kaspi_emulator.biller.validators import read
from deploy.kaspi_emulator.messages import Answer, Request

if TYPE_CHECKING:
    from deploy.kaspi_emulator.emulator import FakeKaspi

REFUSED = 1


@dataclass
class Order:
    """`amount` is tiyn. `status`: new | paid | refused | closed; `result` is the merchant's last word."""

    token: str
    tran_id: str
    order_id: str
    amount: int
    service: str
    return_url: str
    status: str = "new"
    result: int | None = None

    @property
    def tenge(self) -> str:
        return f"{self.amount // 100}.{self.amount % 100:02}"


def start(fake: "FakeKaspi", request: Request) -> Answer:
    """A form is led to the page, JSON is told where it is. Amount is whole tiyn."""
    said = request.fields()
    is_json = "json" in request.headers.get("content-type", "")
    amount, service = str(said.get("Amount", "")), str(said.get("Service", ""))
    if service not in fake.config.fast_payment.services or not amount.isdigit() or int(amount) == 0:
        return Answer(payload={"code": REFUSED, "message": "Неверный Service или Amount", "redirectUrl": ""})
    order = Order(
        fake.bank.token(), str(said.get("TranId", "")), str(said.get("OrderId", "")), int(amount), service, str(said.get("returnUrl", ""))
    )
    fake.orders[order.token] = order
    address = f"{fake.urls.get('online', '')}/pay/{order.token}"
    if not is_json:
        return Answer(302, headers={"Location": address})
    told: dict[str, Any] = {"code": 0, "message": "", "redirectUrl": address}
    if str(said.get("GenerateQrCode", "")).lower() in {"true", "1"}:
        told["qrCodeImage"] = base64.b64encode(picture(address)).decode()
    return Answer(payload=told)


def picture(text: str) -> bytes:
    """A QR code as PNG."""
    file = io.BytesIO()
    qrcode.make(text).save(file)
    return file.getvalue()


def by_number(fake: "FakeKaspi", account: str) -> Order:
    """The payer typed our number into the app: a check names the sum. Not called under the lock."""
    settings = fake.fast_payment
    script = Script(settings["biller_url"], source_ip=settings["source_ip"], form=settings["form"])
    checked = fake.biller.run(script, [{"cmd": "check", "account": account}]).told[-1]
    order = Order(fake.bank.token(), "", account, 0, settings["services"][0], "", result=checked.result, status="refused")
    if checked.result == 0:
        order.amount, order.status = int(Decimal(str(read(checked.body.encode(), script.form)["sum"])) * 100), "new"
    fake.orders[order.token] = order
    return order


def pay(fake: "FakeKaspi", order: Order) -> None:
    """What happens behind the Pay button: check, and if the merchant knows the order, pay. Not called under the lock."""
    settings = fake.fast_payment
    script = Script(settings["biller_url"], source_ip=settings["source_ip"], form=settings["form"])
    checked = fake.biller.run(script, [{"cmd": "check", "account": order.order_id, "sum": order.tenge}]).told[-1]
    order.result = checked.result
    if checked.result == 0:
        step = {"cmd": "pay", "account": order.order_id, "sum": order.tenge, "txn_id": checked.txn_id}
        order.result = fake.biller.run(script, [step]).told[-1].result
    order.status = "paid" if order.result == 0 else "refused"


def shown(fake: "FakeKaspi") -> list[dict[str, Any]]:
    return [json.loads(json.dumps(vars(order))) for order in fake.orders.values()]
