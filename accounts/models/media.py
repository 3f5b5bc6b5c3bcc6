from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

# Tags are shared by the whole site, so a tag box would show one family's words to another: the fields leave them out.


class WorkspaceImage(AbstractImage):
    """A picture of one workspace, or the staff's own (no workspace), which every workspace may use."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, null=True, blank=True, related_name="images", editable=False)

    admin_form_fields = ("title", "file", "description", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class WorkspaceRendition(AbstractRendition):
    image = models.ForeignKey(WorkspaceImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")]


class WorkspaceDocument(AbstractDocument):
    """A file of one workspace, or the staff's own (no workspace)."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, null=True, blank=True, related_name="documents", editable=False)

    admin_form_fields = ("title", "file")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
