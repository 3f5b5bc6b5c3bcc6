from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tariff(models.Model):
    """What a tier costs; amounts are tiyn (1 ₸ = 100 tiyn)."""

    class Code(models.TextChoices):
        FREE = "free", _("Free")
        STANDARD = "standard", _("Standard")
        PREMIUM = "premium", _("Premium")

    code = models.CharField(_("tier"), max_length=16, choices=Code.choices, unique=True)
    amount_tiyn = models.PositiveBigIntegerField(_("price in tiyn"))
    currency = models.CharField(max_length=3, default="KZT", editable=False)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")

    def __str__(self) -> str:
        return self.get_code_display()


class Payment(models.Model):
    """One purchase with its own price. Never deleted: what it pays for is only named by `reference`."""

    class State(models.TextChoices):
        CREATED = "created", _("Created")
        PENDING = "pending", _("Waiting")
        COMPLETED = "completed", _("Paid")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")
        CANCELLED = "cancelled", _("Cancelled")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=64, db_index=True)
    tariff_code = models.CharField(_("tier"), max_length=16)
    amount_tiyn = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(max_length=3, default="KZT")
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.CREATED)
    gateway = models.CharField(_("paid by"), max_length=32)
    is_test = models.BooleanField(_("test"), default=False)
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount_tiyn // 100} {self.currency}"
