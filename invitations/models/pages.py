from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from invitations.blocks import BODY_BLOCKS
from invitations.blocks.fields import ThinStreamField
from invitations.publishing import PublishGateMixin


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
    map_link = models.URLField(_("map link"), max_length=1000, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    dress_code_kk = models.CharField(_("dress code in Kazakh"), max_length=300, blank=True)
    dress_code_ru = models.CharField(_("dress code in Russian"), max_length=300, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    contact_name = models.CharField(_("whom guests may ask"), max_length=100, blank=True)
    contact_phone = models.CharField(_("their phone"), max_length=16, blank=True)

    class Meta:
        abstract = True


class InvitationPage(PublishGateMixin, RoutablePageMixin, EventFacts, Page):
    """An invitation's face; a concrete type per kind of honoree adds the names."""

    invitation = models.ForeignKey("invitations.Invitation", on_delete=models.PROTECT, related_name="pages", null=True, editable=False)
    theme = models.ForeignKey("invitations.Theme", on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    event_slug = models.SlugField(_("address"), max_length=80, blank=True)
    body = ThinStreamField(BODY_BLOCKS, blank=True, verbose_name=_("sections"))

    template = "invitations/invitation_page.html"
    parent_page_types: ClassVar[list[str]] = ["accounts.WorkspacePage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    exclude_fields_in_copy: ClassVar[list[str]] = ["invitation", "event_slug"]

    class Meta:
        verbose_name = _("invitation")


class PairInvitationPage(InvitationPage):
    """For two people: wedding, қыз ұзату, құдалық …"""

    first_name_kk = models.CharField(_("first name in Kazakh"), max_length=80, blank=True)
    first_name_ru = models.CharField(_("first name in Russian"), max_length=80, blank=True)
    second_name_kk = models.CharField(_("second name in Kazakh"), max_length=80, blank=True)
    second_name_ru = models.CharField(_("second name in Russian"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("invitation for a couple")


class HonoreeInvitationPage(InvitationPage):
    """For one person: тұсаукесер, сүндет той, бесік той, birthday, мерейтой …"""

    honoree_kk = models.CharField(_("name in Kazakh"), max_length=120, blank=True)
    honoree_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation for one person")


class OrganizationInvitationPage(InvitationPage):
    """For an organization's celebration."""

    organization_kk = models.CharField(_("organization in Kazakh"), max_length=160, blank=True)
    organization_ru = models.CharField(_("organization in Russian"), max_length=160, blank=True)
    occasion_kk = models.CharField(_("occasion in Kazakh"), max_length=200, blank=True)
    occasion_ru = models.CharField(_("occasion in Russian"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("invitation of an organization")
