"""Texts written in Kazakh and in Russian side by side; either may be empty, the other then shows."""

from __future__ import annotations

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from invitations.facts import pick

RICH_FEATURES = ["bold", "italic", "h3", "ul", "ol", "link", "hr"]


class BiTextValue(blocks.StructValue):
    """Prints itself in the guest's language and is false when both are empty."""

    @property
    def text(self) -> Any:
        return pick(self.get("kk"), self.get("ru"))

    def __str__(self) -> str:
        return str(self.text)

    def __html__(self) -> SafeString:
        return conditional_escape(self.text)

    def __bool__(self) -> bool:
        return bool(str(self).strip())


class BiText(blocks.StructBlock):
    """One line."""

    kk = blocks.CharBlock(required=False, label=_("In Kazakh"), max_length=255)
    ru = blocks.CharBlock(required=False, label=_("In Russian"), max_length=255)

    class Meta:
        value_class = BiTextValue
        icon = "pilcrow"
        form_classname = "struct-block bi-text"


class BiLongText(blocks.StructBlock):
    """Several lines; an empty line begins a new paragraph."""

    kk = blocks.TextBlock(required=False, label=_("In Kazakh"), rows=3, max_length=2000)
    ru = blocks.TextBlock(required=False, label=_("In Russian"), rows=3, max_length=2000)

    class Meta:
        value_class = BiTextValue
        icon = "pilcrow"
        form_classname = "struct-block bi-text"


class BiRichTextValue(BiTextValue):
    """Rich text in the guest's language; an empty editor leaves a paragraph without a word, which counts as empty."""

    @property
    def text(self) -> Any:
        return pick(*(rich if rich and rich.source and rich.source != "<p></p>" else None for rich in (self.get("kk"), self.get("ru"))))


class BiRichText(blocks.StructBlock):
    """Text with headings, lists and links."""

    kk = blocks.RichTextBlock(required=False, label=_("In Kazakh"), features=RICH_FEATURES)
    ru = blocks.RichTextBlock(required=False, label=_("In Russian"), features=RICH_FEATURES)

    class Meta:
        value_class = BiRichTextValue
        icon = "pilcrow"
        form_classname = "struct-block bi-text"
