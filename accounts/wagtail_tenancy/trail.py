"""What Wagtail's own screens, schedules and commands do to pages and media, in the audit trail."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from accounts import actions
from accounts.wagtail_tenancy import territory

# A draft's every autosave; the revisions keep what was written.
SILENT = {"wagtail.edit", "wagtail.create.initial"}


def copy_page_entry(sender: type[PageLogEntry], instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    """Wagtail logs each publishing, move, deletion … here, whoever asks for it; no signal or hook of its own sees them all."""
    if created and instance.action not in SILENT:
        page = instance.page
        actions.record(
            actor=instance.user,
            action=instance.action,
            target=page,
            workspace=territory.workspace_of(page),
            after=_plain(instance.data),
        )


def copy_model_entry(sender: type[ModelLogEntry], instance: ModelLogEntry, created: bool, **kwargs: Any) -> None:
    """The same for pictures, files, snippets and whatever else Wagtail logs."""
    model = instance.content_type and instance.content_type.model_class()
    if not created or model is None or issubclass(model, Page):
        return
    target = model._default_manager.filter(pk=instance.object_id).first() or model(pk=instance.object_id)
    actions.record(
        actor=instance.user,
        action=instance.action,
        target=target,
        workspace=getattr(target, "workspace_id", None),
        after={"label": instance.label, **_plain(instance.data)},
    )


def _plain(data: Any) -> dict[str, Any]:
    # Wagtail writes moments as datetimes and leaves it to its own field to encode them.
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder)) if isinstance(data, dict) else {}
