"""Bringing lists in and out through the screens."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.row_security import workspace_scope
from guests import actions, reading
from guests.models import Party, PartyInvite
from tests.factories.guests import make_answer, make_celebration, make_invite

FILES = Path(__file__).parent / "files"


@pytest.fixture
def host(people) -> Client:
    client = Client()
    client.force_login(people.host)
    return client


@pytest.fixture
def upload(host, invitation):
    """Uploads a file (or pastes a text) and follows to the preview."""

    def upload(name: str = "", text: str = "", content: bytes | None = None):
        file = SimpleUploadedFile(name, content or (FILES / name).read_bytes()) if name else ""
        return host.post(reverse("guests:import", args=[invitation.pk]), {"file": file, "text": text}, follow=True)

    return upload


def confirm(host: Client, preview):
    return host.post(preview.request["PATH_INFO"] + "confirm/", follow=True)


def parties(invitation) -> int:
    with workspace_scope(invitation.workspace_id):
        return Party.objects.count()


def test_list_is_shown_first_and_brought_in_after(host, upload, invitation):
    preview = upload("family-kk.csv")
    assert preview.context["preview"].new == 120 and parties(invitation) == 0
    done = confirm(host, preview)
    assert done.context["draft"].totals["new"] == 120 and parties(invitation) == 120
    again = upload("family-kk.csv")
    assert (again.context["preview"].known, again.context["preview"].changes) == (120, 0)
    assert "confirm/" not in again.text


def test_problems_stand_by_row_and_there_is_nothing_to_confirm(host, upload, invitation):
    preview = upload("broken-rows.csv")
    assert [remark.row for remark in preview.context["preview"].problems] == [2, 3, 4, 5, 7, 8]
    assert "confirm/" not in preview.text
    confirm(host, preview)
    assert parties(invitation) == 0


def test_pasted_text_is_read_too(upload):
    assert upload(text=(FILES / "pasted-from-chat.txt").read_text()).context["preview"].new == 30


def test_columns_can_be_set_right(host, upload, invitation):
    preview = upload("x.csv", content="Көршілер;Ұяшық\nАсқар;3\nБерік;2\nСерік;4\n".encode())
    address = preview.request["PATH_INFO"]
    preview = host.post(address, {"column-0": "name", "column-1": "table", "default_seats": "2"}, follow=True)
    confirm(host, preview)
    with workspace_scope(invitation.workspace_id):
        assert "3" in PartyInvite.objects.values_list("table", flat=True)
        assert set(PartyInvite.objects.values_list("seats", flat=True)) == {2}
    wrong = upload("x.csv", content="Көршілер;Ұяшық\nАсқар;3\n".encode())
    response = host.post(wrong.request["PATH_INFO"], {"column-0": "", "column-1": "table", "default_seats": "2"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xls", b"\xd0\xcf\x11\xe0old"), ("a.xlsx", b"PK nonsense"), ("a.csv", b" \n \n"), ("a.bin", b"\x00\x01\x02" * 50)],
)
def test_unreadable_file_is_refused_with_advice(upload, name, content):
    response = upload(name, content=content)
    assert response.status_code == 422 and 'id="error-file"' in response.text


def test_too_large_and_too_long_are_refused(upload, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 10)
    assert 'id="error-file"' in upload("family-kk.csv").text
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert 'id="error-file"' in upload("simple.csv").text


def test_nothing_chosen_is_said(upload):
    assert 'id="error-text"' in upload().text


def test_long_list_is_brought_in_by_the_queue(host, upload, invitation, django_capture_on_commit_callbacks):
    preview = upload(text="аты,телефон\n" + "\n".join(f"Қонақ {n} а,8701{n:07}" for n in range(501)))
    with django_capture_on_commit_callbacks(execute=True):
        waiting = confirm(host, preview)
    assert "hx-get" in waiting.text
    done = host.get(waiting.request["PATH_INFO"], HTTP_HX_REQUEST="true")
    assert done.context["draft"].totals["new"] == 501 and "hx-get" not in done.text
    assert parties(invitation) == 501


def test_draft_of_another_person_is_not_found(people, upload, invitation):
    preview = upload("simple.csv")
    teammate = Client()
    teammate.force_login(people.teammate)
    assert teammate.get(preview.request["PATH_INFO"]).status_code == 404


def fill(invitation) -> None:
    first = make_invite(
        invitation, "=HYPERLINK аға", phone="+77011112233", seats=3, side="bride", table="5", household="Өтеген", note="@ескерту"
    )
    make_answer(first, "with_spouse", people=2, spouse_name="Алма", message='-Құтты болсын; "тойға" барамыз\nиә')
    make_invite(invitation, "Асқар Сембаев", language="ru", phone="+998901234567")
    make_answer(make_invite(invitation, "Айгерім"), "not_coming")
    make_invite(invitation, "Айгерім")


def rows(invitation) -> list[tuple]:
    with workspace_scope(invitation.workspace_id):
        return sorted(
            (
                invite.party.name, invite.party.phone, invite.party.household, invite.party.language, invite.party.note,
                invite.seats, invite.side, invite.table,
                *((a.choice, a.people, a.spouse_name, a.message) if (a := getattr(invite, "answer", None)) else ()),
            )
            for invite in PartyInvite.objects.filter(invitation=invitation).select_related("party", "answer")
        )  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same(host, people, invitation, extension, language):
    people.host.language = language
    people.host.save()
    fill(invitation)
    # No form takes a name that begins with "="; the rest of the row stays as it is.
    with workspace_scope(invitation.workspace_id):
        Party.objects.filter(name__startswith="=").update(name="HYPERLINK аға")
    response = host.get(reverse("guests:export", args=[invitation.pk]), {"format": extension}, HTTP_ACCEPT_LANGUAGE=language)
    other = make_celebration(people.workspace)
    with workspace_scope(people.workspace.pk):
        sheet = reading.read_file(f"a.{extension}", response.content)
        result = actions.import_guests(invitation=other, sheet=sheet, by=people.host)
    assert not result.has_validation_errors(), [row.error for row in result.invalid_rows]
    assert rows(other) == rows(invitation)


def test_export_holds_no_formula_and_phones_keep_their_plus(host, invitation):
    fill(invitation)
    text = host.get(reverse("guests:export", args=[invitation.pk]), {"format": "csv"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text and "'@ескерту" in text and "'-Құтты" in text and ";+77011112233;" in text
    content = host.get(reverse("guests:export", args=[invitation.pk])).content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "+77011112233" in [cell.value for cell in cells]
