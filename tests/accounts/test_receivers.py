"""What migrating gives to the roles that serve, told by a second connection that serves meanwhile."""

import os
from collections.abc import Iterator

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts import receivers
from tests.databases import WHO

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def serving() -> Iterator[psycopg.Connection]:
    """The connection of an earlier release; Django's own is the tables' owner's."""
    if "DATABASE_OWNER_URL" not in os.environ:
        pytest.skip("the database of this run comes from outside, with one role for everything")
    before = {key: connection.settings_dict[key] for key in WHO}
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}, autocommit=True) as other:
        connection.close()
        owner = dj_database_url.parse(os.environ["DATABASE_OWNER_URL"])
        connection.settings_dict.update({key: owner[key] for key in WHO})
        yield other
        connection.close()
        connection.settings_dict.update(before)


def test_rows_are_granted_anew_without_a_moment_in_which_they_are_not(serving):
    answers = []

    def read_meanwhile(execute, sql, *arguments):
        done = execute(sql, *arguments)
        answers.append(serving.execute("SELECT count(*) FROM accounts_user").fetchone())
        return done

    with connection.execute_wrapper(read_meanwhile):
        receivers.grant_rows(using="default")
    assert len(answers) > 6


def test_granting_takes_back_what_is_more_than_rows(serving):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT TRUNCATE, REFERENCES, TRIGGER ON accounts_user TO {settings.DATABASE_ROLE}")
        cursor.execute(f"REVOKE SELECT ON accounts_user FROM {settings.DATABASE_ROLE}")
    receivers.grant_rows(using="default")
    rights = "SELECT has_table_privilege('accounts_user', 'TRUNCATE, REFERENCES, TRIGGER'), has_table_privilege('accounts_user', 'SELECT')"
    assert serving.execute(rights).fetchone() == (False, True)


@pytest.mark.parametrize("name", ["DATABASE_ROLE", "DATABASE_STAFF_ROLE"])
def test_nothing_is_migrated_for_a_role_that_does_not_exist(serving, settings, name):
    """The site would be told only by its first question that it may ask nothing."""
    setattr(settings, name, "toi-elsewhere")
    with pytest.raises(ImproperlyConfigured, match=f"{name} is toi-elsewhere"):
        call_command("migrate", verbosity=0, interactive=False)
