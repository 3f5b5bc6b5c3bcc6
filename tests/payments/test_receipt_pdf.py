"""Receipts, read back as a person would read them."""

from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from accounts.row_security import staff_scope
from payments import actions, receipt_pdf
from payments.models import Payment
from tests.factories.payments import fresh, make_payment, pay

pytestmark = pytest.mark.django_db
LETTERS = "Ұлғайған әже, өң, қүй, һәм Іңкәр"


def text_of(pdf):
    (page,) = PdfReader(BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


@pytest.fixture
def paid(people):
    payment = pay(make_payment(people.workspace))
    with staff_scope():
        Payment.objects.filter(pk=payment.pk).update(title=LETTERS, payer_label="Әлия Щёлокова")
    return fresh(payment)


@pytest.mark.parametrize(("language", "words"), [("kk", ["Түбіртек", "теңге"]), ("ru", ["Квитанция", "тенге"])])
def test_pdf_says_what_was_paid_in_whole_letters(people, paid, language, words):
    with translation.override(language), staff_scope():
        text = text_of(receipt_pdf.as_pdf(paid))
    for said in (LETTERS, "Әлия Щёлокова", paid.our_reference, "2 990", *words):
        assert said in text


def test_pdf_shows_refunds_and_what_is_left(people, paid, django_capture_on_commit_callbacks):
    with translation.override("ru"), staff_scope():
        before = text_of(receipt_pdf.as_pdf(paid))
    with django_capture_on_commit_callbacks(execute=True), staff_scope():
        actions.refund(payment=paid, amount_tiyn=99_000, by=people.host)
    with translation.override("ru"), staff_scope():
        text = text_of(receipt_pdf.as_pdf(fresh(paid)))
    assert text.count("990 тенге") == before.count("990 тенге") + 1
    assert "2 000 тенге" in text
    assert "2 000 тенге" not in before


def test_long_title_stays_on_the_page(people, paid):
    with staff_scope():
        Payment.objects.filter(pk=paid.pk).update(title="Нұрсұлтанбекұлы " * 15)
        text = text_of(receipt_pdf.as_pdf(fresh(paid)))
    assert text.count("Нұрсұлтанбекұлы") == 15


def test_receipt_is_a_download_for_its_own_people_only(client, host, people, paid):
    address = f"/admin/payments/{paid.our_reference}/receipt.pdf"
    response = host.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")
    assert address in host.get("/admin/payments/").content.decode()
    client.force_login(people.stranger)
    assert client.get(address).status_code == 404


def test_what_was_never_paid_has_no_receipt(host, people):
    waiting = make_payment(people.workspace, reference="thing:2")
    for name in ("receipt/", "receipt.pdf"):
        assert host.get(f"/admin/payments/{waiting.our_reference}/{name}").status_code == 404
