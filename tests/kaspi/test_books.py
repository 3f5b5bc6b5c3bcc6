"""The bank's scripts 35, 36 and 40: what is never asked of the bank, and what its statement says besides."""

import pytest
from django.core import checks
from django.urls import reverse

from invitations.models import InvitationPage
from payments import actions, tasks
from payments.models import Finding
from tests.cms.test_production_settings import start
from tests.factories.accounts import StaffFactory
from tests.factories.invitations import make_invitation, make_template
from tests.factories.payments import make_payment
from tests.kaspi.checkout import state

pytestmark = pytest.mark.django_db
HEADINGS = "Номер операции;Дата и время;Тип операции;Сумма"
DAY = "21.11.2026 15:00"


def test_35_production_takes_no_pretended_money(settings):
    refused = start(KASPI_MOCK="true", DEBUG=None)
    assert refused.returncode != 0
    assert "Production does not take mock payments" in refused.stderr
    settings.DEBUG, settings.KASPI_MOCK = False, True
    found = checks.run_checks(tags=["security"], include_deployment_checks=True)
    assert [message.level for message in found if message.id == "payments.E001"] == [checks.ERROR]


def test_36_free_template_is_published_without_a_word_to_the_bank(checkout, client, people):
    page = make_invitation(people.workspace, template=make_template(tier="free"))
    client.force_login(people.host)
    client.post(reverse("celebrations:publish", args=[page.invitation_id]))
    assert InvitationPage.objects.get(pk=page.pk).live
    assert client.get(InvitationPage.objects.get(pk=page.pk).get_url()).status_code == 200
    assert checkout.bank.journal.entries == []


@pytest.fixture
def paid(checkout):
    """Four payments of one day, all paid, of which the bank has told us three."""

    def buy(number, *, is_known=True):
        payment = make_payment(checkout.people.workspace, reference=f"thing:{number}", gateway_code="kaspi_qr")
        checkout.bank.pay(payment.provider_payment_id)
        if is_known:
            actions.check_payment(payment_id=payment.pk)
        return payment

    payments = [buy(1), buy(2), buy(3), buy(4, is_known=False)]
    assert [state(payment) for payment in payments] == ["completed"] * 3 + ["pending"]
    return payments


def test_40_statement_finds_exactly_what_differs(checkout, paid, django_capture_on_commit_callbacks):
    agreed, gone, other, untold = paid
    rows = [
        f"{agreed.provider_payment_id};{DAY};Покупка;2990,00",
        f"{other.provider_payment_id};{DAY};Покупка;2989,00",
        f"{untold.provider_payment_id};{DAY};Покупка;2990,00",
        f"12799999999;{DAY};Покупка;5990,00",
    ]

    def compare():
        content = "\n".join([HEADINGS, *rows]).encode("cp1251")
        with django_capture_on_commit_callbacks(execute=True):
            return actions.import_statement(gateway="kaspi_qr", name="nov.csv", content=content, by=StaffFactory())[1]

    assert {(found.kind, found.payment_id, found.ours_tiyn, found.theirs_tiyn) for found in compare()} == {
        (Finding.Kind.MISSING_THERE, gone.pk, 299_000, None),
        (Finding.Kind.AMOUNT_DIFFERS, other.pk, 299_000, 298_900),
        (Finding.Kind.MISSING_HERE, untold.pk, 0, 299_000),
        (Finding.Kind.MISSING_HERE, None, None, 599_000),
    }
    # The bank was asked about the one it had not told us of, by which it is mended; nothing is found twice.
    assert state(untold) == "completed"
    assert compare() == []


def test_40_night_asks_about_what_is_open_and_finds_nothing_else(checkout, paid, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.reconcile()
    assert [state(payment) for payment in paid] == ["completed"] * 4
    assert Finding.objects.count() == 0
