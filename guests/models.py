"""What is invited is a party: a household, or one person. It has one link; per celebration one row and one answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_SEATS = 20
LONGEST_NAME = 150
LONGEST_NOTE = 500


class Side(models.TextChoices):
    BRIDE = "bride", _("Bride's side")
    GROOM = "groom", _("Groom's side")
    BOTH = "both", _("Common")


class Language(models.TextChoices):
    """The language a guest is written to; named in itself, so that everybody finds their own."""

    KAZAKH = "kk", "Қазақша"
    RUSSIAN = "ru", "Русский"


class WorkspaceRow(models.Model):
    """A row under row-level security: it shows only to a transaction that named its workspace."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", editable=False)

    class Meta:
        abstract = True


class GuestList(WorkspaceRow):
    """A workspace's list of parties; it may serve several celebrations of one family."""

    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("guest list")
        verbose_name_plural = _("guest lists")

    def __str__(self) -> str:
        return self.name


class GuestListUse(WorkspaceRow):
    """Which guest list a celebration draws on: one list for each, and a list for as many as a family wants."""

    guest_list = models.ForeignKey(GuestList, on_delete=models.CASCADE, related_name="uses")
    invitation = models.OneToOneField("invitations.Invitation", on_delete=models.CASCADE, related_name="guest_list_use")

    def __str__(self) -> str:
        return f"{self.guest_list} → {self.invitation}"


class Party(WorkspaceRow):
    """A household, or one person: who the link is for. The link itself is derived (`guests.tokens`) and stored nowhere."""

    guest_list = models.ForeignKey(GuestList, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    household = models.CharField(_("family"), max_length=LONGEST_NAME, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True, help_text="E.164")
    language = models.CharField(_("language"), max_length=2, default=Language.KAZAKH, choices=Language.choices)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    token_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["guest_list", "phone"], condition=~Q(phone=""), name="party_phone_once_per_list"),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="party_phone_e164"),
        ]

    def __str__(self) -> str:
        return self.name


class Guest(WorkspaceRow):
    """One person of a party, named or not yet: a party has as many as the most seats it was ever offered at once."""

    # Whether they come to the celebration that was asked about (`queries.people_with_attendance`).
    comes: bool | None

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party", "position"], name="guest_position_once")
        ]

    def __str__(self) -> str:
        return self.name or f"{self.party} ({self.position + 1})"


class PartyInvite(WorkspaceRow):
    """What a party and a celebration have together: seats, side, table, whether the link was sent and opened."""

    # The party's persons, each with `comes`, where the invite was fetched for its own guest (`guests.access`).
    guests: list[Guest]

    class Source(models.TextChoices):
        HOST = "host", _("Added by hand")
        IMPORT = "import", _("Imported")
        PUBLIC = "public", _("Came by the public link")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="invites")
    invitation = models.ForeignKey("invitations.Invitation", on_delete=models.CASCADE, related_name="party_invites")
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, blank=True)
    table = models.CharField(_("table"), max_length=30, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HOST, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True, editable=False)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True, editable=False)
    open_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invitation", "party"], name="party_invited_once"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="invite_seats_1_to_20"),
        ]

    def __str__(self) -> str:
        return f"{self.party} → {self.invitation}"


class Answer(WorkspaceRow):
    """A party's answer to one celebration. `people` counts the attendances that say "comes"."""

    class Choice(models.TextChoices):
        COMING = "coming", _("Coming")
        WITH_SPOUSE = "with_spouse", _("Coming with spouse")
        NOT_COMING = "not_coming", _("Not coming")
        NOT_SURE = "not_sure", _("Not sure yet")

    class Source(models.TextChoices):
        PERSONAL = "personal", _("By personal link")
        PUBLIC = "public", _("By the public link")
        HOST = "host", _("Written down by the host")
        IMPORT = "import", _("Imported")

    COMING: ClassVar[tuple[str, ...]] = (Choice.COMING, Choice.WITH_SPOUSE)

    invite = models.OneToOneField(PartyInvite, on_delete=models.CASCADE, related_name="answer")
    choice = models.CharField(_("answer"), max_length=16, choices=Choice.choices)
    people = models.PositiveSmallIntegerField(_("people"), default=0)
    spouse_name = models.CharField(_("spouse's name"), max_length=LONGEST_NAME, blank=True)
    message = models.CharField(_("message"), max_length=LONGEST_NOTE, blank=True)
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.PERSONAL, editable=False)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="answer_people_fit_choice",
                condition=Q(choice="coming", people__gte=1, people__lte=MOST_SEATS)
                | Q(choice="with_spouse", people__gte=2, people__lte=MOST_SEATS)
                | Q(choice__in=["not_coming", "not_sure"], people=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.invite.party}: {self.get_choice_display()}"

    @property
    def is_coming(self) -> bool:
        return self.choice in self.COMING


class Attendance(WorkspaceRow):
    """Whether one person comes to one celebration."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="attendances")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="attendances")
    is_coming = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["answer", "guest"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.guest}: {self.is_coming}"
