"""What every test needs. PostgreSQL and Valkey come from `deploy.local.pytest_plugin`."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.utils.translation import reloader

from cms import catalogues
from tests.beginnings import INDEXING, Beginning
from tests.databases import TestDatabase
from tests.factories.accounts import People, fetch_people, make_people

_database = pytest.StashKey[TestDatabase]()


def pytest_configure(config: pytest.Config) -> None:
    """Texts are read from compiled catalogues, which git does not keep; Django may have read old ones by now, or none."""
    # Until the tests are found hardly anything is thrown away.
    gc.disable()
    if not hasattr(config, "workerinput"):
        # Also when another run compiled them a moment ago.
        catalogues.compile_all()
        reloader.translation_file_changed(None, Path("django.mo"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again is a tenth of a run."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker) -> Iterator[None]:
    """In place of pytest-django's own: a clone of a database that was migrated once.

    A test with real transactions is followed by a new clone; Django's emptying of each table before it would be for nothing.
    """
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    database = request.config.stash[_database] = TestDatabase(worker)
    with django_db_blocker.unblock():
        database.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield
    with django_db_blocker.unblock():
        database.end()


@pytest.fixture(scope="session")
def test_database(request: pytest.FixtureRequest, django_db_setup) -> TestDatabase:
    """This worker's, to be filled at once."""
    return request.config.stash[_database]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with real transactions leaves its rows behind: give the next one what the migrations left."""
    yield
    if nextitem and _is_transactional(item) and _database in item.config.stash:
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            item.config.stash[_database].renew()


def _is_transactional(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in names or "live_server" in names or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test sees what another one cached."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def module_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Uploads of a module's tests land in a folder of its own."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_media(settings, module_media: Path) -> Path:
    settings.MEDIA_ROOT = str(module_media)
    return module_media


@pytest.fixture
def indexes(settings) -> None:
    """Wagtail's indexes of texts and of references are kept, and files of what is deleted are deleted, as in production."""
    settings.TASKS = INDEXING


@pytest.fixture(scope="module")
def beginning(request: pytest.FixtureRequest, module_media: Path, django_db_setup, django_db_blocker) -> Iterator[Beginning]:
    """What the module's tests begin with; each asks for it by a fixture of its own, which reads the rows anew."""
    own = [item for item in request.session.items if item.nodeid.startswith(f"{request.node.nodeid}::")]
    is_possible = not any(_is_transactional(item) for item in own)
    with Beginning(media=module_media, is_possible=is_possible, unblock=django_db_blocker.unblock).open() as found:
        yield found


@pytest.fixture(scope="module")
def known_people(beginning: Beginning) -> People | None:
    return beginning.write(make_people)


@pytest.fixture
def people(known_people: People | None, db) -> People:
    """The host, the host's teammate, and a stranger with a workspace of their own."""
    return fetch_people(known_people) if known_people else make_people()


@pytest.fixture
def host(client: Client, people: People) -> Client:
    """The host's browser."""
    client.force_login(people.host)
    return client
