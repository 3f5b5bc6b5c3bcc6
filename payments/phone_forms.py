from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.contacts import parse_contact


class PhoneForm(forms.Form):
    """Whom the bank sends an invoice to."""

    phone = forms.CharField(label=_("Phone number"), max_length=32)

    def clean_phone(self) -> str:
        try:
            return parse_contact(self.cleaned_data["phone"].replace("@", "")).phone
        except forms.ValidationError:
            raise forms.ValidationError(_("Write the phone number as the bank knows it, for example 8 701 123 45 67.")) from None
