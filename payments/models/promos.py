from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payments.money import format_money


class PromoCode(models.Model):
    """Makes what it is for cheaper, by a share or by a sum. Staff make it; how often it was used is counted from its redemptions."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    percent = models.PositiveSmallIntegerField(_("percent"), null=True, blank=True)
    discount_tiyn = models.PositiveBigIntegerField(_("sum in tiyn"), null=True, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    limit = models.PositiveIntegerField(_("uses in all"), null=True, blank=True)
    limit_per_workspace = models.PositiveIntegerField(_("uses by one family"), default=1)
    tiers = models.JSONField(_("tiers"), default=list, blank=True)
    is_active = models.BooleanField(_("may be used"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("promo code")
        verbose_name_plural = _("promo codes")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100, discount_tiyn=None) | Q(percent=None, discount_tiyn__gt=0),
                name="promo_is_a_share_or_a_sum",
            ),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="promo_begins_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def words(self) -> str:
        """What it takes off: "20 %" or "1 000 ₸"."""
        return f"−{self.percent} %" if self.percent else f"−{format_money(self.discount_tiyn or 0)}"

    def is_current(self) -> bool:
        """Whether it may be used at this moment, limits aside."""
        return self.is_active and self.starts_at <= timezone.now() and (self.ends_at is None or timezone.now() < self.ends_at)

    def off(self, due_tiyn: int) -> int:
        """Tiyn it takes off what is due: a fraction of a tenge is the payer's, and never more than all."""
        raw = -(-due_tiyn * self.percent // 100) if self.percent else self.discount_tiyn or 0
        return min(due_tiyn, -(-raw // 100) * 100)


class PromoRedemption(models.Model):
    """One use of a code for one thing at one tier: kept while a payment is under way, used by its money, returned by its end."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("Kept for a payment")
        USED = "used", _("Used")
        RETURNED = "returned", _("Returned")

    promo = models.ForeignKey(PromoCode, on_delete=models.PROTECT, related_name="redemptions")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("used for"), max_length=64)
    tariff_code = models.CharField(_("tier"), max_length=16)
    discount_tiyn = models.PositiveBigIntegerField(_("taken off"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.RESERVED)
    # The code covered all that was due: there was nothing to pay.
    is_whole = models.BooleanField(default=False)
    # Its money came when others had taken the last use: honoured all the same.
    is_beyond_limit = models.BooleanField(_("beyond the limit"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("use of a promo code")
        verbose_name_plural = _("uses of promo codes")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["reference"], name="promo_used_for")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["promo", "reference", "tariff_code"], name="promo_once_for_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.promo}: {self.reference}"
