"""When it is: the date with its month, the days that are left, the programme."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from invitations.presets import preset_for

from .base import SectionBlock
from .text import BiText

_WEDDING = preset_for("wedding")

CLOCK = RegexValidator(r"^([01]?\d|2[0-3])[:.][0-5]\d$", _("Write the time as 18:00."))


class CalendarBlock(SectionBlock):
    """Date, weekday and time of the page, with the month and its day marked."""

    title = BiText(label=_("Heading"))
    shows_month = blocks.BooleanBlock(required=False, default=True, label=_("Show the month"))

    class Meta:
        icon = "date"
        label = _("Date and calendar")
        group = _("Date and place")
        description = _("The date and time of the page; the month as a calendar with the day marked.")
        template = "invitations/blocks/calendar.html"
        preview_value = {"title": {"kk": "Той салтанаты", "ru": "Дата торжества"}, "shows_month": True}


class CountdownBlock(SectionBlock):
    """Days, hours and minutes until it begins. Nothing is shown after that, nor where joy is out of place."""

    title = BiText(label=_("Heading"))

    class Meta:
        icon = "time"
        label = _("Countdown")
        group = _("Date and place")
        description = _("Days, hours and minutes until the celebration, in its own time zone.")
        template = "invitations/blocks/countdown.html"
        preview_value = {"title": {"kk": "Тойға дейін", "ru": "До торжества"}}


class ProgrammeLineBlock(blocks.StructBlock):
    time = blocks.CharBlock(label=_("Time"), validators=[CLOCK], max_length=5, help_text=_("For example 18:00"))
    title = BiText(label=_("What happens"))

    class Meta:
        icon = "time"
        label = _("Line of the programme")


class ProgrammeBlock(SectionBlock):
    """What happens when."""

    title = BiText(label=_("Heading"))
    lines = blocks.ListBlock(ProgrammeLineBlock(), label=_("Programme"), default=[])

    class Meta:
        icon = "list-ul"
        label = _("Programme")
        group = _("Date and place")
        description = _("What happens when, line by line.")
        template = "invitations/blocks/programme.html"
        preview_value = {
            "title": {"kk": "Той бағдарламасы", "ru": "Программа"},
            "lines": [{"time": item.time, "title": item.title.as_value()} for item in _WEDDING.programme],
        }
