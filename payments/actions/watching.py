"""What staff should know before it is too late."""

from django.conf import settings
from django.utils import translation

from accounts.row_security import staff_scope
from payments import gateways

from .alerting import alert_about_ending


def tell_of_endings() -> None:
    """Raise an alert for each gateway with something that ends soon, at most once per distance."""
    with staff_scope(), translation.override(settings.LANGUAGE_CODE):
        for gateway in gateways.configured():
            told = gateway.availability()
            if told.days_left is not None:
                alert_about_ending(code=gateway.code, days_left=told.days_left, reason=told.reason)
