from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from payments.money import format_money


class Tariff(models.Model):
    """What a tier costs now and what it is called; amounts are tiyn (1 ₸ = 100 tiyn)."""

    class Code(models.TextChoices):
        FREE = "free", _("Free")
        STANDARD = "standard", _("Standard")
        PREMIUM = "premium", _("Premium")

    code = models.CharField(_("tier"), max_length=16, choices=Code.choices, unique=True)
    amount_tiyn = models.PositiveBigIntegerField(_("price in tiyn"))
    currency = models.CharField(max_length=3, default="KZT", editable=False)
    name_kk = models.CharField(_("name in Kazakh"), max_length=60)
    name_ru = models.CharField(_("name in Russian"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    description_kk = models.TextField(_("description in Kazakh"), blank=True)
    description_ru = models.TextField(_("description in Russian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering: ClassVar[list[str]] = ["amount_tiyn"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self._in_active_language("name") or self.get_code_display()

    @property
    def description(self) -> str:
        return self._in_active_language("description")

    @property
    def is_free(self) -> bool:
        return self.amount_tiyn == 0

    @property
    def price(self) -> str:
        return format_money(self.amount_tiyn, self.currency)

    def _in_active_language(self, field: str) -> str:
        languages = [(get_language() or "kk")[:2], "kk", "ru", "en"]
        return next((text for code in languages if (text := getattr(self, f"{field}_{code}", ""))), "")


class TariffPrice(models.Model):
    """What a tier cost from a moment on: the history behind `Tariff.amount_tiyn`. Append-only."""

    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="prices")
    amount_tiyn = models.PositiveBigIntegerField(_("price in tiyn"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField(_("from"), auto_now_add=True)

    class Meta:
        verbose_name = _("former price")
        verbose_name_plural = _("former prices")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return format_money(self.amount_tiyn, self.tariff.currency)
