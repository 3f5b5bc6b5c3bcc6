from deploy.local import steps
from deploy.local.postgres import APPLICATION, DATABASE, OWNER, STAFF
from tests.architecture.sources import ROOT


def test_demo_data_is_loaded_again_when_the_address_changes():
    states = [{name: state for name, _, state in steps._steps({"SITE_URL": url})} for url in ("http://a", "http://b")]
    assert states[0]["migrate"] == states[1]["migrate"]
    assert states[0]["demo"] != states[1]["demo"]


def test_production_makes_the_same_roles_as_the_demo():
    script = (ROOT / "deploy/postgres/init.sql").read_text()
    for role, password in ((OWNER, ":owner_password"), (APPLICATION, ":password")):
        assert f"CREATE ROLE {role} LOGIN PASSWORD {password} NOSUPERUSER NOBYPASSRLS;" in script
    assert f"CREATE ROLE {STAFF} NOLOGIN BYPASSRLS;" in script
    assert f"CREATE DATABASE {DATABASE} OWNER {OWNER}" in script


def test_only_migrating_is_done_as_the_owner(monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    env = {"DATABASE_URL": "postgresql://serves@/db"}
    assert steps.as_owner(env) == env
    assert steps.as_owner(env | {"DATABASE_OWNER_URL": "postgresql://owns@/db"})["DATABASE_URL"] == "postgresql://owns@/db"
