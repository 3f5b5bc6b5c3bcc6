import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import protect_table

KEPT = """
CREATE TRIGGER payments_billercall_is_kept BEFORE UPDATE OR DELETE ON payments_billercall
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_guards'),
        ('payments', '0004_partly_refunded_may_be_topped_up'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BillerCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('txn_id', models.CharField(max_length=20, unique=True, verbose_name='number at the bank')),
                ('account', models.CharField(max_length=200)),
                ('amount_tiyn', models.BigIntegerField(verbose_name='amount')),
                ('result', models.PositiveSmallIntegerField()),
                ('booked_at', models.DateTimeField(null=True)),
                ('answer', models.BinaryField()),
                ('content_type', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'payment told by the bank',
                'verbose_name_plural': 'payments told by the bank',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='account',
            field=models.CharField(blank=True, editable=False, max_length=16, verbose_name='number to pay by'),
        ),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('underpaid', 'Less was paid than asked'), ('unknown_status', 'The bank said what we do not know'), ('unknown_payment', 'Money for a payment we do not know'), ('taken_back', 'The bank took its word back'), ('refund_by_hand', 'A refund has to be made by hand'), ('nothing_to_grant', 'What was paid for is gone'), ('misconfigured', 'The bank does not accept us'), ('money_held', 'The bank holds money that we refused'), ('foreign_call', "Somebody spoke in the bank's name")], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='gatewayevent',
            name='source',
            field=models.CharField(choices=[('create', 'our request'), ('poll', 'our question'), ('webhook', 'their message'), ('pay', 'their payment call'), ('clock', 'our clock'), ('choice', 'our choice')], max_length=16),
        ),
        migrations.AlterField(
            model_name='payment',
            name='channel',
            field=models.CharField(choices=[('qr', 'QR code'), ('link', 'Button on the phone'), ('invoice', 'Invoice by phone number'), ('page', "The bank's page"), ('number', 'By number in the Kaspi app'), ('transfer', 'Transfer with a receipt')], default='qr', max_length=16, verbose_name='way of paying'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('account', ''), _negated=True), fields=('account',), name='payment_account_once'),
        ),
        migrations.AddField(
            model_name='billercall',
            name='payment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='biller_calls', to='payments.payment'),
        ),
        migrations.AddField(
            model_name='billercall',
            name='workspace',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.workspace'),
        ),
        migrations.RunSQL(KEPT, "DROP TRIGGER payments_billercall_is_kept ON payments_billercall;"),
        *protect_table("payments_billercall"),
    ]
