"""Everything that changes a celebration."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.models import PageLogEntry

from accounts import access as accounts_access
from accounts.actions import record
from accounts.models import User, Workspace
from payments.actions import stop_paying

from . import addresses, programmes, queries, readiness, signals, validators
from .celebrations import EVENT_TYPES
from .default_templates import create_default_templates
from .models import Invitation, InvitationPage, SlugHistory, TemplatePage, Theme
from .models.pages import HonoreeInvitationPage, OrganizationInvitationPage, PairInvitationPage
from .payables import paid_for_in_vain, reference_of
from .presets.templates import reworded
from .readiness import NotReadyError

__all__ = [
    "archive",
    "change_address",
    "copy_facts",
    "create_default_templates",
    "create_from_template",
    "forget_edits",
    "give_invitation",
    "open_answers",
    "publish",
    "revise_theme",
    "sync_template",
]

PAGE_TYPES = {model.family: model for model in (PairInvitationPage, HonoreeInvitationPage, OrganizationInvitationPage)}
TAKEN = _("This address is taken. Please choose another one.")
KEEP_EDITS = timedelta(hours=1)
SAMPLE_ONLY = {"gift": {"receiver": "", "number": "", "link": "", "qr": None}}
# Sections are long; what they were in full is in the revisions.
LONGEST_FACT = 200
COPIED = ("event_type", "time_zone", "answer_by", "starts_at")


@transaction.atomic
def create_from_template(
    *, template: TemplatePage, workspace: Workspace, by: User, facts: dict[str, Any], request: HttpRequest | None = None
) -> InvitationPage:
    """A draft in the workspace with the template's look and sections and the family's own facts.

    `facts` are fields of the page; `event_type` among them is the template's first celebration when it is not said.
    PermissionDenied unless `by` may edit there; ValidationError when a fact is wrong.
    """
    if not accounts_access.can(by, workspace, "edit"):
        raise PermissionDenied
    event_type = facts.get("event_type") or template.event_type
    page_type = PAGE_TYPES[EVENT_TYPES[event_type].family]
    page = page_type(**{**facts, "event_type": event_type}, theme=template.theme, owner=by, live=False)
    page.body = fresh_body(template, event_type, hour=page.time)
    page.invitation = _new_invitation(page=page, workspace=workspace, tier=template.tier)
    workspace.folder.add_child(instance=page)
    page.full_clean()
    page.save_revision(user=by, changed=False)
    copy_facts(page=page, by=by, request=request)
    record(
        actor=by,
        action="invitation.create",
        target=page.invitation,
        workspace=workspace,
        after={"template": template.slug, "slug": page.event_slug},
        request=request,
    )
    signals.invitation_created.send(Invitation, invitation=page.invitation)
    return page


def fresh_body(template: TemplatePage, event_type: str, *, hour: time | None = None) -> StreamValue:
    """The template's sections with identities of their own, in the words of the celebration, the programme beginning at its hour."""
    raw = [_without_sample(section) for section in _with_new_ids(template.body.get_prep_value())]
    if event_type != template.event_type:
        sections = reworded([(section["type"], section["value"]) for section in raw], event_type)
        raw = [{"type": name, "value": value} for name, value in sections]
    return StreamValue(template.body.stream_block, programmes.beginning_at(raw, hour), is_lazy=True)


def _without_sample(section: dict[str, Any]) -> dict[str, Any]:
    """A sample's number in a real invitation would take a stranger's money: the family writes its own."""
    blank = SAMPLE_ONLY.get(section["type"])
    return {**section, "value": {**section["value"], **blank}} if blank else section


def _with_new_ids(raw: Any) -> Any:
    """An item of a list without an identity would be read as the item's value, so each gets a new one."""
    if isinstance(raw, list):
        return [_with_new_ids(item) for item in raw]
    if isinstance(raw, dict):
        changed = {key: _with_new_ids(value) for key, value in raw.items()}
        return {**changed, "id": str(uuid4())} if {"type", "value"} <= raw.keys() else changed
    return raw


