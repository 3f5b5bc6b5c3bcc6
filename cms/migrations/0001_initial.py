import django.db.models.deletion
import invitations.blocks.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('steps', invitations.blocks.fields.ThinStreamField([], blank=True, verbose_name='steps')),
                ('promises', invitations.blocks.fields.ThinStreamField([], blank=True, verbose_name='what it does')),
            ],
            options={
                'verbose_name': 'landing page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PricesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('tiers', invitations.blocks.fields.ThinStreamField([], blank=True, verbose_name='tiers')),
                ('questions', invitations.blocks.fields.ThinStreamField([], blank=True, verbose_name='questions')),
            ],
            options={
                'verbose_name': 'prices page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TextPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'text page',
                'verbose_name_plural': 'text pages',
            },
            bases=('wagtailcore.page',),
        ),
    ]
