"""What a page may show: a number posted into a chooser or a section is not to bring another workspace's things onto it."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, ReferenceIndex

from accounts.models import Workspace
from accounts.wagtail_tenancy import territory


class ReferencesWithinWorkspace(WagtailAdminPageForm):
    """A page form that refuses pictures, files, pages and records of other workspaces; those of none are everybody's.

    It reads them as Wagtail's reference index does: foreign keys, sections and rich text alike.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        workspace = territory.workspace_of(self.instance if self.instance.path else self.parent_page)
        if any(not _is_within(workspace, target) for target in _targets(self.instance)):
            self.add_error(
                None,
                ValidationError(
                    _("Something chosen here is not yours or was deleted. Choose it again."),
                    code="foreign",
                ),
            )


def _targets(page: Page) -> Iterator[tuple[type[Model] | None, str]]:
    # Wagtail has no public way to ask an unsaved page for its references; a test holds this one.
    for (
        content_type_id,
        pk,
        model_path,
        _content_path,
    ) in ReferenceIndex._extract_references_from_object(page):
        if model_path not in {"owner", "locked_by", "latest_revision", "live_revision"}:
            yield ContentType.objects.get_for_id(content_type_id).model_class(), pk


def _is_within(workspace: Workspace | None, target: tuple[type[Model] | None, str]) -> bool:
    model, pk = target
    if model is None or not pk.isdecimal():
        return model is not None
    if issubclass(model, Page):
        page = Page.objects.filter(pk=pk).first()
        return page is not None and territory.workspace_of(page) in {None, workspace}
    if not any(field.name == "workspace" for field in model._meta.get_fields()):
        return True
    row = model._default_manager.filter(pk=pk).values_list("workspace_id", flat=True)
    own = workspace.pk if workspace else None
    return bool(row) and row[0] in {None, own}
