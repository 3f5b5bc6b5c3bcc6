"""Everything that changes a payment, a refund or a price."""

from .alerting import alert_about_ending, alert_about_gateway, alert_about_payment
from .checking import check_because_asked, check_payment, claim_check, open_at_gateway
from .customer_returns import NoReturnError, check_return, confirm_return, open_return, start_return
from .events import apply_event, take_message
from .fiscal_receipts import issue_receipt, order_receipt
from .inbound import take_pay
from .links import cancel, make_payer_link, revoke_payer_link, stop_paying
from .packages import buy_package, save_package
from .prices import set_price
from .promos import PromoRefusedError, pay_with_promo, price_with_promo, renew, save_promo
from .reconciling import close_finding, import_statement, reconcile
from .refunding import NotByHandError, NotToBeSentError, confirm_refund, send_again, send_refund
from .returning import give_back_unused, refund
from .spending import BalanceChangedError, NoUnitsError, correct_balance, spend_unit
from .starting import NotPayableError, cancel_at_gateway, start_payment
from .transfers import AlreadyDecidedError, NotAwaitedError, approve_proof, refuse_proof, send_proof
from .watching import tell_of_endings

__all__ = [
    "AlreadyDecidedError",
    "BalanceChangedError",
    "NoReturnError",
    "NoUnitsError",
    "NotAwaitedError",
    "NotByHandError",
    "NotPayableError",
    "NotToBeSentError",
    "PromoRefusedError",
    "alert_about_ending",
    "alert_about_gateway",
    "alert_about_payment",
    "apply_event",
    "approve_proof",
    "buy_package",
    "cancel",
    "cancel_at_gateway",
    "check_because_asked",
    "check_payment",
    "check_return",
    "claim_check",
    "close_finding",
    "confirm_refund",
    "confirm_return",
    "correct_balance",
    "give_back_unused",
    "import_statement",
    "issue_receipt",
    "make_payer_link",
    "open_at_gateway",
    "open_return",
    "order_receipt",
    "pay_with_promo",
    "price_with_promo",
    "reconcile",
    "refund",
    "refuse_proof",
    "renew",
    "revoke_payer_link",
    "save_package",
    "save_promo",
    "send_again",
    "send_proof",
    "send_refund",
    "set_price",
    "spend_unit",
    "start_payment",
    "start_return",
    "stop_paying",
    "take_message",
    "take_pay",
    "tell_of_endings",
]
