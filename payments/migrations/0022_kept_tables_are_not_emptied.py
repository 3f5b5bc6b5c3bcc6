from django.db import migrations

from accounts.kept_tables import keep_rows, refuse_emptying

KEPT = (
    "payments_alert",
    "payments_balanceentry",
    "payments_billercall",
    "payments_finding",
    "payments_findingnote",
    "payments_fiscalreceipt",
    "payments_gatewayevent",
    "payments_payment",
    "payments_refund",
    "payments_statement",
    "payments_tariffprice",
    "payments_transferproof",
)
# Who set a price may go; what it was and from when on may not change. A later price is a row of its own.
PRICES_STAY = """
DROP TRIGGER payments_tariffprice_is_kept ON payments_tariffprice;
CREATE TRIGGER payments_tariffprice_is_kept BEFORE UPDATE OF id, tariff_id, amount_tiyn, starts_at OR DELETE ON payments_tariffprice
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
PRICES_GO = """
DROP TRIGGER payments_tariffprice_is_kept ON payments_tariffprice;
CREATE TRIGGER payments_tariffprice_is_kept BEFORE DELETE ON payments_tariffprice FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0021_base_paid_anew"), ("accounts", "0004_trail_is_not_emptied")]

    operations = [
        *(refuse_emptying(table) for table in KEPT),
        *keep_rows("payments_customerreturn", against="DELETE"),
        migrations.RunSQL(PRICES_STAY, PRICES_GO),
    ]
