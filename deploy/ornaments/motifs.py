"""The figures of Kazakh ornament that the drawings are put together from; each grows upwards from the origin."""

from __future__ import annotations

import math

from pen import Pen, Point, band, both, disc, even, leaf, solid, taper

Shapes = list[list[Point]]


def horns(*, stem: float = 10, width: float = 10, spread: float = 25, inner: float = 8.5, turn: float = 415, foot: float = 0) -> Shapes:
    """Қошқар мүйіз: two horns from one stem, curled outwards and in again, their tips rounded. `foot` widens the base."""
    pen = Pen(0, 0, 90).line(stem).curl(-turn, spread, inner)
    tip = pen.trace[-1]
    drawn = both([band(pen, taper(width, width * 0.82))])
    drawn += both([disc(tip[0], tip[1], width * 0.58)])
    if foot:
        half = width / 2
        drawn.append(solid([(-half - foot, 0), (-half, -foot), (half, -foot), (half + foot, 0)]))
    return drawn


def bud(y: float, *, height: float = 26, width: float = 11) -> Shapes:
    """A bud between two horns, its point upwards."""
    return [band(Pen(0, y, 90).line(height), leaf(width, 0.38), round_end=False)]


def wings(*, reach: float = 46, width: float = 7, feathers: int = 3, gap: float = 9) -> Shapes:
    """Құсқанат: feathers lifted to either side, each below the last and a little shorter."""
    right = []
    for index in range(feathers):
        size = 1 - 0.2 * index
        pen = Pen(2.5, index * gap, 62 - index * 9).curl(-64, reach * 0.86 * size).curl(96, reach * 0.3 * size, reach * 0.2 * size)
        right.append(band(pen, leaf(width * (1 - 0.08 * index), 0.55), round_end=False))
    return both(right)


def scroll(*, width: float = 6, size: float = 1.0, spur: bool = True) -> Shapes:
    """Half of a қос мүйіз, to the right: a stem that swings out and curls back upon itself, with a leaf on its back."""
    pen = Pen(0, 0, 0).curl(38, 44 * size).curl(-70, 40 * size).curl(-350, 21 * size, 6 * size)
    tip = pen.trace[-1]
    drawn = [band(pen, taper(width * 1.05, width * 0.8)), disc(tip[0], tip[1], width * 0.68)]
    if spur:
        back = Pen(52 * size, -19 * size, 30).curl(-36, 40 * size).curl(70, 26 * size)
        drawn.append(band(back, leaf(width * 1.15, 0.35), round_end=False))
    return drawn


def water(length: float, *, width: float = 4, periods: int = 1, turn: float = 62) -> Shapes:
    """Су: running water, a line that rises and falls."""
    radius = length / periods / 4 / math.sin(math.radians(turn))
    pen = Pen(0, 0, turn)
    for _ in range(periods):
        pen.curl(-2 * turn, radius).curl(2 * turn, radius)
    return [band(pen, even(width), round_end=False)]
