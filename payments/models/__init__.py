from .alerts import Alert
from .balances import BalanceEntry
from .biller import BillerCall
from .findings import Finding, FindingNote, Statement
from .fiscal_receipts import FiscalReceipt
from .ledger import GatewayEvent
from .links import PayerLink
from .payments import Payment
from .promos import PromoCode, PromoRedemption
from .refunds import Refund
from .returns import CustomerReturn
from .tariffs import Package, Tariff, TariffPrice
from .transfers import TransferProof

__all__ = [
    "Alert",
    "BalanceEntry",
    "BillerCall",
    "CustomerReturn",
    "Finding",
    "FindingNote",
    "FiscalReceipt",
    "GatewayEvent",
    "Package",
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
