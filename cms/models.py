from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField
from wagtail.models import Page

from invitations.blocks.fields import ThinStreamField
from payments.balance_queries import packages
from payments.models import Tariff
from payments.queries import tariffs


class PointBlock(StructBlock):
    """A heading with a sentence or two: a step, a promise, an answered question."""

    title = CharBlock(label=_("heading"))
    text = TextBlock(label=_("text"))

    class Meta:
        icon = "list-ul"
        label = _("Point")


class TierBlock(StructBlock):
    """What one tier gives; its price is read from the prices themselves."""

    tier = ChoiceBlock(choices=Tariff.Code.choices, label=_("tier"))
    words = TextBlock(label=_("for whom"))
    points = ListBlock(CharBlock(), label=_("what it gives"))

    class Meta:
        icon = "tag"
        label = _("Tier")


class SitePage(Page):
    """What the site's own pages share: a lead under the title, which is also what search engines show."""

    lead = models.TextField(_("lead"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


class HomePage(SitePage):
    """The landing page; below it stand the gallery and the text pages."""

    steps = ThinStreamField([("point", PointBlock())], blank=True, verbose_name=_("steps"))
    promises = ThinStreamField([("point", PointBlock())], blank=True, verbose_name=_("what it does"))

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("steps"), FieldPanel("promises")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["invitations.GalleryPage", "cms.PricesPage", "cms.TextPage", "accounts.HostsIndexPage"]

    class Meta:
        verbose_name = _("landing page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from . import queries

        return {**super().get_context(request, *args, **kwargs), "templates": queries.shown_templates(self)}


class PricesPage(SitePage):
    """What each tier gives and costs."""

    tiers = ThinStreamField([("tier", TierBlock())], blank=True, verbose_name=_("tiers"))
    questions = ThinStreamField([("point", PointBlock())], blank=True, verbose_name=_("questions"))

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("tiers"), FieldPanel("questions")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("prices page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = {"tariffs": {tariff.code: tariff for tariff in tariffs()}, "packages": packages()}
        return {**super().get_context(request, *args, **kwargs), **shown}


class TextPage(SitePage):
    """Help, legal texts and the like."""

    body = RichTextField(_("text"), blank=True)

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
