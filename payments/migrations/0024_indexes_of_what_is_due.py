from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_trail_is_not_emptied'),
        ('payments', '0023_kinds_of_receipts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='customerreturn',
            index=models.Index(condition=models.Q(('state__in', ['opening', 'open'])), fields=['next_check_at'], name='customer_return_due'),
        ),
        migrations.AddIndex(
            model_name='fiscalreceipt',
            index=models.Index(condition=models.Q(('state', 'ordered')), fields=['id'], name='fiscal_receipt_to_issue'),
        ),
        migrations.AddIndex(
            model_name='gatewayevent',
            index=models.Index(condition=models.Q(('outcome', 'completed'), ('verdict', 'applied')), fields=['payment'], name='gateway_event_proof'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('state__in', ['created', 'create_unknown', 'pending', 'scanned'])), fields=['id'], name='payment_open'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('completed_at__isnull', False)), fields=['completed_at'], name='payment_completed'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('attention', ''), _negated=True), fields=['-id'], name='payment_needs_attention'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(condition=models.Q(('state__in', ['requested', 'sent'])), fields=['id'], name='refund_to_send'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(condition=models.Q(('state', 'done')), fields=['done_at'], name='refund_done'),
        ),
    ]
