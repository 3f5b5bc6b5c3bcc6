from functools import partial

from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from accounts import actions, invites
from accounts.contacts import Contact
from accounts.models import Membership, User
from tests.accounts.trail import changes
from tests.factories.accounts import StaffFactory, UserFactory


def request_of(user):
    request = RequestFactory().post("/")
    request.user, request.session = user, SessionStore()
    return request


@changes("accounts.sign_up")
def _(people):
    return partial(actions.sign_up, user=User(name="Apa", email="apa@example.kz", language="kk"))


@changes("accounts.change_language")
def _(people):
    return partial(actions.change_language, user=people.host, language="ru")


@changes("accounts.fill_email")
def _(people):
    return partial(actions.fill_email, user=UserFactory(email=None, phone="+77011234567"), email="apa@example.kz")


@changes("accounts.create_workspace")
def _(people):
    return partial(actions.create_workspace, owner=people.host, name="Той")


@changes("accounts.rename_workspace")
def _(people):
    return partial(actions.rename_workspace, workspace=people.workspace, name="Той", by=people.host)


@changes("accounts.switch_workspace")
def _(people):
    return partial(actions.switch_workspace, workspace=people.workspace, request=request_of(people.host))


@changes("accounts.add_member")
def _(people):
    return partial(actions.add_member, workspace=people.workspace, user=UserFactory(), role="viewer", by=people.host)


@changes("accounts.change_role")
def _(people):
    membership = Membership.objects.get(user=people.teammate, workspace=people.workspace)
    return partial(actions.change_role, membership=membership, role="viewer", by=people.host)


@changes("accounts.remove_member")
def _(people):
    membership = Membership.objects.get(user=people.teammate, workspace=people.workspace)
    return partial(actions.remove_member, membership=membership, by=people.host)


@changes("accounts.invite_member")
def _(people):
    contact, request = Contact(phone="+77011234567"), request_of(people.host)
    return partial(actions.invite_member, workspace=people.workspace, contact=contact, role="viewer", by=people.host, request=request)


@changes("accounts.accept_invite")
def _(people):
    invite = invites.read(invites.make(workspace=people.workspace, role="viewer", by=people.host))
    return partial(actions.accept_invite, invite=invite, user=UserFactory())


@changes("accounts.make_way_back")
def _(people):
    return partial(actions.make_way_back, user=people.host, by=StaffFactory())
