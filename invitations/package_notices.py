"""Mails about packages of publications to whoever bought them and to the workspace's owners: what has come, and what went back."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from payments import balance_queries, queries
from payments.models import Package, Payment, Refund, TransferProof
from payments.money import format_money

from .notices import Words, facts_of, money_came, receipt_refused, tell


@transaction.atomic
def tell_of_purchase(*, payment: Payment) -> None:
    """A package's money has come: what it brought and what is in the balance now. Once for each payment; nothing for what is no package."""
    package = balance_queries.package_of(payment.tariff_code)
    if package is not None:
        payment = Payment.objects.select_related("payer", "workspace").get(pk=payment.pk)
        tell(payment=payment, words=partial(_of_purchase, payment, package), once=f"bought:{payment.our_reference}")


@transaction.atomic
def tell_of_refund(*, refund: Refund) -> None:
    """A package's money, or a part of it, went back: what left the balance with it. Once for each refund; nothing for what is no package."""
    _tell_of_return(refund.payment, refund.amount_tiyn, once=f"given_back:{refund.pk}")


@transaction.atomic
def tell_of_return_by_bank(*, payment: Payment) -> None:
    """The bank gave a package's money back by itself. Once for each state it leaves; nothing for what is no package or was asked for by us."""
    is_whole = payment.state == Payment.State.REFUNDED
    left = queries.refundable(payment)
    if left and (is_whole or left == payment.paid_tiyn):
        _tell_of_return(payment, left if is_whole else 0, once=f"given_back:{payment.our_reference}:{payment.state}")


@transaction.atomic
def tell_of_refusal(*, proof: TransferProof) -> None:
    """A receipt for a package was refused: why, and where to send another one. Once for each receipt; nothing for what is no package."""
    package = balance_queries.package_of(proof.payment.tariff_code)
    if package is not None:
        tell(payment=proof.payment, words=partial(_of_refusal, proof, package), once=f"refused:{proof.pk}", also=[proof.sent_by])


def _tell_of_return(payment: Payment, amount_tiyn: int, *, once: str) -> None:
    package = balance_queries.package_of(payment.tariff_code)
    if package is not None:
        payment = Payment.objects.select_related("payer", "workspace").get(pk=payment.pk)
        tell(payment=payment, words=partial(_of_return, payment, package, amount_tiyn), once=once)


def _of_purchase(payment: Payment, package: Package) -> Words:
    words = _facts(payment, package)
    if payment.channel == Payment.Channel.TRANSFER:
        opening = _("Your receipt is approved: %(sum)s have come for the package “%(title)s”.")
    else:
        opening = _("%(sum)s have come for the package “%(title)s”.")
    subject, follows = _("The package “%(title)s” was paid twice"), _("It was paid for before already, so all of this money goes back.")
    if payment.is_entitling:
        subject = _("The package “%(title)s” is paid")
        follows = _("Publications that came into your balance: %(units)s (%(tier)s). There are %(left)s now: %(balance)s")
    return subject % words, money_came(payment, opening % words, follows % words)


def _of_refusal(proof: TransferProof, package: Package) -> Words:
    opening = _("We have looked at your receipt for the transfer of %(asked)s for the package “%(title)s” and cannot accept it.")
    subject = _("The receipt for the package “%(title)s” was not accepted")
    return receipt_refused(proof, subject, opening, _facts(proof.payment, package))


def _of_return(payment: Payment, package: Package, amount_tiyn: int) -> Words:
    words = _facts(payment, package) | {"sum": format_money(amount_tiyn, payment.currency)}
    told = _("%(sum)s for the package “%(title)s” were given back.")
    if not amount_tiyn:
        told = _("The bank gave a part of the money for the package “%(title)s” back.")
    parts = [told, *_units_gone(payment, words), _("The payment and its receipt: %(payment)s")]
    return _("Money for the package “%(title)s” was given back") % words, "\n\n".join(part % words for part in parts)


def _units_gone(payment: Payment, words: dict[str, str]) -> list[str]:
    taken, short = balance_queries.taken_with(payment)
    words |= {"taken": str(taken), "short": str(short)}
    gone = _("Publications that left your balance with this payment's money so far: %(taken)s. There are %(left)s now: %(balance)s")
    spent = _("Publications spent already, which stay published: %(short)s.")
    return [*([gone] if taken else []), *([spent] if short else [])]


def _facts(payment: Payment, package: Package) -> dict[str, str]:
    """Also under which name and tier the reader knows the package; a balance is one per workspace and tier."""
    return facts_of(payment) | {
        "title": package.name,
        "units": str(package.units),
        "tier": queries.tariff(package.tier).name,
        "left": str(balance_queries.units_left(payment.workspace_id, package.tier)),
        "balance": settings.SITE_URL + reverse("payments:balance", args=[payment.workspace_id]),
    }
