from deploy.local import steps


def test_demo_data_is_loaded_again_when_the_address_changes():
    states = [{name: state for name, _, state in steps._steps({"SITE_URL": url})} for url in ("http://a", "http://b")]
    assert states[0]["migrate"] == states[1]["migrate"]
    assert states[0]["demo"] != states[1]["demo"]


def test_only_migrating_is_done_as_the_owner(monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    env = {"DATABASE_URL": "postgresql://serves@/db"}
    assert steps.as_owner(env) == env
    assert steps.as_owner(env | {"DATABASE_OWNER_URL": "postgresql://owns@/db"})["DATABASE_URL"] == "postgresql://owns@/db"
