from .alerts import Alert
from .biller import BillerCall
from .ledger import GatewayEvent
from .payments import Payment
from .refunds import Refund
from .tariffs import Tariff, TariffPrice

__all__ = ["Alert", "BillerCall", "GatewayEvent", "Payment", "Refund", "Tariff", "TariffPrice"]
