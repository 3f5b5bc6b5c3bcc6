"""What is typed is kept: also in the first moments, when Wagtail does not look yet."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect
from playwright.sync_api import TimeoutError as TooLateError

from invitations.models import InvitationPage
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation

HOSTS = "Асқар — Гүлнар"


@pytest.fixture
def editor(address, open_page: Callable[..., Page], enter) -> Callable[[str], tuple[Page, InvitationPage]]:
    """`editor("commit")`: the editor of a draft, as soon as the browser has got that far."""

    def open_editor(moment: str) -> tuple[Page, InvitationPage]:
        people = make_people()
        draft = make_invitation(people.workspace)
        page = enter(open_page(), people.host)
        page.goto(f"/admin/pages/{draft.pk}/edit/", wait_until=moment)
        return page, draft

    return open_editor


def _is_autosave(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/edit/")


@pytest.mark.parametrize("moment", ["commit", "domcontentloaded", "load"])
def test_first_words_are_kept_without_another_key(editor, moment):
    page, draft = editor(moment)
    with page.expect_response(_is_autosave, timeout=30_000) as saved:
        page.fill("[name=hosts_kk]", HOSTS)
    assert saved.value.json()["success"]
    assert InvitationPage.objects.get(pk=draft.pk).get_latest_revision_as_object().hosts_kk == HOSTS
    expect(page.locator("#page-edit-form")).to_have_attribute("data-w-unsaved-has-edits-value", "false")


def test_editor_that_is_only_looked_at_saves_nothing(editor):
    page, draft = editor("load")
    revisions = draft.revisions.count()
    page.locator("[name=hosts_kk]").click()
    with pytest.raises(TooLateError), page.expect_response(_is_autosave, timeout=7_000):
        pass
    assert draft.revisions.count() == revisions
