"""What guests give back: wishes, a gift, an answer."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from invitations.presets import preset_for

from .base import SectionBlock
from .text import BiLongText, BiText

_WEDDING = preset_for("wedding")

KASPI_LINK = RegexValidator(r"^https://([\w-]+\.)*kaspi\.kz/", _("The link must begin with https://pay.kaspi.kz/ or https://kaspi.kz/."))
NUMBER = RegexValidator(r"^[\d +()-]{4,24}$", _("Write a phone or a card number: digits and spaces only."))


class WishesBlock(SectionBlock):
    """Words from the heart."""

    text = BiLongText(label=_("Words"))
    author = BiText(label=_("Whose words"))

    class Meta:
        icon = "openquote"
        label = _("Wishes")
        group = _("Content")
        description = _("A blessing, a proverb or words from the heart.")
        template = "invitations/blocks/wishes.html"
        preview_value = {"text": _WEDDING.wishes.as_value()}


class GiftBlock(SectionBlock):
    """How to send a gift by Kaspi."""

    title = BiText(label=_("Heading"))
    text = BiLongText(label=_("Text"))
    receiver = blocks.CharBlock(required=False, max_length=120, label=_("Receiver"), help_text=_("The name Kaspi shows to the sender."))
    number = blocks.CharBlock(required=False, max_length=24, validators=[NUMBER], label=_("Phone or card number"))
    link = blocks.URLBlock(required=False, validators=[KASPI_LINK], label=_("Kaspi link"))
    qr = ImageChooserBlock(required=False, label=_("Picture of the QR code"))

    class Meta:
        icon = "tag"
        label = _("Kaspi gift")
        group = _("Answers")
        description = _("A number to copy, a QR code or a link for those who send a gift by Kaspi.")
        template = "invitations/blocks/gift.html"
        preview_value = {
            "title": {"kk": "Сыйлық", "ru": "Подарок"},
            "text": {
                "kk": "Ең үлкен сый — өздеріңіздің келгендеріңіз. Алыстан ақ тілегін білдіргісі келген қонақтарымызға:",
                "ru": "Лучший подарок для нас — ваше присутствие. Для тех, кто захочет поздравить издалека:",
            },
            "receiver": "Гүлнар С.",
            "number": "+7 701 234 56 78",
        }


class RsvpBlock(SectionBlock):
    """Where a guest answers; the form itself is the guests' part."""

    title = BiText(label=_("Heading"))
    text = BiLongText(label=_("Text above the form"))

    class Meta:
        icon = "tick-inverse"
        label = _("Answer of the guest")
        group = _("Answers")
        description = _("The form in which guests say whether they come. The last day for it is a field of the page.")
        template = "invitations/blocks/rsvp.html"
        preview_value = {
            "title": {"kk": "Тойға келесіз бе?", "ru": "Вы придёте?"},
            "text": {"kk": "Құрметті қонақ, келетініңізді растауыңызды сұраймыз.", "ru": "Пожалуйста, подтвердите своё присутствие."},
        }
