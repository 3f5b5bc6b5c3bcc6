"""What this app does when something happens elsewhere: one action each."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from . import actions
from .models import InvitationPage


@receiver(page_published)
def copy_published_facts(sender: type, instance: Any, **kwargs: Any) -> None:
    """What a family published is what guests' lists and reminders speak of."""
    if isinstance(instance, InvitationPage):
        actions.copy_facts(page=instance)
