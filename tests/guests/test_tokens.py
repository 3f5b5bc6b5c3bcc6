import pytest

from guests import tokens


def opens(token: str, number: int, version: int) -> bool:
    return any(found == number and tokens.is_sealed(token, number, version, key) for found, key in tokens.candidates(token))


def test_token_opens_its_party_at_its_version_only():
    token = tokens.make(42, 1)
    assert opens(token, 42, 1)
    assert not opens(token, 42, 2) and not opens(token, 43, 1)


def test_tokens_of_neighbours_share_nothing():
    first, second = tokens.make(1, 1), tokens.make(2, 1)
    assert len(first) == tokens.LENGTH
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 10


def test_key_that_was_changed_still_opens_old_links(settings):
    token = tokens.make(7, 1)
    settings.GUEST_LINK_OLD_KEYS = [settings.GUEST_LINK_KEY]
    settings.GUEST_LINK_KEY = "a-new-key-of-guest-links-0123456789"
    assert opens(token, 7, 1) and tokens.make(7, 1) != token
    settings.GUEST_LINK_OLD_KEYS = []
    assert not opens(token, 7, 1)


@pytest.mark.parametrize("token", ["", "abc", "=" * 30, "ә" * 30, "A" * 29, "A" * 31])
def test_nonsense_opens_nothing(token):
    assert not opens(token, 0, 1)


@pytest.mark.parametrize("place", range(tokens.LENGTH - 1))
def test_any_other_letter_makes_it_worthless(place):
    token = tokens.make(42, 1)
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert not opens(changed, 42, 1)
