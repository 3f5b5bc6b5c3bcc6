from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from payments.money import format_money


def price_at(moment: datetime, tariff: str) -> Coalesce:
    """What the tariff whose key is in the column `tariff` costs at a moment: the last price that has begun, before all of them the first.

    Of two that begin at the same moment the one set later counts.
    """
    prices = TariffPrice.objects.filter(tariff=OuterRef(tariff))
    begun = prices.filter(starts_at__lte=moment).order_by("-starts_at", "-pk")
    return Coalesce(*(Subquery(found.values("amount_tiyn")[:1]) for found in (begun, prices.order_by("starts_at", "-pk"))))


def _called(words: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What Wagtail's list calls a property."""

    def name(function: Callable[..., Any]) -> Callable[..., Any]:
        function.short_description = words  # type: ignore[attr-defined]
        return function

    return name


class TariffManager(models.Manager["Tariff"]):
    """Every tariff comes with its price of this moment, so that a price may begin without anybody's doing."""

    def get_queryset(self) -> QuerySet["Tariff"]:
        return super().get_queryset().annotate(amount_now=price_at(timezone.now(), "pk")).order_by("amount_now", "pk")


class Tariff(models.Model):
    """What can be bought: a tier for one thing, or a package of so many `units` of a `tier` that go into a balance.

    What it costs, and from when on, is `TariffPrice`. Amounts are tiyn (1 ₸ = 100 tiyn). What a package holds never changes,
    for payments name it by its code only.
    """

    class Code(models.TextChoices):
        FREE = "free", _("Free")
        STANDARD = "standard", _("Standard")
        PREMIUM = "premium", _("Premium")

        @classmethod
        def below(cls, code: str) -> list[str]:
            """The lower tiers, which whoever has this one has as well; none for a package."""
            return cls.values[: cls.values.index(code)] if code in cls.values else []

    # One of `Code`, or for a package its tier and units: "standard-10".
    code = models.CharField(_("tier"), max_length=16, unique=True)
    tier = models.CharField(_("tier"), max_length=16, choices=Code.choices[1:], blank=True)
    units = models.PositiveSmallIntegerField(_("publications"), default=0)
    is_offered = models.BooleanField(_("can be bought"), default=True)
    currency = models.CharField(max_length=3, default="KZT", editable=False)
    name_kk = models.CharField(_("name in Kazakh"), max_length=60)
    name_ru = models.CharField(_("name in Russian"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    description_kk = models.TextField(_("description in Kazakh"), blank=True)
    description_ru = models.TextField(_("description in Russian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    objects = TariffManager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(units=0, tier="") | Q(units__gt=0, tier__in=["standard", "premium"]), name="tariff_is_a_tier_or_a_package"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    @_called(_("name"))
    def name(self) -> str:
        return self._in_active_language("name") or code_words(self.code)

    @property
    def description(self) -> str:
        return self._in_active_language("description")

    @property
    def amount_tiyn(self) -> int:
        """What it costs at the moment it was fetched."""
        if "amount_now" not in self.__dict__:
            self.amount_now = type(self).objects.values_list("amount_now", flat=True).get(pk=self.pk)
        return self.amount_now

    @property
    def is_withdrawn(self) -> bool:
        """A package that is not offered any more: nobody begins to pay for it, not even anew."""
        return self.units > 0 and not self.is_offered

    @property
    def unit_tiyn(self) -> int:
        """What one unit of a package costs, rounded down to a whole tenge."""
        return self.amount_tiyn // self.units // 100 * 100

    @property
    def is_free(self) -> bool:
        return self.amount_tiyn == 0

    @property
    @_called(_("price"))
    def price(self) -> str:
        return format_money(self.amount_tiyn, self.currency)

    def _in_active_language(self, field: str) -> str:
        languages = [(get_language() or "kk")[:2], "kk", "ru", "en"]
        return next((text for code in languages if (text := getattr(self, f"{field}_{code}", ""))), "")


class PackageManager(TariffManager):
    def get_queryset(self) -> QuerySet["Tariff"]:
        return super().get_queryset().filter(units__gt=0).order_by("-tier", "units")


class Package(Tariff):
    """The tariffs that are packages: staff add them and cease to offer them."""

    objects = PackageManager()

    class Meta:
        proxy = True
        verbose_name = _("package")
        verbose_name_plural = _("packages of publications")


def code_words(code: str) -> str:
    """A tariff's code in words: its tier, or that it is a package."""
    return str(dict(Tariff.Code.choices).get(code, _("Package")))


class TariffPrice(models.Model):
    """What a tier or package costs from a moment on, today's or a later one. Append-only: a later row takes the place of one of the same moment."""

    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="prices")
    amount_tiyn = models.PositiveBigIntegerField(_("price in tiyn"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField(_("from"), default=timezone.now)

    class Meta:
        verbose_name = _("dated price")
        verbose_name_plural = _("dated prices")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tariff", "-starts_at", "-id"], name="tariff_price_at")]

    def __str__(self) -> str:
        return format_money(self.amount_tiyn, self.tariff.currency)
