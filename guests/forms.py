"""Forms of the guest's half; the host's are in `host_forms`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import LONGEST_NAME, LONGEST_NOTE, Answer, Guest, PartyInvite
from .validators import validate_name

# How many may come with somebody who answers by the public link.
PUBLIC_SEATS = 6


class LinesField(forms.CharField):
    """A text of several lines; a line's end counts as one character, as in the browser."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class AnswerForm(forms.Form):
    """A guest's answer, within the seats offered. A party whose persons have names ticks who comes; the others give a number."""

    choice = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose an answer."), "invalid_choice": _("Please choose an answer.")},
    )
    spouse_name = forms.CharField(
        label=_("Your spouse's name"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    people = forms.TypedChoiceField(label=_("How many of you will come?"), required=False, coerce=int, empty_value=0)
    coming = forms.MultipleChoiceField(label=_("Who will come?"), required=False, widget=forms.CheckboxSelectMultiple)
    message = LinesField(
        label=_("A word to the hosts (if you like)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("The message is too long: %(show_value)s characters; at most %(limit_value)s fit.")},
    )

    CHOICES = {
        Answer.Choice.COMING: _("I will come"),
        Answer.Choice.WITH_SPOUSE: _("I will come with my spouse"),
        Answer.Choice.NOT_COMING: _("Unfortunately I cannot come"),
        Answer.Choice.NOT_SURE: _("I do not know yet"),
    }

    def __init__(self, *args: Any, seats: int, guests: list[Guest] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.named = [guest for guest in guests[:seats] if guest.name]
        self._fit_choices()
        self._fit_people()
        for name in self.errors.keys() & self.fields.keys() if self.is_bound else ():
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"rsvp-{name}-error"}

    def _fit_choices(self) -> None:
        has_spouse = self.seats > 1 and not self.named
        self.fields["choice"].choices = [item for item in self.CHOICES.items() if has_spouse or item[0] != Answer.Choice.WITH_SPOUSE]
        if not has_spouse:
            del self.fields["spouse_name"]

    def _fit_people(self) -> None:
        spare = self.seats - len(self.named)
        if self.named:
            self.fields["coming"].choices = [(str(guest.pk), guest.name) for guest in self.named]
            self.fields["people"].label = _("And how many more with you?")
        else:
            del self.fields["coming"]
        if spare > (0 if self.named else 1):
            first = 0 if self.named else 1
            self.fields["people"].choices = [(number, str(number)) for number in range(first, spare + 1)]
        else:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        choice = values.get("choice")
        if choice == Answer.Choice.WITH_SPOUSE and not values.get("spouse_name") and "spouse_name" not in self.errors:
            self.add_error("spouse_name", _("Please write your spouse's name."))
        if choice == Answer.Choice.COMING and self.named and not values.get("coming") and not values.get("people"):
            self.add_error("coming", _("Please mark who will come."))
        return values

    def answer(self) -> dict[str, Any]:
        """The arguments of `actions.give_answer`."""
        values = self.cleaned_data
        coming = [int(pk) for pk in values.get("coming", ())]
        return {
            "choice": values["choice"],
            "people": len(coming) + (values.get("people") or (0 if self.named else 1)),
            "spouse_name": values.get("spouse_name", ""),
            "message": values["message"],
            "coming_ids": coming if self.named else None,
        }


class PublicAnswerForm(AnswerForm):
    """The answer of somebody who has only the public link: with a name."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")},
    )
    # People do not see it; machines fill it in.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    field_order = ["name"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            self.add_error(None, _("The answer could not be taken. Please try once more."))
        return ""


def initial_of(invite: PartyInvite, guests: list[Guest]) -> dict[str, Any]:
    """What the form holds when a party changes its answer; all its seats when it has none yet."""
    answer = getattr(invite, "answer", None)
    named = [guest for guest in guests[: invite.seats] if guest.name]
    if answer is None:
        return {"people": 0 if named else invite.seats, "coming": [str(guest.pk) for guest in named]}
    coming = [str(guest.pk) for guest in named if guest.comes]
    return {
        "choice": answer.choice,
        "people": max(0, answer.people - len(coming)) if answer.is_coming else (0 if named else invite.seats),
        "spouse_name": answer.spouse_name,
        "coming": coming,
        "message": answer.message,
    }
