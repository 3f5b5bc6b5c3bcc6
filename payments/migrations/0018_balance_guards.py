from django.db import migrations

from accounts.row_security import protect_table

KEPT = """
CREATE TRIGGER payments_balanceentry_is_kept BEFORE UPDATE OR DELETE ON payments_balanceentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

# The lock is the one `payments.locks.lock_balance` takes: of two who spend the last unit, one does.
NEVER_BELOW_NOTHING = """
CREATE FUNCTION refuse_overdrawn_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('balance:' || NEW.workspace_id || ':' || NEW.tier, 0));
    SELECT coalesce(sum(units), 0) INTO held FROM payments_balanceentry WHERE workspace_id = NEW.workspace_id AND tier = NEW.tier;
    IF held + NEW.units < 0 THEN
        RAISE EXCEPTION 'a balance never falls below nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balance_never_below_nothing BEFORE INSERT ON payments_balanceentry
    FOR EACH ROW EXECUTE FUNCTION refuse_overdrawn_balance();
"""

PACKAGES = [
    ("standard", 10, 2_490_000, "10 жарияланым · Стандарт", "10 публикаций · Стандарт", "10 publications · Standard"),
    ("standard", 30, 5_970_000, "30 жарияланым · Стандарт", "30 публикаций · Стандарт", "30 publications · Standard"),
    ("premium", 10, 4_990_000, "10 жарияланым · Премиум", "10 публикаций · Премиум", "10 publications · Premium"),
    ("premium", 30, 11_970_000, "30 жарияланым · Премиум", "30 публикаций · Премиум", "30 publications · Premium"),
]


def create_packages(apps, schema_editor):
    """The packages the product begins with; staff change and add to them in the CMS."""
    Tariff, Price = apps.get_model("payments.Tariff"), apps.get_model("payments.TariffPrice")
    for tier, units, amount, kk, ru, en in PACKAGES:
        code = f"{tier}-{units}"
        package = Tariff.objects.create(code=code, tier=tier, units=units, name_kk=kk, name_ru=ru, name_en=en)
        Price.objects.create(tariff=package, amount_tiyn=amount)


class Migration(migrations.Migration):
    dependencies = [("payments", "0017_agency_balance")]

    operations = [
        migrations.RunSQL(KEPT, "DROP TRIGGER payments_balanceentry_is_kept ON payments_balanceentry;"),
        migrations.RunSQL(
            NEVER_BELOW_NOTHING,
            "DROP TRIGGER balance_never_below_nothing ON payments_balanceentry; DROP FUNCTION refuse_overdrawn_balance();",
        ),
        *protect_table("payments_balanceentry"),
        migrations.RunPython(create_packages, migrations.RunPython.noop),
    ]
