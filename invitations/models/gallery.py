from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from invitations import filters
from invitations.blocks import BODY_BLOCKS
from invitations.blocks.fields import ThinStreamField
from invitations.celebrations import EVENT_TYPES
from invitations.forms import TemplatePageForm

from .invitation import Tier


class GalleryPage(Page):
    """All templates, filtered by celebration and tier."""

    intro = models.TextField(_("introduction"), blank=True)

    max_count_per_parent = 1
    template = "invitations/gallery_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["invitations.TemplatePage"]

    class Meta:
        verbose_name = _("gallery of templates")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The templates that fit what the visitor asked for; an unknown celebration or tier is no page of ours (404)."""
        everything = list(TemplatePage.objects.live().child_of(self).select_related("theme", "picture"))
        return {**super().get_context(request, *args, **kwargs), **filters.choose(everything, request.GET)}


class TemplatePage(RoutablePageMixin, Page):
    """A template: theme, sections and sample content, which "Use this template" makes an invitation of."""

    theme = models.ForeignKey("invitations.Theme", on_delete=models.PROTECT, related_name="+", verbose_name=_("look"))
    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices, default=Tier.FREE)
    event_types = models.JSONField(_("celebrations"), default=list, help_text=_("The first one is what the sample shows."))
    description = models.TextField(_("description"), blank=True)
    picture = models.ForeignKey(
        "accounts.WorkspaceImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    sample = models.JSONField(_("sample facts"), default=dict, blank=True, help_text=_("Names, place and date of the sample, by field."))
    body = ThinStreamField(BODY_BLOCKS, blank=True, verbose_name=_("sections"))

    base_form_class = TemplatePageForm
    template = "invitations/template_page.html"
    parent_page_types: ClassVar[list[str]] = ["invitations.GalleryPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("event_types"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("theme"), FieldPanel("tier")]), FieldPanel("picture")], heading=_("Look")),
        FieldPanel("body"),
        FieldPanel("sample"),
    ]
    # The words about a template are translated; what it is made of is one for all languages.
    synchronized: ClassVar[tuple[str, ...]] = ("theme", "tier", "event_types", "picture", "sample", "body")
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("description"),
        SynchronizedField("slug"),
        *(SynchronizedField(name) for name in synchronized),
    ]

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def clean(self) -> None:
        super().clean()
        if not self.event_types or not isinstance(self.event_types, list) or set(self.event_types) - set(EVENT_TYPES):
            raise ValidationError({"event_types": _("Choose at least one celebration.")})

    @property
    def event_type(self) -> str:
        """The celebration that its sample shows."""
        return self.event_types[0]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The celebrations it fits, and the one a visitor came with from the gallery's filter."""
        return {
            **super().get_context(request, *args, **kwargs),
            "event_types": [EVENT_TYPES[key] for key in self.event_types],
            "event": self._event_asked(request),
        }

    def _event_asked(self, request: HttpRequest) -> str:
        event = request.GET.get("event", "")
        return event if event in self.event_types else ""

    @path("sample/")
    def sample_view(self, request: HttpRequest) -> HttpResponse:
        """The whole invitation with sample names, made by the code of a real one, for the celebration the visitor came with."""
        from invitations import gallery

        sample = gallery.sample_page(self, self._event_asked(request))
        return TemplateResponse(request, sample.get_template(request), {**sample.get_context(request), "is_sample": True})

    @path("use/")
    def use(self, request: HttpRequest) -> HttpResponse:
        """The short form that makes an invitation of it."""
        from invitations import template_views

        return template_views.template_use(request, self)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("kk", _("Kazakh")), ("ru", _("Russian"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The sample, as a family would get it."""
        request.is_preview = True
        with translation.override(mode_name):
            return self.sample_view(request).render()
