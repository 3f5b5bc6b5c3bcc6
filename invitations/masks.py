"""Our own ornaments as pictures: reads the one path of a drawing made by deploy/ornaments and fills it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
SMOOTHING = 3
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
SHAPE = re.compile(r"M([-\d.]+),([-\d.]+)l([^z]*)z")


@lru_cache(maxsize=64)
def mask(path: Path, height: int) -> Image.Image:
    """The drawing as a mask of this height; white is ornament. The picture is shared: do not draw on it."""
    text = path.read_text(encoding="utf-8")
    width, tall = (float(number) for number in VIEW.search(text).groups())
    scale = height * SMOOTHING / tall
    size = (round(width * scale), height * SMOOTHING)
    filled = Image.new("L", size)
    shapes = sorted(_shapes(text, scale), key=_area, reverse=True)
    for shape in shapes:
        _wind(filled, shape)
    return filled.point(lambda count: 255 if count else 0).resize((max(1, round(size[0] / SMOOTHING)), height), Image.Resampling.LANCZOS)


def _shapes(text: str, scale: float) -> list[list[Point]]:
    shapes = []
    for x, y, steps in SHAPE.findall(text):
        points = [(float(x) * scale, float(y) * scale)]
        for step in steps.split():
            dx, dy = step.split(",")
            points.append((points[-1][0] + float(dx) * scale, points[-1][1] + float(dy) * scale))
        shapes.append(points)
    return shapes


def _area(shape: list[Point]) -> float:
    """Positive for what is filled, negative for a hole: the drawings run their outlines so."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(shape, shape[1:] + shape[:1], strict=True))


def _wind(filled: Image.Image, shape: list[Point]) -> None:
    """Count the shape in: one up where it fills, one down where it is a hole, as the non-zero rule does. Holes must come last."""
    left, top = int(min(x for x, _y in shape)) - 1, int(min(y for _x, y in shape)) - 1
    right, bottom = int(max(x for x, _y in shape)) + 2, int(max(y for _x, y in shape)) + 2
    one = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(one).polygon([(x - left, y - top) for x, y in shape], fill=1)
    here = filled.crop((left, top, right, bottom))
    filled.paste(ImageChops.add(here, one) if _area(shape) > 0 else ImageChops.subtract(here, one), (left, top))
