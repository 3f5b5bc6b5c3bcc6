from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .refunds import Refund

# A bank may still be deciding when our clock says that time is up.
GRACE = timedelta(seconds=10)


class CustomerReturn(models.Model):
    """One code that a customer scans so that a refund can be sent (`refund_needs_customer`), and what came of it. Never deleted."""

    class State(models.TextChoices):
        OPENING = "opening", _("We are asking the bank for a code")
        OPEN = "open", _("The customer has to scan the code")
        KNOWN = "known", _("The customer has scanned the code")
        CONFIRMED = "confirmed", _("Confirmed")
        FAILED = "failed", _("Came to nothing")

    LIVE: ClassVar[list[str]] = [State.OPENING, State.OPEN]

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="customer_returns")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPENING)
    provider_return_id = models.CharField(max_length=128, blank=True)
    link = models.CharField(max_length=1000, blank=True)
    expires_at = models.DateTimeField(null=True)
    poll_seconds = models.PositiveIntegerField(default=5)
    # The purchase as the bank names it to whoever scanned.
    bought_tiyn = models.PositiveBigIntegerField(null=True)
    bought_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=254, blank=True)
    next_check_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("return with the customer")
        verbose_name_plural = _("returns with the customer")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_check_at"], condition=Q(state__in=["opening", "open"]), name="customer_return_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["refund"], condition=Q(state__in=["opening", "open", "known"]), name="customer_return_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.refund}: {self.get_state_display()}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_scannable(self) -> bool:
        """There is a code and by our clock still time to scan it."""
        return self.state == self.State.OPEN and self.expires_at is not None and self.expires_at > timezone.now()

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.OPEN and self.expires_at is not None and self.expires_at + GRACE < timezone.now()

    @property
    def is_openable(self) -> bool:
        """The code is an address to open on a phone as well."""
        return self.link.startswith(("https://", "http://"))
