"""What the site's frame shows: its menu and its languages."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from invitations.models import GalleryPage, TemplatePage

from .models import HomePage, PricesPage, TextPage

LANGUAGES = frozenset(User.Language.values)
SHORT = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}
MenuItem = dict[str, str | bool]


def menu_items(language: str) -> list[MenuItem]:
    """The live pages right under the landing page in this language: the gallery first, then in the tree's order; one query."""
    pages = Page.objects.live().filter(depth=3, locale__language_code=language).type(GalleryPage, PricesPage, TextPage)
    gallery = ContentType.objects.get_for_model(GalleryPage).pk
    found = pages.order_by("path").only("title", "slug", "show_in_menus", "path", "depth", "content_type_id")
    return [
        {
            "title": _("Templates") if page.content_type_id == gallery else page.title,
            "url": reverse("wagtail_serve", args=[f"{page.slug}/"]),
            "is_main": page.show_in_menus or page.content_type_id == gallery,
        }
        for page in sorted(found, key=lambda page: page.content_type_id != gallery)
    ]


def language_links(request: HttpRequest, current: str, page: Page | None = None) -> list[MenuItem]:
    """This page in each language: a CMS page's live translation (the landing page where it has none), else the same address."""
    urls = _translations(page.get_translations(inclusive=True).live()) if page and page.pk else None
    return [
        {
            "code": code,
            "short": SHORT[code],
            "label": label,
            "is_current": code == current,
            "url": translate_url(request.get_full_path(), code) if urls is None else urls.get(code, f"/{code}/"),
        }
        for code, label in User.Language.choices
    ]


def _translations(pages: QuerySet[Page]) -> dict[str, str]:
    return {page.locale.language_code: page.url for page in pages.select_related("locale")}


def shown_templates(home: HomePage, most: int = 6) -> list[TemplatePage]:
    """The first live templates of the gallery in the landing page's language; two queries, pictures included."""
    found = TemplatePage.objects.live().descendant_of(home).select_related("picture").prefetch_related("picture__renditions")
    return list(found.order_by("path")[:most])


def public_pages() -> list[Page]:
    """What search engines are told of: the site's pages and the templates, in every language."""
    return list(Page.objects.live().public().type(HomePage, PricesPage, TextPage, GalleryPage, TemplatePage).order_by("path"))
