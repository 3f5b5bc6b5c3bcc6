from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from . import actions
from .models import Payment, Tariff
from .money import from_tenge, to_tenge


class PaymentFilterForm(forms.Form):
    """What staff look for among all payments."""

    q = forms.CharField(label=_("Number, title or payer"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *Payment.State.choices])
    needs_attention = forms.BooleanField(label=_("Needs attention"), required=False)


class RefundForm(forms.Form):
    """How much goes back; at most what is left."""

    amount = forms.DecimalField(
        label=_("Amount, ₸"), min_value=1, decimal_places=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, *args: Any, refundable: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": to_tenge(refundable)}, **kwargs)
        self.refundable = refundable

    def clean_amount(self) -> int:
        tiyn = from_tenge(self.cleaned_data["amount"])
        if tiyn > self.refundable:
            raise forms.ValidationError(_("More than is left of this payment."))
        return tiyn


class TariffForm(WagtailAdminModelForm):
    """A tier's names and its price in whole tenge; a new price leaves the old one in the history."""

    price = forms.IntegerField(label=_("Price, ₸"), min_value=0, max_value=1_000_000)

    class Meta:
        model = Tariff
        fields = ["name_kk", "name_ru", "name_en", "description_kk", "description_ru", "description_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].initial = to_tenge(self.instance.amount_tiyn or 0)

    def clean_price(self) -> int:
        price = self.cleaned_data["price"]
        if (self.instance.code == Tariff.Code.FREE) != (price == 0):
            raise forms.ValidationError(_("The free tier costs nothing, and the others cost something."))
        return price

    def save(self, commit: bool = True) -> Tariff:
        tariff = super().save(commit)
        if commit:
            actions.set_price(tariff=tariff, amount_tiyn=from_tenge(self.cleaned_data["price"]), by=self.for_user)
            tariff.refresh_from_db()
        return tariff
