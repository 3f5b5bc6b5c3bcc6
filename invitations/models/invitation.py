from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """What an invitation costs; the codes are those of the tariffs."""

    FREE = "free", _("Free")
    STANDARD = "standard", _("Standard")
    PREMIUM = "premium", _("Premium")

    @property
    def rank(self) -> int:
        """Higher covers lower: whoever paid for premium may use standard."""
        return list(type(self)).index(self)


class Invitation(models.Model):
    """What guests, payments and photos hang on. Its page is what the family writes; on publishing, the facts others need are copied here."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="invitations")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    event_type = models.CharField(_("celebration"), max_length=32)
    tier = models.CharField(
        _("tier"),
        max_length=16,
        choices=Tier.choices,
        default=Tier.STANDARD,
        help_text=_("Of the template it was made from."),
    )
    title_kk = models.CharField(max_length=200, blank=True)
    title_ru = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Almaty")
    place_kk = models.CharField(max_length=300, blank=True)
    place_ru = models.CharField(max_length=300, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    is_open_rsvp = models.BooleanField(_("anyone with the public link may answer"), default=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("celebration")
        verbose_name_plural = _("celebrations")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title_kk or self.title_ru or self.slug

    @property
    def page(self) -> Any:
        """The page it is edited on, as its own type; None when it was deleted."""
        first = self.pages.order_by("pk").first()
        return first.specific if first else None


class SlugHistory(models.Model):
    """An address an invitation had while it was published: it redirects, and nobody else may take it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=80, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class Entitlement(models.Model):
    """The right of an invitation to be live with templates up to a tier. Kept apart from the page, whose old drafts would overwrite it."""

    class Source(models.TextChoices):
        FREE = "free", _("Free template")
        PAYMENT = "payment", _("Payment")
        STAFF = "staff", _("Given by staff")
        PROMO = "promo", _("Promo code")
        BALANCE = "balance", _("Balance of publications")

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="entitlements")
    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices)
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    payment_reference = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    # A right that is about to end: from then on it is none, whether or not the queue has revoked it yet.
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["invitation", "payment_reference"],
                condition=~models.Q(payment_reference=""),
                name="entitlement_once_per_payment",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends_at"], condition=models.Q(ends_at__isnull=False, revoked_at=None), name="entitlement_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_tier_display()}"

    @staticmethod
    def standing(prefix: str = "") -> models.Q:
        """Those that count now; `prefix` leads to them from another model ("invitation__entitlements__")."""
        is_left = models.Q(**{f"{prefix}ends_at": None}) | models.Q(**{f"{prefix}ends_at__gt": timezone.now()})
        return models.Q(**{f"{prefix}revoked_at": None}) & is_left

    @property
    def is_standing(self) -> bool:
        """As `standing`, for one that was fetched."""
        return self.revoked_at is None and (self.ends_at is None or self.ends_at > timezone.now())
