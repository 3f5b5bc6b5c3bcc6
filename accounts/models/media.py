import os
from typing import ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index


def secret_path(document: "WorkspaceDocument", filename: str) -> str:
    """A path nobody guesses: whoever may read the file goes through the view that asks."""
    return f"documents/{get_random_string(16)}/{filename}"


# Tags are shared by the whole site, so a tag box would show one family's words to another: the fields leave them out.


class WorkspaceImage(AbstractImage):
    """A picture of one workspace, or the staff's own (no workspace), which every workspace may use."""

    workspace = models.ForeignKey(
        "accounts.Workspace",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="images",
        editable=False,
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar[list[index.BaseField]] = [
        *AbstractImage.search_fields,
        index.FilterField("workspace"),
    ]

    def get_upload_to(self, filename: str) -> str:
        """Wagtail's path with a beginning nobody guesses, for pictures (and what is made of them) are served by their path alone."""
        folder, name = os.path.split(super().get_upload_to(filename[-60:]))
        return f"{folder}/{get_random_string(12)}-{name}"

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class WorkspaceRendition(AbstractRendition):
    image = models.ForeignKey(WorkspaceImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="rendition_once",
            )
        ]


class WorkspaceDocument(AbstractDocument):
    """A file of one workspace, or the staff's own (no workspace)."""

    workspace = models.ForeignKey(
        "accounts.Workspace",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        editable=False,
    )

    file = models.FileField(_("file"), upload_to=secret_path)

    admin_form_fields = ("title", "file")
    search_fields: ClassVar[list[index.BaseField]] = [
        *AbstractDocument.search_fields,
        index.FilterField("workspace"),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
