"""What the product as a whole does when something happens in one of its apps."""

from typing import Any

from django.dispatch import receiver

from payments.signals import person_needed

from . import actions


@receiver(person_needed)
def mail_staff(sender: type, alert: Any, **kwargs: Any) -> None:
    """Whoever watches over money learns what a machine cannot settle."""
    actions.mail_alert(alert=alert)
