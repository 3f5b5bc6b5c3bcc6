"""What the wedding's guests have done so far: some were not sent a link, some only looked, most answered."""

from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from accounts.models import User
from guests import actions
from guests.models import Answer, PartyInvite

WISHES = cycle(
    [
        "Бақытты болыңыздар! Тойда жолыққанша.",
        "Қуаныштарыңызға ортақпыз, міндетті түрде барамыз!",
        "Шаңырақтарың биік, босағаларың берік болсын!",
        "",
        "Құтты болсын! Ақ тілегіміз сіздерге.",
        "",
        "Поздравляем от всей души, обязательно будем!",
    ]
)
CHOICES = cycle(
    [
        Answer.Choice.COMING,
        Answer.Choice.WITH_SPOUSE,
        Answer.Choice.COMING,
        Answer.Choice.COMING,
        Answer.Choice.NOT_COMING,
        Answer.Choice.COMING,
        Answer.Choice.NOT_SURE,
    ]
)


def live_through(invite: PartyInvite, number: int, *, by: User) -> None:
    """Every ninth party was not sent its link yet, every fourth did not open it, every fifth only looked, the others answered."""
    if number % 9 == 8:
        return
    sent = timezone.now() - timedelta(days=6, hours=number % 7)
    actions.mark_sent(invite=invite, by=by)
    PartyInvite.objects.filter(pk=invite.pk).update(sent_at=sent)
    if number % 4 == 3:
        return
    opened = sent + timedelta(hours=1 + number * 5 % 40, minutes=number * 7 % 60)
    actions.record_opening(invite_id=invite.pk, at=opened)
    if number % 5 != 2:
        _answer(invite, opened + timedelta(minutes=3))


def _answer(invite: PartyInvite, when: datetime) -> None:
    choice = next(CHOICES)
    if choice == Answer.Choice.WITH_SPOUSE and invite.seats < 2:
        choice = Answer.Choice.COMING
    answer = actions.give_answer(
        invite=invite,
        choice=choice,
        source=Answer.Source.PERSONAL,
        people={Answer.Choice.WITH_SPOUSE: 2, Answer.Choice.COMING: invite.seats}.get(choice, 0),
        spouse_name="Гүлмира" if choice == Answer.Choice.WITH_SPOUSE else "",
        message=next(WISHES),
    )
    Answer.objects.filter(pk=answer.pk).update(answered_at=when)
