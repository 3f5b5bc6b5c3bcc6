"""Pictures and ornament."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from invitations import pictures

from .base import SectionBlock
from .text import BiRichText, BiText


class PhotoBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Photo"))
    caption = BiText(label=_("Caption"), help_text=_("Also read aloud to guests who cannot see the photo."))

    class Meta:
        icon = "image"
        label = _("Photo")


class GalleryBlock(SectionBlock):
    """Photos, loaded as the guest comes to them."""

    title = BiText(label=_("Heading"))
    photos = blocks.ListBlock(PhotoBlock(), label=_("Photos"), default=[], max_num=24)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Each photo with its place in the layout; all their sizes are asked for at once."""
        photos = value["photos"]
        prefetch_related_objects([photo["image"] for photo in photos if photo["image"]], "renditions")
        uses = pictures.gallery_uses(len(photos))
        return {**super().get_context(value, parent_context), "photos": list(zip(photos, uses, strict=True))}

    class Meta:
        icon = "image"
        label = _("Photo gallery")
        group = _("Content")
        description = _("Your photos; they are made small for phones by themselves.")
        template = "invitations/blocks/gallery.html"
        preview_value = {"title": {"kk": "Сәттер", "ru": "Мгновения"}, "photos": []}


class ProseBlock(SectionBlock):
    """Anything else one wants to say."""

    text = BiRichText(label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Free text")
        group = _("Content")
        description = _("Text with headings, lists and links.")
        template = "invitations/blocks/prose.html"
        preview_value = {
            "text": {
                "kk": "<h3>Қонақүй</h3><p>Алыстан келетін қонақтарымызға орын дайындалды.</p>",
                "ru": "<h3>Гостиница</h3><p>Для гостей издалека подготовлены места.</p>",
            }
        }


class OrnamentBlock(SectionBlock):
    """A pause between sections."""

    kind = blocks.ChoiceBlock(
        choices=[("divider", _("Divider")), ("strip", _("Strip")), ("medallion", _("Medallion"))], default="divider", label=_("Shape")
    )

    class Meta:
        icon = "horizontalrule"
        label = _("Ornament")
        group = _("Content")
        description = _("The ornament of the theme, as a pause between two sections.")
        template = "invitations/blocks/ornament.html"
        preview_value = {"kind": "divider"}
