"""The order in which rows are locked: first everything that is bought under one reference, then the payment."""

from django.db import connection

from .models import Payment


def lock_reference(reference: str) -> None:
    """Until the transaction ends, nobody else starts or completes a payment for this reference."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payment:{reference}"])


def lock_payment(pk: int) -> Payment:
    """The payment, fresh and locked together with its reference; DoesNotExist outside the scope."""
    lock_reference(Payment.objects.values_list("reference", flat=True).get(pk=pk))
    return Payment.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_balance(workspace_id: int, tier: str) -> None:
    """Until the transaction ends, nobody else changes this balance. Comes after the payment; the table's trigger takes the same lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"balance:{workspace_id}:{tier}"])
