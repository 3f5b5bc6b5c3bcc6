import pytest
from django.urls import reverse

from accounts import actions
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.django_db


def ask(client, **query) -> str:
    return client.get(reverse("trail:list"), query).content.decode()


def test_staff_read_who_did_what_and_from_where(client, people):
    client.force_login(StaffFactory())
    actions.rename_workspace(workspace=people.workspace, name="Жаңа үй", by=people.host)
    text = ask(client)
    assert "workspace.rename" in text
    assert "Host&#x27;s family" in text
    assert "Жаңа үй" in text


def test_the_trail_is_narrowed_by_workspace_target_and_words(client, people):
    client.force_login(StaffFactory())
    actions.rename_workspace(workspace=people.workspace, name="Aaa", by=people.host)
    actions.rename_workspace(workspace=people.strange_workspace, name="Bbb", by=people.stranger)
    for query in ({"workspace": people.workspace.pk}, {"target": f"accounts.workspace:{people.workspace.pk}"}, {"q": "aaa"}):
        text = ask(client, **query)
        assert "Aaa" in text
        assert "Bbb" not in text
    assert "workspace.rename" not in ask(client, q="nobody")
    assert "workspace.rename" not in ask(client, workspace="x")


def test_the_trail_is_staffs(client, people):
    client.force_login(people.host)
    assert client.get(reverse("trail:list")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_trail_costs_the_same_however_long_it_is(client, people, count, django_assert_max_num_queries):
    client.force_login(StaffFactory())
    for number in range(count):
        actions.rename_workspace(workspace=people.workspace, name=f"N{number}", by=people.host)
    with django_assert_max_num_queries(16):
        ask(client)
