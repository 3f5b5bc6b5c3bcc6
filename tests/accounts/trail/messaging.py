from functools import partial

from messaging import actions
from messaging.channels import Sent
from tests.accounts.trail import changes


def waiting():
    return actions.enqueue(channel="console", to="apa@example.kz", body="Сәлем").pk


@changes("messaging.enqueue")
def _(people):
    return waiting


@changes("messaging.mark_sent")
def _(people):
    return partial(actions.mark_sent, message_id=waiting(), sent=Sent())


@changes("messaging.mark_refused")
def _(people):
    return partial(actions.mark_refused, message_id=waiting(), error="no such address", is_permanent=True)
