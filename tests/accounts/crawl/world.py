"""One workspace with at least one row of everything, each text of it marked; two of them are the crawl's stage."""

from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection, models
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, UploadedFile

from accounts.models import Membership, User, Workspace, WorkspaceDocument
from accounts.row_security import staff_scope
from invitations.models import Entitlement, InvitationPage, SlugHistory, TemplatePage
from messaging.models import Message
from payments.models import (
    Alert,
    BalanceEntry,
    BillerCall,
    CustomerReturn,
    Finding,
    FindingNote,
    FiscalReceipt,
    GatewayEvent,
    PayerLink,
    Payment,
    PromoCode,
    PromoRedemption,
    Refund,
    TransferProof,
)
from tests.factories.accounts import UserFactory, join, make_workspace
from tests.factories.guests import make_answer, make_invite
from tests.factories.invitations import make_invitation
from tests.factories.payments import make_payment, pay

OUR_APPS = ("accounts", "payments", "messaging", "invitations", "guests")
NAMES = ("first_name_kk", "first_name_ru", "second_name_kk", "second_name_ru")
PLACES = ("hosts_kk", "hosts_ru", "venue_kk", "venue_ru", "address_kk", "address_ru", "dress_code_kk", "dress_code_ru", "contact_name")
# Texts that are codes, addresses or sums: a mark in them would be refused or would break what they are for.
CODES = {
    "slug",
    "phone",
    "currency",
    "gateway",
    "sha256",
    "dedupe_key",
    "link",
    "return_path",
    "filter_spec",
    "focal_point_key",
    "file_hash",
    "once",
}


@dataclass
class World:
    mark: str
    letters: str
    phone: str
    owner: User
    workspace: Workspace
    live: InvitationPage
    draft: InvitationPage
    strings: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[type[models.Model], list[int]]:
        """The numbers of everything in the workspace, by model; what is read without one (users, revisions) as well."""
        with staff_scope():
            pages = Page.objects.descendant_of(self.workspace.folder)
            found: dict[type[models.Model], list[int]] = {
                Page: [self.live.pk, self.draft.pk, self.workspace.folder_id],
                Revision: list(
                    Revision.objects.filter(object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)]).values_list(
                        "pk", flat=True
                    )[:2]
                ),
                UploadedFile: list(UploadedFile.objects.filter(uploaded_by_user=self.owner).values_list("pk", flat=True)),
                User: [self.owner.pk],
                Workspace: [self.workspace.pk],
            }
            for model, path in models_of_a_workspace().items():
                found.setdefault(
                    model, list(model._default_manager.filter(**{path: self.workspace}).order_by("pk").values_list("pk", flat=True)[:2])
                )
        return found

    @cached_property
    def digest(self) -> str:
        """The statement that reads a digest and the count of each table's rows of the workspace."""
        return " UNION ALL ".join(
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')), count(*) FROM {table} t WHERE {where}"
            for table, where in _tables(self).items()
        )


def models_of_a_workspace() -> dict[type[models.Model], str]:
    """Every model of our apps whose rows belong to a workspace, with the path to it; pages belong by their place."""
    known = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models() if not issubclass(model, Page)]
    paths: dict[type[models.Model], str] = {Workspace: "pk"}
    while new := {model: path for model in known if model not in paths and (path := _step(model, paths))}:
        paths |= new
    return {model: path for model, path in paths.items() if model is not Workspace}


def _step(model: type[models.Model], paths: dict[type[models.Model], str]) -> str:
    for key in model._meta.fields:
        if key.is_relation and key.related_model is Workspace:
            return key.name
    for key in model._meta.fields:
        if key.is_relation and key.related_model in paths and key.related_model is not Workspace:
            return f"{key.name}__{paths[key.related_model]}"
    return ""


