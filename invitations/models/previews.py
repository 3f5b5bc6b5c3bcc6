from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class GuestPreviews:
    """How the editor shows a draft: in each language, to everybody or to a guest by name. The same code as the public page."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("kk", _("Kazakh")),
            ("ru", _("Russian")),
            ("guest_kk", _("As a guest, in Kazakh")),
            ("guest_ru", _("As a guest, in Russian")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """The page as it would be served, in the language of the mode; rendered at once, while that language is active."""
        request.is_preview = True
        with translation.override(mode_name.removeprefix("guest_")):
            context = self.get_context(request)
            if mode_name.startswith("guest_"):
                context["preview_guest_name"] = _("Aunt Meruert")
            return TemplateResponse(request, self.get_template(request), context).render()
