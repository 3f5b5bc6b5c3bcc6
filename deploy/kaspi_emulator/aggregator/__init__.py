"""An aggregator with webhooks: ApiPay's shape, and xpayment's as a second one. Unofficial services, both of them."""

from deploy.kaspi_emulator.aggregator.invoices import Aggregator

__all__ = ["Aggregator"]
