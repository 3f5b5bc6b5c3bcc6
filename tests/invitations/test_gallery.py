"""The gallery, and what "Use this template" makes."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from invitations import actions
from invitations.models import GalleryPage, InvitationPage, TemplatePage
from tests.factories.accounts import join, make_workspace
from tests.factories.invitations import make_gallery, make_template

pytestmark = pytest.mark.django_db


def form_of(**changes):
    typed = {"event_type": "wedding", "first_name": "Алихан", "second_name": "Гүлсезім", "date": "2027-09-11", "time": "18:00"}
    return {**typed, "venue": "Ақ сарай", "address": "", **changes}


def test_gallery_filters_by_celebration_and_tier_with_counters(client):
    make_template(title="Ақ той", tier="standard", event_types=("wedding", "mereitoi"))
    make_template(title="Жаңа леп", tier="free", event_types=("wedding",))
    html = client.get("/kk/templates/", {"event": "wedding", "tier": "free"}).content.decode()
    assert "Жаңа леп" in html
    assert "Ақ той" not in html
    response = client.get("/kk/templates/", {"event": "mereitoi"})
    assert [one.title for one in response.context["templates"]] == ["Ақ той"]
    assert {one.key: one.count for one in response.context["tiers"]} == {"free": 0, "standard": 1, "premium": 0}


def test_gallery_without_a_fitting_template_says_so(client):
    make_template()
    response = client.get("/kk/templates/", {"event": "sundet_toi"})
    assert response.status_code == 200
    assert b"gallery-empty" in response.content


@pytest.mark.parametrize("query", [{"event": "nonsense"}, {"tier": "gold"}])
def test_gallery_of_an_unknown_kind_is_not_found(client, query):
    make_gallery()
    assert client.get("/kk/templates/", query).status_code == 404


def test_gallery_asks_as_many_queries_for_three_templates_as_for_one(client, django_assert_num_queries):
    make_template()
    client.get("/kk/templates/")
    with django_assert_num_queries(16, exact=False) as one:
        client.get("/kk/templates/")
    make_template(), make_template()
    with django_assert_num_queries(len(one)):
        client.get("/kk/templates/")


def test_sample_is_the_whole_invitation(client):
    template = make_template()
    shown = client.get(f"/kk/templates/{template.slug}/sample/").content.decode()
    assert template.sample["first_name_kk"] in shown
    assert InvitationPage.objects.count() == 0


def test_visitor_is_sent_to_sign_up_with_the_choice_kept(client):
    template = make_template(event_types=("wedding", "mereitoi"))
    response = client.get(f"/kk/templates/{template.slug}/use/?event=mereitoi")
    assert response.status_code == 302
    assert response["Location"].startswith("/kk/accounts/signup/?next=")
    assert "event%3Dmereitoi" in response["Location"]


def test_using_a_template_opens_the_editor_with_the_page_ready(client, people):
    template = make_template(tier="premium")
    client.force_login(people.host)
    response = client.post(f"/kk/templates/{template.slug}/use/", form_of())
    page = InvitationPage.objects.get().specific
    assert response["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert (page.title, page.first_name_kk, page.venue_kk, page.live) == ("Алихан мен Гүлсезім", "Алихан", "Ақ сарай", False)
    assert page.invitation.slug == "alihan-men-gulsezim"
    assert page.invitation.tier == "premium"
    assert page.owner == people.host
    assert page.get_parent().pk == people.workspace.folder_id
    assert page.get_latest_revision_as_object().first_name_kk == "Алихан"


@pytest.mark.parametrize(
    ("event", "first", "second"),
    [("wedding", "Күйеу жігіттің есімі", "Қалыңдықтың есімі"), ("qyz_uzatu", "Қалыңдықтың есімі", "Күйеу жігіттің есімі")],
)
def test_form_asks_first_for_whom_the_celebration_is(client, people, event, first, second):
    template = make_template(event_types=("wedding", "qyz_uzatu"))
    client.force_login(people.host)
    form = client.get(f"/kk/templates/{template.slug}/use/?event={event}").context["form"]
    assert [str(form.fields[name].label) for name in form.name_fields] == [first, second]


def test_names_typed_on_the_russian_page_are_russian(client, people):
    actions.create_default_templates()
    client.force_login(people.host)
    client.post("/ru/templates/modern/use/", form_of())
    page = InvitationPage.objects.get().specific
    assert (page.first_name_kk, page.first_name_ru) == ("", "Алихан")


@pytest.mark.parametrize("day", ["2001-01-01", "9999-12-31"])
def test_form_refuses_a_day_that_has_passed_or_never_comes(client, people, day):
    template = make_template()
    client.force_login(people.host)
    response = client.post(f"/kk/templates/{template.slug}/use/", form_of(date=day))
    assert response.status_code == 200
    assert "date" in response.context["form"].errors
    assert not InvitationPage.objects.exists()


def test_celebration_a_template_does_not_serve_is_not_found(client, people):
    template = make_template()
    client.force_login(people.host)
    assert client.post(f"/kk/templates/{template.slug}/use/", form_of(event_type="as")).status_code == 404


def test_viewer_may_not_use_a_template(client, people):
    viewer = join(people.workspace, role=Membership.Role.VIEWER)
    client.force_login(viewer)
    template = make_template()
    response = client.post(f"/kk/templates/{template.slug}/use/", form_of())
    assert response.status_code == 200
    assert not InvitationPage.objects.exists()


def test_action_refuses_a_stranger(people):
    with pytest.raises(PermissionDenied):
        actions.create_from_template(template=make_template(), workspace=people.workspace, by=people.stranger, facts={})


def test_each_page_has_sections_of_its_own(people):
    template = make_template()
    template.refresh_from_db()
    pages = [
        actions.create_from_template(template=template, workspace=make_workspace(person), by=person, facts={})
        for person in (people.host, people.stranger)
    ]
    ids = [InvitationPage.objects.get(pk=page.pk).body[0].id for page in pages]
    assert len({*ids, template.body[0].id}) == 3


def test_default_templates_are_made_once_in_three_languages(client):
    first = actions.create_default_templates()
    assert [page.pk for page in actions.create_default_templates()] == [page.pk for page in first]
    assert GalleryPage.objects.count() == 3
    assert TemplatePage.objects.live().count() == 3 * len(first)
    russian = client.get("/ru/templates/").content.decode()
    assert "Для городской свадьбы" in russian
    for page in first:
        assert client.get(f"/ru/templates/{page.slug}/sample/").status_code == 200
