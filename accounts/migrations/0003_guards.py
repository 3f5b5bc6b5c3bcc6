from django.db import migrations

from accounts.row_security import CREATE_FUNCTION

AUDIT_IS_APPEND_ONLY = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def create_organizers_group(apps, schema_editor):
    """One group opens the admin to every organizer; what they see there follows from memberships."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    admin_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    permission, _ = Permission.objects.get_or_create(
        content_type=admin_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Organizers")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_workspaces"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION app_workspaces();"),
        migrations.RunSQL(
            AUDIT_IS_APPEND_ONLY,
            "DROP TRIGGER audit_is_append_only ON accounts_auditentry; DROP FUNCTION refuse_change();",
        ),
        migrations.RunPython(create_organizers_group, migrations.RunPython.noop),
    ]
