import django.db.models.deletion
import payments.models.transfers
from django.conf import settings
from django.db import migrations, models

from accounts.row_security import protect_table

KEPT = """
CREATE TRIGGER payments_transferproof_is_kept BEFORE DELETE ON payments_transferproof
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_guards'),
        ('payments', '0008_reconciliation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='is_in_review',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('underpaid', 'Less was paid than asked'), ('unknown_status', 'The bank said what we do not know'), ('unknown_payment', 'Money for a payment we do not know'), ('taken_back', 'The bank took its word back'), ('refund_by_hand', 'A refund has to be made by hand'), ('nothing_to_grant', 'What was paid for is gone'), ('ends_soon', 'Something has to be renewed at the bank'), ('books_differ', "Our books and the bank's differ"), ('misconfigured', 'The bank does not accept us'), ('money_held', 'The bank holds money that we refused'), ('receipt', 'A receipt waits to be looked at'), ('foreign_call', "Somebody spoke in the bank's name")], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='gatewayevent',
            name='source',
            field=models.CharField(choices=[('create', 'our request'), ('poll', 'our question'), ('webhook', 'their message'), ('pay', 'their payment call'), ('person', 'a person of ours'), ('clock', 'our clock'), ('choice', 'our choice')], max_length=16),
        ),
        migrations.CreateModel(
            name='TransferProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=payments.models.transfers.place_of)),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('jpeg', 'JPEG'), ('png', 'PNG'), ('webp', 'WebP')], max_length=8)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('was_seen', models.BooleanField(default=False, verbose_name='came before')),
                ('state', models.CharField(choices=[('waiting', 'To be looked at'), ('approved', 'Approved'), ('refused', 'Refused')], default='waiting', max_length=16, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=254, verbose_name='why not')),
                ('amount_tiyn', models.PositiveBigIntegerField(default=0, verbose_name='received')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_proofs', to='payments.payment')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.workspace')),
            ],
            options={
                'verbose_name': 'transfer receipt',
                'verbose_name_plural': 'transfer receipts',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('payment',), name='transfer_proof_one_waits'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('payment',), name='transfer_proof_approved_once')],
            },
        ),
        migrations.RunSQL(KEPT, "DROP TRIGGER payments_transferproof_is_kept ON payments_transferproof;"),
        *protect_table("payments_transferproof"),
    ]
