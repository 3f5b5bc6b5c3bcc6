"""The gallery a new installation opens with, made of `presets.templates`: pages, themes, and their words in each language."""

from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Page

from accounts.actions import record

from .models import GalleryPage, TemplatePage, Theme
from .presets.templates import DefaultTemplate, default_templates
from .themes import Look
from .translations import SOURCE, translate

PICTURES = Path(__file__).parent / "presets/pictures"
GALLERY = {
    "title": {"kk": "Шақыру үлгілері", "ru": "Шаблоны приглашений", "en": "Invitation templates"},
    "intro": {
        "kk": "Ұнағанын таңдаңыз: есімдер мен күнін жазсаңыз болды, қалғаны дайын.",
        "ru": "Выберите по душе: впишите имена и дату — остальное уже готово.",
        "en": "Choose the one you like: write the names and the date, the rest is ready.",
    },
}


@transaction.atomic
def create_default_templates() -> list[TemplatePage]:
    """Make what is missing of the gallery and its templates, in every language; what staff have changed since stays as it is.

    Returns the templates in Kazakh, in the order of the presets.
    """
    gallery = _gallery()
    return [_template(gallery, known) for known in default_templates()]


def _gallery() -> GalleryPage:
    home = Page.objects.get(depth=2, locale__language_code=SOURCE)
    gallery = GalleryPage.objects.child_of(home).first()
    if gallery is None:
        words = {name: texts[SOURCE] for name, texts in GALLERY.items()}
        gallery = home.add_child(instance=GalleryPage(slug="templates", live=True, **words))
        translate(gallery, lambda segment: GALLERY.get(segment.context.path))
    return gallery


def _template(gallery: GalleryPage, known: DefaultTemplate) -> TemplatePage:
    found = TemplatePage.objects.child_of(gallery).filter(slug=known.key).first()
    if found is not None:
        return found
    page = TemplatePage(
        title=known.titles[SOURCE],
        description=known.descriptions[SOURCE],
        slug=known.key,
        theme=_theme(known.theme, known.tier),
        tier=known.tier,
        event_types=list(known.event_types),
        sample=known.sample,
        picture=_picture(known),
        body=list(known.body),
        live=True,
    )
    gallery.add_child(instance=page)
    page.save_revision().publish()
    record(actor=None, action="template.create", target=page, after={"key": known.key, "tier": known.tier})
    texts = {"title": known.titles, "description": known.descriptions}
    translate(page, lambda segment: texts.get(segment.context.path))
    return page


def _theme(look: Look, tier: str) -> Theme:
    theme, _created = Theme.objects.get_or_create(
        key=look.key,
        is_current=True,
        defaults={
            "name_kk": look.names["kk"],
            "name_ru": look.names["ru"],
            "name_en": look.names["en"],
            "tier": tier,
            "layout": look.layout,
            "palette": look.palette,
            "display_face": look.display_face,
            "text_face": look.text_face,
            "ornament": look.ornament,
            "motion": look.motion,
        },
    )
    return theme


def _picture(known: DefaultTemplate) -> Any:
    """The picture of the sample that stands beside the presets, as one of the staff's images; None while there is none."""
    file = PICTURES / f"{known.key}.jpg"
    if not file.exists():
        return None
    with file.open("rb") as opened:
        return get_image_model().objects.create(title=known.titles[SOURCE], file=ImageFile(opened, name=f"template-{known.key}.jpg"))
