import pytest
import time_machine

from payments import breaker
from payments.gateways import NotTakenError, PermanentError, RetryableError


def call(error=None, code="bank"):
    with breaker.guarded(code):
        if error:
            raise error
        return "answer"


def fail(times=breaker.FAILURES):
    for _ in range(times):
        with pytest.raises(RetryableError):
            call(RetryableError("502"))


def test_bank_that_keeps_failing_is_left_alone_but_for_one_question_in_a_while():
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False) as clock:
        fail()
        assert breaker.is_open("bank")
        fail(1)
        with pytest.raises(NotTakenError):
            call()
        clock.shift(breaker.REST + 1)
        assert call() == "answer"
    assert not breaker.is_open("bank")


def test_other_banks_are_not_touched():
    fail()
    assert call(code="other") == "answer"


@pytest.mark.parametrize("error", [None, PermanentError("no")])
def test_any_answer_starts_the_count_anew(error):
    fail(breaker.FAILURES - 1)
    if error:
        with pytest.raises(PermanentError):
            call(error)
    else:
        call()
    fail(breaker.FAILURES - 1)
    assert not breaker.is_open("bank")


def test_failures_of_long_ago_are_forgotten():
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False) as clock:
        fail()
        clock.shift(breaker.REMEMBERED + 1)
        assert call() == "answer"
