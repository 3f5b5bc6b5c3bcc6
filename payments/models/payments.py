import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payments.money import format_money

from .tariffs import code_words

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_reference() -> str:
    """Twenty letters and digits (99 bits) that are easy to read out: a payment's name in addresses and towards the gateway."""
    return "".join(secrets.choice(ALPHABET) for _ in range(20))


class Payment(models.Model):
    """One attempt to pay, with its own price. Never deleted; what it pays for is only named by `reference`."""

    class State(models.TextChoices):
        CREATED = "created", _("Preparing")
        CREATE_UNKNOWN = "create_unknown", _("No answer from the bank")
        PENDING = "pending", _("Waiting for payment")
        SCANNED = "scanned", _("Code scanned")
        COMPLETED = "completed", _("Paid")
        FAILED = "failed", _("Not paid")
        EXPIRED = "expired", _("Time is up")
        CANCELLED = "cancelled", _("Cancelled")
        PARTIALLY_REFUNDED = "partially_refunded", _("Partly refunded")
        REFUNDED = "refunded", _("Refunded")

    class Attention(models.TextChoices):
        UNDERPAID = "underpaid", _("Less was paid than asked")
        OVERPAID = "overpaid", _("More was paid than asked")
        TWICE = "twice", _("Paid twice")
        NOTHING_TO_GRANT = "nothing_to_grant", _("What was paid for is gone")
        UNKNOWN_STATUS = "unknown_status", _("The bank said what we do not know")
        TAKEN_BACK = "taken_back", _("The bank took its word back")
        BASE_GONE = "base_gone", _("What it was paid on top of was given back")

    # What our own rules decide of its money, and read again; no gateway's word undoes it.
    DECIDED: ClassVar[list[str]] = [Attention.TWICE, Attention.BASE_GONE, Attention.NOTHING_TO_GRANT]

    class Channel(models.TextChoices):
        QR = "qr", _("QR code")
        LINK = "link", _("Button on the phone")
        INVOICE = "invoice", _("Invoice by phone number")
        PAGE = "page", _("The bank's page")
        NUMBER = "number", _("By number in the bank’s app")
        TRANSFER = "transfer", _("Transfer with a receipt")

    LIVE: ClassVar[list[str]] = [State.CREATED, State.CREATE_UNKNOWN, State.PENDING, State.SCANNED]
    PAID: ClassVar[list[str]] = [State.COMPLETED, State.PARTIALLY_REFUNDED]
    DEAD: ClassVar[list[str]] = [State.FAILED, State.EXPIRED, State.CANCELLED]

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="payments")
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    payer_label = models.CharField(_("payer"), max_length=254)
    reference = models.CharField(_("paid for"), max_length=64, db_index=True)
    title = models.CharField(_("what for"), max_length=254, blank=True)
    return_path = models.CharField(max_length=254, default="/admin/")
    tariff_code = models.CharField(_("tier"), max_length=16)
    amount_tiyn = models.PositiveBigIntegerField(_("amount"))
    # What a promo code took off the price; the amount is what is left of it.
    discount_tiyn = models.PositiveBigIntegerField(_("taken off"), default=0)
    promo_code = models.CharField(_("promo code"), max_length=24, blank=True)
    redemption = models.ForeignKey("payments.PromoRedemption", on_delete=models.PROTECT, null=True, related_name="payments")
    paid_tiyn = models.PositiveBigIntegerField(_("received"), default=0)
    currency = models.CharField(max_length=3, default="KZT")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.CREATED)
    attention = models.CharField(_("needs attention"), max_length=16, choices=Attention.choices, blank=True)
    gateway = models.CharField(_("paid by"), max_length=32)
    channel = models.CharField(_("way of paying"), max_length=16, choices=Channel.choices, default=Channel.QR)
    our_reference = models.CharField(_("number"), max_length=32, unique=True, default=new_reference, editable=False)
    # What the payer types at the bank, where that is how he pays.
    account = models.CharField(_("number to pay by"), max_length=16, blank=True, editable=False)
    provider_payment_id = models.CharField(_("number at the bank"), max_length=128, blank=True)
    link = models.CharField(max_length=1000, blank=True)
    # Whom an invoice is to be sent to; emptied once it is sent.
    phone = models.CharField(max_length=20, blank=True)
    is_entitling = models.BooleanField(default=False)
    # What it was paid on top of was given back, and what was missing has been paid since: it holds only together with that.
    is_mended = models.BooleanField(default=False)
    # A person is looking at a receipt: no clock runs.
    is_in_review = models.BooleanField(default=False)
    is_test = models.BooleanField(_("test"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)
    opening_at = models.DateTimeField(null=True)
    # Until then the payer may begin; from `scanned_at` on there are `confirm_seconds` to finish.
    expires_at = models.DateTimeField(_("payable until"), null=True)
    scanned_at = models.DateTimeField(null=True)
    poll_seconds = models.PositiveIntegerField(null=True)
    confirm_seconds = models.PositiveIntegerField(null=True)
    completed_at = models.DateTimeField(_("paid"), null=True)
    # Since when a dearer tier, begun before this was paid, is paid whole: this entitles to nothing any more.
    covered_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    # When a person's wish to know last made us ask.
    asked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_check_at"], condition=Q(next_check_at__isnull=False), name="payment_due_check"),
            models.Index(fields=["workspace", "-id"], name="payment_of_workspace"),
            models.Index(fields=["id"], condition=Q(state__in=["created", "create_unknown", "pending", "scanned"]), name="payment_open"),
            models.Index(fields=["completed_at"], condition=Q(completed_at__isnull=False), name="payment_completed"),
            models.Index(fields=["-id"], condition=~Q(attention=""), name="payment_needs_attention"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["gateway", "provider_payment_id"], condition=~Q(provider_payment_id=""), name="payment_once_at_provider"
            ),
            models.UniqueConstraint(fields=["account"], condition=~Q(account=""), name="payment_account_once"),
            models.UniqueConstraint(
                fields=["reference", "tariff_code"],
                condition=Q(is_entitling=True, state="completed", is_mended=False) & ~Q(attention="base_gone"),
                name="payment_entitles_once",
            ),
            models.CheckConstraint(condition=Q(amount_tiyn__gt=0), name="payment_asks_for_money"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=False, paid_tiyn__gte=models.F("amount_tiyn"))
                | ~Q(state__in=["completed", "partially_refunded", "refunded"]),
                name="payment_completed_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.reference}, {self.amount}"

    @classmethod
    def holds_whole(cls) -> Q:
        """Paid, and nothing of it or of what it was paid on top of was given back."""
        return Q(state=cls.State.COMPLETED, is_mended=False) & ~Q(attention=cls.Attention.BASE_GONE)

    def get_tariff_code_display(self) -> str:
        return code_words(self.tariff_code)

    @property
    def amount(self) -> str:
        return format_money(self.amount_tiyn, self.currency)

    @property
    def is_openable(self) -> bool:
        """The link is an address to open on a phone, not only the content of a code."""
        return self.link.startswith(("https://", "http://"))

    @property
    def is_open(self) -> bool:
        """There is something to scan or to press, and by our clock still time to begin."""
        return self.is_live and bool(self.link) and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def is_payable_by_number(self) -> bool:
        """The payer types our number in the bank's app."""
        return self.channel == self.Channel.NUMBER and bool(self.provider_payment_id)

    @property
    def awaits_proof(self) -> bool:
        """A receipt of a transfer may be sent, also late: the money may have been sent in time."""
        is_payable = self.is_live or self.state == self.State.EXPIRED
        return self.channel == self.Channel.TRANSFER and bool(self.provider_payment_id) and is_payable and not self.is_in_review

    @property
    def is_waited_out(self) -> bool:
        """The gateway's answer was lost and nobody has seen a code: a new one can be asked for at once."""
        return self.state == self.State.CREATE_UNKNOWN and self.channel != self.Channel.INVOICE

    @property
    def is_live(self) -> bool:
        """Money may still come by itself: the page waits for it."""
        return self.state in self.LIVE

    @property
    def is_paid(self) -> bool:
        return self.state in self.PAID

    @property
    def why_back(self) -> str:
        """Why the product itself gives its money back, as a refund's reason; empty when it does not."""
        return self.refunds.filter(reason__in=self.DECIDED).values_list("reason", flat=True).first() or ""

    @property
    def is_dead(self) -> bool:
        """Nothing was paid and a new attempt is offered."""
        return self.state in self.DEAD
