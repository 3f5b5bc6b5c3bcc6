from functools import partial

from guests import actions
from guests.models import Answer, PartyInvite
from guests.reading import read_text
from tests.accounts.trail import changes
from tests.factories.guests import make_celebration, make_invite


def invite_of(people, **values):
    return make_invite(make_celebration(people.workspace), **values)


@changes("guests.ensure_guest_list")
def _(people):
    return partial(actions.ensure_guest_list, invitation=make_celebration(people.workspace), by=people.host)


@changes("guests.add_party")
def _(people):
    return partial(actions.add_party, invitation=make_celebration(people.workspace), name="Сәуле", by=people.host)


@changes("guests.change_party")
def _(people):
    return partial(actions.change_party, invite=invite_of(people), name="Сәуле", by=people.host)


@changes("guests.set_table")
def _(people):
    return partial(actions.set_table, invite=invite_of(people), table="4", by=people.host)


@changes("guests.delete_invite")
def _(people):
    return partial(actions.delete_invite, invite=invite_of(people), by=people.host)


@changes("guests.mark_sent")
def _(people):
    return partial(actions.mark_sent, invite=invite_of(people), by=people.host)


@changes("guests.revoke_link")
def _(people):
    return partial(actions.revoke_link, invite=invite_of(people), by=people.host)


@changes("guests.give_answer")
def _(people):
    return partial(
        actions.give_answer, invite=invite_of(people), choice=Answer.Choice.COMING, source=Answer.Source.HOST, people=1, by=people.host
    )


@changes("guests.answer_personally")
def _(people):
    return partial(actions.answer_personally, invite=invite_of(people), choice=Answer.Choice.NOT_COMING)


@changes("guests.answer_openly")
def _(people):
    invitation = make_celebration(people.workspace, is_open_rsvp=True)
    return partial(actions.answer_openly, invitation=invitation, name="Сәуле", choice=Answer.Choice.COMING, people=1)


@changes("guests.register_openly")
def _(people):
    invitation = make_celebration(people.workspace, is_open_rsvp=True)
    return partial(actions.register_openly, invitation=invitation, name="Сәуле", seats=2, language="kk")


@changes("guests.change_own_registration")
def _(people):
    invite = invite_of(people, source=PartyInvite.Source.PUBLIC)
    return partial(actions.change_own_registration, invite=invite, name="Сәуле", seats=3)


@changes("guests.import_guests")
def _(people):
    sheet = read_text("Аты;Телефон\nСәуле;8 701 123 45 67\n")
    return partial(actions.import_guests, invitation=make_celebration(people.workspace), sheet=sheet, by=people.host)
