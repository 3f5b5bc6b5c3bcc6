"""Wagtail's editor of an invitation, as an organizer uses it."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.test.utils.form_data import querydict_from_html

from invitations import readiness
from invitations.models import Invitation, InvitationPage
from invitations.presets import PRESETS
from invitations.presets.templates import sections_for
from tests.factories.accounts import StaffFactory
from tests.factories.guests import make_invite
from tests.factories.invitations import ThemeFactory, make_invitation, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def known_page(beginning, known_people):
    return beginning.write(lambda: make_invitation(known_people.workspace))


def save(client, page, **changes):
    """Open the editor, change some fields and save the draft."""
    url = f"/admin/pages/{page.pk}/edit/"
    typed = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form").dict()
    return client.post(url, {**typed, "body-count": "0", **changes})


def draft_of(page):
    return InvitationPage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def test_pasted_map_link_becomes_a_point(host, page):
    assert save(host, page, map_link="https://2gis.kz/almaty/geo/76.889709,43.238949").status_code == 302
    draft = draft_of(page)
    assert (str(draft.latitude), str(draft.longitude)) == ("43.238949", "76.889709")


def test_short_map_link_is_refused_at_its_field(host, page):
    response = save(host, page, map_link="https://maps.app.goo.gl/abcDEF")
    assert response.status_code == 200
    assert response.context["form"].errors["map_link"]


def test_phone_is_kept_in_one_spelling_and_a_wrong_one_refused(host, page):
    save(host, page, contact_phone="8 (701) 765 43 21")
    assert draft_of(page).contact_phone == "+77017654321"
    assert save(host, page, contact_phone="12345").context["form"].errors["contact_phone"]


def test_last_day_to_answer_after_the_celebration_is_refused(host, page):
    response = save(host, page, answer_by="30.12.2027")
    assert response.status_code == 200
    assert response.context["form"].errors["answer_by"]


@pytest.mark.parametrize("name", ["date", "answer_by"])
@pytest.mark.parametrize("day", ["01.01.0001", "12.09.0026", "31.12.9999"])
def test_year_that_no_clock_reckons_with_is_refused_at_its_field(host, page, name, day):
    response = save(host, page, **{"date": "31.12.2099", "time": "00:01", name: day})
    assert response.context["form"].errors[name]


def test_celebration_of_another_kind_of_page_is_not_offered(host, page):
    assert save(host, page, event_type="tusaukeser").context["form"].errors["event_type"]


@pytest.mark.parametrize(
    ("event_type", "labels"),
    [
        ("wedding", ["Күйеу жігіттің есімі (қазақша)", "Қалыңдықтың есімі (орысша)"]),
        ("qyz_uzatu", ["Қалыңдықтың есімі (қазақша)", "Күйеу жігіттің есімі (орысша)"]),
        ("mereitoi", ["Есімі (қазақша)", "Есімі (орысша)"]),
        ("corporate", ["Әулеттің не ұйымның атауы (қазақша)", "Шақыру себебі (орысша)"]),
    ],
)
def test_names_are_called_as_in_the_short_form(host, people, event_type, labels):
    page = make_invitation(people.workspace, event_type=event_type)
    form = BeautifulSoup(host.get(f"/admin/pages/{page.pk}/edit/").content, "html.parser").find(id="page-edit-form")
    known = {label.get_text(strip=True).rstrip("*") for label in form.find_all("label")}
    assert set(labels) <= known


def test_title_and_facts_follow_the_draft_until_it_is_published(host, page):
    save(host, page, first_name_kk="Дәурен")
    assert InvitationPage.objects.get(pk=page.pk).draft_title == "Дәурен мен Айгерім"
    assert Invitation.objects.get(pk=page.invitation_id).title_kk == "Дәурен мен Айгерім"


def test_facts_of_a_published_one_wait_for_publishing(host, people):
    page = make_invitation(people.workspace, is_published=True)
    save(host, page, first_name_kk="Дәурен")
    assert Invitation.objects.get(pk=page.invitation_id).title_kk == "Нұрлан мен Айгерім"


@pytest.mark.parametrize("missing", ["date", "time", "venue"])
def test_what_lacks_something_is_not_published_and_guests_see_what_they_saw(host, people, missing):
    page = make_invitation(people.workspace, is_published=True)
    emptied = {"venue_kk": "", "venue_ru": ""} if missing == "venue" else {missing: ""}
    response = save(host, page, **emptied, **{"action-publish": "1"})
    assert response["Location"] == f"/admin/celebrations/{page.invitation_id}/publish/"
    live = InvitationPage.objects.get(pk=page.pk)
    assert live.live and live.has_unpublished_changes
    assert (live.date, live.time, live.venue_kk) == (page.date, page.time, page.venue_kk)
    assert missing in [item.key.replace("place", "venue") for item in readiness.missing(draft_of(page))]


def test_only_current_themes_are_offered_beside_the_worn_one(host, page):
    ThemeFactory(key="old", is_current=False)
    themes = host.get(f"/admin/pages/{page.pk}/edit/").context["form"].fields["theme"].queryset
    page.theme.is_current = False
    page.theme.save()
    assert set(themes.values_list("key", flat=True)) == {page.theme.key}


def test_editor_says_what_is_missing_and_links_to_the_field(host, people):
    page = make_invitation(people.workspace, venue_kk="", venue_ru="")
    html = host.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert '<li class="is-required"><a href="#id_venue_kk">' in html


def test_preview_offers_both_languages_and_a_guest(page):
    assert [mode for mode, _label in page.preview_modes] == ["kk", "ru", "guest_kk", "guest_ru"]


def test_preview_as_a_guest_greets_by_name(host, people):
    letter = list(sections_for(PRESETS["wedding"], order=("letter",)))
    page = make_invitation(people.workspace, template=make_template(body=letter))
    url = f"/admin/celebrations/{page.invitation_id}/preview/"
    assert 'class="greeting"' in host.get(url, {"mode": "guest_kk"}).content.decode()
    assert 'class="greeting"' not in host.get(url, {"mode": "kk"}).content.decode()


def greetings(client, page) -> list[str]:
    """Whom the preview greets in Kazakh and in Russian."""
    url = f"/admin/celebrations/{page.invitation_id}/preview/"
    pages = [client.get(url, {"mode": mode}).content.decode() for mode in ("guest_kk", "guest_ru")]
    return [re.search(r'<p class="greeting">(.*?)</p>', html)[1] for html in pages]


def test_preview_as_a_guest_greets_the_familys_own_first_guest(host, people):
    letter = list(sections_for(PRESETS["wedding"], order=("letter",)))
    page = make_invitation(people.workspace, template=make_template(body=letter))
    make_invite(make_invitation(people.strange_workspace).invitation, "Бөтен қонақ")
    make_invite(page.invitation, "Өзі келген", source="public")
    assert greetings(host, page) == ["Құрметті Меруерт апай!", "Здравствуйте, тётя Меруерт!"]
    make_invite(page.invitation, "<b>Сәуле & Ко</b>")
    assert greetings(host, page) == [f"{hello} &lt;b&gt;Сәуле &amp; Ко&lt;/b&gt;!" for hello in ("Құрметті", "Здравствуйте,")]
    make_invite(page.invitation, "Ирина", language="ru")
    assert greetings(host, page) == ["Құрметті &lt;b&gt;Сәуле &amp; Ко&lt;/b&gt;!", "Здравствуйте, Ирина!"]


def test_staff_are_not_offered_to_translate_an_invitation(client, page):
    client.force_login(StaffFactory())
    for shown, is_offered in ((page, False), (make_template(), True)):
        html = client.get(f"/admin/pages/{shown.pk}/edit/").content.decode()
        assert ("/localize/submit/page/" in html) is is_offered
