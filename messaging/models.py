from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """The outbox: one message to one address by one channel."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    workspace = models.ForeignKey(
        "accounts.Workspace",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
    )
    channel = models.CharField(_("channel"), max_length=16)
    to = models.CharField(_("to"), max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=254, blank=True)
    body = models.TextField(_("text"))
    html = models.TextField(blank=True)
    reference = models.CharField(max_length=64, blank=True, db_index=True)
    # What must not be said twice, in its sender's words.
    once = models.CharField(max_length=96, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    provider_id = models.CharField(max_length=128, blank=True)
    error = models.CharField(_("error"), max_length=254, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state="queued"),
                name="message_waiting",
            ),
            models.Index(
                fields=["created_at"],
                condition=~models.Q(state="queued") & ~models.Q(body=""),
                name="message_text_kept",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["once"], condition=~models.Q(once=""), name="message_once")]

    def __str__(self) -> str:
        return self.subject or f"{self.channel} {self.pk}"
