from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0024_indexes_of_what_is_due'),
    ]

    operations = [
        migrations.AlterField(
            model_name='payment',
            name='channel',
            field=models.CharField(choices=[('qr', 'QR code'), ('link', 'Button on the phone'), ('invoice', 'Invoice by phone number'), ('page', "The bank's page"), ('number', 'By number in the bank’s app'), ('transfer', 'Transfer with a receipt')], default='qr', max_length=16, verbose_name='way of paying'),
        ),
    ]
