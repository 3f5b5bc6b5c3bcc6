from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from .payments import Payment


def place_of(proof: "TransferProof", name: str) -> str:
    """Nothing of the uploader's own name for it: a folder that nobody else is served from, and a random word."""
    return f"transfers/{proof.payment.our_reference}/{get_random_string(16)}{PurePath(name).suffix}"


class TransferProof(models.Model):
    """A receipt of a transfer, sent to us by whoever paid; a person of ours decides what it is worth. Never deleted."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"

    class State(models.TextChoices):
        WAITING = "waiting", _("To be looked at")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        SET_ASIDE = "set_aside", _("Set aside: the payment was made another way")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="transfer_proofs")
    file = models.FileField(upload_to=place_of, max_length=200)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    # The same file came before, for this payment or another one, ours or a stranger's.
    was_seen = models.BooleanField(_("came before"), default=False)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("why not"), max_length=254, blank=True)
    amount_tiyn = models.PositiveBigIntegerField(_("received"), default=0)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("transfer receipt")
        verbose_name_plural = _("transfer receipts")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payment"], condition=Q(state="waiting"), name="transfer_proof_one_waits"),
            models.UniqueConstraint(fields=["payment"], condition=Q(state="approved"), name="transfer_proof_approved_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payment}: {self.get_state_display()}"

    @property
    def is_picture(self) -> bool:
        return self.kind != self.Kind.PDF
