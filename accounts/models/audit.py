from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """Who did what, when and from where. Append-only: a database trigger refuses changes and deletion.

    It keeps numbers and labels instead of foreign keys, so that it outlives what it speaks of.
    """

    created_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    workspace_id = models.BigIntegerField(null=True, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("who"), max_length=254)
    action = models.CharField(_("what"), max_length=64)
    target = models.CharField(_("target"), max_length=64, db_index=True, help_text="app.model:id")
    target_label = models.CharField(max_length=254, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    address = models.GenericIPAddressField(_("from where"), null=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.action} {self.target_label or self.target}"

    @property
    def before_text(self) -> str:
        return _as_text(self.before)

    @property
    def after_text(self) -> str:
        return _as_text(self.after)


def _as_text(facts: dict[str, Any] | None) -> str:
    return ", ".join(f"{name}: {value}" for name, value in (facts or {}).items())
