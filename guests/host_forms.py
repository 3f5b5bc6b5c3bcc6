"""Forms of the host's half."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import phones, reading
from .columns import READ
from .forms import LinesField
from .models import LONGEST_NAME, LONGEST_NOTE, MOST_SEATS, Answer, Language, PartyInvite, Side
from .validators import validate_name


class HostForm(forms.Form):
    """Marks the fields that have errors, for eyes and for screen readers."""

    def full_clean(self) -> None:
        super().full_clean()
        for name in self._errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"error-{name}"}


class PartyForm(HostForm):
    """One guest or household and its place at the celebration."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        validators=[validate_name],
        help_text=_("As the invitation greets them: “Uncle Askar”, “The Ospanov family”."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=2,
        help_text=_("How many people you invite by this link, children included."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    people = forms.CharField(
        label=_("People by name"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you like: one name a line. Then the guest marks who of them will come."),
    )
    household = forms.CharField(label=_("Family"), required=False, max_length=LONGEST_NAME)
    side = forms.ChoiceField(label=_("Side"), required=False, choices=[("", _("Not said")), *Side.choices])
    language = forms.ChoiceField(label=_("Language of the message"), choices=Language.choices)
    table = forms.CharField(label=_("Table"), required=False, max_length=30)
    note = LinesField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Only you see it.")
    )

    def __init__(self, *args: Any, has_sides: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_sides:
            del self.fields["side"]

    def clean_phone(self) -> str:
        try:
            return phones.normalise(self.cleaned_data["phone"])
        except phones.InvalidPhoneError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_people(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("One of the names is too long."))
        return names

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if len(values.get("people") or ()) > (values.get("seats") or MOST_SEATS):
            self.add_error("people", _("There are more names than seats."))
        return values


def initial_of(invite: PartyInvite, names: list[str]) -> dict[str, Any]:
    """What the form of a party that is there already holds."""
    party = invite.party
    return {
        "name": party.name,
        "phone": phones.spaced(party.phone),
        "household": party.household,
        "language": party.language,
        "note": party.note,
        "seats": invite.seats,
        "side": invite.side,
        "table": invite.table,
        "people": "\n".join(names),
    }


class HostAnswerForm(HostForm):
    """An answer the host heard by phone."""

    choice = forms.ChoiceField(label=_("Answer"), choices=Answer.Choice.choices, widget=forms.RadioSelect)
    people = forms.IntegerField(label=_("How many come"), required=False, min_value=0, max_value=MOST_SEATS)
    spouse_name = forms.CharField(label=_("Spouse's name"), required=False, max_length=LONGEST_NAME)
    message = LinesField(label=_("Message"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2}))

    def answer(self) -> dict[str, Any]:
        """The arguments of `actions.give_answer`."""
        return {**self.cleaned_data, "people": self.cleaned_data["people"] or 0}


class TableForm(HostForm):
    table = forms.CharField(label=_("Table"), required=False, max_length=30)


class UploadForm(HostForm):
    """A file or pasted text; the one that is given."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Excel (.xlsx) or CSV, up to 5,000 guests."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    text = forms.CharField(
        label=_("Or paste the list here"),
        required=False,
        max_length=reading.MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("From WhatsApp, notes or a table: one guest a line."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors:
            try:
                values["sheet"] = self._sheet(values)
            except reading.UnreadableError as error:
                self.add_error("file" if values.get("file") else "text", str(error))
        return values

    def _sheet(self, values: dict[str, Any]) -> reading.Sheet:
        upload = values.get("file")
        if not upload and not values.get("text", "").strip():
            raise reading.UnreadableError(_("Choose a file or paste a list."))
        if upload and upload.size > reading.MOST_BYTES:
            raise reading.UnreadableError(reading.too_large())
        return reading.read_file(upload.name, upload.read()) if upload else reading.read_text(values["text"])


class MappingForm(HostForm):
    """What each column of the list is, and how many seats a guest has where the list does not say."""

    default_seats = forms.TypedChoiceField(
        label=_("Seats where the list does not say"), coerce=int, choices=[(number, str(number)) for number in range(1, 7)], initial=1
    )

    def __init__(self, *args: Any, sheet: reading.Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Leave out")), *((column.key, column.label) for column in READ)]
        for index, key in enumerate(sheet.mapping):
            self.fields[f"column-{index}"] = forms.ChoiceField(required=False, choices=choices, initial=key, label=sheet.title_of(index))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        mapping = self.mapping()
        if "name" not in mapping:
            self.add_error(None, _("Say which column holds the names."))
        if any(mapping.count(key) > 1 for key in mapping if key):
            self.add_error(None, _("Two columns cannot be the same."))
        return values

    def mapping(self) -> list[str]:
        """The keys of the columns in their order."""
        return ["" if (key := self.cleaned_data.get(name, "")) == "number" else key for name in self.fields if name.startswith("column-")]
