"""How an invitation begins: the cover, the words of invitation, the hosts."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from invitations.presets import preset_for

from .base import SectionBlock
from .text import BiLongText, BiText

_WEDDING = preset_for("wedding")


class CoverBlock(SectionBlock):
    """The first screen: names, date and, if there is one, a photo."""

    heading = BiText(label=_("Above the names"), help_text=_("For example: invitation to a wedding. Empty: the name of the celebration."))
    photo = ImageChooserBlock(required=False, label=_("Photo"), help_text=_("Not required: the cover is complete without one."))
    shows_date = blocks.BooleanBlock(required=False, default=True, label=_("Show the date"))

    class Meta:
        icon = "image"
        label = _("Cover")
        group = _("Beginning")
        description = _("The first screen: names, date and, if you like, a photo.")
        template = "invitations/blocks/cover.html"
        preview_value = {"heading": _WEDDING.heading.as_value(), "shows_date": True}


class LetterBlock(SectionBlock):
    """The words of invitation."""

    address = BiText(label=_("To whom"), help_text=_("For example: dear relatives and friends!"))
    text = BiLongText(
        label=_("Words of invitation"), help_text=_("What you celebrate and to what you invite. Names and date are shown on the cover.")
    )
    closing = BiText(label=_("Closing words"))

    class Meta:
        icon = "mail"
        label = _("Words of invitation")
        group = _("Beginning")
        description = _("Address to the guests, the invitation itself and closing words.")
        template = "invitations/blocks/letter.html"
        preview_value = {
            "address": _WEDDING.address.as_value(),
            "text": _WEDDING.invitation.as_value(),
            "closing": _WEDDING.closing.as_value(),
        }


class HostsBlock(SectionBlock):
    """Who invites. The names are the page's own."""

    label = BiText(
        label=_("Heading"), help_text=_("For example: hosts of the celebration. Their names are written above, in the field «Hosts».")
    )
    note = BiText(label=_("Line under the names"), help_text=_("For example: with respect, the family."))

    class Meta:
        icon = "group"
        label = _("Hosts")
        group = _("Beginning")
        description = _("The hosts' names, taken from the field of the page.")
        template = "invitations/blocks/hosts.html"
        preview_value = {"label": _WEDDING.hosts.as_value()}
