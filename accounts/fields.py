from typing import Any

from django import forms

from .contacts import Contact, parse_contact


class ContactField(forms.CharField):
    """One field for an e-mail address or a phone in any spelling; cleans to a `Contact`."""

    def __init__(self, **kwargs: Any) -> None:
        # No type="email" (it refuses phones); inputmode keeps the @ at hand on a phone's keyboard.
        attrs = {"autocomplete": "username", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**{"max_length": 254, **kwargs})

    def clean(self, value: Any) -> Contact | None:
        text = super().clean(value)
        return parse_contact(text) if text else None
