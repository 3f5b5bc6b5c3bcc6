from django.db import migrations

from accounts.row_security import protect_table

TABLES = ["guestlist", "guestlistuse", "party", "guest", "partyinvite", "answer", "attendance"]


class Migration(migrations.Migration):
    dependencies = [("guests", "0001_initial"), ("accounts", "0003_guards")]

    operations = [operation for table in TABLES for operation in protect_table(f"guests_{table}")]
