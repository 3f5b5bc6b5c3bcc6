"""The editor's form: plain groups, the two languages side by side (one under the other on a phone)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from . import readiness


class ReadinessPanel(Panel):
    """Above the form: what is missing before publishing, each a link to its field; and the ways to the celebration and the preview."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "invitations/host/_editor_bar.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            items = [item for item in readiness.checklist(self.instance) if not item.is_done and item.field != "event_slug"]
            return {
                **super().get_context_data(parent_context),
                "invitation": self.instance.invitation,
                "open_items": items,
                "is_ready": not any(item.is_required for item in items),
            }


def both(name: str, label: str = "") -> FieldRowPanel:
    """The Kazakh and the Russian field of one text, in one row."""
    return FieldRowPanel([FieldPanel(f"{name}_kk"), FieldPanel(f"{name}_ru")], heading=label, classname="both-languages")


def pair_names() -> list[Panel]:
    """Two people."""
    return [both("first_name"), both("second_name")]


def honoree_names() -> list[Panel]:
    """One person and their age."""
    return [both("honoree"), FieldPanel("age")]


def organization_names() -> list[Panel]:
    """An organization and what it celebrates."""
    return [both("organization"), both("occasion")]


def when_and_where() -> list[Panel]:
    """The moment and the place."""
    return [
        FieldRowPanel([FieldPanel("date"), FieldPanel("time")]),
        FieldPanel("time_zone"),
        both("venue"),
        both("address"),
        FieldPanel("map_link"),
    ]


def invitation_panels(names: list[Panel]) -> ObjectList:
    """The whole form of an invitation about these names."""
    return ObjectList(
        [
            ReadinessPanel(),
            MultiFieldPanel([FieldPanel("event_type"), *names, both("hosts")], heading=_("Names"), classname="names"),
            MultiFieldPanel(when_and_where(), heading=_("When and where"), classname="when-and-where"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                heading=_("Exact point on the map"),
                classname="collapsed",
            ),
            MultiFieldPanel([FieldPanel("body")], heading=_("Sections"), classname="sections"),
            MultiFieldPanel([FieldPanel("theme"), both("dress_code")], heading=_("Look"), classname="look"),
            MultiFieldPanel(
                [FieldPanel("answer_by"), FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone")])],
                heading=_("Answers and contact"),
                classname="answers",
            ),
        ]
    )
