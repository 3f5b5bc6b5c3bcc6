"""The sizes a guest's phone chooses from, and drawing them before the first guest asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.images.models import Picture
from wagtail.images.shortcuts import get_renditions_or_not_found


@dataclass(frozen=True)
class Use:
    """How wide a picture may have to be, in points, and how wide it is shown: the value of `sizes`."""

    widths: tuple[int, ...]
    sizes: str

    @property
    def specs(self) -> list[str]:
        """Wagtail's names of what is drawn: every width for phones of our day, one JPEG for those that know neither format."""
        small = [f"format-{kind}|width-{width}" for kind in ("avif", "webp") for width in self.widths]
        return [*small, f"format-jpeg|width-{self.widths[1]}"]


USES = {
    "cover": Use((480, 800, 1120), "(min-width: 620px) 560px, 100vw"),
    "wide": Use((360, 720, 1040), "(min-width: 620px) 480px, 86vw"),
    "half": Use((360, 720), "(min-width: 620px) 240px, 43vw"),
}


def picture(image: Any, use: str, **attributes: Any) -> Picture:
    """The element for a place of the page; what was not drawn yet is drawn now."""
    return Picture(get_renditions_or_not_found(image, USES[use].specs), {"sizes": USES[use].sizes, **attributes})


def gallery_uses(count: int) -> list[str]:
    """One over the whole width, then two beside each other, and so on; as `blocks/gallery.css` lays them out."""
    uses = ["half" if count != 2 and number % 3 else "wide" for number in range(count)]
    return [*uses[:-1], "wide"] if count % 3 == 2 else uses


def shown_in(body: Any) -> Iterator[tuple[Any, str]]:
    """Every photo of a page's sections with its use."""
    for section in body:
        if section.block_type == "cover" and section.value["photo"]:
            yield section.value["photo"], "cover"
        if section.block_type == "gallery":
            photos = section.value["photos"]
            yield from ((photo["image"], use) for photo, use in zip(photos, gallery_uses(len(photos)), strict=True) if photo["image"])


def draw(body: Any) -> None:
    """Draw every size a guest may ask for; what is there already costs nothing."""
    for image, use in shown_in(body):
        get_renditions_or_not_found(image, USES[use].specs)
