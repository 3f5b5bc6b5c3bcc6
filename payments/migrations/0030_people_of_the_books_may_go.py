from django.db import migrations, models

from accounts.kept_tables import let_a_person_go

LABELS = """
ALTER TABLE payments_statement DISABLE TRIGGER payments_statement_is_kept;
UPDATE payments_statement SET imported_by_label = left(coalesce(nullif(known.name, ''), known.email, known.phone, ''), 254)
    FROM (SELECT id AS person, name, email, phone FROM accounts_user) AS known WHERE imported_by_id = known.person;
ALTER TABLE payments_statement ENABLE TRIGGER payments_statement_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0029_refund_sent_again")]

    operations = [
        migrations.AddField("statement", "imported_by_label", models.CharField(blank=True, max_length=254)),
        migrations.RunSQL(LABELS, migrations.RunSQL.noop),
        *let_a_person_go("payments_statement", "imported_by_id"),
        *let_a_person_go("payments_findingnote", "by_id"),
    ]
