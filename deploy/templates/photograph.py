"""Photograph the covers of the default templates for the gallery: 780 × 1040, as they look on a screen.

    python -m deploy.templates.photograph classic=http://localhost:8000/kk/e/…/ modern=… national=…

Give each template the address of a published invitation made from it with its sample facts.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from deploy.local import browser as chromium

TARGET = Path(__file__).resolve().parents[2] / "invitations/presets/pictures"
SHAPE = {"viewport": {"width": 540, "height": 720}, "device_scale_factor": 1.4445, "reduced_motion": "reduce"}


def main(places: dict[str, str]) -> None:
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        page = running.new_context(**SHAPE).new_page()
        for key, url in places.items():
            page.goto(url, wait_until="networkidle")
            page.evaluate("document.querySelectorAll('.languages').forEach((choice) => choice.remove())")
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.save(TARGET / f"{key}.jpg", quality=80, optimize=True)
        running.close()


if __name__ == "__main__":
    main(dict(place.split("=", 1) for place in sys.argv[1:]))
