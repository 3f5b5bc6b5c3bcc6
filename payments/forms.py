from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from . import actions, balance_queries, gateways, queries
from .days import midnight
from .models import Payment, Tariff
from .money import from_tenge, to_tenge


def _day(label: object) -> forms.DateField:
    """A day that a clock can be reckoned with: the calendar goes on to the year 9999, and a day after it there is none."""
    ends = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))]
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=ends)


class PaymentFilterForm(forms.Form):
    """What staff look for among all payments."""

    q = forms.CharField(label=_("Number, title or payer"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *Payment.State.choices])
    gateway = forms.ChoiceField(label=_("Gateway"), required=False)
    tier = forms.ChoiceField(label=_("What for"), required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
    kind = forms.ChoiceField(
        label=_("Money"), required=False, choices=[("", _("Any")), ("real", _("Real payments")), ("test", _("Test payments"))]
    )
    needs_attention = forms.BooleanField(label=_("Needs attention"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sold = [*Tariff.Code.choices[1:], *balance_queries.names_of_packages()]
        self.fields["tier"].choices = [("", _("Any")), *sold]
        self.fields["gateway"].choices = [("", _("Any")), *((code, code) for code in settings.PAYMENT_GATEWAYS)]

    @property
    def asked(self) -> dict[str, Any]:
        """What can be understood of it; the rest is said beside its field."""
        self.is_valid()
        return self.cleaned_data


class StatementForm(forms.Form):
    """A bank's statement as a file, and the days it covers."""

    LARGEST = 5 * 1024 * 1024

    gateway = forms.ChoiceField(label=_("Gateway"))
    file = forms.FileField(
        label=_("Statement (CSV)"), help_text=_("As the bank gives it: UTF-8 or Windows-1251, with semicolons or commas.")
    )
    first_on = _day(_("From"))
    last_on = _day(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = [(gateway.code, gateway.code) for gateway in gateways.configured()]
        self.fields["last_on"].help_text = _("Empty: the first and the last day in the file.")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Divide it by days."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and first > last:
            self.add_error("last_on", _("The last day comes before the first."))
        return cleaned


class NoteForm(forms.Form):
    """What a finding was and what was done about it."""

    text = forms.CharField(label=_("What it was and what was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class RefundForm(forms.Form):
    """How much goes back, at most what is left, and why."""

    amount = forms.DecimalField(
        label=_("Amount, ₸"), min_value=1, decimal_places=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    note = forms.CharField(label=_("Why"), max_length=254, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, refundable: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": to_tenge(refundable)}, **kwargs)
        self.refundable = refundable

    def clean_amount(self) -> int:
        tiyn = from_tenge(self.cleaned_data["amount"])
        if tiyn > self.refundable:
            raise forms.ValidationError(_("More than is left of this payment."))
        return tiyn


def coming_words(tariff: Tariff) -> str:
    """The prices that will be, in words: "3 490 ₸ from 1 December 2026"."""
    zone = timezone.get_default_timezone()
    return "; ".join(
        gettext("%(price)s from %(day)s") % {"price": price, "day": date_format(timezone.localdate(price.starts_at, zone))}
        for price in queries.coming_prices(tariff)
    )


class TariffForm(WagtailAdminModelForm):
    """A tier's or package's names and its price in whole tenge, from now on or from a day on; former prices stay in the history."""

    price = forms.IntegerField(label=_("Price, ₸"), min_value=0, max_value=1_000_000)
    starts_on = forms.DateField(label=_("From which day"), required=False, widget=AdminDateInput)

    class Meta:
        model = Tariff
        fields = ["name_kk", "name_ru", "name_en", "description_kk", "description_ru", "description_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["price"].initial = to_tenge(self.instance.amount_tiyn)
        self.fields["starts_on"].help_text = self._when()

    def _when(self) -> str:
        words = _("Empty: at once. Otherwise from midnight of that day, by itself. A second price from the same day replaces the first.")
        coming = coming_words(self.instance) if self.instance.pk else ""
        return " ".join([str(words), *([gettext("Already set: %(prices)s.") % {"prices": coming}] if coming else [])])

    def clean_price(self) -> int:
        price = self.cleaned_data["price"]
        if (self.instance.code == Tariff.Code.FREE) != (price == 0):
            raise forms.ValidationError(_("The free tier costs nothing, and the others cost something."))
        return price

    def clean_starts_on(self) -> date | None:
        day = self.cleaned_data["starts_on"]
        if day is not None and day <= timezone.localdate(timezone=timezone.get_default_timezone()):
            raise forms.ValidationError(_("Choose a day from tomorrow on, or leave this empty."))
        return day

    def save(self, commit: bool = True) -> Tariff:
        tariff = super().save(commit)
        if commit:
            amount, day = from_tenge(self.cleaned_data["price"]), self.cleaned_data["starts_on"]
            starts_at = midnight(day) if day else None
            actions.set_price(tariff=tariff, amount_tiyn=amount, starts_at=starts_at, by=self.for_user)
        return queries.tariff(tariff.code)
