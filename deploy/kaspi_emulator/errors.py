"""The bank's refusals, as Appendix 3 of its document numbers them."""

MESSAGES = {
    -999: "Сервис временно недоступен",
    -10000: "Отсутствует сертификат клиента",
    -1501: "Устройство не найдено",
    -1502: "Устройство не активно (отключено или удалено)",
    -1503: "Устройство уже добавлено в другую торговую точку",
    -1601: "Покупка не найдена",
    -14000002: "Отсутствуют торговые точки",
    -99000001: "Покупка с заданным идентификатором не найдена",
    -99000002: "Торговая точка не найдена",
    -99000003: "Торговая точка покупки не соответствует текущему устройству",
    -99000005: "Сумма возврата не может превышать сумму покупки",
    -99000006: "Ошибка возврата, попробуйте ещё раз",
    -99000011: "Невозможно вернуть покупку (неподходящий статус)",
    -99000020: "Невозможно вернуть покупку частично",
    990000018: "Торговая точка отключена",
    990000026: "Торговая точка не принимает оплату с QR",
    990000028: "Указана неверная сумма операции",
    990000033: "Нет доступных методов оплаты",
}

NO_CERTIFICATE = -10000
UNAVAILABLE = -999
DEVICE_UNKNOWN = -1501
DEVICE_INACTIVE = -1502
DEVICE_ELSEWHERE = -1503
NOT_FOUND = -1601
NO_TRADE_POINTS = -14000002
PURCHASE_UNKNOWN = -99000001
TRADE_POINT_UNKNOWN = -99000002
TRADE_POINT_FOREIGN = -99000003
REFUND_TOO_LARGE = -99000005
REFUND_FAILED = -99000006
REFUND_IMPOSSIBLE = -99000011
REFUND_WHOLE_ONLY = -99000020
TRADE_POINT_OFF = 990000018
QR_OFF = 990000026
WRONG_AMOUNT = 990000028
NO_METHODS = 990000033
PHONE_MALFORMED = -1401
PHONE_UNKNOWN = -1404
TOO_MANY_LOOKUPS = 990000029


class RefusalError(Exception):
    """A business error: HTTP 200 with this StatusCode."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
        self.message = MESSAGES.get(code, "Ошибка")


class MalformedError(Exception):
    """The request is not JSON, or an amount is not a number: HTTP 400."""


class SilentlyClosedError(Exception):
    """The connection is closed without a word."""


class HttpError(Exception):
    """An answer without the bank's envelope."""

    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.text = text