def make_world(mark: str, letters: str, phone: str, template: TemplatePage) -> World:
    """`mark` and `letters` (Kazakh) are in every text, `phone` is the number of every person."""
    both = f"{mark} {letters}"
    owner = UserFactory(name=f"{both} owner", email=f"{mark}@example.kz", phone=phone)
    workspace = make_workspace(owner, f"{both} space")
    join(workspace, Membership.Role.EDITOR, name=f"{both} mate", email=f"{mark}mate@example.kz")
    facts = {name: f"{both} {name}" for name in (*NAMES, *PLACES)} | {"contact_phone": phone}
    live = make_invitation(workspace, template=template, is_published=True, **facts)
    draft = make_invitation(workspace, template=template, **facts)
    world = World(mark=mark, letters=letters, phone=phone, owner=owner, workspace=workspace, live=live, draft=draft)
    _give_media(world, both)
    _give_guests(world, both)
    _give_payments(world, both)
    _give_the_rest(world, both)
    _mark_blank_texts(world, both)
    return world


def _give_media(world: World, both: str) -> None:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    image = get_image_model().objects.create(
        title=f"{both} photo", description=both, file=ContentFile(out.getvalue(), f"{world.mark}.png"), workspace=world.workspace
    )
    image.get_rendition("width-20")
    WorkspaceDocument.objects.create(title=f"{both} file", file=ContentFile(b"text", f"{world.mark}.txt"), workspace=world.workspace)
    for model in (get_image_model(), WorkspaceDocument):
        kind = ContentType.objects.get_for_model(model)
        file = ContentFile(out.getvalue(), f"{world.mark}.png")
        UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=world.owner)


def _give_guests(world: World, both: str) -> None:
    from guests import access

    for page in (world.live, world.draft):
        invite = make_invite(page.invitation, f"{both} guest", household=f"{both} house", phone=world.phone, note=f"{both} note", table="7")
        make_answer(invite, "with_spouse", 2, spouse_name=f"{both} spouse", message=f"{both} message")
        make_invite(page.invitation, f"{both} silent")
        world.strings.setdefault("token", []).append(access.token_for(invite.party))


def _give_payments(world: World, both: str) -> None:
    # Paying publishes: the draft stays one.
    reference = f"invitation:{world.live.invitation_id}"
    payment = pay(make_payment(world.workspace, by=world.owner, reference=reference))
    waiting = make_payment(world.workspace, by=world.owner, tier="premium", reference=reference)
    with staff_scope():
        refund = Refund.objects.create(workspace=world.workspace, payment=payment, amount_tiyn=100, reason="asked", error=both)
        CustomerReturn.objects.create(workspace=world.workspace, refund=refund, state="failed", error=both)
        for made in (payment, waiting):
            Payment.objects.filter(pk=made.pk).update(title=f"{both} {made.pk}", payer_label=f"{both} payer")
        promo = PromoCode.objects.create(code=world.mark, percent=10)
        PromoRedemption.objects.create(promo=promo, workspace=world.workspace, reference=reference, tariff_code="premium", discount_tiyn=1)
        PayerLink.objects.create(workspace=world.workspace, reference=reference, tariff_code="premium", made_by=world.owner)
        BalanceEntry.objects.create(
            workspace=world.workspace, payment=payment, tier="standard", kind="bought", units=9, title=both, note=both, by_label=both
        )
        _give_evidence(world, both, payment, waiting)
    world.strings["our_reference"] = [waiting.our_reference, payment.our_reference]


def _give_evidence(world: World, both: str, payment: Payment, waiting: Payment) -> None:
    """What banks, staff and the payer have said about the two payments."""
    GatewayEvent.objects.create(
        workspace=world.workspace,
        payment=payment,
        gateway="mock",
        dedupe_key=both,
        source="poll",
        outcome="x",
        verdict="no_change",
        raw=both,
    )
    Alert.objects.create(workspace=world.workspace, payment=payment, gateway="mock", kind="underpaid", subject=both, detail=both)
    FiscalReceipt.objects.create(workspace=world.workspace, payment=payment, amount_tiyn=100)
    finding = Finding.objects.create(workspace=world.workspace, payment=payment, gateway="mock", kind="unproven", subject=both)
    FindingNote.objects.create(workspace=world.workspace, finding=finding, by_label=f"{both} staff", text=both)
    BillerCall.objects.create(
        workspace=world.workspace,
        payment=payment,
        gateway="mock",
        txn_id=str(payment.pk),
        account=both,
        amount_tiyn=1,
        result=0,
        answer=both.encode(),
        content_type=both,
    )
    TransferProof.objects.create(
        workspace=world.workspace,
        payment=waiting,
        file=ContentFile(both.encode(), f"{world.mark}.pdf"),
        kind="pdf",
        size=1,
        sha256=world.mark,
        reason=both,
        sent_by=world.owner,
    )


