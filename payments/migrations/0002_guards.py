from django.db import migrations

from accounts.row_security import protect_table

KEPT_FOREVER = """
CREATE TRIGGER {table}_is_kept BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

REFUNDS_WITHIN_PAYMENT = """
CREATE FUNCTION refuse_refund_beyond_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    received bigint;
    others bigint;
BEGIN
    SELECT paid_tiyn INTO received FROM payments_payment WHERE id = NEW.payment_id FOR UPDATE;
    SELECT coalesce(sum(amount_tiyn), 0) INTO others FROM payments_refund
        WHERE payment_id = NEW.payment_id AND id <> NEW.id AND state <> 'failed';
    IF NEW.state <> 'failed' AND others + NEW.amount_tiyn > received THEN
        RAISE EXCEPTION 'refunds exceed what was received' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refunds_within_payment BEFORE INSERT OR UPDATE ON payments_refund
    FOR EACH ROW EXECUTE FUNCTION refuse_refund_beyond_payment();
"""

TARIFFS = [
    ("free", 0, "Тегін", "Бесплатный", "Free"),
    ("standard", 299_000, "Стандарт", "Стандарт", "Standard"),
    ("premium", 599_000, "Премиум", "Премиум", "Premium"),
]


def kept(table, what):
    return migrations.RunSQL(KEPT_FOREVER.format(table=table, what=what), f"DROP TRIGGER {table}_is_kept ON {table};")


def create_tariffs(apps, schema_editor):
    """The prices the product begins with; staff change them in the CMS."""
    Tariff, Price = apps.get_model("payments.Tariff"), apps.get_model("payments.TariffPrice")
    for code, amount, kk, ru, en in TARIFFS:
        tariff = Tariff.objects.create(code=code, amount_tiyn=amount, name_kk=kk, name_ru=ru, name_en=en)
        Price.objects.create(tariff=tariff, amount_tiyn=amount)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        kept("payments_payment", "DELETE"),
        kept("payments_refund", "DELETE"),
        kept("payments_gatewayevent", "UPDATE OR DELETE"),
        kept("payments_tariffprice", "DELETE"),
        migrations.RunSQL(
            REFUNDS_WITHIN_PAYMENT,
            "DROP TRIGGER refunds_within_payment ON payments_refund; DROP FUNCTION refuse_refund_beyond_payment();",
        ),
        *protect_table("payments_payment"),
        *protect_table("payments_gatewayevent"),
        *protect_table("payments_refund"),
        migrations.RunPython(create_tariffs, migrations.RunPython.noop),
    ]
