"""The stylesheet of a theme, at an address that changes with its content."""

from django.http import HttpRequest, HttpResponse

from . import access, themes

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


def theme_stylesheet(request: HttpRequest, ref: str, digest: str) -> HttpResponse:
    """The stylesheet by a theme's number, or by the key of one of our own looks; an old digest answers with today's, kept for a minute."""
    theme = access.get_theme(int(ref)) if ref.isdecimal() else access.get_look(ref)
    address = themes.stylesheet_url(theme)
    response = HttpResponse(themes.stylesheet(theme), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if address == request.path else A_MINUTE
    return response
