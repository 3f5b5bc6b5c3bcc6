"""Texts fit for each celebration, in Kazakh and Russian."""

from . import children, gatherings, weddings
from .texts import Both, Item, Preset

PRESETS: dict[str, Preset] = {preset.event_type: preset for preset in (*weddings.PRESETS, *children.PRESETS, *gatherings.PRESETS)}


def preset_for(event_type: str) -> Preset:
    """The texts of a celebration; those of a birthday, which fit any gathering, for one we do not know."""
    return PRESETS.get(event_type, PRESETS["birthday"])


__all__ = ["PRESETS", "Both", "Item", "Preset", "preset_for"]
