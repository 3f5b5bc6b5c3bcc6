from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0026_refund_waits_for_its_gateway'),
    ]

    operations = [
        # What is there is Kaspi's. Filled by the column's default: the table's trigger refuses an UPDATE.
        migrations.AddField(
            model_name='billercall',
            name='gateway',
            field=models.CharField(default='kaspi_biller', max_length=32),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='billercall',
            name='txn_id',
            field=models.CharField(max_length=64, verbose_name='number at the bank'),
        ),
        migrations.AddConstraint(
            model_name='billercall',
            constraint=models.UniqueConstraint(fields=('gateway', 'txn_id'), name='biller_call_once'),
        ),
    ]
