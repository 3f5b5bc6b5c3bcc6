"""Uploads travel by the S3 protocol, over a socket, to a store that is none of ours; the settings are production's."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit
from urllib.request import urlopen

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer
from PIL import Image

from accounts.models import WorkspaceDocument, WorkspaceImage
from cms.settings import object_store
from tests.factories.accounts import make_people

pytestmark = pytest.mark.django_db
BUCKET = "toi"


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadedMotoServer]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    host, port = server.get_host_and_port()
    told = {"S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": f"http://{host}:{port}", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    for name, value in {**told, "AWS_DEFAULT_REGION": "eu-central-1"}.items():
        monkeypatch.setenv(name, value)
    store = boto3.resource("s3", endpoint_url=told["S3_ENDPOINT_URL"], aws_access_key_id="key", aws_secret_access_key="secret")
    bucket = store.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = {**settings.STORAGES, "default": object_store.s3()}
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


def keys(bucket) -> set[str]:
    return {entry.key for entry in bucket.objects.all()}


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(out, "JPEG")
    return out.getvalue()


def test_uploaded_picture_lies_in_the_bucket_and_its_smaller_copies_are_fetched_from_there(bucket, client):
    people = make_people()
    client.force_login(people.host)
    file = SimpleUploadedFile("Той.jpg", photo(), "image/jpeg")
    assert client.post(reverse("wagtailimages:add"), {"title": "Той", "file": file}).status_code == 302
    image = WorkspaceImage.objects.get()
    assert image.file.name in keys(bucket)
    rendition = image.get_rendition("width-400|format-webp")
    assert rendition.file.name in keys(bucket)
    with urlopen(rendition.url) as answer:
        assert Image.open(BytesIO(answer.read())).size == (400, 300)


def test_address_of_a_file_is_signed_and_ends(bucket):
    name = default_storage.save("plan.txt", ContentFile(b"plan"))
    assert {"X-Amz-Signature", "X-Amz-Expires"} <= {part.partition("=")[0] for part in urlsplit(default_storage.url(name)).query.split("&")}


def test_second_file_of_a_name_does_not_replace_the_first(bucket):
    names = {default_storage.save("photo.jpg", ContentFile(body)) for body in (b"one", b"two")}
    assert len(names) == 2
    assert {bucket.Object(name).get()["Body"].read() for name in names} == {b"one", b"two"}


def test_document_is_served_from_the_bucket_to_its_workspace_only(bucket, client):
    people = make_people()
    document = WorkspaceDocument.objects.create(title="Plan", file=ContentFile(b"seats", "plan.txt"), workspace=people.workspace)
    address = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    client.force_login(people.stranger)
    assert client.get(address).status_code == 404
    client.force_login(people.host)
    response = client.get(address)
    assert "X-Amz-Signature" in response["Location"]
    with urlopen(response["Location"]) as answer:
        assert answer.read() == b"seats"


def test_readiness_asks_the_store(bucket, client, server, settings):
    assert client.get("/readyz").json()["storage"] is True
    options = {**object_store.s3()["OPTIONS"], "endpoint_url": "http://127.0.0.1:1"}
    settings.STORAGES = {**settings.STORAGES, "default": {**object_store.s3(), "OPTIONS": options}}
    response = client.get("/readyz")
    assert (response.status_code, response.json()["storage"]) == (503, False)
