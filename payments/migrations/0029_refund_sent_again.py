from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0028_promo_uses_by_what_they_were_for'),
    ]

    operations = [
        migrations.AddField(
            model_name='refund',
            name='is_sent_again',
            field=models.BooleanField(default=False),
        ),
    ]
