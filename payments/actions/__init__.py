"""Everything that changes a payment, a refund or a price."""

from .checking import check_payment, open_at_gateway
from .events import apply_event, take_message
from .prices import set_price
from .refunding import confirm_refund, refund, send_refund
from .starting import NotPayableError, renew, start_payment

__all__ = [
    "NotPayableError",
    "apply_event",
    "check_payment",
    "confirm_refund",
    "open_at_gateway",
    "refund",
    "renew",
    "send_refund",
    "set_price",
    "start_payment",
    "take_message",
]
