import pytest

from accounts.checks import check_serving_role


@pytest.mark.parametrize(
    ("user", "is_migrating", "found"),
    [("toi_invite", False, []), ("toi_elsewhere", False, ["accounts.E001"]), ("toi_owner", True, []), ("", False, [])],
)
def test_who_serves_must_be_who_is_given_the_rows(settings, monkeypatch, user, is_migrating, found):
    monkeypatch.setitem(settings.DATABASES["default"], "USER", user)
    settings.DATABASE_ROLE, settings.IS_MIGRATING = "toi_invite", is_migrating
    assert [one.id for one in check_serving_role()] == found
