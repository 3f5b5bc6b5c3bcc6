import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .payments import Payment


class Refund(models.Model):
    """Money on its way back. A database trigger keeps the sum of a payment's refunds within what was received."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("To be sent")
        SENT = "sent", _("Sent, no answer yet")
        MANUAL = "manual", _("To be given back by hand")
        DONE = "done", _("Refunded")
        FAILED = "failed", _("Refused by the bank")

    class Reason(models.TextChoices):
        ASKED = "asked", _("Asked by the payer")
        TWICE = "twice", _("Paid twice")
        OVERPAID = "overpaid", _("More was paid than asked")
        BASE_GONE = "base_gone", _("What it was paid on top of was given back")
        NOTHING_TO_GRANT = "nothing_to_grant", _("What was paid for is gone")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount_tiyn = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    # Why, in staff's own words; empty where the product itself decided.
    note = models.CharField(_("reason in words"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.REQUESTED)
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider_refund_id = models.CharField(max_length=128, blank=True)
    error = models.CharField(max_length=254, blank=True)
    # An answer was lost: the gateway is asked what is left there before this is sent again, by whomever and however much later.
    may_be_made = models.BooleanField(default=False)
    # It waited for a person who had it sent after all: they may have given it back at the bank, so that what is left there is read first.
    is_sent_again = models.BooleanField(default=False)
    # How often the gateway asked to be tried again, and before when nobody does: somebody is sending it, or it rests.
    refusals = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True)
    # Since when its gateway is missing from the settings, while it was never sent.
    gone_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(state__in=["requested", "sent"]), name="refund_to_send"),
            models.Index(fields=["done_at"], condition=Q(state="done"), name="refund_done"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount_tiyn__gt=0), name="refund_returns_money"),
        ]

    def __str__(self) -> str:
        return f"{self.payment.our_reference}: {self.amount_tiyn // 100}"
