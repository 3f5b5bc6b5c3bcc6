"""The organizer's screens of celebrations."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from invitations import actions, queries
from invitations.models import Invitation
from invitations.views import PER_PAGE
from tests.factories.accounts import StaffFactory, join
from tests.factories.invitations import make_invitation, make_template
from tests.factories.payments import make_payment, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(people):
    return make_invitation(people.workspace)


def test_organizer_comes_home_to_the_celebrations(client, people):
    client.force_login(people.host)
    assert client.get("/admin/")["Location"] == "/admin/celebrations/"


def test_staff_come_home_to_wagtail(client):
    client.force_login(StaffFactory())
    assert client.get("/admin/").status_code == 200


def test_visitor_is_asked_to_sign_in(client):
    assert client.get("/admin/celebrations/").status_code == 302


def test_list_shows_the_person_s_own_celebrations_only(client, people, page):
    make_invitation(people.strange_workspace, first_name_kk="Бөтен")
    client.force_login(people.teammate)
    html = client.get("/admin/celebrations/").content.decode()
    assert "Нұрлан мен Айгерім" in html
    assert "Бөтен" not in html


def test_list_says_where_each_celebration_stands(client, people, page):
    make_invitation(people.workspace, is_published=True)
    actions.archive(invitation=make_invitation(people.workspace).invitation, by=people.host)
    make_invitation(people.workspace, template=make_template(tier="premium"))
    client.force_login(people.host)
    found = client.get("/admin/celebrations/").context["celebrations"]
    assert [one.status for one in found] == ["unpaid", "published", "draft", "archived"]


def test_search_finds_by_either_name(client, people, page):
    make_invitation(people.workspace, first_name_kk="Дәурен")
    client.force_login(people.host)
    found = client.get("/admin/celebrations/", {"q": "дәурен"}).context["celebrations"]
    assert [one.invitation.title_kk for one in found] == ["Дәурен мен Айгерім"]


def test_list_of_many_goes_on_over_pages_that_cost_the_same(client, people, page):
    known = {"workspace": people.workspace, "event_type": "wedding", "starts_at": page.invitation.starts_at}
    made = Invitation.objects.bulk_create(Invitation(slug=f"toi-{number}", **known) for number in range(2 * PER_PAGE))
    Invitation.objects.filter(pk=made[-1].pk).update(archived_at=timezone.now())
    client.force_login(people.host)
    client.get("/admin/celebrations/")
    shown, counts = [], set()
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/admin/celebrations/", {"order": "new", "p": number})
        shown += answer.context["invitations"]
        counts.add(len(asked))
    assert shown == [*reversed(made[:-1]), page.invitation, made[-1]]
    assert len(counts) == 1
    assert "?order=new&amp;p=2" in answer.content.decode()


def test_list_asks_as_many_queries_for_three_as_for_one(client, people, page, django_assert_num_queries):
    client.force_login(people.host)
    client.get("/admin/celebrations/")
    with django_assert_num_queries(30, exact=False) as one:
        client.get("/admin/celebrations/")
    for _ in range(2):
        make_invitation(people.workspace, template=make_template(tier="premium"))
    with django_assert_num_queries(len(one)):
        client.get("/admin/celebrations/")


def test_hub_of_a_stranger_s_celebration_is_not_found(client, people, page):
    client.force_login(people.stranger)
    for url in ("", "address/", "preview/"):
        assert client.get(f"/admin/celebrations/{page.invitation_id}/{url}", follow=True).status_code == 404
    for url in ("open-answers/", "archive/", "address/"):
        assert client.post(f"/admin/celebrations/{page.invitation_id}/{url}", {"is_archived": "1"}, follow=True).status_code == 404
    assert Invitation.objects.get(pk=page.invitation_id).archived_at is None


def test_hub_of_a_draft_lists_what_is_missing(client, people):
    page = make_invitation(people.workspace, venue_kk="", venue_ru="")
    client.force_login(people.host)
    response = client.get(f"/admin/celebrations/{page.invitation_id}/")
    assert [item.key for item in response.context["missing"]] == ["place"]
    assert f"/admin/pages/{page.pk}/edit/#id_venue_kk" in response.content.decode()


def test_hub_of_a_published_one_offers_the_address(client, people):
    page = make_invitation(people.workspace, is_published=True)
    client.force_login(people.host)
    html = client.get(f"/admin/celebrations/{page.invitation_id}/").content.decode()
    assert f'data-copy="http://localhost:8000/e/{page.event_slug}/"' in html
    assert "https://wa.me/?text=" in html


def test_hub_leads_to_a_payment_under_way(client, people):
    page = make_invitation(people.workspace, template=make_template(tier="standard"))
    hub = f"/admin/celebrations/{page.invitation_id}/"
    client.force_login(people.host)
    assert "/admin/payments/" not in BeautifulSoup(client.get(hub).text, "html.parser").find("main").decode()
    payment = make_payment(people.workspace, reference=f"invitation:{page.invitation_id}")
    assert f'href="/admin/payments/{payment.our_reference}/"' in client.get(hub).text
    pay(payment)
    assert payment.our_reference not in client.get(hub).text


def test_viewer_sees_but_cannot_change(client, people, page):
    client.force_login(join(people.workspace, role=Membership.Role.VIEWER))
    html = client.get(f"/admin/celebrations/{page.invitation_id}/").content.decode()
    assert "/address/" not in html
    client.post(f"/admin/celebrations/{page.invitation_id}/archive/", {"is_archived": "1"})
    assert Invitation.objects.get(pk=page.invitation_id).archived_at is None


def test_address_of_a_draft_changes_freely(client, people, page):
    client.force_login(people.host)
    client.post(f"/admin/celebrations/{page.invitation_id}/address/", {"slug": "Нұрлан Айгерім"})
    assert Invitation.objects.get(pk=page.invitation_id).slug == "nurlan-aigerim"
    assert client.get("/kk/e/nurlan-men-aigerim/").status_code == 404


def test_former_address_of_a_published_one_sends_on(client, people):
    page = make_invitation(people.workspace, is_published=True)
    client.force_login(people.host)
    client.post(f"/admin/celebrations/{page.invitation_id}/address/", {"slug": "toi-2027"})
    response = client.get("/ru/e/nurlan-men-aigerim/calendar/")
    assert (response.status_code, response["Location"]) == (301, "/ru/e/toi-2027/calendar/")
    other = make_invitation(people.strange_workspace)
    assert other.event_slug == "nurlan-men-aigerim-2"


@pytest.mark.parametrize("slug", ["nurlan-men-aigerim", "a", "admin"])
def test_taken_or_misspelt_address_is_refused_with_words(client, people, page, slug):
    other = make_invitation(people.strange_workspace)
    client.force_login(people.stranger)
    response = client.post(f"/admin/celebrations/{other.invitation_id}/address/", {"slug": slug})
    assert response.context["form"].errors["slug"]
    assert Invitation.objects.get(pk=other.invitation_id).slug == "nurlan-men-aigerim-2"


def test_address_taken_in_the_same_moment_is_refused_with_words(client, people, page, monkeypatch):
    other = make_invitation(people.strange_workspace)
    monkeypatch.setattr(queries, "is_address_free", lambda slug, **kwargs: True)
    client.force_login(people.stranger)
    response = client.post(f"/admin/celebrations/{other.invitation_id}/address/", {"slug": page.event_slug})
    assert response.context["form"].errors["slug"]
    assert Invitation.objects.get(pk=other.invitation_id).slug == other.event_slug


def test_archived_celebration_says_so_and_leaves_a_trail(client, people):
    page = make_invitation(people.workspace, is_published=True)
    client.force_login(people.host)
    client.post(f"/admin/celebrations/{page.invitation_id}/archive/", {"is_archived": "1"})
    client.logout()
    assert client.get(f"/kk/e/{page.event_slug}/").status_code == 410
    assert AuditEntry.objects.filter(action="invitation.archive", workspace_id=people.workspace.pk).count() == 1


def test_archived_celebration_offers_to_be_taken_out_before_anything_else(client, people):
    page = make_invitation(people.workspace, is_published=True)
    hub, editor = f"/admin/celebrations/{page.invitation_id}/", f"/admin/pages/{page.pk}/edit/"
    client.force_login(people.host)
    assert editor in client.get(hub).text
    client.post(f"{hub}archive/", {"is_archived": "1"})
    shown = client.get(hub)
    assert editor not in shown.text
    assert shown.text.count('name="is_archived" value="0"') == 1
    assert 'name="is_archived" value="0"' in client.get(f"{hub}publish/").text
    badge = BeautifulSoup(client.get(editor).content, "html.parser").select_one(".page-status-tag")
    assert badge.get_text(strip=True) == "Мұрағатта"
    client.post(f"{hub}archive/", {"is_archived": "0"})
    assert editor in client.get(hub).text


@pytest.mark.parametrize(("mode", "text"), [("kk", "Айгерім"), ("ru", "Айгерим")])
def test_preview_shows_the_draft_in_each_language(client, people, page, mode, text):
    client.force_login(people.host)
    assert text in client.get(f"/admin/celebrations/{page.invitation_id}/preview/?mode={mode}").content.decode()
