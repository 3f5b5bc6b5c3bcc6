from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class BillerCall(models.Model):
    """A `pay` of a bank's and our answer, byte for byte: the same `txn_id` of the same bank gets it again. Append-only, like the ledger.

    `gateway` is the one that spoke, which need not be the payment's own. `workspace` and `payment` are empty when the bank named an account we do not know.
    """

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, null=True, related_name="biller_calls")
    gateway = models.CharField(max_length=32)
    txn_id = models.CharField(_("number at the bank"), max_length=64)
    account = models.CharField(max_length=200)
    amount_tiyn = models.BigIntegerField(_("amount"))
    result = models.PositiveSmallIntegerField()
    # The day of the bank's books, as the bank says it.
    booked_at = models.DateTimeField(null=True)
    answer = models.BinaryField()
    content_type = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payment told by the bank")
        verbose_name_plural = _("payments told by the bank")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gateway", "txn_id"], name="biller_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.txn_id}: {self.result}"
