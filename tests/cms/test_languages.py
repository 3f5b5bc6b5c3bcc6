"""An organizer meets no English: every screen that the admin opens to them, in Kazakh and in Russian."""

import re

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.users.models import UserProfile

from accounts.models import WorkspaceDocument, WorkspaceImage
from accounts.wagtail_tenancy import gate
from tests.cms.screens import admin_addresses, latin_words
from tests.factories.accounts import UserFactory, make_workspace
from tests.factories.invitations import make_invitation

pytestmark = pytest.mark.django_db
# Names that are written the same in every language; time zones go by their names in the IANA list.
NAMES = re.compile(
    r"\b(Asia/\w+|toi-invite|Wagtail|Kaspi|WhatsApp|Google( Maps)?|2GIS|Yandex|Instagram|Telegram|QR|ID|URL|API|CSV|XLSX|PDF|"
    r"GIF|JPE?G|PNG|WEBP|AVIF|SVG|HEIC|English|GMT|Ctrl|Alt|Shift|Enter|Esc|MB|KB|JavaScript|Excel|Eng)\b",
    re.IGNORECASE,
)


def _english(answers: dict[str, HttpResponse]) -> list[str]:
    return [
        f"{name}: {text}"
        for name, answer in answers.items()
        for text in latin_words(answer)
        if re.search("[A-Za-z]{2,}", NAMES.sub(" ", text))
    ]


@pytest.fixture
def host():
    return UserFactory(name="Айгүл", email="aigul@example.kz")


@pytest.fixture
def addresses(host) -> dict[str, str]:
    workspace = make_workspace(host, "Сәрсеновтер")
    page = make_invitation(workspace, by=host)
    image = WorkspaceImage.objects.create(title="Сурет", file=get_test_image_file(), workspace=workspace)
    document = WorkspaceDocument(title="Құжат", workspace=workspace)
    document.file.save("қонақтар.txt", ContentFile("қонақтар".encode()))
    numbers = {
        "": {"page_id": page.pk, "invitation_id": page.invitation_id},
        "celebrations:": {"pk": page.invitation_id},
        "wagtailadmin_pages:": {"pk": page.pk, "revision_id": page.latest_revision_id},
        "wagtailadmin_pages:revisions_compare": {"revision_id_a": "earliest", "revision_id_b": "latest"},
        "wagtailimages": {"image_id": image.pk, "pk": image.pk},
        "wagtaildocs": {"document_id": document.pk, "pk": document.pk},
    }
    return admin_addresses(gate.allowed() - {"wagtailadmin_login", "wagtailadmin_logout"}, numbers)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_organizers_screens_are_wholly_in_their_language(client, host, addresses, language):
    UserProfile.objects.update_or_create(user=host, defaults={"preferred_language": language})
    client.force_login(host)
    answers = {name: client.get(address) for name, address in addresses.items()}
    assert sum(answer.status_code == 200 for answer in answers.values()) > 20
    assert _english(answers) == []


def test_organizers_screens_are_found(addresses):
    assert len(addresses) > 20


SITE = [
    "",
    "templates/",
    "accounts/login/",
    "accounts/signup/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/1-2/",
    "accounts/confirm-email/",
    "accounts/confirm-email/gone/",
    "accounts/inactive/",
    "no-such-page/",
]
OWN = ["accounts/", "accounts/email/", "accounts/password/change/", "accounts/logout/", "accounts/join/gone/"]


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_site_is_wholly_in_its_language(client, host, language, is_signed_in):
    if is_signed_in:
        client.force_login(host)
    answers = {path: client.get(f"/{language}/{path}") for path in (OWN if is_signed_in else SITE)}
    assert _english(answers) == []
    assert {answer["Content-Language"] for answer in answers.values()} == {language}
