import pytest

from accounts.row_security import staff_scope
from tests.factories.accounts import make_people


@pytest.fixture
def people(db):
    return make_people()


@pytest.fixture
def all_rows(db):
    """The test's own questions see every workspace's rows."""
    with staff_scope():
        yield
