"""Every way we know of making a page live. Each takes the page, the person and their browser, and tries; refusals are no errors here."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import APIToken, GroupApprovalTask, Locale, Page, Workflow, WorkflowTask
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from invitations.models import InvitationPage
from tests.factories.accounts import make_workspace


@dataclass
class Attempt:
    """Somebody at a page of theirs. `right` is what it has: "unpaid", "free" or "paid"."""

    page: InvitationPage
    user: User
    client: Client

    def post(self, path: str, **data: object) -> None:
        self.client.post(f"/admin/pages/{path}", data)

    def call(self, method: str, path: str, **data: object) -> None:
        """A request to the third API with the person's own token."""
        token = APIToken.create_token(user=self.user, name="test")[1]
        send = getattr(Client(), method)
        send(f"/api/v3/{path}", json.dumps(data), content_type="application/json", headers={"Authorization": f"Bearer {token}"})


def form_of(page: InvitationPage) -> dict[str, object]:
    """What a browser would post from the page editor's form."""
    names = {f"{which}_name_{language}": "Нұрлан" for which in ("first", "second") for language in ("kk", "ru")}
    facts = {"event_type": "wedding", "date": "11.09.2027", "time": "18:00", "time_zone": "Asia/Almaty", "venue_kk": "Той үйі"}
    counts = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {**names, **facts, **counts, "theme": page.theme_id}


def edit(attempt: Attempt, **data: object) -> None:
    attempt.post(f"{attempt.page.pk}/edit/", **form_of(attempt.page) | data | {"action-publish": "action-publish"})


def editor(attempt: Attempt) -> None:
    edit(attempt)


def editor_with_schedule(attempt: Attempt) -> None:
    """A moment in the editor's form, waited for."""
    moment = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%d.%m.%Y %H:%M")
    edit(attempt, go_live_at=moment)
    publish_when_due()


def create_and_publish(attempt: Attempt) -> None:
    address = f"add/invitations/pairinvitationpage/{attempt.page.get_parent().pk}/"
    attempt.post(address, **form_of(attempt.page) | {"action-publish": "action-publish"})


def approve_in_workflow(attempt: Attempt) -> None:
    group = Group.objects.create(name="Approvers")
    attempt.user.groups.add(group)
    task = GroupApprovalTask.objects.create(name="Approve")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(attempt.page, attempt.user)
    attempt.post(f"{attempt.page.pk}/workflow/action/approve/{state.current_task_state.pk}/", comment="")
    state.refresh_from_db()
    if state.status == state.STATUS_IN_PROGRESS:
        with contextlib.suppress(PermissionDenied):
            state.current_task_state.approve(user=attempt.user)


def publish_scheduled(attempt: Attempt) -> None:
    """A schedule that somebody has put into the database."""
    attempt.page.go_live_at = timezone.now() + timedelta(hours=1)
    attempt.page.save_revision(approved_go_live_at=attempt.page.go_live_at)
    publish_when_due()


def submit_schedule(attempt: Attempt) -> None:
    attempt.page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = attempt.page.save_revision()
    with contextlib.suppress(PermissionDenied):
        revision.publish(user=attempt.user)
    publish_when_due()


def publish_when_due() -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        call_command("publish_scheduled", verbosity=0)


def bulk_publish(attempt: Attempt) -> None:
    attempt.client.post(f"/admin/bulk/wagtailcore/page/publish/?id={attempt.page.pk}")


def bulk_publish_descendants(attempt: Attempt) -> None:
    attempt.client.post(f"/admin/bulk/wagtailcore/page/publish/?id={attempt.page.get_parent().pk}", {"include_descendants": "on"})


def copy_and_publish(attempt: Attempt) -> None:
    parent = attempt.page.get_parent().pk
    names = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent}
    attempt.post(f"{attempt.page.pk}/copy/", **names, publish_copies="on", copy_subpages="on")


def copy_as_alias(attempt: Attempt) -> None:
    names = {"new_title": "Alias", "new_slug": "alias", "new_parent_page": attempt.page.get_parent().pk}
    attempt.post(f"{attempt.page.pk}/copy/", **names, alias="on")


def copy_in_code_and_publish(attempt: Attempt) -> None:
    copied = attempt.page.copy(update_attrs={"slug": "copied"}, keep_live=True)
    copied.get_latest_revision().publish()


def update_aliases(attempt: Attempt) -> None:
    attempt.page.create_alias(update_slug="alias")
    edit(attempt)
    attempt.page.refresh_from_db()
    attempt.page.update_aliases()


def republish(attempt: Attempt) -> None:
    edit(attempt)
    attempt.post(f"{attempt.page.pk}/unpublish/")
    edit(attempt)


def revert_and_publish(attempt: Attempt) -> None:
    first = attempt.page.get_latest_revision()
    attempt.page.save_revision()
    edit(attempt, revision=first.pk)


def publish_old_revision_in_code(attempt: Attempt) -> None:
    first = attempt.page.get_latest_revision()
    attempt.page.save_revision()
    first.publish(previous_revision=attempt.page.get_latest_revision())


