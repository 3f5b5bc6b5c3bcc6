"""Takes the README's pictures from a running demo: `make demo`, then `.venv/bin/python -m deploy.pictures`."""

import json

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from deploy.local import browser, places
from deploy.local.steps import SUMMARY

FOLDER = places.ROOT / "docs" / "pictures"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1280, "height": 844}}


def take() -> None:
    """The personal link and the guest list on a phone, the editor with its preview on a desk."""
    said = json.loads(SUMMARY.read_text())
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        guest = chromium.new_context(locale="kk", **PHONE)
        _picture(guest, said["Personal link"], "invitation")
        host = chromium.new_context(locale="kk", **PHONE)
        celebration = _sign_in(host, said)
        _picture(host, f"{celebration}guests/", "guests")
        desk = chromium.new_context(locale="kk", storage_state=host.storage_state(), **DESK)
        _picture_of_editor(desk, celebration)
        chromium.close()


def _sign_in(context: BrowserContext, said: dict[str, str]) -> str:
    """The address of the organizer's first celebration."""
    page = context.new_page()
    page.goto(said["Admin"])
    login, password = said["Organizer"].split()
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/celebrations/")
    return f"{page.url}1/"


def _picture(context: BrowserContext, address: str, name: str) -> None:
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    _keep(page, name)


def _picture_of_editor(context: BrowserContext, celebration: str) -> None:
    page = context.new_page()
    page.goto(celebration)
    page.locator("a[href*='/edit/']").first.click()
    page.locator("[data-side-panel-toggle='preview']").click()
    page.wait_for_timeout(8000)  # the preview is drawn a while after the form
    _keep(page, "editor")


def _keep(page: Page, name: str) -> None:
    """256 colours are enough, and a third of the bytes."""
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(path, optimize=True)


if __name__ == "__main__":
    take()
