"""What an uploaded receipt really is, by its content: neither its name nor its sender is asked."""

import hashlib
import io
import warnings
from dataclasses import dataclass, field

from django.core.files.base import File
from PIL import Image

LARGEST = 10 * 1024 * 1024
# The longest screenshot of a phone is far below; what unpacks to more is no receipt.
MOST_PIXELS = 60_000_000
# A phone may keep more than one picture in a JPEG, which is then called MPO.
PICTURES = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp"}
# What reading a spoiled picture ends with, one that unpacks without end among them.
BROKEN = (OSError, SyntaxError, KeyError, ValueError)
READ = ("JPEG", "PNG", "WEBP")
TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class NoReceiptError(ValueError):
    """Neither a picture nor a PDF."""


class TooLargeError(ValueError):
    """More than ten megabytes."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A receipt that may be kept."""

    kind: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def look(upload: "File[bytes]") -> Looked:
    """The upload, once it is known to be a picture or a PDF; NoReceiptError and TooLargeError otherwise."""
    if (upload.size or 0) > LARGEST:
        raise TooLargeError
    upload.seek(0)
    content = upload.read()
    return Looked(_kind(content), content)


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise NoReceiptError("a PDF without an end")
        return "pdf"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=READ) as picture:
                kind, (width, height) = PICTURES[picture.format or ""], picture.size
                if width * height > MOST_PIXELS:
                    raise NoReceiptError("too many pixels")
                # A JPEG is unpacked at an eighth of its size, which shows a broken one all the same.
                picture.draft("RGB", (512, 512))
                picture.load()
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoReceiptError("no picture") from error
    return kind
