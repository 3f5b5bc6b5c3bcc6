import uuid
from datetime import UTC, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from invitations import addresses, panels, validators
from invitations.blocks import BODY_BLOCKS
from invitations.blocks.fields import ThinStreamField
from invitations.celebrations import EVENT_TYPES
from invitations.forms import InvitationPageForm
from invitations.names import join_names
from invitations.publishing import PublishGateMixin

from .previews import GuestPreviews
from .routes import GuestRoutes


class EventFacts(models.Model):
    """What a celebration is, when and where; written on the page in Kazakh and Russian side by side."""

    event_type = models.CharField(_("celebration"), max_length=32)
    hosts_kk = models.CharField(_("hosts in Kazakh"), max_length=200, blank=True)
    hosts_ru = models.CharField(_("hosts in Russian"), max_length=200, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    time = models.TimeField(_("time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Almaty")
    venue_kk = models.CharField(_("place in Kazakh"), max_length=200, blank=True)
    venue_ru = models.CharField(_("place in Russian"), max_length=200, blank=True)
    address_kk = models.CharField(_("address in Kazakh"), max_length=300, blank=True)
    address_ru = models.CharField(_("address in Russian"), max_length=300, blank=True)
    map_link = models.URLField(
        _("map link"),
        max_length=1000,
        blank=True,
        help_text=_("Find the place in 2GIS, Yandex Maps or Google Maps and paste the link here: the point on the map is taken from it."),
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    dress_code_kk = models.CharField(_("dress code in Kazakh"), max_length=300, blank=True)
    dress_code_ru = models.CharField(_("dress code in Russian"), max_length=300, blank=True)
    answer_by = models.DateField(
        _("answer by"), null=True, blank=True, help_text=_("The last day on which a guest may answer or change the answer.")
    )
    contact_name = models.CharField(_("whom guests may ask"), max_length=100, blank=True)
    contact_phone = models.CharField(_("their phone"), max_length=24, blank=True)

    class Meta:
        abstract = True

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins, in UTC; noon of the day when no time is given, None without a date."""
        if not self.date:
            return None
        return datetime.combine(self.date, self.time or time(12), ZoneInfo(self.time_zone)).astimezone(UTC)

    def clean(self) -> None:
        super().clean()
        validators.validate_days(date=self.date, answer_by=self.answer_by)
        validators.validate_answer_by(self.answer_by, self.date)
        validators.validate_point(self.latitude, self.longitude)


class InvitationPage(PublishGateMixin, GuestPreviews, GuestRoutes, EventFacts, Page):
    """An invitation's face; a concrete type per kind of honoree adds the names."""

    invitation = models.ForeignKey("invitations.Invitation", on_delete=models.PROTECT, related_name="pages", null=True, editable=False)
    theme = models.ForeignKey("invitations.Theme", on_delete=models.PROTECT, related_name="+", verbose_name=_("look"))
    body = ThinStreamField(BODY_BLOCKS, blank=True, collapsed=True, verbose_name=_("sections"))

    family: ClassVar[str] = ""
    name_fields: ClassVar[tuple[str, ...]] = ()

    base_form_class = InvitationPageForm
    parent_page_types: ClassVar[list[str]] = ["accounts.WorkspacePage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False

    class Meta:
        verbose_name = _("invitation")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """A page stands for one invitation for ever; one made in the editor, and every copy, gets its own."""
        from invitations import actions, queries

        self.invitation_id = queries.invitation_of(self) or self.invitation_id
        if self.invitation_id is None or queries.stands_for_anothers(self):
            actions.give_invitation(page=self)
        return super().save(*args, **kwargs)

    @property
    def event_slug(self) -> str:
        """The public address; it belongs to the invitation, so that no old draft can bring an old one back."""
        return self.invitation.slug if self.invitation_id else ""

    def names(self, language: str = "kk") -> str:
        """Whom it is about, in one line: in this language, in the other one where it is empty."""
        other = "ru" if language == "kk" else "kk"
        texts = (getattr(self, f"{name}_{language}") or getattr(self, f"{name}_{other}") for name in self.name_fields)
        return join_names([text.strip() for text in texts if text.strip()], language)

    def describe(self) -> str:
        """The title in lists of the admin: the names, or the celebration while there are none."""
        event_type = EVENT_TYPES.get(self.event_type)
        with translation.override("kk"):
            return self.names() or (str(event_type.label) if event_type else str(self._meta.verbose_name))

    def _name_itself(self) -> None:
        """The title and the slug in the tree are ours to fill, never the organizer's."""
        self.title = self.describe()[:255]
        self.slug = self.slug or f"i-{uuid.uuid4().hex[:12]}"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._name_itself()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._name_itself()
        super().minimal_clean()

    def clean(self) -> None:
        super().clean()
        validators.validate_event_type(self.event_type, self.family)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """One template for every type: what differs between them is the theme and the sections."""
        return "invitations/invitation_page.html"

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        if not parts or not self.invitation_id:
            return parts
        return parts[0], parts[1], addresses.path_of(self.event_slug)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []


class PairInvitationPage(InvitationPage):
    """For two people: wedding, қыз ұзату, құдалық …"""

    first_name_kk = models.CharField(_("first name in Kazakh"), max_length=80, blank=True)
    first_name_ru = models.CharField(_("first name in Russian"), max_length=80, blank=True)
    second_name_kk = models.CharField(_("second name in Kazakh"), max_length=80, blank=True)
    second_name_ru = models.CharField(_("second name in Russian"), max_length=80, blank=True)

    family = "pair"
    name_fields = ("first_name", "second_name")
    edit_handler = panels.invitation_panels(panels.pair_names())

    class Meta:
        verbose_name = _("invitation for a couple")


class HonoreeInvitationPage(InvitationPage):
    """For one person: тұсаукесер, сүндет той, бесік той, birthday, мерейтой …"""

    honoree_kk = models.CharField(_("name in Kazakh"), max_length=120, blank=True)
    honoree_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)

    family = "honoree"
    name_fields = ("honoree",)
    edit_handler = panels.invitation_panels(panels.honoree_names())

    class Meta:
        verbose_name = _("invitation for one person")


class OrganizationInvitationPage(InvitationPage):
    """For an organization's celebration."""

    organization_kk = models.CharField(_("organization in Kazakh"), max_length=160, blank=True)
    organization_ru = models.CharField(_("organization in Russian"), max_length=160, blank=True)
    occasion_kk = models.CharField(_("occasion in Kazakh"), max_length=200, blank=True)
    occasion_ru = models.CharField(_("occasion in Russian"), max_length=200, blank=True)

    family = "organization"
    name_fields = ("organization",)
    edit_handler = panels.invitation_panels(panels.organization_names())

    class Meta:
        verbose_name = _("invitation of an organization")
