from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_trail_is_not_emptied'),
        ('payments', '0027_calls_of_more_than_one_bank'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='promoredemption',
            index=models.Index(fields=['reference'], name='promo_used_for'),
        ),
    ]
