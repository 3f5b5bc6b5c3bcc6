from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .tariffs import Tariff


class BalanceEntry(models.Model):
    """A line of a workspace's account of prepaid units: what came or went. Append-only; the sum of a tier's lines is what is left.

    Database triggers refuse changes, and a line that would leave less than nothing.
    """

    class Kind(models.TextChoices):
        BOUGHT = "bought", _("Package bought")
        SPENT = "spent", _("Published")
        TAKEN_BACK = "taken_back", _("Taken back with the money")
        RETURNED = "returned", _("Back again: the money was not given back")
        UNSPENT = "unspent", _("Back again: a dearer tier was paid for in full")
        CORRECTED = "corrected", _("Corrected by us")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="balance_entries")
    tier = models.CharField(_("tier"), max_length=16, choices=Tariff.Code.choices[1:])
    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    units = models.SmallIntegerField(_("publications"))
    # Units whose money went back after they were spent; a `RETURNED` line forgives them.
    short = models.SmallIntegerField(default=0)
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, null=True, related_name="balance_entries")
    # What a unit was spent on, or what was bought; as payments call it.
    reference = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=254, blank=True)
    # How many units of this tier came back from the same thing before; an `UNSPENT` line takes back the `SPENT` one of its turn.
    turn = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("reason"), max_length=254, blank=True)
    by_label = models.CharField(_("who"), max_length=254, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("line of a balance")
        verbose_name_plural = _("lines of balances")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["workspace", "tier", "-id"], name="balance_of_workspace")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payment"], condition=Q(kind="bought"), name="balance_bought_once_for_a_payment"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(kind="bought", payment=None), name="balance_bought_once_without_a_payment"
            ),
            models.UniqueConstraint(fields=["reference", "tier", "turn"], condition=Q(kind="spent"), name="balance_spent_once_on_a_thing"),
            models.UniqueConstraint(fields=["reference", "tier", "turn"], condition=Q(kind="unspent"), name="balance_unspent_once"),
            models.CheckConstraint(
                condition=Q(kind="bought", units__gt=0, short=0)
                | Q(kind="spent", units=-1, short=0)
                | Q(kind="taken_back", units__lte=0, short__gte=0)
                | Q(kind="returned", units__gte=0, short__lte=0)
                | Q(kind="unspent", units=1, short=0)
                | Q(kind="corrected", short=0) & ~Q(note=""),
                name="balance_line_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units:+d} {self.get_tier_display()}"
