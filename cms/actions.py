"""Fills a new installation with the site's own pages, and tells staff what needs them."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.actions import record
from invitations.translations import SOURCE, translate
from messaging.actions import enqueue
from payments.models import Alert

from . import site_content
from .models import HomePage, PricesPage, TextPage


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
    known = {**words.dictionary(), home.slug: {"ru": "home-ru", "en": "home-en"}}
    translate(home, lambda segment: known[segment.string.data])
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
    known = {**spec.dictionary(), page.slug: {"ru": page.slug, "en": page.slug}}
    translate(page, lambda segment: known[segment.string.data])
    return page


def _stream(kind: str, values: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, value) for value in values]


def _publish(page: Page) -> None:
    page.save_revision().publish()
    record(actor=None, action="site.write", target=page, after={"title": page.title})


# Where what is not about one payment is looked at.
_DESK: dict[str, str] = {Alert.Kind.BOOKS_DIFFER: "payments:findings"}


def mail_alert(*, alert: Alert) -> None:
    """Put a mail about the alert to everybody in `ALERT_EMAILS` into the outbox; without anybody there it stays in the log and the desk."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Money needs you: %(kind)s") % {"kind": alert.get_kind_display()}
        if alert.payment:
            shown = reverse("payments:story", args=[alert.payment.our_reference])
        else:
            shown = reverse(_DESK.get(alert.kind, "payments:gateways"))
    body = "\n".join([f"{alert.get_kind_display()}: {alert.gateway}, {alert.subject}", alert.detail, settings.SITE_URL + shown])
    for address in settings.ALERT_EMAILS:
        enqueue(channel="email", to=address, subject=subject, body=body)
