"""Production refuses to start half-configured: asked of a process of its own, as it would start."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "a-secret-of-fifty-letters-or-more-0123456789-abcdefghij",
    "GUEST_LINK_KEY": "another-secret-of-fifty-letters-0123456789-abcdefghijkl",
    "ALLOWED_HOSTS": "toi.example",
    "DATABASE_URL": "postgresql://toi@db/toi",
    "REDIS_URL": "redis://cache:6379/0",
    "SITE_URL": "https://toi.example",
    "EMAIL_HOST": "mail.example",
    "S3_BUCKET": "toi",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "secret",
}
PRINT = "from django.conf import settings; settings.DEBUG; print({})"


def start(expression: str = "'started'", **changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {**COMPLETE, **changes}
    env = {"PATH": os.environ["PATH"], **{name: value for name, value in wanted.items() if value is not None}}
    return subprocess.run([sys.executable, "-c", PRINT.format(expression)], env=env, capture_output=True, text=True, check=False)


def test_complete_environment_starts():
    assert start().stdout.strip() == "started"


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"DJANGO_SETTINGS_MODULE"}))
def test_missing_value_refuses_and_is_named(name):
    process = start(**{name: None})
    assert process.returncode != 0
    assert name in process.stderr


@pytest.mark.parametrize(("name", "words"), [("DEBUG", "DEBUG"), ("KASPI_MOCK", "mock payments"), ("APIPAY_SANDBOX", "sandbox")])
def test_switch_of_a_developers_machine_refuses(name, words):
    process = start(**{name: "1"})
    assert process.returncode != 0
    assert words in process.stderr


def test_any_host_at_all_refuses():
    process = start(ALLOWED_HOSTS="toi.example,*")
    assert process.returncode != 0
    assert "ALLOWED_HOSTS" in process.stderr


def test_connections_to_the_database_are_kept_and_asked_whether_they_live():
    values = "(settings.DATABASES['default']['CONN_MAX_AGE'] > 0, settings.DATABASES['default']['CONN_HEALTH_CHECKS'])"
    assert start(values).stdout.strip() == "(True, True)"


def test_production_is_locked_down():
    values = "(settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS >= 31536000)"
    assert start(values).stdout.strip() == "(False, True, True, True)"
    assert start("'mock' in settings.PAYMENT_GATEWAYS or settings.MESSAGE_TEXTS_READABLE").stdout.strip() == "False"