def _new_invitation(*, page: InvitationPage, workspace: Workspace, tier: str) -> Invitation:
    words, facts = page.names() or page.event_type, {"event_type": page.event_type, "time_zone": page.time_zone, "tier": tier}
    try:
        with transaction.atomic():
            slug = addresses.free_slug(words, queries.is_address_free)
            return Invitation.objects.create(workspace=workspace, slug=slug, **facts)
    except IntegrityError:
        # Another family with these names took it in this very moment: letters of chance settle it.
        return Invitation.objects.create(workspace=workspace, slug=addresses.free_slug(words, lambda slug: False), **facts)


@transaction.atomic
def give_invitation(*, page: InvitationPage) -> None:
    """An invitation of its own for a page that was made in the editor or copied; none for a page outside a workspace's folder.

    It costs what the copied one costs, paid or not; one without an origin what its theme costs.
    """
    workspace, origin = queries.workspace_of_page(page), page.invitation
    page.invitation = None
    if workspace is None:
        return
    page.invitation = _new_invitation(page=page, workspace=workspace, tier=origin.tier if origin else page.theme.tier)
    # Wagtail makes whoever creates or copies a page its owner.
    record(
        actor=page.owner,
        action="invitation.create",
        target=page.invitation,
        workspace=workspace,
        after={"copy_of": origin.slug if origin else None, "slug": page.event_slug},
    )


@transaction.atomic
def copy_facts(*, page: InvitationPage, by: User | None = None, request: HttpRequest | None = None) -> bool:
    """Copy what others need from the page onto its invitation; says whether anything changed. Idempotent."""
    if page.invitation_id is None:
        return False
    invitation = Invitation.objects.select_for_update().get(pk=page.invitation_id)
    now = {name: getattr(page, name) for name in COPIED} | _words(page)
    before = {name: getattr(invitation, name) for name in now}
    if now == before:
        return False
    for name, value in now.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=list(now))
    changed = [name for name in now if now[name] != before[name]]
    record(
        actor=by,
        action="invitation.facts",
        target=invitation,
        workspace=invitation.workspace_id,
        before={name: str(before[name]) for name in changed},
        after={name: str(now[name]) for name in changed},
        request=request,
    )
    signals.facts_changed.send(Invitation, invitation=invitation, before=before)
    page.invitation = invitation
    return True


def _words(page: InvitationPage) -> dict[str, str]:
    languages = ("kk", "ru")
    titles = {f"title_{language}": page.names(language)[:200] for language in languages}
    places = {
        f"place_{language}": ", ".join(filter(None, (getattr(page, f"venue_{language}"), getattr(page, f"address_{language}"))))[:300]
        for language in languages
    }
    return titles | places


@transaction.atomic
def change_address(*, invitation: Invitation, slug: str, by: User, request: HttpRequest | None = None) -> None:
    """Give the celebration another address. The former one sends on for ever once it has been published.

    ValidationError when the address is misspelt or taken, also by a former address of another celebration.
    """
    validators.validate_address(slug)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    former = invitation.slug
    if slug == former:
        return
    if not queries.is_address_free(slug, invitation=invitation):
        raise ValidationError(TAKEN, code="taken")
    SlugHistory.objects.filter(invitation=invitation, slug=slug).delete()
    if queries.was_published(invitation):
        SlugHistory.objects.create(invitation=invitation, slug=former)
    invitation.slug = slug
    try:
        with transaction.atomic():
            invitation.save(update_fields=["slug"])
    except IntegrityError:
        raise ValidationError(TAKEN, code="taken") from None
    record(
        actor=by,
        action="invitation.address",
        target=invitation,
        workspace=invitation.workspace_id,
        before={"slug": former},
        after={"slug": slug},
        request=request,
    )
    signals.address_changed.send(Invitation, invitation=invitation, former=former)


@transaction.atomic
def publish(*, page: InvitationPage, by: User | None, request: HttpRequest | None = None) -> None:
    """Make the latest draft live; `by` None is the product itself, after a payment. PermissionDenied unless `by` may publish there,
    NotReadyError when the celebration is archived or the draft lacks something.

    The gate of `publishing` may keep it back: ask `page.live` afterwards.
    """
    if by is not None and not accounts_access.can(by, page.invitation.workspace_id, "publish"):  # type: ignore[union-attr]
        raise PermissionDenied
    if not readiness.is_ready(page.get_latest_revision_as_object()):
        raise NotReadyError(page.pk)
    revision = page.get_latest_revision() or page.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()


