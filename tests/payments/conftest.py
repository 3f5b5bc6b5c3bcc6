import pytest

from accounts.row_security import staff_scope


@pytest.fixture
def all_rows(db):
    """The test's own questions see every workspace's rows."""
    with staff_scope():
        yield
