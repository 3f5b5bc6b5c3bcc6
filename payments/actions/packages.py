"""Packages of prepaid units: what staff offer, and buying one."""

from django.db import transaction
from django.http import HttpRequest

from accounts.actions import record
from accounts.models import User, Workspace
from payments import balance_queries
from payments.gateways import Channel
from payments.locks import lock_reference
from payments.models import Package, Payment
from payments.models.payments import new_reference

from .starting import start_payment


@transaction.atomic
def save_package(*, package: Package, by: User | None, request: HttpRequest | None = None) -> Package:
    """Staff make a package or change its words and whether it is offered; what a known one holds stays. Its price is set by `set_price`."""
    known = Package.objects.filter(pk=package.pk).first()
    if known is not None:
        package.tier, package.units = known.tier, known.units
    package.code = f"{package.tier}-{package.units}"
    package.save()
    before = {"is_offered": known.is_offered} if known else None
    record(actor=by, action="package.save", target=package, before=before, after={"is_offered": package.is_offered}, request=request)
    return package


@transaction.atomic
def buy_package(
    *,
    workspace: Workspace,
    package: Package,
    by: User,
    return_path: str,
    channel: str = Channel.QR,
    request: HttpRequest | None = None,
) -> Payment:
    """Begin (or go on with) paying for a package; each purchase has a reference of its own.

    NotPayableError for a package that is not offered any more; otherwise refuses as `start_payment` does.
    """
    lock_reference(f"package:{workspace.pk}:{package.code}")
    begun = balance_queries.open_purchase(workspace, package)
    reference = begun.reference if begun else f"package:{new_reference()}"
    return start_payment(
        workspace=workspace,
        reference=reference,
        tariff=package,
        by=by,
        title=package.name,
        return_path=return_path,
        channel=channel,
        request=request,
    )
