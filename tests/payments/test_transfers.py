"""Transfers by phone number: a receipt is sent, a person looks at it."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.row_security import staff_scope
from payments import actions, files, gateways, queries
from payments.models import Alert, Payment, Refund, TransferProof
from tests.factories.accounts import StaffFactory, join, make_people
from tests.factories.payments import fresh, make_payment, pay

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+7 701 521 15 45", "Ерлан Қ."


@pytest.fixture
def payment(people):
    return make_payment(people.workspace, gateway_code="manual", channel="transfer")


@pytest.fixture
def staff(client):
    staff = StaffFactory()
    client.force_login(staff)
    return staff


def picture(form="PNG", colour="red"):
    out = BytesIO()
    Image.new("RGB", (40, 80), colour).save(out, form)
    return out.getvalue()


def upload(content, name="IMG_1.png"):
    return SimpleUploadedFile(name, content)


def send(client, payment, content, name="чек.png"):
    return client.post(f"/admin/payments/{payment.our_reference}/transfer/", {"file": upload(content, name)}, follow=True)


def sent(payment, content=PDF):
    with staff_scope():
        return actions.send_proof(payment=payment, looked=files.look(upload(content)), by=payment.payer)


def show(client, payment):
    return client.get(f"/admin/payments/{payment.our_reference}/").content.decode()


def approve(client, proof, amount="2990"):
    return client.post(f"/admin/payments/transfers/{proof.pk}/approve/", {f"{proof.pk}-amount": amount}, follow=True)


def refuse(client, proof, reason="Сома сәйкес емес"):
    return client.post(f"/admin/payments/transfers/{proof.pk}/refuse/", {f"{proof.pk}-reason": reason}, follow=True)


class TestFiles:
    @pytest.mark.parametrize(("form", "kind"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp")])
    def test_pictures_are_known_by_their_content(self, form, kind):
        assert files.look(upload(picture(form), "receipt.exe")).kind == kind

    def test_jpeg_with_a_second_picture_is_a_jpeg(self):
        out = BytesIO()
        first, second = Image.new("RGB", (40, 80), "red"), Image.new("RGB", (40, 80))
        first.save(out, "MPO", save_all=True, append_images=[second])
        assert files.look(upload(out.getvalue())).kind == "jpeg"

    @pytest.mark.parametrize("name", [b"zTXt", b"IHDR"])
    def test_picture_that_unpacks_without_end_or_breaks_off_is_no_receipt(self, name):
        told = b"k\0\0" + zlib.compress(b"a" * 3_000_000) if name == b"zTXt" else b"\0\0"
        chunk = struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))
        with pytest.raises(files.NoReceiptError):
            files.look(upload(picture()[:33] + chunk + picture()[33:]))

    def test_pdf_is_known_by_its_content(self):
        assert files.look(upload(PDF, "receipt.png")).kind == "pdf"

    @pytest.mark.parametrize(
        "content",
        [
            b"x",
            b"<html>",
            b"%PDF-1.7 without an end",
            b"GIF89a" + b"\0" * 50,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"PK\3\4" + PDF,
        ],
    )
    def test_anything_else_is_no_receipt(self, content):
        with pytest.raises(files.NoReceiptError):
            files.look(upload(content, "receipt.pdf"))

    @pytest.mark.parametrize("form", ["PNG", "JPEG"])
    def test_broken_picture_is_no_receipt(self, form):
        whole = picture(form)
        with pytest.raises(files.NoReceiptError):
            files.look(upload(whole[: len(whole) // 2]))

    def test_picture_that_unpacks_to_too_much_is_no_receipt(self, monkeypatch):
        monkeypatch.setattr(files, "MOST_PIXELS", 1000)
        with pytest.raises(files.NoReceiptError):
            files.look(upload(picture()))

    def test_large_file_is_refused_unread(self, monkeypatch):
        monkeypatch.setattr(files, "LARGEST", 10)
        with pytest.raises(files.TooLargeError):
            files.look(upload(PDF))


def test_payer_reads_whom_to_pay_how_much_and_what_to_write(client, people, payment):
    client.force_login(people.host)
    page = show(client, payment)
    for shown in ("+7 701 521 15 45", "Ерлан Қ.", "2\N{NO-BREAK SPACE}990", payment.account[:4]):
        assert shown in page
    # A form that is being filled is not replaced every three seconds.
    assert "hx-get" not in page


def test_receipt_stops_the_clock_and_staff_are_told(client, people, payment, all_rows):
    client.force_login(people.host)
    response = send(client, payment, picture())
    assert response.redirect_chain
    proof = TransferProof.objects.get()
    assert (proof.kind, proof.workspace_id, proof.sent_by, proof.was_seen) == ("png", people.workspace.pk, people.host, False)
    assert "чек" not in proof.file.name
    assert Alert.objects.get().kind == Alert.Kind.TRANSFER_RECEIPT_WAITS
    assert fresh(payment).is_in_review
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        actions.check_payment(payment_id=payment.pk)
        assert fresh(payment).state == "pending"
    assert "every 30s" in show(client, payment)


def test_without_a_receipt_the_time_ends_and_a_late_one_is_taken(client, people, payment, all_rows):
    client.force_login(people.host)
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        actions.check_payment(payment_id=payment.pk)
        assert fresh(payment).state == "expired"
        assert f"/{payment.our_reference}/transfer/" in show(client, payment)
        send(client, payment, PDF)
        client.force_login(StaffFactory())
        approve(client, TransferProof.objects.get())
    assert fresh(payment).state == "completed"


@pytest.mark.parametrize("content", [b"hello", b"%PDF-", b""])
def test_what_is_no_receipt_is_told_and_not_kept(client, people, payment, all_rows, content):
    client.force_login(people.host)
    assert send(client, payment, content, "receipt.pdf").status_code == 200
    assert not TransferProof.objects.exists()
    assert not fresh(payment).is_in_review


def test_one_receipt_waits_at_a_time(client, people, payment, all_rows):
    client.force_login(people.host)
    send(client, payment, PDF)
    send(client, payment, picture())
    assert TransferProof.objects.count() == 1


def test_viewers_and_strangers_send_and_see_nothing(client, people, payment, all_rows):
    proof = sent(payment)
    viewer = join(people.workspace, "viewer")
    client.force_login(viewer)
    assert send(client, payment, PDF).status_code == 404
    assert b"".join(client.get(f"/admin/payments/transfers/{proof.pk}/file/").streaming_content) == PDF
    client.force_login(make_people().host)
    assert client.get(f"/admin/payments/transfers/{proof.pk}/file/").status_code == 404
    assert send(client, payment, PDF).status_code == 404
    for address in ("", f"{proof.pk}/approve/", f"{proof.pk}/refuse/"):
        assert client.get(f"/admin/payments/transfers/{address}").status_code in {404, 405}
        assert client.post(f"/admin/payments/transfers/{address}").status_code in {404, 405}
    client.logout()
    assert client.get(f"/admin/payments/transfers/{proof.pk}/file/").status_code == 302
    assert fresh(payment).is_in_review


def test_host_does_not_decide_about_the_own_receipt(client, people, payment, all_rows):
    proof = sent(payment)
    client.force_login(people.host)
    assert client.get("/admin/payments/transfers/").status_code == 404
    assert approve(client, proof).status_code == refuse(client, proof).status_code == 404
    assert fresh(payment).state == "pending"


@pytest.mark.parametrize(("content", "kind", "way"), [(PDF, "application/pdf", "attachment"), (picture(), "image/png", "inline")])
def test_file_is_served_as_what_it_is(client, staff, payment, content, kind, way):
    response = client.get(f"/admin/payments/transfers/{sent(payment, content).pk}/file/")
    assert (response["Content-Type"], response["Content-Disposition"].split(";")[0]) == (kind, way)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == content


def test_approval_completes_the_payment_on_a_persons_word(client, staff, payment, all_rows):
    proof = sent(payment)
    approve(client, proof)
    done = fresh(payment)
    assert (done.state, done.paid_tiyn, done.is_entitling, done.is_in_review) == ("completed", 299_000, True, False)
    event = done.events.last()
    assert (event.source, event.verdict) == ("person", "applied")
    assert str(staff.pk) in event.raw
    assert TransferProof.objects.get().decided_by == staff


@pytest.mark.parametrize("amount", ["2989", "0", "-5", "", "much"])
def test_less_than_asked_is_not_approved_and_stays_typed(client, staff, payment, all_rows, amount):
    proof = sent(payment)
    response = approve(client, proof, amount)
    assert response.status_code == 422
    field = BeautifulSoup(response.content, "html.parser").select_one(f"[name='{proof.pk}-amount']")
    assert field.get("value", "") == amount
    assert (fresh(payment).state, TransferProof.objects.get().state) == ("pending", "waiting")
    with pytest.raises(ValueError):
        actions.approve_proof(proof=proof, amount_tiyn=298_999, by=staff)


def test_more_than_asked_is_granted_and_the_rest_goes_back_by_hand(client, staff, payment, all_rows):
    approve(client, sent(payment), "3000")
    assert (fresh(payment).state, fresh(payment).attention) == ("completed", "overpaid")
    assert (Refund.objects.get().state, Refund.objects.get().amount_tiyn) == ("manual", 1000)


def test_refusal_is_read_and_another_receipt_may_be_sent(client, staff, people, payment, all_rows):
    proof = sent(payment)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        refuse(client, proof, "Сома <b>сәйкес</b> емес")
        assert fresh(payment).state == "pending"
        # The clock runs anew.
        assert fresh(payment).expires_at > timezone.now() + timedelta(days=2)
        client.force_login(people.host)
        assert "Сома &lt;b&gt;сәйкес&lt;/b&gt; емес" in show(client, payment)
        send(client, payment, picture())
        assert TransferProof.objects.filter(state="waiting").count() == 1
        assert Alert.objects.filter(kind=Alert.Kind.TRANSFER_RECEIPT_WAITS).count() == 2
        approve_by = StaffFactory()
        actions.approve_proof(proof=queries.waiting_proofs().get(), amount_tiyn=299_000, by=approve_by)
    assert fresh(payment).state == "completed"


@pytest.mark.parametrize("reason", ["", "   "])
def test_refusal_without_a_reason_is_none(client, staff, payment, all_rows, reason):
    assert refuse(client, sent(payment), reason).status_code == 422
    assert TransferProof.objects.get().state == "waiting"


def test_nobody_decides_twice(client, staff, payment, all_rows):
    proof = sent(payment)
    approve(client, proof)
    for decide in (approve, refuse):
        assert decide(client, proof).status_code == 200
    assert (TransferProof.objects.get().state, fresh(payment).paid_tiyn) == ("approved", 299_000)
    assert payment.events.filter(source="person").count() == 1


def test_same_file_is_flagged_whoever_sends_it(client, staff, payment, all_rows):
    first = sent(payment)
    other = make_payment(make_people().workspace, reference="thing:2", gateway_code="manual", channel="transfer")
    second = sent(other)
    third = sent(make_payment(payment.workspace, reference="thing:3", gateway_code="manual", channel="transfer"), picture())
    assert [proof.was_seen for proof in (first, second, third)] == [False, True, False]
    page = BeautifulSoup(client.get("/admin/payments/transfers/").content, "html.parser")
    flagged = [card for card in page.select(".transfer") if card.select_one(".transfer__earlier")]
    assert len(flagged) == 1
    assert payment.our_reference in str(flagged[0].select_one(".transfer__earlier"))


def test_strangers_copy_is_flagged_though_its_sender_sees_only_his_own(client, people, payment):
    others = make_people()
    copy = make_payment(others.workspace, reference="thing:2", gateway_code="manual", channel="transfer")
    for host, asked in ((people.host, payment), (others.host, copy)):
        client.force_login(host)
        send(client, asked, PDF)
    with staff_scope():
        assert [proof.was_seen for proof in TransferProof.objects.order_by("pk")] == [False, True]


def test_queue_asks_the_same_of_the_database_however_long_it_is(client, staff, people, django_assert_max_num_queries, all_rows):
    client.get("/admin/payments/transfers/")
    counts = []
    for number in range(3):
        sent(make_payment(people.workspace, reference=f"thing:{number}", gateway_code="manual", channel="transfer"))
        with django_assert_max_num_queries(60) as asked:
            assert client.get("/admin/payments/transfers/").status_code == 200
        counts.append(len(asked))
    # The second one is flagged, which takes one question more.
    assert counts[1] == counts[2]


def test_payment_made_meanwhile_by_a_code_is_given_back(client, staff, people, payment, all_rows):
    proof = sent(payment)
    pay(make_payment(people.workspace))
    approve(client, proof)
    assert (fresh(payment).attention, fresh(payment).is_entitling) == ("twice", False)
    assert Refund.objects.get().state == "manual"


def test_new_press_of_the_button_leads_to_the_payment_in_review(people, payment, all_rows):
    sent(payment)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        again = make_payment(people.workspace, gateway_code="manual", channel="transfer")
    assert again.pk == payment.pk


@pytest.mark.parametrize("name", ["PHONE", "NAME"])
def test_half_configured_is_not_available(settings, name):
    setattr(settings, f"KASPI_TRANSFER_{name}", "")
    told = gateways.get("manual").availability()
    assert not told.is_available
    assert f"KASPI_TRANSFER_{name}" in told.reason


def test_nothing_is_deleted(payment, all_rows):
    from django.db import IntegrityError, transaction

    sent(payment)
    with pytest.raises(IntegrityError), transaction.atomic():
        TransferProof.objects.all().delete()
    assert Payment.objects.filter(pk=payment.pk).exists()
