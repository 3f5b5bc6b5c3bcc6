from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .payments import new_reference


class PayerLink(models.Model):
    """Lets somebody without an account pay for one thing at one tier, whichever attempt it takes. Revoked by its organizer, closed while a guard refuses money."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("paid for"), max_length=64)
    tariff_code = models.CharField(_("tier"), max_length=16)
    secret = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("link for another payer")
        verbose_name_plural = _("links for other payers")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reference", "tariff_code"], condition=Q(revoked_at=None), name="payer_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.tariff_code}"
