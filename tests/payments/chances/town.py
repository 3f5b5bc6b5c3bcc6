"""What people do in a random sequence: the family with its invitation, the payer at the bank, staff, and time."""

from contextlib import suppress
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone
from time_machine import Traveller

from accounts.models import User
from accounts.row_security import staff_scope, workspace_scope
from deploy.kaspi_emulator.bench import Bench
from invitations import actions as invitation_actions
from invitations import tasks as invitation_tasks
from invitations.entitlements import publish_from_balance, publish_or_pay
from invitations.models import Invitation, InvitationPage, Theme
from payments import actions, queries, tasks
from payments.gateways import NoGatewayError
from payments.models import Finding, Package, Payment, Refund

from .processes import Processes
from .tills import TILLS

HEADINGS = "Номер операции;Дата и время;Тип операции;Сумма"


class Town:
    """Rows are fetched anew for every step, as another process would."""

    def __init__(self, page_id: int, premium: Theme, host: User, staff: User, bank: Bench, till: str, clock: Traveller) -> None:
        self.page_id, self.premium, self.host, self.staff, self.bank, self.clock = page_id, premium, host, staff, bank, clock
        self.invitation = InvitationPage.objects.get(pk=page_id).invitation
        self.plain = InvitationPage.objects.get(pk=page_id).theme
        self.processes = Processes()
        self.till = TILLS[till](bank, self.processes.run, staff)

    # The family

    @property
    def page(self) -> InvitationPage | None:
        return InvitationPage.objects.filter(pk=self.page_id).specific().first()

    @property
    def shown(self) -> InvitationPage | None:
        """As guests would get it; cheaper than `page`."""
        return InvitationPage.objects.select_related("invitation", "theme").filter(pk=self.page_id).first()

    @property
    def is_archived(self) -> bool:
        return Invitation.objects.filter(pk=self.invitation.pk, archived_at__isnull=False).exists()

    def press_publish(self, channel: str, *, is_to_last: bool = False) -> None:
        """What the button does; it is not there for what is archived or deleted."""
        if (page := self.page) is not None and not self.is_archived:
            with workspace_scope(self.invitation.workspace_id), suppress(NoGatewayError):
                publish_or_pay(page=page, return_path="/", by=self.host, channel=channel, is_to_last=is_to_last)

    def buy_package(self, channel: str) -> None:
        """The family keeps a balance, as agencies do."""
        with workspace_scope(self.invitation.workspace_id), suppress(NoGatewayError):
            package = Package.objects.get(code="standard-10")
            actions.buy_package(workspace=self.invitation.workspace, package=package, by=self.host, return_path="/", channel=channel)

    def publish_from_balance(self, *, is_to_last: bool = False) -> None:
        """What the other button does; it is not there without a unit."""
        if (page := self.page) is not None and not self.is_archived:
            with workspace_scope(self.invitation.workspace_id), suppress(actions.NoUnitsError):
                publish_from_balance(page=page, by=self.host, is_to_last=is_to_last)

    def dress(self, *, is_premium: bool) -> None:
        """Another look for the draft, which may cost more."""
        if (page := self.page) is not None:
            draft = page.get_latest_revision_as_object()
            draft.theme = self.premium if is_premium else self.plain
            with workspace_scope(self.invitation.workspace_id):
                draft.save_revision(user=self.host)

    def archive(self, *, is_archived: bool) -> None:
        with workspace_scope(self.invitation.workspace_id):
            invitation_actions.archive(invitation=Invitation.objects.get(pk=self.invitation.pk), by=self.host, is_archived=is_archived)

    def take_down(self) -> None:
        if (page := self.page) is not None and page.live:
            with workspace_scope(self.invitation.workspace_id):
                page.unpublish(user=self.host)

    def delete(self) -> None:
        if (page := self.page) is not None:
            with workspace_scope(self.invitation.workspace_id):
                page.delete()

    # Staff

    def refund(self, which: int, *, is_whole: bool) -> None:
        """Of one payment half or all of what can still be given back."""
        with staff_scope():
            paid = list(Payment.objects.filter(paid_tiyn__gt=0).order_by("pk"))
            if not paid:
                return
            payment = paid[which % len(paid)]
            left = queries.refundable(payment)
            if amount := left if is_whole else left // 200 * 100:
                actions.refund(payment=payment, amount_tiyn=amount, by=self.staff)

    def refund_by_hand(self) -> None:
        """Somebody gives money back in the bank's own desk, and says so."""
        with staff_scope():
            refund = Refund.objects.filter(state=Refund.State.MANUAL).first()
            if refund is not None and self.till.give_back(refund):
                actions.confirm_refund(refund=refund, by=self.staff)

    def set_price(self, tier: str, tenge: int) -> None:
        actions.set_price(tariff=queries.tariff(tier), amount_tiyn=tenge * 100, by=self.staff)

    # Time and machines

    def wait(self, seconds: float) -> None:
        self.clock.shift(seconds)

    def beat(self) -> None:
        for task in (tasks.check_due_payments, tasks.send_waiting_refunds, tasks.check_due_returns, invitation_tasks.end_rights):
            self.processes.run(task.run)

    def lose_memory(self) -> None:
        """FLUSHALL: the queue and the cache are empty."""
        self.processes.queue.clear()
        if self.till.forgets:
            cache.clear()

    def settle(self) -> None:
        """The bank is well again, nobody is killed, and everything that is asked by itself has been asked."""
        self.processes.kill_at(None)
        self.bank.heal()
        self.bank.fake.outage = None
        for minutes in (1, 2, 5, 15, 60, 24 * 60, *([4 * 24 * 60] if self.till.code == "manual" else [])):
            self.till.settle()
            self.wait(minutes * 60 + 1)
            self.beat()
            self.processes.work(200)

    def compare_books(self) -> list[Finding]:
        """Staff import the bank's statement; what differs and was not known."""
        rows = [HEADINGS]
        for one in self.till.purchases:
            if one.processed_at:
                rows.append(f"{one.id};{_written(one.processed_at)};Покупка;{one.amount}")
            rows += [f"{one.id};{_written(refund.at)};Возврат;{refund.amount}" for refund in one.refunds]
        if len(rows) == 1:
            return []
        with staff_scope():
            content = "\n".join(rows).encode()
            return actions.import_statement(gateway=self.till.code, name="s.csv", content=content, by=self.staff)[1]


def _written(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M:%S}"
