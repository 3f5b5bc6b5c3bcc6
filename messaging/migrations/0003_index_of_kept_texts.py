from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_trail_is_not_emptied'),
        ('messaging', '0002_once'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(models.Q(('state', 'queued'), _negated=True), models.Q(('body', ''), _negated=True)), fields=['created_at'], name='message_text_kept'),
        ),
    ]
