from django.db import migrations, models

# What was "receipt" and "no_receipt": of a transfer the one, of the fiscal register the other.
NEW_NAMES = {"receipt": "transfer_receipt", "no_receipt": "fiscal_refused"}
# An alert is never changed, nor seen without its workspace: the tables' owner looks past both for one statement.
RENAME = """
ALTER TABLE payments_alert DISABLE TRIGGER payments_alert_is_kept, NO FORCE ROW LEVEL SECURITY;
{updates}
ALTER TABLE payments_alert ENABLE TRIGGER payments_alert_is_kept, FORCE ROW LEVEL SECURITY;
"""


def rename(names):
    updates = "\n".join(f"UPDATE payments_alert SET kind = '{new}' WHERE kind = '{old}';" for old, new in names.items())
    return RENAME.format(updates=updates)


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0022_kept_tables_are_not_emptied'),
    ]

    operations = [
        migrations.RunSQL(rename(NEW_NAMES), rename({new: old for old, new in NEW_NAMES.items()})),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('underpaid', 'Less was paid than asked'), ('unknown_status', 'The bank said what we do not know'), ('unknown_payment', 'Money for a payment we do not know'), ('taken_back', 'The bank took its word back'), ('refund_by_hand', 'A refund has to be made by hand'), ('nothing_to_grant', 'What was paid for is gone'), ('ends_soon', 'Something has to be renewed at the bank'), ('books_differ', "Our books and the bank's differ"), ('fiscal_refused', 'The fiscal register refused a receipt'), ('misconfigured', 'The bank does not accept us'), ('money_held', 'The bank holds money that we refused'), ('transfer_receipt', "A transfer's receipt waits to be looked at"), ('twice', 'Paid twice'), ('base_gone', 'What it was paid on top of was given back'), ('set_aside', 'Paid another way while a receipt waited: look whether the transfer has come as well'), ('units_spent', 'Money went back for publications already spent'), ('foreign_call', "Somebody spoke in the bank's name")], max_length=20, verbose_name='kind'),
        ),
    ]
