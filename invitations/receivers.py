"""What this app does when something happens elsewhere: one action each; slow work goes to the queue."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from accounts.queue import send_after_commit
from payments.signals import (
    payment_completed,
    payment_covered,
    payment_mended,
    payment_partly_refunded,
    payment_refunded,
    promo_covered,
    proof_refused,
    refund_made,
    unit_returned,
)

from . import actions, entitlements, notices, package_notices, tasks, withdrawing
from .models import InvitationPage, TemplatePage


@receiver(page_published)
def copy_published_facts(sender: type, instance: Any, **kwargs: Any) -> None:
    """What a family published is what guests' lists and reminders speak of."""
    if isinstance(instance, InvitationPage) and instance.live:
        actions.copy_facts(page=instance)
        send_after_commit(tasks.draw_pictures, instance.event_slug)


@receiver(page_published)
def sync_published_template(sender: type, instance: Any, **kwargs: Any) -> None:
    """What the Kazakh page of a template is made of is what all its languages are made of."""
    if isinstance(instance, TemplatePage) and instance.locale.language_code == "kk":
        actions.sync_template(template=instance, by=kwargs["revision"].user)


@receiver(payment_completed)
def honour_payment(sender: type, payment: Any, **kwargs: Any) -> None:
    """What is paid goes live, and its organizer is told; so is whoever bought publications in store."""
    entitlements.honour_payment(payment=payment)
    notices.tell_of_payment(payment=payment)
    package_notices.tell_of_purchase(payment=payment)


@receiver(refund_made)
def tell_of_refund(sender: type, refund: Any, **kwargs: Any) -> None:
    """Whoever bought a package learns that its money went back, and which publications with it."""
    package_notices.tell_of_refund(refund=refund)


@receiver(payment_covered)
def let_covered_go(sender: type, payment: Any, **kwargs: Any) -> None:
    """What a dearer tier covers needs its own right no longer, and its organizer learns that the money goes back."""
    entitlements.let_go(payment_reference=payment.our_reference)
    notices.tell_of_covered(payment=payment)


@receiver(payment_mended)
def give_mended_back(sender: type, payment: Any, **kwargs: Any) -> None:
    """What lost its right with what it was paid on top of has it again, now that what was missing is paid."""
    entitlements.give_again(payment=payment)


@receiver(unit_returned)
def let_returned_go(sender: type, spent: Any, **kwargs: Any) -> None:
    """A unit that came back into the balance gives no right."""
    entitlements.let_go(payment_reference=entitlements.reference_of_unit(spent))


@receiver(proof_refused)
def tell_of_refusal(sender: type, proof: Any, **kwargs: Any) -> None:
    """Whoever sent a receipt that was refused may send another one."""
    notices.tell_of_refusal(proof=proof)
    package_notices.tell_of_refusal(proof=proof)


@receiver(promo_covered)
def honour_promo(sender: type, redemption: Any, by: Any, **kwargs: Any) -> None:
    """What a promo code covers goes live."""
    entitlements.honour_promo(redemption=redemption, by=by)


@receiver([payment_refunded, payment_partly_refunded])
def withdraw_refunded(sender: type, payment: Any, **kwargs: Any) -> None:
    """What was given back takes the page down, or not, by the rule staff have set."""
    withdrawing.withdraw_payment(payment=payment)
    package_notices.tell_of_return_by_bank(payment=payment)
