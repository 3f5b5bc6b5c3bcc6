import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db


def _role(name: str) -> tuple[bool, bool, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = %s", [name])
        return cursor.fetchone()


def test_application_role_is_bound_by_row_security():
    assert _role(connection.settings_dict["USER"]) == (False, False, True)


def test_staff_role_looks_past_row_security_and_cannot_log_in():
    assert _role(settings.DATABASE_STAFF_ROLE) == (False, True, False)


def test_database_folds_kazakh_letters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ӘҒҚҢӨҰҮҺІ'), 'Қыз ұзату' ILIKE 'ҚЫЗ ҰЗАТУ'")
        assert cursor.fetchone() == ("әғқңөұүһі", True)
