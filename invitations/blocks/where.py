"""Where it is and what to wear there."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import SectionBlock
from .text import BiText

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Choose a colour."))


class ColourBlock(blocks.FieldBlock):
    """A colour, as #rrggbb, chosen with the browser's own palette."""

    def __init__(self, required: bool = True, help_text: str = "", **kwargs: object) -> None:
        self.field = forms.CharField(
            required=required, help_text=help_text, validators=[HEX_COLOUR], widget=forms.TextInput(attrs={"type": "color"})
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "view"
        default = "#c9a24b"


class PlaceBlock(SectionBlock):
    """The place of the page, with ways to find it."""

    title = BiText(label=_("Heading"))
    landmark = BiText(label=_("Landmark"), help_text=_("How to find it: floor, entrance, parking, what is opposite."))

    class Meta:
        icon = "site"
        label = _("Place and map")
        group = _("Date and place")
        description = _("The place and address of the page, with buttons for 2GIS, Yandex and Google maps.")
        template = "invitations/blocks/place.html"
        preview_value = {
            "title": {"kk": "Мекенжайы", "ru": "Место проведения"},
            "landmark": {"kk": "2-қабат, үлкен зал", "ru": "2-й этаж, большой зал"},
        }


class DressBlock(SectionBlock):
    """The dress code of the page, with its colours."""

    title = BiText(label=_("Heading"))
    colours = blocks.ListBlock(ColourBlock(label=_("Colour")), label=_("Colours"), default=[], max_num=8)
    note = BiText(label=_("Note"), help_text=_("For example: please leave white to the bride."))

    class Meta:
        icon = "view"
        label = _("Dress code")
        group = _("Date and place")
        description = _("What to wear, with a swatch of each colour.")
        template = "invitations/blocks/dress.html"
        preview_value = {
            "title": {"kk": "Киім үлгісі", "ru": "Дресс-код"},
            "colours": ["#e8d9c5", "#c9a98a", "#8c9a82", "#5d6b60", "#3d3a36"],
        }
