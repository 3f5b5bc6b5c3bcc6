"""What keeps tenants apart in the admin, one piece at a time; `test_crawl` asks everything at once."""

import json

import pytest
from bs4 import BeautifulSoup
from django.forms.utils import ErrorDict
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from accounts.models import AuditEntry, Membership
from accounts.wagtail_tenancy import gate, territory
from invitations import addresses
from invitations.models import InvitationPage
from tests.accounts.editor import editor_data
from tests.accounts.test_media import make_document, make_image
from tests.factories.accounts import StaffFactory, join, make_workspace
from tests.factories.invitations import make_invitation, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(people):
    template = make_template()
    return {
        "own": make_invitation(people.workspace, template=template),
        "foreign": make_invitation(people.strange_workspace, template=template, first_name_kk="Бөтен"),
    }


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# Whose is what


def test_a_page_belongs_to_the_workspace_of_its_folder(people, pages):
    assert territory.workspace_of(pages["own"]) == people.workspace
    assert territory.workspace_of(people.workspace.folder) == people.workspace
    assert territory.workspace_of(Page.objects.get(depth=1)) is None


# Policies


@pytest.mark.parametrize(
    ("role", "actions"),
    [("owner", {"edit", "unpublish"}), ("editor", {"edit", "unpublish"}), ("viewer", set()), ("stranger", set()), ("staff", None)],
)
def test_each_role_against_each_page_action(people, role, actions):
    page = make_invitation(people.workspace, is_published=True)
    user = {
        "owner": lambda: people.host,
        "editor": lambda: people.teammate,
        "viewer": lambda: join(people.workspace, Membership.Role.VIEWER),
        "stranger": lambda: people.stranger,
        "staff": StaffFactory,
    }[role]()
    may = page.permissions_for_user(user)
    known = {
        "edit": may.can_edit(),
        "unpublish": may.can_unpublish(),
        "delete": may.can_delete(),
        "move": may.can_move(),
        "move_to": may.can_move_to(people.strange_workspace.folder),
        "copy": may.can_copy(),
        "privacy": may.can_set_view_restrictions(),
        "lock": may.can_lock(),
        "moderate": may.can_submit_for_moderation(),
    }
    if actions is None:
        assert {"edit", "unpublish", "delete", "move", "copy", "privacy", "lock"} <= {
            name for name, is_allowed in known.items() if is_allowed
        }
    else:
        assert {name for name, is_allowed in known.items() if is_allowed} == actions


def test_wagtail_asks_no_group_for_an_organizers_page(people, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert pages["own"].permissions_for_user(people.host).can_edit()
    assert not pages["foreign"].permissions_for_user(people.host).can_edit()


# The gate


@pytest.mark.parametrize("name", ["edit", "history", "revisions_index", "view_draft", "unpublish"])
def test_a_foreign_page_does_not_exist(client, people, pages, name):
    client.force_login(people.host)
    assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[pages["foreign"].pk])).status_code == 404
    assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[pages["own"].pk])).status_code in {200, 302}


@pytest.mark.parametrize("which", ["folder", "site", "root"])
def test_the_folder_and_the_sites_pages_are_not_edited(client, people, which):
    client.force_login(people.host)
    page = {"folder": people.workspace.folder, "site": Page.objects.filter(depth=2).first(), "root": Page.objects.get(depth=1)}[which]
    assert client.get(edit_url(page)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_reports:site_history",
        "wagtailadmin_collections:index",
        "wagtailusers_users:index",
        "wagtailsites:index",
        "wagtailadmin_pages:search",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_workflows:index",
        "wagtailredirects:index",
    ],
)
def test_what_is_staffs_does_not_exist_for_organizers(client, people, name):
    client.force_login(people.host)
    assert client.get(reverse(name)).status_code == 404
    client.force_login(StaffFactory())
    assert client.get(reverse(name)).status_code == 200


def test_a_new_address_is_denied_until_somebody_allows_it(client, people, monkeypatch):
    client.force_login(people.host)
    address = reverse("wagtailimages:index")
    assert client.get(address).status_code == 200
    monkeypatch.setattr(gate, "_allowed", gate._allowed - {"wagtailimages:index"})
    assert client.get(address).status_code == 404


