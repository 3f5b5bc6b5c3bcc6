"""The whole way on a phone: from the landing page to the first answered invitation and the numbers the family sees."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, Response, expect

from guests import access
from invitations.models import TemplatePage
from tests.factories.accounts import make_workspace
from tests.factories.guests import make_invite
from tests.factories.invitations import make_invitation

LIST = Path(__file__).parents[1] / "guests/files/family-kk.csv"
# The list's parties, and the sum of its column of seats.
PARTIES, SEATS = 120, 280


@dataclass
class Family:
    """A family's phone, and the language it reads."""

    page: Page
    language: str

    def words(self, text: str, **values: object) -> str:
        with translation.override(self.language):
            return _(text) % values

    def tap(self, text: str, role: str = "link") -> None:
        self.page.get_by_role(role, name=self.words(text), exact=True).first.click()

    def sign_up(self, contact: str) -> None:
        self.page.fill("[name=name]", "Гүлнар Сембаева")
        self.page.fill("[name=contact]", contact)
        self.page.fill("[name=password1]", "ak-dastarqan-2027")
        self.page.press("[name=password1]", "Enter")

    def choose_template(self, key: str) -> None:
        self.page.goto(f"/{self.language}/")
        self.page.locator("main a[href$='/templates/']").first.click()
        self.page.locator(f"main a[href*='/templates/{key}/']").first.click()
        self.tap("Use this template")

    def say_the_facts(self, **facts: str) -> None:
        for name, value in facts.items():
            self.page.fill(f"[name={name}]", value)
        self.tap("Create the invitation", "button")
        self.page.wait_for_url("**/admin/pages/*/edit/")

    def write_hosts(self, hosts: str) -> None:
        """In the editor: one field more, kept without pressing anything."""
        with self.page.expect_response(_is_autosave, timeout=60_000) as saved:
            self.page.fill(f"[name=hosts_{self.language}]", hosts)
        assert saved.value.ok
        self.tap("To the celebration")
        self.page.wait_for_url("**/admin/celebrations/*/")

    def pay_and_publish(self) -> None:
        self.page.goto(self.page.url + "publish/")
        self.page.locator("form[method=post] button.button").last.click()
        self.page.wait_for_url("**/admin/payments/*/")
        with self.page.expect_popup() as opened:
            self.tap("Open Kaspi")
        bank = opened.value
        bank.locator("[value=pay]").click()
        expect(bank.locator("[role=status]")).to_be_visible()
        bank.close()
        self.page.bring_to_front()
        self.page.wait_for_url("**/celebrations/*/publish/")

    def bring_in(self, file: Path) -> None:
        self.page.set_input_files("[name=file]", file)
        self.tap("Look at it first", "button")
        self.page.get_by_role("button", name=self.words("Bring in, guests: %(number)s", number=PARTIES)).click()

    def figure(self, label: str) -> int:
        term = self.page.locator(".host-figure", has=self.page.get_by_text(self.words(label), exact=True))
        return int(re.match(r"\s*(\d+)", term.locator("dd").inner_text())[1])

    def link_of(self, guest: str) -> str:
        row = self.page.locator(".guests-row", has_text=guest)
        return row.locator("[data-copy]").first.get_attribute("data-copy")


def _is_autosave(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/edit/")


def answer(page: Page, link: str, choice: str, **fields: str) -> None:
    """A guest opens the link and answers."""
    page.goto(link)
    page.locator(f"[name=choice][value={choice}]").check()
    for name, value in fields.items():
        field = page.locator(f".rsvp-form [name={name}]")
        field.select_option(value) if name == "people" else field.fill(value)
    page.locator(".rsvp-form button[type=submit]").click()
    expect(page.locator(".reply-thanks")).to_be_visible()


@pytest.mark.parametrize(("language", "contact"), [("kk", "8 701 555 01 01"), ("ru", "gulnar@example.kz")])
def test_family_gets_from_the_landing_page_to_answers(site, language, contact, open_page: Callable[..., Page]):
    family = Family(open_page(language=language), language)
    page = family.page
    family.choose_template("classic")
    family.sign_up(contact)
    names = {"kk": ("Нұрлан", "Айгерім"), "ru": ("Нурлан", "Айгерим")}[language]
    family.say_the_facts(
        first_name=names[0], second_name=names[1], date="2027-06-12", time="18:00", venue="«Көктем» мейрамханасы", address="Алматы"
    )
    family.write_hosts("Асқар — Гүлнар")
    hub = page.url
    family.pay_and_publish()
    address = page.locator("[data-copy]").first.get_attribute("data-copy")

    page.goto(f"{hub}guests/import/")
    family.bring_in(LIST)
    page.goto(f"{hub}guests/")
    assert (family.figure("Links"), family.figure("Invited people"), family.figure("People coming")) == (PARTIES, SEATS, 0)
    page.goto(f"{hub}guests/?search=Ақжібек құдағи")
    link = family.link_of("Ақжібек құдағи")

    guest = open_page(language=language)
    guest.goto(address)
    assert guest.url.endswith(address.partition("/e/")[2])
    expect(guest.locator("body")).to_contain_text(names[1])
    expect(guest.locator("body")).to_contain_text("Асқар — Гүлнар")
    answer(guest, link, "with_spouse", spouse_name="Сәуле")
    expect(guest.locator("body")).to_contain_text("Ақжібек құдағи")

    page.goto(f"{hub}guests/")
    assert (family.figure("People coming"), family.figure("No answer yet")) == (2, PARTIES - 1)


@pytest.fixture
def personal_link(site) -> str:
    """The link of a party of two in a published invitation whose template has the form."""
    template = TemplatePage.objects.get(slug="modern", locale__language_code="kk")
    day = timezone.localdate() + timedelta(days=30)
    page = make_invitation(make_workspace(), template=template, is_published=True, date=day, answer_by=day - timedelta(days=7))
    invite = make_invite(page.invitation, "Сәуле құдағи", seats=2)
    return access.link_for(invite.party, page.invitation)


def test_guest_answers_and_changes_it_without_scripts(personal_link: str, open_page: Callable[..., Page]):
    page = open_page(scripts=False)
    answer(page, personal_link, "coming", people="2", message="Құтты болсын!")
    page.locator("a[href*='change']").click()
    answer_again = page.locator("[name=choice][value=coming]")
    expect(answer_again).to_be_checked()
    page.locator("[name=choice][value=not_coming]").check()
    page.locator(".rsvp-form button[type=submit]").click()
    expect(page.locator(".reply-thanks")).to_be_visible()
    page.goto(personal_link[: personal_link.index("/g/")] + "/g/unknown/")
    expect(page.locator("h1").first).to_be_visible()
