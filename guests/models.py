"""What is invited is a party: a household, or one person. It has one link; per celebration one row and one answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    BRIDE = "bride", _("Bride's side")
    GROOM = "groom", _("Groom's side")
    BOTH = "both", _("Common")


class GuestList(models.Model):
    """A workspace's list of parties; it may serve several celebrations of one family."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="guest_lists")
    name = models.CharField(_("name"), max_length=150)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("guest list")
        verbose_name_plural = _("guest lists")

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="parties")
    guest_list = models.ForeignKey(GuestList, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(_("name"), max_length=150)
    household = models.CharField(_("family"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=2, default="kk", choices=[("kk", "Қазақша"), ("ru", "Русский")])
    note = models.CharField(_("note"), max_length=500, blank=True)
    token_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")

    def __str__(self) -> str:
        return self.name


class Guest(models.Model):
    """One person of a party."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="guests")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name


class PartyInvite(models.Model):
    """What a party and a celebration have together."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="party_invites")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="invites")
    invitation = models.ForeignKey("invitations.Invitation", on_delete=models.CASCADE, related_name="party_invites")
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, blank=True)
    table = models.CharField(_("table"), max_length=30, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True, editable=False)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True, editable=False)
    open_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "invitation"], name="party_invited_once")]

    def __str__(self) -> str:
        return f"{self.party} → {self.invitation}"


class Answer(models.Model):
    class Choice(models.TextChoices):
        COMING = "coming", _("Coming")
        WITH_SPOUSE = "with_spouse", _("Coming with spouse")
        NOT_COMING = "not_coming", _("Not coming")
        NOT_SURE = "not_sure", _("Not sure yet")

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="answers")
    invite = models.OneToOneField(PartyInvite, on_delete=models.CASCADE, related_name="answer")
    choice = models.CharField(_("answer"), max_length=16, choices=Choice.choices)
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    spouse_name = models.CharField(_("spouse's name"), max_length=150, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    source = models.CharField(max_length=16, default="personal")
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.invite.party}: {self.get_choice_display()}"


class Attendance(models.Model):
    """Whether one person comes to one celebration."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="attendances")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="attendances")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="attendances")
    is_coming = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "guest"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.guest}: {self.is_coming}"
