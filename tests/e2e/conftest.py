"""Journeys in a real Chromium, phone-sized unless a test says otherwise."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from wagtail.models import Site

from accounts.models import User
from cms.actions import create_site_content
from deploy.local import browser as chromium
from invitations.actions import create_default_templates
from tests.databases import TestDatabase

# The shell never learns how fast it is connected, and then asks for photos from 3,000 pixels below; Chrome on 4G does from 1,250.
AS_ON_4G = "--blink-settings=lazyLoadingImageMarginPxUnknown=1250"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; Playwright's event loop would make Django suspect asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=[*QUIET, AS_ON_4G])
        yield running
        running.close()


@pytest.fixture
def address(live_server, settings) -> str:
    """Where the product is served from; links in pages and messages point there too."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    _name_site(live_server.url)
    return live_server.url


@pytest.fixture(scope="session")
def site_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pictures that `site` comes with."""
    return tmp_path_factory.mktemp("site") / "media"


@pytest.fixture
def site(address: str, test_database: TestDatabase, site_media: Path, settings) -> str:
    """`address` of an installation as it is opened for the first time: its pages and templates, nobody in it."""

    def write() -> None:
        create_default_templates()
        create_site_content()
        shutil.copytree(settings.MEDIA_ROOT, site_media, dirs_exist_ok=True)

    test_database.fill(write)
    shutil.copytree(site_media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    _name_site(address)
    return address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """`open_page(language="ru", scripts=False, desk=True)` opens a fresh person's browser.

    The test fails if a page raises a script error or asks anything of another host.
    """
    contexts, faults, asked = [], [], set()

    def open_one(*, language: str = "kk", scripts: bool = True, desk: bool = False) -> Page:
        shape = DESK if desk else PHONE
        context = browser.new_context(base_url=address, locale=language, java_script_enabled=scripts, **shape)
        context.on("request", lambda request: _note_stranger(request.url, address, faults))
        context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
        context.on("request", lambda request: asked.add(request))
        for end in ("requestfinished", "requestfailed"):
            context.on(end, lambda request: asked.discard(request))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        _let_finish(context, asked)
        context.close()
    assert faults == []


@pytest.fixture
def enter(client: Client, address: str) -> Callable[[Page, User], Page]:
    """`enter(page, person)`: the browser belongs to somebody who signed in before."""

    def enter_one(page: Page, person: User) -> Page:
        client.force_login(person)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
        return page

    return enter_one


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A Kazakh-speaking person's phone."""
    return open_page()


def _name_site(url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    Site.objects.filter(is_default_site=True).update(hostname=host, port=int(port))


def _let_finish(context: BrowserContext, asked: set[Request]) -> None:
    """What is still being answered would ask a database that is renewed after the test."""
    for page in context.pages:
        for _ in range(50):
            if not asked:
                break
            page.wait_for_timeout(100)


def _note_stranger(url: str, address: str, faults: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:", "about:")):
        faults.append(f"asked another host: {url}")
