import io

import qrcode
from qrcode.image.svg import SvgPathFillImage


def as_svg(text: str) -> bytes:
    """A QR code of the text, word for word, as an SVG on white with its quiet zone."""
    picture = qrcode.make(text, image_factory=SvgPathFillImage, error_correction=qrcode.constants.ERROR_CORRECT_M)
    file = io.BytesIO()
    picture.save(file)
    return file.getvalue()
