"""What a name may be, wherever it comes from: a form, the public link, a file."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def validate_name(text: str) -> None:
    """A name has a letter and does not begin like a formula, so that it can go out to a spreadsheet and come back."""
    if text.startswith(("=", "@")) or not re.search(r"[^\W\d_]", text):
        raise ValidationError(_("“%(text)s” is not a name.") % {"text": text[:60]})
