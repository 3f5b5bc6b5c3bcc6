"""What people type about an invitation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from accounts.wagtail_tenancy import ReferencesWithinWorkspace

from . import addresses, maps, validators
from .celebrations import EVENT_TYPES, Family, event_type_choices

TIME_ZONES = (
    ("Asia/Almaty", _("Kazakhstan time")),
    ("Europe/Moscow", _("Moscow time")),
    ("Asia/Tashkent", _("Tashkent time")),
    ("Asia/Bishkek", _("Bishkek time")),
    ("Asia/Omsk", _("Omsk time")),
    ("Asia/Urumqi", _("Urumqi time")),
    ("Europe/Istanbul", _("Istanbul time")),
    ("Asia/Dubai", _("Dubai time")),
)


BRIDE, GROOM = _("Bride's name"), _("Groom's name")
NAME_FIELDS = {
    "pair": (("first_name", GROOM, True), ("second_name", BRIDE, False)),
    "honoree": (("honoree", _("Name"), True),),
    "organization": (("organization", _("Name of the family or organization"), True), ("occasion", _("Occasion"), False)),
}
# Her parents' celebration: she comes first, and he need not be named.
NAME_FIELDS_OF = {"qyz_uzatu": (("first_name", BRIDE, True), ("second_name", GROOM, False))}
IN_LANGUAGE = {"kk": _("%(label)s (in Kazakh)"), "ru": _("%(label)s (in Russian)")}


def names_of(event_type: str, family: Family) -> tuple[tuple[str, str | Promise, bool], ...]:
    """Whom or what a celebration of this type is about: the field, what it is called, whether it must be filled in."""
    return NAME_FIELDS_OF.get(event_type) or NAME_FIELDS[family]


class InvitationPageForm(ReferencesWithinWorkspace):
    """The editor's form: choices that fit the page, a map link that becomes a point, a phone in any spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("event_type", event_type_choices(self.instance.family))
        self._offer("time_zone", TIME_ZONES)
        self._name()
        if "theme" in self.fields:
            themes = self.fields["theme"].queryset
            self.fields["theme"].queryset = themes.filter(is_current=True) | themes.filter(pk=self.instance.theme_id)
            self.fields["theme"].empty_label = None

    def _offer(self, name: str, choices: Any) -> None:
        if name in self.fields:
            known = dict(choices)
            current = getattr(self.instance, name)
            extra = [(current, current)] if current and current not in known else []
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=[*choices, *extra])

    def _name(self) -> None:
        """The names are called here as in the short form: the bride's name, not the second one."""
        for name, label, _is_required in names_of(self.data.get("event_type") or self.instance.event_type, self.instance.family):
            for language, words in IN_LANGUAGE.items():
                if field := self.fields.get(f"{name}_{language}"):
                    field.label = words % {"label": label}

    def clean_contact_phone(self) -> str:
        return validators.normal_phone(self.cleaned_data.get("contact_phone") or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        link = cleaned.get("map_link")
        if link and "map_link" in self.changed_data and not {"latitude", "longitude"} & set(self.changed_data):
            self._take_point(link, cleaned)
        return cleaned

    def _take_point(self, link: str, cleaned: dict[str, Any]) -> None:
        """The point of a pasted link; a link that hides its point is refused with the advice what to copy instead."""
        try:
            point = maps.point_of(link)
        except ValidationError as error:
            self.add_error("map_link", error)
            return
        if point:
            cleaned["latitude"], cleaned["longitude"] = point.latitude, point.longitude


class TemplatePageForm(WagtailAdminPageForm):
    """The staff's form of a template: celebrations as boxes to tick."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "event_types" in self.fields:
            self.fields["event_types"] = forms.MultipleChoiceField(
                label=self.fields["event_types"].label,
                help_text=self.fields["event_types"].help_text,
                choices=event_type_choices(),
                widget=forms.CheckboxSelectMultiple,
            )


class UseTemplateForm(forms.Form):
    """What an invitation cannot do without: names, date, time and place, each asked once, in the language the visitor reads."""

    event_type = forms.CharField(widget=forms.HiddenInput)
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    venue = forms.CharField(label=_("Place"), max_length=200, help_text=_("Restaurant, hall or home."))
    address = forms.CharField(label=_("Address"), max_length=300, required=False)

    def __init__(self, *args: Any, event_type: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = "ru" if language == "ru" else "kk"
        self.fields["event_type"].initial = event_type
        names = names_of(event_type, EVENT_TYPES[event_type].family)
        self.name_fields = [name for name, _label, _required in names]
        for name, label, is_required in names:
            self.fields[name] = forms.CharField(label=label, max_length=80, required=is_required)
        self.order_fields([*self.name_fields, "date", "time", "venue", "address"])

    def clean_date(self) -> date:
        day = self.cleaned_data["date"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed. Choose the day of the celebration."))
        validators.validate_year(day)
        return day

    def facts(self) -> dict[str, Any]:
        """What was typed, as fields of the page."""
        texts = (*self.name_fields, "venue", "address")
        written = {f"{name}_{self.language}": self.cleaned_data[name] for name in texts}
        return {**written, **{name: self.cleaned_data[name] for name in ("event_type", "date", "time")}}


class AddressForm(forms.Form):
    """The last part of an invitation's address; Kazakh and Russian letters become Latin ones."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=120,
        help_text=_("Names in Latin letters, with hyphens. What you type in Kazakh or Russian is turned into Latin letters."),
    )

    def clean_slug(self) -> str:
        slug = addresses.slug_from(self.cleaned_data["slug"])
        validators.validate_address(slug)
        return slug


class CelebrationSearchForm(forms.Form):
    """What to look for among one's celebrations."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("new", _("Newest first")), ("date", _("By date")), ("name", _("By name"))]
    )