def test_wagtails_tree_leads_home(client, people):
    client.force_login(people.host)
    home = reverse("wagtailadmin_home")
    assert client.get(reverse("wagtailadmin_explore_root")).url == home
    assert client.get(reverse("wagtailadmin_explore", args=[people.workspace.folder_id])).url == home
    assert client.get(reverse("wagtailadmin_explore", args=[people.strange_workspace.folder_id])).status_code == 404


@pytest.mark.parametrize("model", ["invitations/pairinvitationpage", "accounts/workspaceimage", "accounts/workspace", "accounts/user"])
def test_who_edits_a_foreign_thing_is_not_told(client, people, pages, model):
    app, name = model.split("/")
    pk = {"pairinvitationpage": pages["foreign"].pk, "workspace": people.strange_workspace.pk, "user": people.stranger.pk}.get(name)
    pk = pk or make_image(people.strange_workspace, "a").pk
    client.force_login(people.host)
    assert client.post(reverse("wagtailadmin_editing_sessions:ping", args=[app, name, pk, 0])).status_code == 404


def test_who_edits_ones_own_page_is_told(client, people, pages):
    client.force_login(people.host)
    address = reverse("wagtailadmin_editing_sessions:ping", args=["invitations", "pairinvitationpage", pages["own"].pk, 0])
    assert client.post(address).status_code == 200


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, " 1"])
def test_numbers_that_are_none_are_no_error(client, people, number):
    client.force_login(people.host)
    assert client.get(reverse("wagtailimages_chooser:chosen_multiple"), {"id": number}).status_code == 404
    assert client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": number}).status_code == 404


# Choosers


def test_the_page_chooser_starts_in_the_workspace_and_shows_its_pages_only(client, people, pages):
    client.force_login(people.host)
    own = client.get(reverse("wagtailadmin_choose_page")).json()
    assert own["parent_page_id"] == people.workspace.folder_id
    assert "Айгерім" in own["html"]
    searched = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "Бөтен"})
    assert edit_url(pages["foreign"]) not in searched.text
    assert searched.status_code == 200
    for pk in (people.strange_workspace.folder_id, pages["foreign"].pk, Page.objects.get(depth=1).pk):
        assert client.get(reverse("wagtailadmin_choose_page_child", args=[pk])).status_code == 404


def test_a_typed_address_of_another_familys_page_stays_a_link_and_tells_nothing_of_the_page(client, people, pages):
    foreign = pages["foreign"]
    Page.objects.filter(pk=foreign.pk).update(live=True)
    client.force_login(people.host)
    typed = f"http://localhost{addresses.path_of(foreign.event_slug)}"
    data = {"external-link-chooser-url": typed, "external-link-chooser-link_text": "x"}
    answer = client.post(reverse("wagtailadmin_choose_page_external_link"), data).json()
    assert answer["result"]["url"] == typed
    assert "id" not in answer["result"]


# References


def cover(image) -> list:
    block = {"photo": image.pk if image else "", "heading": {"kk": "", "ru": ""}, "shows_date": "on"}
    return [("cover", block)]


def body_of(page) -> str:
    return str(InvitationPage.objects.get(pk=page.pk).get_latest_revision_as_object().specific.body.get_prep_value())


@pytest.mark.parametrize(("which", "is_taken"), [("own", True), ("shared", True), ("foreign", False), ("second", False)])
@pytest.mark.parametrize("button", ["draft", "publish"])
def test_a_posted_picture_is_taken_only_from_the_workspace(client, people, pages, which, is_taken, button):
    owners = {"own": people.workspace, "shared": None, "foreign": people.strange_workspace, "second": make_workspace(people.host, "Second")}
    image = make_image(owners[which], "Photo")
    client.force_login(people.host)
    data = editor_data(client, pages["own"], cover(image))
    if button == "publish":
        data["action-publish"] = "1"

    response = client.post(edit_url(pages["own"]), data)

    assert (f"'photo': {image.pk}" in body_of(pages["own"])) is is_taken, response.content.decode()[:3000]
    assert response.status_code == (302 if is_taken else 200)


