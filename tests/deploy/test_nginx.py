"""What nginx writes down: nothing that opens somebody's invitation, payment or account. And what it says where the application cannot."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "deploy/nginx"
CONF = (FOLDER / "toi-invite.conf").read_text()
UNLOGGED = [
    re.compile(address if kind else f"^{re.escape(address)}")
    for kind, address in re.findall(r"location (~ )?(\S+) \{\s+access_log off;", CONF)
]


@pytest.mark.parametrize(
    "address",
    [
        "/kk/e/alihan-aigerim/g/2fdOP4Xvje_HuqkIw42rxOi41ZbtAg/",
        "/e/alihan-aigerim/g/2fdOP4Xvje_HuqkIw42rxOi41ZbtAg/",
        "/ru/pay/abc.def/",
        "/kk/pay/abc.def/state/",
        "/kk/accounts/join/abc:def:ghi/",
        "/en/accounts/confirm-email/MQ:abc:def/",
        "/kk/accounts/password/reset/key/1-abc-def/",
        "/api/payments/kaspi/biller/abc/",
    ],
)
def test_secret_in_an_address_is_not_written_down(address):
    assert any(unlogged.match(address) for unlogged in UNLOGGED)


@pytest.mark.parametrize("address", ["/kk/e/alihan-aigerim/", "/kk/accounts/login/", "/admin/payments/"])
def test_other_addresses_are_written_down_without_query_and_referer(address):
    assert not any(unlogged.match(address) for unlogged in UNLOGGED)
    (form,) = re.findall(r"log_format toi_invite '(.+)';", CONF)
    assert "$uri" in form and not re.search(r"\$(request_uri|request\b|args|query_string|http_referer)", form)


def test_plain_http_writes_nothing_down():
    assert "access_log off;" in CONF.split("listen 80;")[1]


@pytest.mark.parametrize("status", ["413", "429", "502", "503", "504"])
def test_errors_of_nginx_itself_are_pages_of_ours_in_three_languages(status):
    shown = {code: page for codes, page in re.findall(r"error_page ([\d ]+) (/\S+);", CONF) for code in codes.split()}
    page = (FOLDER / shown[status].removeprefix("/")).read_text()
    assert re.findall(r'<section lang="(\w+)">', page) == ["kk", "ru", "en"]
    assert not re.search(r"(src|href)=", page)
