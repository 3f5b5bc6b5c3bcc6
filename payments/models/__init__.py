from .alerts import Alert
from .biller import BillerCall
from .findings import Finding, FindingNote, Statement
from .ledger import GatewayEvent
from .links import PayerLink
from .payments import Payment
from .promos import PromoCode, PromoRedemption
from .receipts import FiscalReceipt
from .refunds import Refund
from .returns import CustomerReturn
from .tariffs import Tariff, TariffPrice
from .transfers import TransferProof

__all__ = [
    "Alert",
    "BillerCall",
    "CustomerReturn",
    "Finding",
    "FindingNote",
    "FiscalReceipt",
    "GatewayEvent",
    "PayerLink",
    "Payment",
    "PromoCode",
    "PromoRedemption",
    "Refund",
    "Statement",
    "Tariff",
    "TariffPrice",
    "TransferProof",
]
