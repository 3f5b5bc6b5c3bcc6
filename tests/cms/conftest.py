from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from cms import actions


@pytest.fixture(scope="module")
def site_content(django_db_setup, django_db_blocker) -> Iterator[list[Any]]:
    """The site's own pages in three languages: they take seconds to make, so a module's tests see the same ones. What a test changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield actions.create_site_content()
        transaction.set_rollback(True)
