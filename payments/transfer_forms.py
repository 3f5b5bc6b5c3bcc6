from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import files
from .files import Looked
from .money import from_tenge, to_tenge


class ProofForm(forms.Form):
    """A receipt: a picture or a PDF, whatever its name says."""

    file = forms.FileField(label=_("Receipt"), widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}))

    def clean_file(self) -> Looked:
        try:
            return files.look(self.cleaned_data["file"])
        except files.TooLargeError as error:
            raise forms.ValidationError(_("The file is larger than 10 MB. A screenshot of the receipt is enough.")) from error
        except files.NoReceiptError as error:
            raise forms.ValidationError(
                _("This is neither a picture nor a PDF. Send a screenshot or the PDF from the bank’s app.")
            ) from error


class ApprovalForm(forms.Form):
    """What has come; at least what was asked."""

    amount = forms.DecimalField(
        label=_("Received, ₸"), max_digits=9, decimal_places=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, *args: Any, due: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": to_tenge(due)}, **kwargs)
        self.due = due

    def clean_amount(self) -> int:
        tiyn = from_tenge(self.cleaned_data["amount"])
        if tiyn < self.due:
            raise forms.ValidationError(_("Less than the payment asks. Refuse the receipt and say why."))
        return tiyn


class RefusalForm(forms.Form):
    """Why a receipt is not accepted, for whoever sent it."""

    reason = forms.CharField(label=_("Why not"), max_length=254, widget=forms.Textarea(attrs={"rows": 2}))
