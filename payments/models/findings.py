from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Statement(models.Model):
    """A statement of a bank that was compared with our payments. Append-only; the file itself is not kept."""

    gateway = models.CharField(_("gateway"), max_length=32)
    name = models.CharField(_("file"), max_length=254)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Stays when the person goes.
    imported_by_label = models.CharField(max_length=254, blank=True)
    imported_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.name}"


class Finding(models.Model):
    """Where our books and the bank's differ. Append-only: it is closed by a note of its own. The same is found once.

    `workspace` and `payment` are empty when the bank speaks of a payment we do not know.
    """

    class Kind(models.TextChoices):
        MISSING_HERE = "missing_here", _("Paid at the bank, not paid here")
        MISSING_THERE = "missing_there", _("Paid here, not in the bank's statement")
        AMOUNT_DIFFERS = "amount_differs", _("Another sum at the bank")
        REFUNDED_THERE = "refunded_there", _("More given back at the bank than here")
        REFUND_MISSING_THERE = "refund_missing", _("Less given back at the bank than here")
        TAKEN_BACK = "taken_back", _("Paid here, and the bank took its word back")
        UNPROVEN = "unproven", _("Paid here without the bank's word")
        STUCK = "stuck", _("Waiting for longer than a payment lives")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, null=True, related_name="findings")
    gateway = models.CharField(_("gateway"), max_length=32)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=254)
    provider_payment_id = models.CharField(_("number at the bank"), max_length=128, blank=True)
    ours_tiyn = models.BigIntegerField(_("here"), null=True)
    theirs_tiyn = models.BigIntegerField(_("at the bank"), null=True)
    found_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject"], name="finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class FindingNote(models.Model):
    """A person's last word on a finding: what it was and what was done. It closes the finding; append-only."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="note")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=254)
    text = models.TextField(_("what it was and what was done"))
    written_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("note on a finding")
        verbose_name_plural = _("notes on findings")

    def __str__(self) -> str:
        return f"{self.finding}: {self.by_label}"
