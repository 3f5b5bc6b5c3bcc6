from django.db import migrations

from accounts.kept_tables import refuse_emptying


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_guards")]

    operations = [refuse_emptying("accounts_auditentry")]
