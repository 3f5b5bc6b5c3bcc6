"""Fills a new installation with the site's own pages."""

from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from accounts.actions import record

from . import site_content
from .models import HomePage, PricesPage, TextPage

SOURCE = "kk"


@transaction.atomic
def create_site_content() -> list[Page]:
    """Write the landing page and make the missing site pages, in every language; what staff have changed since stays as it is.

    Returns the pages made or written now, in Kazakh.
    """
    home = HomePage.objects.get(depth=2, locale__language_code=SOURCE)
    made = [_write_home(home)] if not home.lead else []
    for spec in site_content.PAGES:
        if not Page.objects.child_of(home).filter(slug=spec.slug).exists():
            made.append(_create(home, spec))
    return made


def _write_home(home: HomePage) -> HomePage:
    words = site_content.HOME
    home.title, home.lead = words.title.kk, words.lead.kk
    home.steps, home.promises = (_stream("point", words.points(part, SOURCE)) for part in ("steps", "promises"))  # type: ignore[assignment]
    _publish(home)
    # Landing pages of all languages stand side by side in the tree, so their slugs differ.
    _translate(home, {**words.dictionary(), home.slug: {"ru": "home-ru", "en": "home-en"}})
    return home


def _create(home: HomePage, spec: site_content.SitePageSpec) -> Page:
    fields: dict[str, Any] = {
        "title": spec.title.kk,
        "slug": spec.slug,
        "lead": spec.lead.kk,
        "show_in_menus": spec.is_main,
        "live": True,
    }
    if isinstance(spec, site_content.PricesSpec):
        page: Page = PricesPage(tiers=_stream("tier", spec.tier_values(SOURCE)), questions=_stream("point", spec.points(SOURCE)), **fields)
    else:
        page = TextPage(body=spec.html(SOURCE), **fields)  # type: ignore[attr-defined]
    Page.objects.get(pk=home.pk).add_child(instance=page)
    _publish(page)
    _translate(page, {**spec.dictionary(), page.slug: {"ru": page.slug, "en": page.slug}})
    return page


def _stream(kind: str, values: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, value) for value in values]


def _publish(page: Page) -> None:
    page.save_revision().publish()
    record(actor=None, action="site.write", target=page, after={"title": page.title})


def _translate(page: Page, words: dict[str, dict[str, str]]) -> None:
    """The page in the other languages, by wagtail-localize's own way, so that staff go on from there in its editor."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    for locale in Locale.objects.exclude(language_code=SOURCE):
        translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
        for segment in StringSegment.objects.filter(source=source).select_related("context", "string"):
            StringTranslation.objects.get_or_create(
                translation_of_id=segment.string_id,
                locale=locale,
                context=segment.context,
                defaults={"data": words[segment.string.data][locale.language_code], "translation_type": "manual"},
            )
        # Published here and not on commit, as localize would: by then this copy no longer knows its children and would lose them.
        translation.save_target(publish=False)
        source.get_translated_instance(locale).get_latest_revision().publish()
