import pytest

from deploy.local import steps

SERVES, OWNS = "postgresql://serves@/db", "postgresql://owns@/db"


def test_demo_data_is_loaded_again_when_the_address_changes():
    states = [{name: state for name, _, state in steps._steps({"SITE_URL": url})} for url in ("http://a", "http://b")]
    assert states[0]["migrate"] == states[1]["migrate"]
    assert states[0]["demo"] != states[1]["demo"]


@pytest.fixture
def connected(monkeypatch, tmp_path) -> dict[str, str]:
    """As whom each step that is prepared connects."""
    connected = {}
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.setattr(steps, "DONE", tmp_path / "done.json")
    monkeypatch.setattr(steps, "_manage", lambda name, arguments, env, running: connected.update({name: env["DATABASE_URL"]}))
    return connected


def test_only_migrating_is_done_as_the_owner(connected):
    steps.prepare({"SITE_URL": "", "DATABASE_URL": SERVES, "DATABASE_OWNER_URL": OWNS}, [], has_own_database=False)
    assert connected == {"compile_catalogues": SERVES, "migrate": OWNS, "demo": SERVES}


def test_owner_of_a_database_from_outside_is_named_by_the_environment(connected, monkeypatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", OWNS)
    steps.prepare({"SITE_URL": "", "DATABASE_URL": SERVES}, [], has_own_database=False)
    assert connected == {"compile_catalogues": SERVES, "migrate": OWNS, "demo": SERVES}


def test_one_role_does_everything_where_no_owner_is_named(connected):
    steps.prepare({"SITE_URL": "", "DATABASE_URL": SERVES}, [], has_own_database=False)
    assert set(connected.values()) == {SERVES}