def _give_the_rest(world: World, both: str) -> None:
    invitation = world.draft.invitation
    world.strings["slug"] = [invitation.slug, world.live.event_slug]
    SlugHistory.objects.create(invitation=invitation, slug=f"former-{invitation.slug}"[:80])
    Entitlement.objects.get_or_create(invitation=invitation, tier="standard", source="staff")
    Message.objects.create(
        workspace=world.workspace, channel="console", to=f"{world.mark}@example.kz", subject=f"{both} s", body=f"{both} b"
    )
    world.draft.save_revision(user=world.owner)


def _mark_blank_texts(world: World, both: str) -> None:
    with staff_scope():
        for model, path in models_of_a_workspace().items():
            if model in {Alert, BalanceEntry, BillerCall, Finding, FindingNote, GatewayEvent}:
                continue
            for text in model._meta.fields:
                is_text = isinstance(text, models.CharField | models.TextField) and not isinstance(
                    text, models.FileField | models.SlugField
                )
                if is_text and not text.choices and not text.unique and text.name not in CODES and (text.max_length or 99) >= len(both):
                    model._default_manager.filter(**{path: world.workspace, text.name: ""}).update(**{text.name: both})


def keep_numbers_apart(beginning: int) -> None:
    """From now on every table counts from a thousand of its own, so that a number in an address names one thing only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s + row_number() OVER (ORDER BY sequencename) * 1000) "
            "FROM pg_sequences WHERE schemaname = 'public'",
            [beginning],
        )


def state_of(world: World) -> dict[str, Any]:
    """A digest of every row of the workspace, its pages, people and search entries; equal before and after means: nothing changed."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(world.digest)
        return {table: tuple(found) for table, *found in cursor.fetchall()}


def _tables(world: World) -> dict[str, str]:
    tables: dict[str, str] = {"accounts_workspace": f"id = {world.workspace.pk}", "accounts_user": f"id = {world.owner.pk}"}
    pages = f"SELECT id FROM wagtailcore_page WHERE path LIKE '{world.workspace.folder.path}%'"
    tables["wagtailcore_page"] = f"id IN ({pages})"
    tables["wagtailcore_pageviewrestriction"] = f"page_id IN ({pages})"
    tables["wagtailcore_workflowpage"] = f"page_id IN ({pages})"
    tables["wagtailcore_comment"] = f"page_id IN ({pages})"
    tables["wagtailcore_revision"] = f"object_id IN (SELECT id::text FROM ({pages}) p)"
    tables["wagtailcore_uploadedfile"] = f"uploaded_by_user_id = {world.owner.pk}"
    tables["accounts_auditentry"] = f"workspace_id = {world.workspace.pk}"
    for model in apps.get_models():
        if issubclass(model, InvitationPage):
            tables[model._meta.db_table] = f"{model._meta.pk.column} IN ({pages})"
    for model, numbers in _all_rows(world).items():
        tables[model._meta.db_table] = f"{model._meta.pk.column} IN ({numbers})"
    return tables


def _all_rows(world: World) -> dict[type[models.Model], str]:
    rows = {}
    for model, path in models_of_a_workspace().items():
        # The only parameter is the workspace's number, so the query's plain text is valid SQL.
        rows[model] = str(model._default_manager.filter(**{path: world.workspace.pk}).order_by().values("pk").query)
    return rows
