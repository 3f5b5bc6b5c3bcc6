"""/healthz says the process lives; /readyz that database, cache, storage and migrations are there."""

from collections.abc import Callable

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse


def alive() -> HttpResponse:
    return JsonResponse({"status": "ok"})


def ready() -> HttpResponse:
    """503 with the name of what is missing; no detail of the failure, for anyone may ask."""
    state = {name: _works(check) for name, check in CHECKS.items()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _works(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return cursor.fetchone() == (1,)


def _cache() -> bool:
    cache.set("readyz", 1, 10)
    return cache.get("readyz") == 1


def _storage() -> bool:
    default_storage.exists("readyz")
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS = {"database": _database, "cache": _cache, "storage": _storage, "migrations": _migrations}
ANSWERS = {"/healthz": alive, "/readyz": ready}
