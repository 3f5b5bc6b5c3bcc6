"""How often one may ask."""

from datetime import timedelta

import time_machine
from django.core.cache import cache
from django.utils import timezone

from guests.limits import Limit

THREE = Limit("test", 3, 60)


def test_one_more_than_the_most_is_over():
    assert [THREE.is_over("a") for _ in range(5)] == [False, False, False, True, True]


def test_each_key_and_each_limit_counts_alone():
    assert [THREE.is_over(key) for key in "aaab"] == [False] * 4
    assert not Limit("other", 3, 60).is_over("a")
    assert THREE.is_over("a")


def test_window_ends():
    short = Limit("short", 1, 1)
    assert [short.is_over("a") for _ in range(2)] == [False, True]
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert not short.is_over("a")


def test_window_that_ends_between_two_lines_lets_through(monkeypatch):
    def gone(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(cache, "incr", gone)
    assert not THREE.is_over("a")