def publish_translation(attempt: Attempt) -> None:
    translation = attempt.page.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    translation.get_latest_revision().publish()


def translate_with_localize(attempt: Attempt) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(attempt.page)
    for parent in attempt.page.get_ancestors().filter(depth__gt=2).specific():
        if not parent.has_translation(Locale.objects.get(language_code="ru")):
            parent.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="ru"))
    translation.save_target(user=attempt.user, publish=True)


def internal_api(attempt: Attempt) -> None:
    attempt.client.post(f"/admin/api/main/pages/{attempt.page.pk}/action/publish/")


def api_publish(attempt: Attempt) -> None:
    attempt.call("post", f"pages/{attempt.page.pk}/actions/publish/")


def api_edit_and_publish(attempt: Attempt) -> None:
    attempt.call("patch", f"pages/{attempt.page.pk}/", meta={"type": "invitations.PairInvitationPage", "action": "publish"})


def api_create_and_publish(attempt: Attempt) -> None:
    meta = {"type": "invitations.PairInvitationPage", "parent_id": attempt.page.get_parent().pk, "action": "publish"}
    attempt.call("post", "pages/", meta=meta, event_type="wedding", theme=attempt.page.theme_id, first_name_kk="Жаңа")


def api_copy(attempt: Attempt) -> None:
    attempt.call("post", f"pages/{attempt.page.pk}/actions/copy/", keep_live=True, slug="api-copy")


def add_live_child(attempt: Attempt) -> None:
    page = type(attempt.page)(theme=attempt.page.theme, event_type="wedding", first_name_kk="Жаңа", live=True)
    attempt.page.get_parent().add_child(instance=page)


def save_live(attempt: Attempt) -> None:
    attempt.page.live = True
    attempt.page.save()


def save_live_field_alone(attempt: Attempt) -> None:
    attempt.page.live = True
    attempt.page.save(update_fields=["live"])


def publish_without_asking(attempt: Attempt) -> None:
    PublishPageRevisionAction(attempt.page.save_revision()).execute(skip_permission_checks=True)


def publish_as_plain_page(attempt: Attempt) -> None:
    Page.objects.get(pk=attempt.page.pk).get_latest_revision().publish()


def update_query(attempt: Attempt) -> None:
    Page.objects.filter(pk=attempt.page.pk).update(live=True)


def save_plain_page(attempt: Attempt) -> None:
    page = Page.objects.get(pk=attempt.page.pk)
    page.live = True
    page.save()


def move_live_page(attempt: Attempt) -> None:
    update_query(attempt)
    other = make_workspace(attempt.user)
    Page.objects.get(pk=attempt.page.pk).move(other.folder, pos="last-child")


RIGHTS = {"free", "paid"}


@dataclass(frozen=True)
class Path:
    """`organizer` and `superuser`: with which right the page goes live this way.

    `asks_nobody`: the path knows no person. `makes_others`: pages come into being beside the first. `writes_past_save`: the
    flag is set without a right, too.
    """

    run: Callable[[Attempt], None]
    organizer: frozenset[str] = frozenset(RIGHTS)
    superuser: frozenset[str] = frozenset(RIGHTS)
    asks_nobody: bool = False
    makes_others: bool = False
    writes_past_save: bool = False


NOBODY: frozenset[str] = frozenset()
PATHS = {
    path.run.__name__: path
    for path in [
        Path(editor),
        Path(editor_with_schedule),
        Path(create_and_publish, NOBODY, NOBODY, makes_others=True),
        Path(approve_in_workflow),
        Path(publish_scheduled, asks_nobody=True),
        Path(submit_schedule),
        Path(bulk_publish, NOBODY),
        Path(bulk_publish_descendants, NOBODY),
        Path(copy_and_publish, NOBODY, NOBODY, makes_others=True),
        Path(copy_as_alias, NOBODY, NOBODY, makes_others=True),
        Path(copy_in_code_and_publish, NOBODY, NOBODY, asks_nobody=True, makes_others=True),
        Path(update_aliases, makes_others=True),
        Path(republish),
        Path(revert_and_publish),
        Path(publish_old_revision_in_code, asks_nobody=True),
        Path(publish_translation, NOBODY, NOBODY, asks_nobody=True, makes_others=True),
        Path(translate_with_localize, NOBODY, NOBODY, makes_others=True),
        Path(internal_api, NOBODY),
        Path(api_publish),
        Path(api_edit_and_publish),
        Path(api_create_and_publish, NOBODY, NOBODY, makes_others=True),
        Path(api_copy, NOBODY, NOBODY, makes_others=True),
        Path(add_live_child, NOBODY, NOBODY, asks_nobody=True, makes_others=True),
        Path(save_live, asks_nobody=True),
        Path(save_live_field_alone, asks_nobody=True),
        Path(publish_without_asking, asks_nobody=True),
        Path(publish_as_plain_page, asks_nobody=True),
        Path(update_query, asks_nobody=True, writes_past_save=True),
        Path(save_plain_page, asks_nobody=True, writes_past_save=True),
        Path(move_live_page, writes_past_save=True),
    ]
}
