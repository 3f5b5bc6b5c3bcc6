"""What the journal holds against a client."""


def test_request_id_is_missing_or_reused(bank, merchant):
    merchant.get("health/ping", headers={"X-Request-ID": ""})
    for _ in range(2):
        assert merchant.get("health/ping", headers={"X-Request-ID": "one"})["StatusCode"] == 0
    assert bank.violations() == ["REQUEST_ID_MISSING", "REQUEST_ID_REUSED"]


def test_polling_faster_than_told(bank, merchant):
    number = merchant.new()
    for gap in (0, 5, 4.5, 4.4):
        bank.advance(gap)
        merchant.status(number)
    assert bank.violations() == ["POLL_TOO_FAST"]


def test_polling_after_the_end_was_told(bank, merchant):
    number = merchant.new()
    bank.pay(number)
    merchant.status(number)
    bank.advance(5)
    assert bank.violations() == []
    merchant.status(number)
    assert bank.violations() == ["POLL_AFTER_FINAL"]
    assert bank.violations("POLL_AFTER_FINAL") == []


def test_secret_in_an_address(bank, merchant):
    merchant.get("health/ping", params={"key": bank.organization.api_key})
    assert bank.violations() == ["SECRET_IN_URL"]


def test_journal_tells_requests_and_answers(bank, merchant):
    number = merchant.new()
    entry = bank.journal.calls("qr/create")[-1]
    assert (entry.listener, entry.method, entry.status) == ("r3", "POST", 200)
    assert str(number) in entry.response
    assert '"Amount":5000' in entry.body.replace(" ", "")
