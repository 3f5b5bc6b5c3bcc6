"""The tree every installation begins with: a landing page per language and the hosts' folder."""

from django.conf import settings
from django.db import migrations

TITLES = {"kk": "Той шақыруы", "ru": "Приглашения на той", "en": "Invitations"}


def create_site(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("cms.HomePage")
    HostsIndexPage = apps.get_model("accounts.HostsIndexPage")
    home_type, _ = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    hosts_type, _ = ContentType.objects.get_or_create(app_label="accounts", model="hostsindexpage")

    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    key = None
    for number, (language, title) in enumerate(TITLES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        home = HomePage(
            title=title,
            draft_title=title,
            slug="home" if number == 1 else f"home-{language}",
            content_type=home_type,
            path=f"0001{number:04d}",
            depth=2,
            numchild=1 if number == 1 else 0,
            url_path="/home/" if number == 1 else f"/home-{language}/",
            locale=locale,
            live=True,
        )
        if key:
            home.translation_key = key
        home.save()
        key = home.translation_key
        if number == 1:
            HostsIndexPage.objects.create(
                title="Hosts",
                draft_title="Hosts",
                slug="hosts",
                content_type=hosts_type,
                path="000100010001",
                depth=3,
                numchild=0,
                url_path="/home/hosts/",
                locale=locale,
                live=True,
            )
            Site.objects.create(hostname="localhost", port=80, site_name=settings.SITE_NAME, root_page=home, is_default_site=True)
    Page.objects.filter(depth=1).update(numchild=len(TITLES))


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("accounts", "0003_guards"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(create_site, migrations.RunPython.noop)]
