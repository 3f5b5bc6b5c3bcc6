"""What every test needs. PostgreSQL and Valkey come from `deploy.local.pytest_plugin`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test sees what another one cached."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Uploads land in a folder of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))
    return Path(settings.MEDIA_ROOT)
