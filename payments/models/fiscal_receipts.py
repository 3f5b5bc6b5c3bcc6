import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FiscalReceipt(models.Model):
    """A receipt of the fiscal register: one for a payment, one for each refund of it. There are none where no register is configured."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("Ordered")
        ISSUED = "issued", _("Issued")
        FAILED = "failed", _("Refused by the register")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="fiscal_receipts")
    refund = models.OneToOneField("payments.Refund", on_delete=models.PROTECT, null=True, related_name="fiscal_receipt")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    amount_tiyn = models.PositiveBigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ORDERED)
    number = models.CharField(_("fiscal number"), max_length=64, blank=True)
    link = models.URLField(_("receipt"), max_length=500, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True)
    error = models.CharField(max_length=254, blank=True)
    try_after = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)

    class Meta:
        verbose_name = _("fiscal receipt")
        verbose_name_plural = _("fiscal receipts")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=models.Q(state="ordered"), name="fiscal_receipt_to_issue"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payment"], condition=models.Q(refund=None), name="fiscal_receipt_once_per_payment"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.payment.our_reference}: {self.get_state_display()}"
