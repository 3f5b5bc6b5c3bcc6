from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """Something about money that a person of ours has to look at; told once per subject and kind. Append-only, like the ledger.

    `workspace` and `payment` are empty when it is about a gateway as a whole; `subject` then names gateway, reason and day.
    """

    class Kind(models.TextChoices):
        UNDERPAID = "underpaid", _("Less was paid than asked")
        UNKNOWN_STATUS = "unknown_status", _("The bank said what we do not know")
        UNKNOWN_PAYMENT = "unknown_payment", _("Money for a payment we do not know")
        TAKEN_BACK = "taken_back", _("The bank took its word back")
        REFUND_BY_HAND = "refund_by_hand", _("A refund has to be made by hand")
        NOTHING_TO_GRANT = "nothing_to_grant", _("What was paid for is gone")
        ENDS_SOON = "ends_soon", _("Something has to be renewed at the bank")
        BOOKS_DIFFER = "books_differ", _("Our books and the bank's differ")
        FISCAL_RECEIPT_REFUSED = "fiscal_refused", _("The fiscal register refused a receipt")
        MISCONFIGURED = "misconfigured", _("The bank does not accept us")
        MONEY_HELD = "money_held", _("The bank holds money that we refused")
        TRANSFER_RECEIPT_WAITS = "transfer_receipt", _("A transfer's receipt waits to be looked at")
        TWICE = "twice", _("Paid twice")
        BASE_GONE = "base_gone", _("What it was paid on top of was given back")
        SET_ASIDE = "set_aside", _("Paid another way while a receipt waited: look whether the transfer has come as well")
        UNITS_SPENT = "units_spent", _("Money went back for publications already spent")
        FOREIGN_CALL = "foreign_call", _("Somebody spoke in the bank's name")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, null=True, related_name="alerts")
    gateway = models.CharField(max_length=32)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=128)
    detail = models.CharField(_("detail"), max_length=254, blank=True)
    raised_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject"], name="alert_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def is_settled(self) -> bool:
        """What it told of has ended by itself: all of the payment's money went back, or what was missing is paid."""
        if self.payment is None or self.kind not in self.payment.DECIDED:
            return False
        is_mended = self.kind == self.Kind.BASE_GONE and self.payment.attention != self.payment.Attention.BASE_GONE
        return is_mended or self.payment.state == self.payment.State.REFUNDED
