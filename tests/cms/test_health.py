import pytest
from django.db import OperationalError

from cms import health


def test_healthz_answers_without_a_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_names_everything_that_is_there(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "cache": True, "storage": True, "migrations": True}


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["database", "cache", "storage", "migrations"])
def test_readyz_names_what_is_missing_and_no_detail(client, monkeypatch, part):
    def fail() -> bool:
        raise OperationalError("password=secret")

    monkeypatch.setitem(health.CHECKS, part, fail)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()[part] is False
    assert b"secret" not in answer.content


def test_health_needs_no_known_host(client, settings):
    settings.ALLOWED_HOSTS = ["toi.example"]
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200
