from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from invitations import access


class HomePage(Page):
    """The landing page; below it stand the gallery and the text pages."""

    lead = models.TextField(_("lead"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("landing page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """`e/<slug>/…` is an invitation's address in every language; the rest is the tree's."""
        if len(path_components) >= 2 and path_components[0] == "e":
            page = access.get_public_page(path_components[1])
            request.invitation_slug = path_components[1]
            return page.route(request, path_components[2:])
        return super().route(request, path_components)


class TextPage(Page):
    """Help, legal texts and the like."""

    body = RichTextField(_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.TextPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
