from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from invitations.blocks import BODY_BLOCKS
from invitations.blocks.fields import ThinStreamField

from .invitation import Tier


class GalleryPage(Page):
    """All templates, filtered by celebration and tier."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["invitations.TemplatePage"]

    class Meta:
        verbose_name = _("gallery of templates")


class TemplatePage(Page):
    """A template: theme, sections and sample content, which "Use this template" makes an invitation of."""

    theme = models.ForeignKey("invitations.Theme", on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices, default=Tier.FREE)
    event_types = models.JSONField(_("celebrations"), default=list)
    description = models.TextField(_("description"), blank=True)
    sample = models.JSONField(_("sample facts"), default=dict, blank=True)
    body = ThinStreamField(BODY_BLOCKS, blank=True, verbose_name=_("sections"))

    parent_page_types: ClassVar[list[str]] = ["invitations.GalleryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
