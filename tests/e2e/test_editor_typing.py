"""What is typed is kept: also in the first moments, when Wagtail does not look yet, and while it saves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLateError

from invitations.models import InvitationPage
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation

HOSTS = "Асқар — Гүлнар"
VENUE = "Достық сарайы"
COUNT_SAVES = """
    document.addEventListener("w-autosave:success", () => {
        const { dataset } = document.documentElement;
        dataset.saves = Number(dataset.saves ?? 0) + 1;
    });
"""
# Between the two moments at which Wagtail takes what is in the form for what is saved.
TYPE_AFTER_FIRST_SNAPSHOT = f"""
    document.addEventListener("w-unsaved:watch-edits", () => setTimeout(() => {{
        document.querySelector("[name=hosts_kk]").select();
        document.execCommand("insertText", false, "{HOSTS}");
    }}, 20), {{ once: true }});
"""


@pytest.fixture
def editor(address, open_page: Callable[..., Page], enter) -> Callable[..., tuple[Page, InvitationPage]]:
    """`editor("commit")`: the editor of a new draft in a new tab, as soon as the browser has got that far; `script` runs before its own."""
    people = make_people()
    browser = enter(open_page(), people.host).context
    browser.add_init_script(COUNT_SAVES)

    def open_editor(moment: str, script: str = "") -> tuple[Page, InvitationPage]:
        draft = make_invitation(people.workspace)
        page = browser.new_page()
        page.add_init_script(script)
        page.goto(f"/admin/pages/{draft.pk}/edit/", wait_until=moment)
        return page, draft

    return open_editor


def _check_is_kept(page: Page, draft: InvitationPage, *, saves: int = 1, **words: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-saves", str(saves), timeout=30_000)
    kept = InvitationPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert {name: getattr(kept, name) for name in words} == words
    expect(page.locator("#page-edit-form")).to_have_attribute("data-w-unsaved-has-edits-value", "false")


@pytest.mark.parametrize("moment", ["commit", "domcontentloaded"])
def test_words_typed_while_the_page_loads_are_kept_without_another_key(editor, moment):
    page, draft = editor(moment)
    page.fill("[name=hosts_kk]", HOSTS)
    _check_is_kept(page, draft, hosts_kk=HOSTS)


def test_words_typed_soon_after_the_page_loaded_are_kept_without_another_key(editor):
    written = []
    for seconds in (0, 1, 1.5, 2, 2.5, 4):
        page, draft = editor("load")
        page.wait_for_timeout(seconds * 1000)
        page.fill("[name=hosts_kk]", HOSTS)
        written.append((page, draft))
    for page, draft in written:
        _check_is_kept(page, draft, hosts_kk=HOSTS)


def test_words_typed_just_when_wagtail_begins_to_look_are_kept_without_another_key(editor):
    page, draft = editor("domcontentloaded", TYPE_AFTER_FIRST_SNAPSHOT)
    _check_is_kept(page, draft, hosts_kk=HOSTS)


def test_words_typed_while_others_are_being_saved_are_kept_without_another_key(editor):
    page, draft = editor("load")
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/edit/")):
        page.fill("[name=hosts_kk]", HOSTS)
    page.fill("[name=venue_kk]", VENUE)
    _check_is_kept(page, draft, saves=2, hosts_kk=HOSTS, venue_kk=VENUE)


def test_editor_that_is_only_looked_at_saves_nothing(editor):
    page, draft = editor("load")
    revisions = draft.revisions.count()
    page.locator("[name=hosts_kk]").click()
    with pytest.raises(TooLateError):
        page.locator("html[data-saves]").wait_for(timeout=7_000)
    assert draft.revisions.count() == revisions
