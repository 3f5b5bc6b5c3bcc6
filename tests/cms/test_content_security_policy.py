import re
from base64 import b64encode
from hashlib import sha256

import pytest

from cms.models import TextPage
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.django_db


def policy(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", ["/kk/", "/kk/help/", "/ru/accounts/login/", "/en/accounts/signup/", "/kk/nothing/"])
def test_site_page_allows_nothing_inline_and_holds_nothing_inline(site_content, client, path):
    answer = client.get(path)
    assert policy(answer)["default-src"] == ["'self'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert not re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)', page)


def test_admin_allows_no_inline_script(client):
    client.force_login(StaffFactory())
    sources = policy(client.get("/admin/account/"))
    assert sources["default-src"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(sources["script-src"])


@pytest.mark.parametrize("path", ["/admin/account/", "/admin/pages/", "/admin/users/", "/admin/reports/site-history/"])
def test_admin_page_holds_no_inline_script(client, path):
    client.force_login(StaffFactory())
    page = client.get(path, follow=True).content.decode()
    assert not re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", page)


def test_localizes_inline_script_is_the_one_the_policy_knows(site_content, client, settings):
    client.force_login(StaffFactory())
    russian = TextPage.objects.get(slug="help", locale__language_code="ru")
    page = client.get(f"/admin/pages/{russian.pk}/edit/").content.decode()
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]
    assert digests
    assert set(digests) <= set(settings.ADMIN_CONTENT_SECURITY_POLICY["script-src"])
