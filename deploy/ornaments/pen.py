"""A pen that draws as a felt-cutter cuts: bands that bend, taper and curl, and their mirror images.

Units are those of the SVG, y grows downwards as there; headings are in degrees, 0 to the right, 90 up.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Point = tuple[float, float]
Width = Callable[[float], float]
STEP = 3.0


@dataclass
class Pen:
    """Walks a line of straights and spirals, keeping its trace."""

    x: float
    y: float
    heading: float
    trace: list[tuple[float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trace.append((self.x, self.y, self.heading))

    def line(self, length: float) -> Pen:
        """Straight on."""
        steps = max(2, round(length / 2))
        for _ in range(steps):
            self._go(length / steps)
        return self

    def curl(self, turn: float, radius: float, end_radius: float | None = None) -> Pen:
        """Turn by so many degrees (left is positive) on a radius that grows or shrinks evenly to its end."""
        end = radius if end_radius is None else end_radius
        steps = max(4, round(abs(turn) / STEP))
        part = turn / steps
        for index in range(steps):
            now = radius + (end - radius) * (index + 0.5) / steps
            self.heading += part / 2
            self._go(now * math.radians(abs(part)))
            self.heading += part / 2
        self.trace[-1] = (self.x, self.y, self.heading)
        return self

    def _go(self, length: float) -> None:
        self.x += length * math.cos(math.radians(self.heading))
        self.y -= length * math.sin(math.radians(self.heading))
        self.trace.append((self.x, self.y, self.heading))


def even(width: float) -> Width:
    """The same width all along."""
    return lambda _t: width


def taper(start: float, end: float, power: float = 1.0) -> Width:
    """From one width to another."""
    return lambda t: start + (end - start) * t**power


def leaf(width: float, fullest: float = 0.4) -> Width:
    """A leaf: nothing, then full, then nothing."""

    def at(t: float) -> float:
        part = t / fullest if t < fullest else (1 - t) / (1 - fullest)
        return width * math.sin(part * math.pi / 2) ** 0.9 if part > 0 else 0.0

    return at


def band(pen: Pen, width: Width, *, round_end: bool = True) -> list[Point]:
    """The outline of a band laid along the pen's trace."""
    lengths = [0.0]
    for (x0, y0, _h0), (x1, y1, _h1) in zip(pen.trace, pen.trace[1:], strict=False):
        lengths.append(lengths[-1] + math.hypot(x1 - x0, y1 - y0))
    left, right = [], []
    for (x, y, heading), length in zip(pen.trace, lengths, strict=True):
        half = width(length / lengths[-1]) / 2
        sin, cos = math.sin(math.radians(heading)), math.cos(math.radians(heading))
        left.append((x - half * sin, y - half * cos))
        right.append((x + half * sin, y + half * cos))
    cap = _cap(pen.trace[-1], width(1.0) / 2) if round_end else []
    return solid(left + cap + right[::-1])


def _cap(end: tuple[float, float, float], radius: float) -> list[Point]:
    x, y, heading = end
    return [
        (x + radius * math.cos(math.radians(heading + turn)), y - radius * math.sin(math.radians(heading + turn)))
        for turn in range(75, -90, -15)
    ]


def disc(x: float, y: float, radius: float, *, hole: bool = False) -> list[Point]:
    """A circle; as a hole it runs the other way round."""
    step = max(4, min(18, round(60 / radius)))
    points = [(x + radius * math.cos(math.radians(turn)), y + radius * math.sin(math.radians(turn))) for turn in range(0, 360, step)]
    return solid(points, hole=hole)


def rhomb(x: float, y: float, width: float, height: float, *, hole: bool = False, pinch: float = 0.0) -> list[Point]:
    """A rhomb; pinched, its sides bend inwards."""
    corners = [(0, -height / 2), (width / 2, 0), (0, height / 2), (-width / 2, 0)]
    points = []
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        for step in range(8):
            t = step / 8
            bend = 1 - pinch * 4 * t * (1 - t)
            points.append((x + (x0 + (x1 - x0) * t) * bend, y + (y0 + (y1 - y0) * t) * bend))
    return solid(points, hole=hole)


def rectangle(x: float, y: float, width: float, height: float) -> list[Point]:
    """A bar."""
    return solid([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def solid(points: list[Point], *, hole: bool = False) -> list[Point]:
    """The outline in the direction that fills it, so that shapes may overlap; as a hole, in the other."""
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True))
    return points if (area > 0) != hole else points[::-1]


def moved(shapes: Iterable[list[Point]], dx: float, dy: float) -> list[list[Point]]:
    return [[(x + dx, y + dy) for x, y in shape] for shape in shapes]


def scaled(shapes: Iterable[list[Point]], by: float) -> list[list[Point]]:
    return [[(x * by, y * by) for x, y in shape] for shape in shapes]


def turned(shapes: Iterable[list[Point]], degrees: float) -> list[list[Point]]:
    """Turned about the origin, anticlockwise as the eye sees it."""
    sin, cos = math.sin(math.radians(-degrees)), math.cos(math.radians(-degrees))
    return [[(x * cos - y * sin, x * sin + y * cos) for x, y in shape] for shape in shapes]


def mirrored(shapes: Iterable[list[Point]]) -> list[list[Point]]:
    """The image in the vertical axis, with the direction of its outlines kept."""
    return [[(-x, y) for x, y in shape][::-1] for shape in shapes]


def flipped(shapes: Iterable[list[Point]]) -> list[list[Point]]:
    """The image in the horizontal axis."""
    return [[(x, -y) for x, y in shape][::-1] for shape in shapes]


def both(shapes: Iterable[list[Point]]) -> list[list[Point]]:
    """The shapes and their mirror image."""
    kept = list(shapes)
    return kept + mirrored(kept)


def around(shapes: Iterable[list[Point]], times: int, start: float = 0.0) -> list[list[Point]]:
    """The shapes repeated about the origin."""
    kept = list(shapes)
    return [shape for index in range(times) for shape in turned(kept, start + index * 360 / times)]


def svg(shapes: Iterable[list[Point]], width: float, height: float) -> str:
    """The drawing as a file; lines between points are short enough to be curves to the eye."""
    paths = "".join(map(_path, shapes))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"><path d="{paths}"/></svg>\n'


def _path(shape: list[Point]) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y in _thinned(shape)]
    steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in itertools.pairwise(tenths)]
    start = ",".join(f"{value / 10:g}" for value in tenths[0])
    return f"M{start}l" + " ".join(f"{dx / 10:g},{dy / 10:g}" for dx, dy in steps if dx or dy) + "z"


def _thinned(shape: list[Point]) -> list[Point]:
    """Without points that lie on the line of their neighbours."""
    kept = shape[:1]
    for here, after in itertools.pairwise(shape):
        (x0, y0), (x1, y1), (x2, y2) = kept[-1], here, after
        area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
        if area / (math.hypot(x2 - x0, y2 - y0) or 1) > 0.05:
            kept.append(here)
    return kept + shape[-1:]
