"""One invitation on its way to be paid: what the organizer, the payer and the queue do."""

from datetime import timedelta
from typing import Any

from time_machine import Traveller

from deploy.kaspi_emulator.bench import Bench
from invitations.models import InvitationPage
from invitations.payables import reference_of
from messaging.models import Message
from payments import actions, queries, tasks
from payments.models import Payment
from tests.factories.accounts import People
from tests.factories.invitations import make_invitation, make_template


def make_unpaid(people: People) -> InvitationPage:
    """The invitation, which nobody may open before it is paid for."""
    return make_invitation(people.workspace, template=make_template(tier="standard"))


class Checkout:
    def __init__(self, bank: Bench, people: People, clock: Traveller, page: InvitationPage) -> None:
        self.bank, self.people, self.clock, self.page = bank, people, clock, page

    def press(self, *, tier: str = "standard", **fields: Any) -> Payment:
        """The organizer presses the button; the queue has not yet run."""
        return actions.start_payment(
            workspace=self.people.workspace,
            reference=reference_of(self.page.invitation),
            tariff=queries.tariff(tier),
            by=self.people.host,
            title="Нұрлан & Айгерім",
            **fields,
        )

    def open(self, **fields: Any) -> Payment:
        """A payment with its code."""
        payment = self.press(**fields)
        tasks.open_payment(payment.pk)
        payment.refresh_from_db()
        return payment

    def wait(self, seconds: float, step: float = 5) -> None:
        """Time passes, and beat wakes the queue in steps: as often as it does for the product, unless said."""
        until = self.now() + seconds
        while (left := until - self.now()) > 0:
            self.clock.shift(min(step, left))
            self.beat()

    def jump(self, **interval: float) -> None:
        """Time passes at once, then beat wakes the queue."""
        self.clock.shift(timedelta(**interval))
        self.beat()

    def beat(self) -> None:
        tasks.check_due_payments()
        tasks.send_waiting_refunds()

    def now(self) -> float:
        from django.utils import timezone

        return timezone.now().timestamp()

    def polls(self, payment: Payment) -> int:
        """How often the bank was asked how this one stands."""
        return len(self.bank.journal.calls(f"/payment/status/{payment.provider_payment_id}"))

    @property
    def is_live(self) -> bool:
        return InvitationPage.objects.get(pk=self.page.pk).live

    @property
    def mails(self) -> list[str]:
        """What the organizer was mailed: the subjects, the oldest first."""
        sent = Message.objects.filter(to=self.people.host.email).order_by("pk")
        return list(sent.values_list("subject", flat=True))

    @property
    def entitlements(self) -> int:
        return self.page.invitation.entitlements.filter(revoked_at=None).count()


def state(payment: Payment) -> str:
    payment.refresh_from_db()
    return payment.state


NAME = "«Нұрлан & Айгерім»"
PUBLISHED = f"{NAME} шақыруы төленді және жарияланды"
TWICE = f"{NAME} шақыруы екі рет төленді"
GOES_BACK = f"{NAME} шақыруының төлемі қайтарылады"