@transaction.atomic
def sync_template(*, template: TemplatePage, by: User | None = None) -> None:
    """Give the template's other languages what it is made of: look, tier, celebrations, sections, sample. Words stay theirs. Idempotent."""
    now = _made_of(template)
    for translation in TemplatePage.objects.filter(translation_key=template.translation_key).exclude(pk=template.pk):
        before = _made_of(translation)
        changed = [name for name in now if now[name] != before[name]]
        if not changed:
            continue
        for name in changed:
            setattr(translation, name, getattr(template, name))
        translation.save()
        translation.save_revision(changed=False, user=by)
        was, became = ({name: str(facts[name])[:LONGEST_FACT] for name in changed} for facts in (before, now))
        record(actor=by, action="template.sync", target=translation, before=was, after=became)


def _made_of(template: TemplatePage) -> dict[str, Any]:
    values = template.serializable_data()
    return {name: values[name] for name in TemplatePage.synchronized}


def forget_edits() -> int:
    """Drop the lines that autosave writes into Wagtail's log every few seconds, all but the newest of each page; says how many.

    Ours is the audit trail, which is not touched; revisions stay too.
    """
    edits = PageLogEntry.objects.filter(action="wagtail.edit")
    later = edits.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
    count, _by_model = edits.filter(Exists(later), timestamp__lt=timezone.now() - KEEP_EDITS).delete()
    return count


@transaction.atomic
def open_answers(*, invitation: Invitation, is_open: bool, by: User, request: HttpRequest | None = None) -> None:
    """Let whoever has the public link answer with their name, or only those with a link of their own."""
    _change(invitation, "is_open_rsvp", is_open, action="invitation.open_answers", by=by, request=request)


@transaction.atomic
def archive(*, invitation: Invitation, by: User, is_archived: bool = True, request: HttpRequest | None = None) -> None:
    """Put the celebration among the past ones (no more answers, nothing more to pay; its page says so), or bring it back."""
    if bool(invitation.archived_at) == is_archived:
        return
    if is_archived:
        # First, for whoever begins to pay holds the reference and then asks for the invitation.
        stop_paying(reference=reference_of(invitation), by=by, request=request)
    moment = timezone.now() if is_archived else None
    _change(invitation, "archived_at", moment, action="invitation.archive" if is_archived else "invitation.restore", by=by, request=request)
    signals.invitation_archived.send(Invitation, invitation=invitation)


@transaction.atomic
def stop_paying_for_deleted(*, by: User, request: HttpRequest | None = None) -> None:
    """Nobody is asked for money any more for a celebration whose page is gone, and no promo code is kept for it. Doing so twice is once."""
    for reference in paid_for_in_vain():
        stop_paying(reference=reference, by=by, request=request)


def _change(invitation: Invitation, name: str, value: Any, *, action: str, by: User, request: HttpRequest | None) -> None:
    before = getattr(invitation, name)
    setattr(invitation, name, value)
    invitation.save(update_fields=[name])
    record(
        actor=by,
        action=action,
        target=invitation,
        workspace=invitation.workspace_id,
        before={name: str(before)},
        after={name: str(value)},
        request=request,
    )


@transaction.atomic
def revise_theme(*, theme: Theme, by: User, changes: dict[str, Any], request: HttpRequest | None = None) -> Theme:
    """Change a theme. One that a page or template wears stays as it is, and a new version takes its place in choices.

    Returns the current version. Unpublished use counts too: nobody's draft changes its look by itself.
    """
    if theme.pk is None or not queries.is_worn(theme):
        return _save_theme(theme, changes, by=by, request=request)
    theme.is_current = False
    theme.save(update_fields=["is_current"])
    latest = queries.latest_version(theme.key)
    kept = {field.attname: getattr(theme, field.attname) for field in Theme._meta.concrete_fields}
    return _save_theme(Theme(**{**kept, "id": None, "version": latest + 1, "is_current": True}), changes, by=by, request=request)


def _save_theme(theme: Theme, changes: dict[str, Any], *, by: User, request: HttpRequest | None) -> Theme:
    before = {name: str(getattr(theme, name)) for name in changes}
    for name, value in changes.items():
        setattr(theme, name, value)
    theme.full_clean()
    theme.save()
    after = {name: str(value) for name, value in changes.items()}
    record(actor=by, action="theme.revise", target=theme, before=before, after=after, request=request)
    return theme
