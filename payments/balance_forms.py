from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import BalanceEntry


class CorrectionForm(forms.Form):
    """Staff give publications or take them, and say why. `held` is what the page showed: a page sent twice counts once."""

    tier = forms.ChoiceField(label=_("Tier"), choices=BalanceEntry._meta.get_field("tier").choices)
    units = forms.IntegerField(label=_("How many"), min_value=-1000, max_value=1000, help_text=_("With a minus to take them away."))
    note = forms.CharField(label=_("Why"), max_length=254, help_text=_("The workspace reads this in its history."))
    held = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: dict[str, int], **kwargs: Any) -> None:
        self.held = "-".join(str(units) for units in left.values())
        super().__init__(*args, initial={"held": self.held}, **kwargs)
        self.left = left

    def clean_units(self) -> int:
        units: int = self.cleaned_data["units"]
        if units == 0:
            raise forms.ValidationError(_("Write how many, at least one."))
        return units

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("held") != self.held:
            self.data = self.data.copy() | {"held": self.held}
            raise forms.ValidationError(_("The balance has changed meanwhile. Look at it once more, then send again."))
        units, tier = cleaned.get("units"), cleaned.get("tier")
        if units and tier and self.left[tier] + units < 0:
            self.add_error("units", _("There are not so many in the balance."))
        return cleaned
