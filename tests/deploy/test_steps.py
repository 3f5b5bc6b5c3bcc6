from deploy.local import steps
from deploy.local.postgres import DATABASE, OWNER, STAFF
from tests.architecture.sources import ROOT


def test_demo_data_is_loaded_again_when_the_address_changes():
    states = [{name: state for name, _, state in steps._steps({"SITE_URL": url})} for url in ("http://a", "http://b")]
    assert states[0]["migrate"] == states[1]["migrate"]
    assert states[0]["demo"] != states[1]["demo"]


def test_production_makes_the_same_roles_as_the_demo():
    script = (ROOT / "deploy/postgres/init.sql").read_text()
    for words in (f"CREATE ROLE {OWNER} LOGIN", "NOSUPERUSER NOBYPASSRLS", f"CREATE ROLE {STAFF} NOLOGIN BYPASSRLS"):
        assert words in script
    assert f"CREATE DATABASE {DATABASE} OWNER {OWNER}" in script
