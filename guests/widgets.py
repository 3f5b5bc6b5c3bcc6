"""How one cell of an imported row becomes a value, or an error the user understands (a ValueError's message)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from accounts.spreadsheets import bare

from . import columns, phones
from .models import LONGEST_NAME, MOST_SEATS, Answer
from .validators import validate_name

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]+")


def plain(value: Any) -> str:
    """A cell as text: without control characters, and without the apostrophe that keeps spreadsheets from reading a formula."""
    return bare(_CONTROL.sub(" ", str(value or "").replace("\r\n", "\n")).strip())


class TextWidget(Widget):
    def __init__(self, longest: int) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = plain(value)
        if len(text) > self.longest:
            raise ValueError(_("Too long: %(length)s characters; at most %(most)s fit.") % {"length": len(text), "most": self.longest})
        return text


class NameWidget(TextWidget):
    def __init__(self) -> None:
        super().__init__(LONGEST_NAME)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = " ".join(super().clean(value, row, **kwargs).split())
        if not text:
            raise ValueError(_("The name is missing."))
        try:
            validate_name(text)
        except ValidationError as error:
            raise ValueError(error.message) from error
        return text


class PhoneWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return phones.normalise(plain(value))


class NumberWidget(Widget):
    """A number of people from `least` to the most seats there are; `empty` when nothing is written."""

    def __init__(self, least: int, empty: int | None) -> None:
        super().__init__()
        self.least, self.empty = least, empty

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = re.sub(r"\.0+$", "", plain(value))
        if not text:
            return self.empty
        if not (text.isascii() and text.isdigit() and self.least <= int(text[:9]) <= MOST_SEATS):
            raise ValueError(
                _("“%(text)s” is not a number from %(least)s to %(most)s.") % {"text": text[:40], "least": self.least, "most": MOST_SEATS}
            )
        return int(text)


class WordWidget(Widget):
    """One of the known words of a kind (side, language), in any of the three languages."""

    def __init__(self, kind: type, empty: str = "") -> None:
        super().__init__()
        self.kind, self.empty = kind, empty

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = plain(value)
        if not text or text in columns.UNANSWERED_WORDS:
            return self.empty
        found = columns.meaning(self.kind, text)
        if found is None:
            known = ", ".join(str(label) for _value, label in self.kind.choices)
            raise ValueError(_("“%(text)s” is not clear. Write one of: %(known)s.") % {"text": text[:40], "known": known})
        return str(found)


class AnswerWidget(WordWidget):
    def __init__(self) -> None:
        super().__init__(Answer.Choice)
