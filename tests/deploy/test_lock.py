import pytest

from deploy.local.lock import only_one


def test_second_demo_is_told_where_the_first_one_is(tmp_path):
    with only_one(tmp_path / "lock") as lock:
        lock.say("4711 http://localhost:8000")
        with pytest.raises(SystemExit, match=r"already running \(process 4711\): http://localhost:8000"), only_one(tmp_path / "lock"):
            pass


def test_lock_is_free_again_when_its_holder_is_gone(tmp_path):
    with only_one(tmp_path / "lock") as first:
        first.say("4711 http://localhost:8000")
    with only_one(tmp_path / "lock") as second:
        second.say("4712")
    assert (tmp_path / "lock").read_text() == "4712"
