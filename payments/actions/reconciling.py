"""Our books beside the bank's: what differs is written down as a finding, never mended by itself."""

import hashlib
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import record
from accounts.models import User
from accounts.queue import send_after_commit
from accounts.row_security import staff_scope
from payments import gateways, queries, reconciling, schedule, statements, tasks
from payments.days import midnight
from payments.models import Alert, Finding, FindingNote, Payment, Statement

from .alerting import alert_about_gateway

# Longer than any payment lives by our own clock, late checks included.
STUCK_AFTER = timedelta(hours=26)
# A payment at midnight may stand in the statement of the other day.
AT_THE_EDGE = timedelta(minutes=15)


def reconcile(*, by: User | None = None, request: HttpRequest | None = None) -> list[Finding]:
    """Have every open payment asked about (those only a person may ask about excepted) and look for paid ones without proof.

    By beat every night and by a button; returns what was not known before.
    """
    with staff_scope(), transaction.atomic():
        usable = {gateway.code: gateway.capabilities for gateway in gateways.configured()}
        open_ones = [one for one in queries.open_payments() if one.gateway in usable]
        asked = [one for one in open_ones if schedule.may_poll(one, usable[one.gateway])]
        for payment in asked:
            send_after_commit(tasks.check_now, payment.pk)
        late = [one for one in asked if one.created_at < timezone.now() - STUCK_AFTER]
        drafts = [reconciling.about(one, Finding.Kind.STUCK) for one in late]
        drafts += [reconciling.about(one, Finding.Kind.UNPROVEN) for one in queries.paid_without_proof()]
        return _keep(drafts, by, request)


@transaction.atomic
def import_statement(
    *,
    gateway: str,
    name: str,
    content: bytes,
    first_on: date | None = None,
    last_on: date | None = None,
    by: User,
    request: HttpRequest | None = None,
) -> tuple[Statement, list[Finding]]:
    """Compare a bank's statement (CSV) with the gateway's payments, by number; all of it or nothing.

    Returns the statement and what was not known before. The days default to those of its rows: what is paid here within
    them and not named there is a finding. statements.UnreadableError says what cannot be read.
    """
    rows = statements.read(content)
    first, last = statements.days_of(rows)
    first, last = first_on or first, last_on or last
    statement = Statement.objects.create(
        gateway=gateway,
        name=name[:254],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len(rows),
        first_on=first,
        last_on=last,
        imported_by=by,
        imported_by_label=str(by)[:254],
    )
    after = {"gateway": gateway, "rows": len(rows), "first_on": str(first), "last_on": str(last), "sha256": statement.sha256}
    record(actor=by, action="statement.import", target=statement, after=after, request=request)
    since, until = midnight(first) + AT_THE_EDGE, midnight(last + timedelta(days=1)) - AT_THE_EDGE
    known = queries.payments_to_compare(gateway, rows, since=since, until=until)
    _ask_about_unpaid(known)
    drafts = reconciling.compare(gateway, rows, known, since=since, until=until)
    return statement, _keep(drafts, by, request)


@transaction.atomic
def close_finding(*, finding: Finding, text: str, by: User, request: HttpRequest | None = None) -> FindingNote:
    """Say what it was and what was done; that closes it. A finding is closed once: the first note stands. ValueError without a text."""
    if not text.strip():
        raise ValueError("a note says something")
    note, is_new = FindingNote.objects.get_or_create(
        finding=finding, defaults={"text": text.strip(), "by": by, "by_label": str(by)[:254], "workspace_id": finding.workspace_id}
    )
    if is_new:
        record(actor=by, action="finding.close", target=finding, workspace=finding.workspace_id, after={"text": note.text}, request=request)
    return note


@transaction.atomic
def keep_finding(*, draft: Finding, by: User | None = None, request: HttpRequest | None = None) -> bool:
    """Write down where the books differ; False for what was found before."""
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return False
    after = {"kind": draft.kind, "ours_tiyn": draft.ours_tiyn, "theirs_tiyn": draft.theirs_tiyn}
    record(actor=by, action="finding.found", target=draft, workspace=draft.workspace_id, after=after, request=request)
    return True


def _keep(drafts: list[Finding], by: User | None, request: HttpRequest | None) -> list[Finding]:
    kept = [draft for draft in drafts if keep_finding(draft=draft, by=by, request=request)]
    for code in sorted({finding.gateway for finding in kept}):
        alert_about_gateway(code=code, kind=Alert.Kind.BOOKS_DIFFER, about=str(sum(finding.gateway == code for finding in kept)))
    return kept


def _ask_about_unpaid(known: list[Payment]) -> None:
    """What the bank calls paid and we do not: its own word, asked for now, still settles it."""
    for payment in known:
        if not payment.completed_at and payment.provider_payment_id:
            send_after_commit(tasks.check_asked, payment.pk)
