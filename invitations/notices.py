"""Mails about a celebration's payments to whoever paid and to its owners, each in their own language."""

from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access as accounts_access
from accounts.models import User
from messaging.actions import enqueue
from payments.models import Payment, TransferProof
from payments.money import format_money

from .addresses import short_url_of
from .models import Invitation
from .payables import number_in

Words = tuple[str, str]


@transaction.atomic
def tell_of_payment(*, payment: Payment) -> None:
    """The money has come, and what follows from it. Once for each payment, however often it is told."""
    number = number_in(payment.reference)
    if number is None:
        return
    payment = Payment.objects.select_related("payer", "workspace").get(pk=payment.pk)
    invitation = Invitation.objects.filter(pk=number).first()
    is_live = invitation is not None and invitation.pages.filter(live=True).exists()
    tell(payment=payment, words=partial(_of_payment, payment, invitation, is_live), once=f"paid:{payment.our_reference}")


@transaction.atomic
def tell_of_covered(*, payment: Payment) -> None:
    """A dearer tier is paid whole, so what was paid for the lower one goes back. Once for each payment."""
    if number_in(payment.reference) is not None:
        tell(payment=payment, words=partial(_of_covered, payment), once=f"covered:{payment.our_reference}")


@transaction.atomic
def tell_of_refusal(*, proof: TransferProof) -> None:
    """A receipt was refused: why, and where to send another one. Once for each receipt."""
    if number_in(proof.payment.reference) is not None:
        tell(payment=proof.payment, words=partial(_of_refusal, proof), once=f"refused:{proof.pk}", also=[proof.sent_by])


def tell(*, payment: Payment, words: Callable[[], Words], once: str = "", also: Iterable[User | None] = ()) -> None:
    """Subject and text, written in each reader's language; with `once` nobody gets the same again."""
    owners = [one.user for one in accounts_access.members_of(payment.workspace) if one.role == one.Role.OWNER]
    people = {person.pk: person for person in [payment.payer, *also, *owners] if person is not None and person.email}
    for person in people.values():
        with translation.override(person.language):
            subject, body = words()
        enqueue(
            channel="email",
            to=person.email or "",
            subject=subject,
            body=body,
            workspace=payment.workspace,
            reference=payment.reference,
            once=f"{once}:{person.pk}" if once else "",
        )


def _of_payment(payment: Payment, invitation: Invitation | None, is_live: bool) -> Words:
    words = facts_of(payment)
    subject, follows = _what_follows(payment, invitation, is_live, words)
    if payment.channel == Payment.Channel.TRANSFER:
        opening = _("Your receipt is approved: %(sum)s have come for “%(title)s”.")
    else:
        opening = _("%(sum)s have come for “%(title)s”.")
    return subject, money_came(payment, opening % words, follows)


def money_came(payment: Payment, opening: str, follows: str) -> str:
    """The text about money that has come: the opening says how much, then who paid, what follows from it, and where to look."""
    words = facts_of(payment)
    parts = [opening, *([] if payment.payer else [_("It was paid by your link for another payer.")]), follows]
    if payment.is_entitling and payment.paid_tiyn > payment.amount_tiyn:
        more = format_money(payment.paid_tiyn - payment.amount_tiyn, payment.currency)
        parts.append(_("%(more)s more came than was asked; that much goes back.") % {"more": more})
    return "\n\n".join([*parts, _("The payment and its receipt: %(payment)s") % words])


def _what_follows(payment: Payment, invitation: Invitation | None, is_live: bool, words: dict[str, str]) -> Words:
    goes_back = _("The payment for “%(title)s” goes back") % words
    if payment.attention == Payment.Attention.NOTHING_TO_GRANT or invitation is None:
        return goes_back, _("The invitation was deleted meanwhile, so all of this money goes back.")
    if payment.attention == Payment.Attention.BASE_GONE:
        return goes_back, _("What it was paid on top of was given back meanwhile, so this money goes back, too.")
    if not payment.is_entitling:
        return _("“%(title)s” was paid twice") % words, _("It was paid before already, so all of this money goes back.")
    if is_live:
        told = _("The invitation is published. Guests open it by this link: %(address)s") % {"address": short_url_of(invitation.slug)}
        return _("“%(title)s” is paid and published") % words, told
    hub = settings.SITE_URL + reverse("celebrations:hub", args=[invitation.pk])
    told = _("The invitation is not published yet. Look at it once more and publish it: %(hub)s") % {"hub": hub}
    return _("“%(title)s” is paid") % words, told


def _of_covered(payment: Payment) -> Words:
    words = facts_of(payment)
    told = _(
        "The dearer tier of “%(title)s” is paid in full now, so your payment of %(sum)s for the lower one is not needed: what is left of it "
        "goes back. Nothing changes for your guests."
    )
    return _("“%(title)s” was paid twice") % words, "\n\n".join([told % words, _("The payment and its receipt: %(payment)s") % words])


def _of_refusal(proof: TransferProof) -> Words:
    opening = _("We have looked at your receipt for the transfer of %(asked)s for “%(title)s” and cannot accept it.")
    return receipt_refused(proof, _("The receipt for “%(title)s” was not accepted"), opening, facts_of(proof.payment))


def receipt_refused(proof: TransferProof, subject: str, opening: str, words: dict[str, str]) -> Words:
    """Subject and text about a receipt that was refused: the opening says what for."""
    words = words | {"reason": proof.reason}
    parts = [opening, _("Why: %(reason)s"), _("Send another receipt or choose another way to pay: %(payment)s")]
    return subject % words, "\n\n".join(part % words for part in parts)


def facts_of(payment: Payment) -> dict[str, str]:
    """What mails about a payment say of it, in the active language."""
    return {
        "title": payment.title or payment.our_reference,
        "sum": format_money(payment.paid_tiyn, payment.currency),
        "asked": payment.amount,
        "payment": settings.SITE_URL + reverse("payments:show", args=[payment.our_reference]),
    }
