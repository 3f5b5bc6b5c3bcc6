"""No container engine is asked here: only whether the files say what the house says."""

import re

import yaml

from tests.architecture.sources import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_the_parts_of_the_product():
    assert set(COMPOSE["services"]) == {"postgres", "valkey", "roles", "prepare", "web", "worker", "beat"}


def test_compose_mounts_files_that_exist():
    mounted = [volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", [])]
    assert [path for path in mounted if path.startswith("./") and not (ROOT / path).exists()] == []


def test_application_in_containers_is_not_the_database_superuser():
    assert "//toi_invite:" in COMPOSE["services"]["web"]["environment"]["DATABASE_URL"]


def test_nothing_that_serves_in_containers_knows_the_tables_owner():
    assert [name for name, one in COMPOSE["services"].items() if "toi_owner" in str(one)] == ["roles", "prepare"]
    assert "DATABASE_URL=$$DATABASE_OWNER_URL python manage.py migrate" in COMPOSE["services"]["prepare"]["command"][-1]


def test_roles_in_containers_are_brought_up_to_date_before_anything_migrates():
    assert COMPOSE["services"]["prepare"]["depends_on"]["roles"] == {"condition": "service_completed_successfully"}


def test_image_and_makefile_use_the_same_uv():
    versions = set()
    for name, pattern in (("deploy/Dockerfile", r"uv==([\d.]+)"), ("Makefile", r"UV_VERSION := ([\d.]+)")):
        versions |= set(re.findall(pattern, (ROOT / name).read_text()))
    assert len(versions) == 1


def test_image_runs_as_an_ordinary_user():
    assert "\nUSER toi-invite\n" in (ROOT / "deploy/Dockerfile").read_text()
