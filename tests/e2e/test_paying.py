"""Paying in a browser, one way after the other: the code is read from the screen as a phone's camera would."""

import io
from collections.abc import Callable

import pytest
import zxingcpp
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.row_security import staff_scope
from deploy.kaspi_emulator.config import Config, Timings
from payments import tasks
from payments.gateways import PayAnswer
from payments.models import BillerCall, Payment
from tests.factories.accounts import StaffFactory, make_people
from tests.factories.invitations import make_invitation, make_template
from tests.kaspi.configuring import configure, configure_apipay

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "s3cret-path-of-the-biller"


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def invitation(people):
    return make_invitation(people.workspace, template=make_template(tier="standard"))


@pytest.fixture
def bank(kaspi, settings):
    """The fake one over its sockets, which asks to be asked every second."""
    kaspi.fake.reset(Config(timings=Timings(poll=1)))
    settings.KASPI_MOCK = False
    return kaspi


@pytest.fixture
def press(open_page, enter, people, invitation, settings) -> Callable[..., Page]:
    """`press("kaspi_qr")`: the organizer presses the button with the price, and waits where the money is awaited."""

    def press_one(gateway: str, *, desk: bool = False) -> Page:
        settings.PAYMENT_GATEWAYS = {gateway: settings.PAYMENT_GATEWAYS[gateway]}
        page = enter(open_page(desk=desk), people.host)
        page.goto(f"/admin/celebrations/{invitation.invitation_id}/publish/")
        page.locator("form button[type=submit], form button:not([type])").filter(has_text="2\N{NO-BREAK SPACE}990").first.click()
        expect(page.locator(".checkout")).to_be_visible()
        return page

    return press_one


def payment() -> Payment:
    """The latest one."""
    with staff_scope():
        return Payment.objects.latest("pk")


def calls() -> list[tuple[int | None, str, int, int]]:
    """What the bank has told us by `pay`, and our answers."""
    with staff_scope():
        return list(BillerCall.objects.values_list("payment", "account", "amount_tiyn", "result"))


def camera(page: Page) -> str:
    """What a phone reads from the whole screen."""
    shown = page.locator("img.checkout__code")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    return found.text


def beat(page: Page) -> None:
    """The bank's interval passes, and the queue asks."""
    page.wait_for_timeout(2100)
    tasks.check_due_payments()


def expect_published(page: Page, invitation) -> None:
    """Without anybody's touching it the organizer's page shows the address, which a stranger may open."""
    slug = invitation.invitation.slug
    expect(page.get_by_text(f"/e/{slug}/").first).to_be_visible(timeout=20_000)
    assert Client().get(f"/kk/e/{slug}/").status_code == 200
    assert (payment().state, payment().paid_tiyn) == ("completed", 299_000)


def test_code_on_a_desk_is_read_scanned_and_paid(bank, settings, press, invitation):
    configure(bank, settings)
    page = press("kaspi_qr", desk=True)
    token = camera(page)
    assert token == bank.purchase().token
    bank.scan(token)
    beat(page)
    expect(page.locator(".checkout__scanned")).to_be_visible(timeout=10_000)
    bank.confirm(token)
    beat(page)
    expect_published(page, invitation)


def test_button_on_a_phone_leads_to_the_bank_and_is_paid(bank, settings, press, invitation):
    configure(bank, settings)
    page = press("kaspi_qr")
    page.locator(".checkout__here").click()
    button = page.locator(".checkout__open a")
    expect(button).to_be_visible()
    assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    token = button.get_attribute("href").rpartition("/")[2]
    assert bank.purchase(token).kind == "link"
    bank.pay(token)
    beat(page)
    expect_published(page, invitation)


def test_fast_payment_runs_from_the_code_to_the_banks_page_and_back(bank, settings, press, invitation, browser, address):
    settings.KASPI_BILLER_SECRETS, settings.KASPI_BILLER_IPS = [SECRET], ["127.0.0.1"]
    settings.KASPI_BILLER_SERVICE, settings.KASPI_BILLER_ONLINE_URL = "ToiInvite", bank.url("online") + "/online"
    bank.fake.fast_payment |= {"biller_url": f"{address}/api/payments/kaspi/biller/{SECRET}/", "source_ip": "127.0.0.1"}
    page = press("kaspi_biller", desk=True)
    phone = browser.new_context(viewport={"width": 390, "height": 844}, ignore_https_errors=True)
    try:
        bill = phone.new_page()
        bill.goto(camera(page))
        assert (payment().state, calls()) == ("pending", [])
        bill.locator("form .button").first.click()
        # Coming back proves nothing: whoever does is asked who they are, like everybody.
        bill.wait_for_url(f"{address}/**")
        assert "/login/" in bill.url, bill.url
        expect_published(page, invitation)
    finally:
        phone.close()
    made = payment()
    assert (made.gateway, made.channel, made.provider_payment_id) == ("kaspi_biller", "qr", made.account)
    assert calls() == [(made.pk, made.account, 299_000, PayAnswer.OK)]
    with staff_scope():
        word = made.events.get(outcome="completed")
        assert (word.source, word.verdict, word.amount_tiyn) == ("pay", "applied", 299_000)
        right = invitation.invitation.entitlements.get()
        assert (right.payment_reference, right.tier) == (made.our_reference, "standard")


def test_aggregators_message_publishes_while_the_page_waits(bank, settings, press, invitation, address):
    configure_apipay(bank, settings)
    bank.webhooks_to(f"{address}/api/payments/webhooks/apipay/")
    try:
        page = press("apipay", desk=True)
        assert camera(page) == payment().link
        bank.turn_invoice("paid")
        expect_published(page, invitation)
    finally:
        bank.webhooks_to("")


def test_transfer_is_published_when_staff_have_seen_the_money(settings, press, people, invitation, open_page, enter, tmp_path):
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+7 701 521 15 45", "Ерлан Қ."
    page = press("manual")
    expect(page.locator(".checkout__number").first).to_have_text("+7 701 521 15 45")
    receipt = tmp_path / "receipt.png"
    Image.new("RGB", (400, 800), "white").save(receipt)
    page.set_input_files("#id_file", receipt)
    page.locator(".checkout__send button").click()
    expect(page.locator("#id_file")).to_have_count(0)
    assert payment().state == "pending"
    desk = enter(open_page(desk=True), StaffFactory())
    desk.goto("/admin/payments/transfers/")
    desk.locator("form[action$='/approve/'] button").click()
    desk.wait_for_load_state()
    enter(page, people.host).goto(f"/admin/celebrations/{invitation.invitation_id}/publish/")
    expect_published(page, invitation)
