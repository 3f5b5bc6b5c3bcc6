from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0025_number_in_the_banks_app'),
    ]

    operations = [
        migrations.AddField(
            model_name='refund',
            name='gone_since',
            field=models.DateTimeField(null=True),
        ),
    ]
