"""An agency on a phone: it buys a package, publishes a celebration from it and finds both in the history."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts import actions as accounts_actions
from accounts.row_security import staff_scope
from payments import balance_queries
from tests.e2e.phone import complaints
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation, make_template

pytestmark = pytest.mark.django_db(transaction=True)


def test_package_is_bought_and_a_celebration_published_from_it(open_page, enter):
    people = make_people()
    accounts_actions.change_language(user=people.host, language="kk")
    celebration = make_invitation(people.workspace, template=make_template(tier="standard")).invitation
    page = enter(open_page(), people.host)
    page.goto("/admin/payments/")
    page.get_by_role("link", name="Жарияланымдар қоры").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Жарияланымдар қоры")
    assert complaints(page) == []
    _buy(page, "10 жарияланым · Стандарт")
    expect(page.locator(".balance-left")).to_contain_text("10")
    page.goto(f"/admin/celebrations/{celebration.pk}/publish/")
    expect(page.get_by_role("button", name="Қордан жариялау (10 қалды)")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="Қордан жариялау (10 қалды)").click()
    expect(page.get_by_text(f"/e/{celebration.slug}/").first).to_be_visible()
    assert Client().get(f"/kk/e/{celebration.slug}/").status_code == 200
    page.goto("/admin/payments/balance/")
    rows = page.locator(".host-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(str(celebration))
    expect(rows.nth(0)).to_contain_text("−1")
    expect(rows.nth(1)).to_contain_text("+10")
    assert complaints(page) == []
    with staff_scope():
        assert balance_queries.balance(people.workspace) == {"standard": 9, "premium": 0}


def _buy(page: Page, package: str) -> None:
    """By the button for this phone, at the pretended bank; the page that waits comes back by itself."""
    page.locator(".balance-package").filter(has_text=package).get_by_role("button").click()
    page.wait_for_url("**/admin/payments/*/")
    bank = page.context.new_page()
    bank.goto(page.locator(".checkout__open a").get_attribute("href"))
    bank.locator("[value=pay]").click()
    expect(bank.locator("[role=status]")).to_be_visible()
    bank.close()
    page.wait_for_url("**/admin/payments/balance/*/", timeout=20_000)
