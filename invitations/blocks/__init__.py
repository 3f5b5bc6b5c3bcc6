"""The menu of sections. The name of a section is also its template, its stylesheet and its CSS class."""

from wagtail import blocks

from .media import GalleryBlock, OrnamentBlock, ProseBlock
from .opening import CoverBlock, HostsBlock, LetterBlock
from .reply import GiftBlock, RsvpBlock, WishesBlock
from .when import CalendarBlock, CountdownBlock, ProgrammeBlock
from .where import DressBlock, PlaceBlock

BODY_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("cover", CoverBlock()),
    ("letter", LetterBlock()),
    ("hosts", HostsBlock()),
    ("calendar", CalendarBlock()),
    ("countdown", CountdownBlock()),
    ("programme", ProgrammeBlock()),
    ("place", PlaceBlock()),
    ("dress", DressBlock()),
    ("gallery", GalleryBlock()),
    ("wishes", WishesBlock()),
    ("prose", ProseBlock()),
    ("ornament", OrnamentBlock()),
    ("gift", GiftBlock()),
    ("rsvp", RsvpBlock()),
]

__all__ = ["BODY_BLOCKS"]
