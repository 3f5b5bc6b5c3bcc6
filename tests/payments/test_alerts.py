import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEntry
from accounts.row_security import staff_scope
from payments import actions, signals
from payments.models import Alert
from tests.databases import as_owner
from tests.factories.payments import make_payment


@pytest.fixture
def heard():
    told = []

    def hear(sender, alert, **kwargs):
        told.append(alert)

    signals.person_needed.connect(hear)
    yield told
    signals.person_needed.disconnect(hear)


def _written() -> list[dict]:
    return list(AuditEntry.objects.filter(action="alert.raise").order_by("pk").values_list("after", flat=True))


@pytest.mark.django_db
def test_alert_is_a_row_an_audit_line_and_a_signal_once(people, heard):
    payment = make_payment(people.workspace)
    with staff_scope():
        for _ in range(2):
            actions.alert_about_payment(payment=payment, kind=Alert.Kind.TWICE, detail="77")
        assert Alert.objects.get().payment == payment
        assert [alert.kind for alert in heard] == ["twice"]
        assert _written() == [{"kind": "twice", "subject": payment.our_reference, "detail": "77"}]
        assert AuditEntry.objects.get(action="alert.raise").workspace_id == people.workspace.pk


@pytest.mark.django_db
def test_alert_about_something_else_or_another_gateway_is_another_one(people, heard):
    payment = make_payment(people.workspace)
    with staff_scope():
        for about in ("1", "2", "2"):
            actions.alert_about_payment(payment=payment, kind=Alert.Kind.MONEY_HELD, about=about)
        for code in ("mock", "apipay", "mock"):
            actions.alert_about_gateway(code=code, kind=Alert.Kind.MISCONFIGURED, about="no key")
    assert len(heard) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(("days_left", "is_told"), [(61, False), (60, True), (0, True)])
def test_end_is_told_when_it_is_near(heard, days_left, is_told):
    with staff_scope():
        actions.alert_about_ending(code="mock", days_left=days_left, reason="The certificate ends.")
    assert bool(heard) is is_told


@pytest.mark.django_db(transaction=True)
def test_stored_alerts_about_receipts_say_which_since():
    with as_owner():
        call_command("migrate", "payments", "0022", verbosity=0)
        with staff_scope(), connection.cursor() as cursor:
            for kind in ("receipt", "no_receipt", "twice"):
                cursor.execute(
                    "INSERT INTO payments_alert (gateway, kind, subject, detail, raised_at) VALUES ('mock', %s, '1', '', now())", [kind]
                )
        call_command("migrate", "payments", "0023", verbosity=0)
    with staff_scope():
        assert {alert.kind for alert in Alert.objects.all()} == {"transfer_receipt", "fiscal_refused", "twice"}
        assert str(Alert.Kind("transfer_receipt").label) != str(Alert.Kind("fiscal_refused").label)
