from .alerts import Alert
from .ledger import GatewayEvent
from .payments import Payment
from .refunds import Refund
from .tariffs import Tariff, TariffPrice

__all__ = ["Alert", "GatewayEvent", "Payment", "Refund", "Tariff", "TariffPrice"]
