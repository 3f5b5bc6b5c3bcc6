"""A screen costs as many queries among two thousand families as among two, and for many rows as for one."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Workspace
from tests.accounts.crawl.world import World, make_world
from tests.beginnings import Beginning
from tests.factories.accounts import StaffFactory
from tests.factories.crowd import make_crowd, make_more
from tests.factories.invitations import make_template

# Slow: two thousand families are written, and every screen is opened three times.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FAMILIES = 2_000
Screens = dict[str, tuple[str, tuple[int | str, ...]]]
EVERYBODYS: Screens = {
    "celebrations": ("celebrations:list", ()),
    "guests of all": ("guests:home", ()),
    "payments": ("payments:list", ()),
    "account": ("accounts:account", ()),
    "pictures": ("wagtailimages:index", ()),
    "choosing a picture": ("wagtailimages_chooser:choose", ()),
    "files": ("wagtaildocs:index", ()),
    "choosing a file": ("wagtaildocs_chooser:choose", ()),
    "choosing a page": ("wagtailadmin_choose_page", ()),
}
SHOWING_PICTURES = ("pictures", "choosing a picture")
STAFFS: Screens = {
    "first screen": ("admin_home", ()),
    "messages": ("messaging:list", ()),
    "trail": ("trail:list", ()),
    "pages": ("wagtailadmin_explore_root", ()),
    "people": ("wagtailusers_users:index", ()),
    "findings": ("payments:findings", ()),
    "gateways": ("payments:gateways", ()),
    "money by day": ("payments:totals", ()),
    "transfers": ("payments:transfers", ()),
    "promo codes": ("promo_codes:index", ()),
}


@pytest.fixture(scope="module")
def known_world(beginning: Beginning) -> World | None:
    return beginning.write(make_family)


@pytest.fixture
def world(known_world: World | None, db) -> World:
    return deepcopy(known_world) if known_world else make_family()


def make_family() -> World:
    return make_world("ALPHAOWN", "АЛЬФАӨЗІ", "+77015550002", make_template())


def of_a_celebration(world: World) -> Screens:
    page, celebration = world.live.pk, world.live.invitation_id
    waiting, paid = world.strings["our_reference"]
    return {
        "one celebration": ("celebrations:hub", (celebration,)),
        "publishing": ("celebrations:publish", (celebration,)),
        "guest list": ("guests:list", (celebration,)),
        "editor": ("wagtailadmin_pages:edit", (page,)),
        "history": ("wagtailadmin_pages:history", (page,)),
        "payment": ("payments:show", (waiting,)),
        "paid payment": ("payments:show", (paid,)),
        "receipt": ("payments:receipt", (paid,)),
    }


def first_costs(client: Client, screens: Screens) -> dict[str, int]:
    """Queries by screen, the second time it is opened: what is remembered for good is remembered."""
    costs(client, screens)
    return costs(client, screens)


def costs(client: Client, screens: Screens) -> dict[str, int]:
    """Queries by screen; those with pictures make small copies the first time."""
    for name in SHOWING_PICTURES:
        client.get(reverse(screens[name][0]))
    return {name: cost(client, reverse(view, args=numbers)) for name, (view, numbers) in screens.items()}


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200, url
    return len(asked)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_organizers_screens_cost_the_same_among_two_thousand_families(world):
    organizer = signed_in(world.owner)
    screens = EVERYBODYS | of_a_celebration(world) | {"helpers": ("workspace:show", ())}
    before = first_costs(organizer, screens)
    make_crowd(world.workspace, FAMILIES)
    assert Workspace.objects.count() > FAMILIES
    assert costs(organizer, screens) == before


def test_staffs_screens_cost_the_same_among_many_families(world):
    staff = signed_in(StaffFactory())
    folder = world.workspace.folder
    folders = {"folder": ("wagtailadmin_explore", (folder.pk,)), "folders": ("wagtailadmin_explore", (folder.get_parent().pk,))}
    screens = EVERYBODYS | STAFFS | of_a_celebration(world) | folders
    make_crowd(world.workspace, 60)
    before = first_costs(staff, screens)
    make_crowd(world.workspace, 120)
    assert costs(staff, screens) == before


def test_organizers_screens_cost_the_same_for_many_rows(world):
    organizer = signed_in(world.owner)
    # Wagtail's chooser of pages asks four times for each row of its one page; nobody else's screen does.
    screens = EVERYBODYS | of_a_celebration(world)
    del screens["choosing a page"]
    found = [first_costs(organizer, screens)]
    for more in (2, 30):
        make_more(world.workspace, more)
        found.append(costs(organizer, screens))
    assert found == [found[0]] * 3
