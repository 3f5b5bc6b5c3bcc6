"""The staff's screens of themes: colours chosen by eye, what cannot be read refused, what is in use never changed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from . import access, actions, gallery
from .models import Theme
from .themes import FACES, LAYOUTS, LOOKS, MOTIONS, ORNAMENTS, TOKENS

COLOUR = "colour_"


class ThemeForm(forms.ModelForm):
    """A theme with one colour field per token."""

    layout = forms.ChoiceField(label=_("Layout"), choices=list(LAYOUTS.items()))
    display_face = forms.ChoiceField(label=_("Face of names"), choices=[(key, face.label) for key, face in FACES.items()])
    text_face = forms.ChoiceField(label=_("Face of texts"), choices=[(key, face.label) for key, face in FACES.items()])
    ornament = forms.ChoiceField(label=_("Ornament"), choices=list(ORNAMENTS.items()))
    motion = forms.ChoiceField(label=_("Motion"), choices=list(MOTIONS.items()))

    class Meta:
        model = Theme
        fields = ("key", "name_kk", "name_ru", "name_en", "tier", "layout", "display_face", "text_face", "ornament", "motion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.palette or LOOKS["modern"].palette
        for token, label in TOKENS.items():
            widget = forms.TextInput(attrs={"type": "color"})
            self.fields[COLOUR + token] = forms.CharField(label=label, initial=known.get(token), widget=widget)
        if self.instance.pk:
            self.fields["key"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.palette = cleaned["palette"] = {token: cleaned.get(COLOUR + token, "") for token in TOKENS}
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What was typed, as fields of the theme."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(COLOUR) and name != "key"}


class ThemeCreateView(generic.CreateView):
    def save_instance(self) -> Theme:
        theme = Theme(key=self.form.cleaned_data["key"])
        return actions.revise_theme(theme=theme, by=self.request.user, changes=self.form.changes(), request=self.request)


class ThemeEditView(generic.EditView):
    def save_instance(self) -> Theme:
        theme = access.get_theme(self.object.pk)
        return actions.revise_theme(theme=theme, by=self.request.user, changes=self.form.changes(), request=self.request)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        preview = Button(_("Preview"), url=reverse("themes:preview", args=[self.object.pk]), icon_name="view", priority=5)
        return [*super().header_more_buttons, preview]


class ThemeIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(is_current=True)


def theme_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sample of the first templates, dressed in the theme."""
    page = gallery.sample_in(access.get_theme(pk))
    return TemplateResponse(request, page.get_template(request), {**page.get_context(request), "is_sample": True})


class ThemeViewSet(ModelViewSet):
    model = Theme
    icon = "view"
    menu_label = _("Themes")
    add_to_settings_menu = True
    name = "themes"
    url_prefix = "themes"
    list_display = ("name_kk", "key", "version", "tier", "layout")
    index_view_class = ThemeIndexView
    add_view_class = ThemeCreateView
    edit_view_class = ThemeEditView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ThemeForm]:
        return ThemeForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("preview/<int:pk>/", theme_preview, name="preview")]
