"""What is asked of the balances of prepaid units, and of the packages they are bought in."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from accounts.models import Membership, Workspace

from .models import BalanceEntry, Package, Payment, Tariff

TIERS = [Tariff.Code.STANDARD, Tariff.Code.PREMIUM]
Kind = BalanceEntry.Kind


def packages() -> QuerySet[Package]:
    """What can be bought now, the cheaper tier and the smaller package first."""
    return Package.objects.filter(is_offered=True)


def package_of(code: str) -> Package | None:
    """The package of this code, also one that is no longer offered; None for a tier."""
    return Package.objects.filter(code=code).first()


def names_of_packages() -> list[tuple[str, str]]:
    """Code and name of every package, also of those no longer offered."""
    return [(package.code, package.name) for package in Package.objects.all()]


def balance(workspace: Workspace) -> dict[str, int]:
    """What is left, by tier; both are named."""
    sums = dict(workspace.balance_entries.order_by().values_list("tier").annotate(Sum("units")))
    return {str(tier.value): sums.get(tier, 0) for tier in TIERS}


def units_left(workspace_id: int, tier: str) -> int:
    """What is left of one tier."""
    left = BalanceEntry.objects.filter(workspace_id=workspace_id, tier=tier).aggregate(sum=Sum("units"))["sum"]
    return left or 0


def history(workspace: Workspace) -> QuerySet[BalanceEntry]:
    """How the balance came to be, the newest first, with `left`: what was there of the tier afterwards."""
    so_far = Window(Sum("units"), partition_by=[F("tier")], order_by=F("pk").asc())
    return workspace.balance_entries.annotate(left=so_far).select_related("payment").order_by("-pk")


def spent_on(reference: str, tier: str = "") -> QuerySet[BalanceEntry]:
    """The units that were spent on a thing and did not come back, of one tier when it is named."""
    spent = BalanceEntry.objects.filter(kind=Kind.SPENT, reference=reference)
    spent = spent.filter(tier=tier) if tier else spent
    return spent.exclude(Exists(_same_turn(Kind.UNSPENT)))


def turns_of(reference: str, tier: str) -> int:
    """How often a unit of this tier came back from a thing."""
    return BalanceEntry.objects.filter(kind=Kind.UNSPENT, reference=reference, tier=tier).count()


def came_back_since(reference: str, moment: datetime) -> bool:
    """Whether a unit that was spent on a thing by then has come back since."""
    back = BalanceEntry.objects.filter(kind=Kind.UNSPENT, reference=reference, created_at__gte=moment)
    return back.filter(Exists(_same_turn(Kind.SPENT).filter(created_at__lte=moment))).exists()


def _same_turn(kind: str) -> QuerySet[BalanceEntry]:
    same = {name: OuterRef(name) for name in ("reference", "tier", "turn")}
    return BalanceEntry.objects.filter(kind=kind, **same)


def worth_spent(reference: str) -> int:
    """Tiyn that the units spent on a thing count for, when it goes on to a higher tier: each is as good as its tier costs today."""
    tiers = spent_on(reference).values_list("tier", flat=True)
    return sum(tariff.amount_tiyn for tariff in Tariff.objects.filter(code__in=tiers)) if tiers else 0


def bought_by(payment: Payment) -> BalanceEntry | None:
    """What the payment brought into the balance; None for one that brought nothing."""
    return payment.balance_entries.filter(kind=Kind.BOUGHT).first()


def taken_with(payment: Payment) -> tuple[int, int]:
    """Units that left the balance with a payment's money, and those that could not because they were spent."""
    changes = payment.balance_entries.filter(kind__in=[Kind.TAKEN_BACK, Kind.RETURNED])
    sums = changes.aggregate(taken=Coalesce(Sum("units"), 0), short=Coalesce(Sum("short"), 0))
    return -sums["taken"], sums["short"]


def open_purchase(workspace: Workspace, package: Tariff) -> Payment | None:
    """The newest payment for such a package that money may still come from; not another code of a purchase that was made."""
    made = workspace.balance_entries.filter(kind=Kind.BOUGHT).values("reference")
    live = Payment.objects.filter(workspace=workspace, tariff_code=package.code, state__in=Payment.LIVE)
    return live.exclude(reference__in=made).first()


def workspaces_with_balance(found: QuerySet[Workspace], q: str = "") -> QuerySet[Workspace]:
    """Those of `found` that ever had a unit, or that are called or owned as asked, with what is left of each tier."""
    if q:
        owners = Membership.objects.filter(workspace=OuterRef("pk"), role=Membership.Role.OWNER, user__email__icontains=q)
        found = found.filter(Q(name__icontains=q) | Exists(owners))
    else:
        found = found.filter(Exists(BalanceEntry.objects.filter(workspace=OuterRef("pk"))))
    left = {str(tier.value): Coalesce(Sum("balance_entries__units", filter=Q(balance_entries__tier=tier)), 0) for tier in TIERS}
    return found.annotate(**left).order_by("name", "pk")