def test_rich_text_cannot_link_a_foreign_file_or_page(client, people, pages):
    document = make_document(people.strange_workspace, "Secret")
    for link in (f'linktype="document" id="{document.pk}"', f'linktype="page" id="{pages["foreign"].pk}"'):
        page = InvitationPage.objects.get(pk=pages["own"].pk).specific
        page.body = json.dumps([{"type": "prose", "value": {"text": {"kk": f"<p><a {link}>a</a></p>", "ru": ""}}}])
        form_class = page.get_edit_handler().get_form_class()
        form = form_class(instance=page, for_user=people.host, parent_page=people.workspace.folder)
        form.cleaned_data, form._errors = {}, ErrorDict()
        form._post_clean()
        assert form.non_field_errors(), link


# Screens


def sidebar_of(client) -> str:
    """What the sidebar is made of: its menu, search box and account links, as Wagtail hands them to its script."""
    soup = BeautifulSoup(client.get(reverse("wagtailimages:index")).text, "html.parser")
    return json.dumps(json.loads(soup.find(id="wagtail-sidebar-props").text)["modules"])


def test_an_organizers_account_is_our_own_page(client, people):
    client.force_login(people.host)
    for response in (client.get(reverse("wagtailadmin_account")), client.post(reverse("wagtailadmin_account"), {"old_password": "x"})):
        assert (response.status_code, response["Location"]) == (302, reverse("accounts:account"))


STAFFS = ("pages", "reports", "users", "groups", "collections", "sites", "locales", "redirects", "workflows")


def test_an_organizers_menu_is_small(client, people):
    client.force_login(people.host)
    sidebar = sidebar_of(client)
    assert [name for name in (*STAFFS, "snippets", "settings") if f'"/admin/{name}/' in sidebar] == []
    assert "SearchModule" not in sidebar
    organizers = ("celebrations", "guests", "payments", "images", "documents", "workspace", "guide")
    assert [name for name in organizers if f'"/admin/{name}/"' not in sidebar] == []
    assert '"/admin/documents/"' in sidebar


def test_staff_find_everything(client):
    client.force_login(StaffFactory())
    sidebar = sidebar_of(client)
    assert [name for name in STAFFS if f'"/admin/{name}/' not in sidebar] == []
    assert "SearchModule" in sidebar


def test_the_editor_offers_an_organizer_no_staffs_address(client, people, pages):
    client.force_login(people.host)
    soup = BeautifulSoup(client.get(edit_url(pages["own"])).text, "html.parser")
    pk = pages["own"].pk
    links = {
        tag.get(name) for tag in soup.find_all(True) for name in ("href", "action", "data-url", "data-a11y-dialog-show") if tag.get(name)
    }
    for name in ("move", "copy", "delete", "workflow_history"):
        args = [pk]
        assert reverse(f"wagtailadmin_pages:{name}", args=args) not in links, name


# The trail


def test_what_wagtails_screens_do_is_in_the_trail(client, people, pages):
    page = make_invitation(people.workspace, is_published=True)
    client.force_login(people.teammate)

    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    entry = AuditEntry.objects.filter(action="wagtail.unpublish").get()
    assert (entry.actor_id, entry.workspace_id, entry.address) == (people.teammate.pk, people.workspace.pk, "127.0.0.1")
    assert entry.target.endswith(f":{page.pk}")


def test_saving_a_draft_again_and_again_is_not_in_the_trail(client, people, pages):
    entries = AuditEntry.objects.count()
    pages["own"].save_revision(user=people.host, log_action=True)
    assert PageLogEntry.objects.filter(action="wagtail.edit").exists()
    assert AuditEntry.objects.count() == entries


def test_a_number_too_long_to_be_read_is_no_error(client, people):
    client.force_login(people.host)
    assert client.post(reverse("wagtailimages:index"), {"page_id": "9" * 5_000}).status_code == 404
