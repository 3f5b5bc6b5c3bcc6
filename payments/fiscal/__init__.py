"""The fiscal register that is configured here: `settings.FISCAL_REGISTER`."""

from django.conf import settings
from django.utils.module_loading import import_string

from .contract import FiscalRegister, Issued, PermanentError, RetryableError, Sale

__all__ = ["FiscalRegister", "Issued", "PermanentError", "RetryableError", "Sale", "register"]


def register() -> FiscalRegister:
    """The one register of this installation; one that is not enabled where there is none."""
    found: FiscalRegister = import_string(settings.FISCAL_REGISTER)()
    return found
