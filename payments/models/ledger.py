from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class GatewayEvent(models.Model):
    """What a gateway told us, word for word, and what we made of it. Append-only: a database trigger refuses changes.

    `workspace` and `payment` are empty when the gateway speaks of a payment we do not know; only staff see such rows.
    """

    class Source(models.TextChoices):
        CREATE = "create", _("our request")
        POLL = "poll", _("our question")
        WEBHOOK = "webhook", _("their message")
        PAY = "pay", _("their payment call")
        PERSON = "person", _("a person of ours")
        CLOCK = "clock", _("our clock")
        CHOICE = "choice", _("our choice")

    class Verdict(models.TextChoices):
        APPLIED = "applied", _("applied")
        NO_CHANGE = "no_change", _("nothing new")
        REGRESSION = "regression", _("too late to matter")
        UNPROVEN = "unproven", _("to be asked again")
        UNKNOWN_STATUS = "unknown_status", _("status unknown to us")
        UNKNOWN_PAYMENT = "unknown_payment", _("payment unknown to us")
        UNDERPAID = "underpaid", _("wrong amount")
        DUPLICATE = "duplicate", _("told before")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, null=True, related_name="events")
    gateway = models.CharField(max_length=32)
    dedupe_key = models.CharField(max_length=200)
    source = models.CharField(max_length=16, choices=Source.choices)
    provider_payment_id = models.CharField(max_length=128, blank=True)
    outcome = models.CharField(max_length=20)
    amount_tiyn = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    raw = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gateway event")
        verbose_name_plural = _("gateway events")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["payment"], condition=models.Q(outcome="completed", verdict="applied"), name="gateway_event_proof"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gateway", "dedupe_key"], name="gateway_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.outcome} ({self.verdict})"
