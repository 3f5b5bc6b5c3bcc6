"""Draw the ornaments of the themes: a folder for each, with a corner, a divider, a strip that repeats, the same upright as an edge, and a medallion.

    python deploy/ornaments/draw.py

The files are masks: the stylesheet gives the colour. Run again after a change and look at the result with your own eyes.
"""

from __future__ import annotations

import math
from pathlib import Path

from motifs import Shapes, bud, horns, scroll, water, wings
from pen import Pen, around, band, both, disc, even, flipped, leaf, moved, rectangle, rhomb, scaled, svg, taper, turned

TARGET = Path(__file__).resolve().parents[2] / "invitations/static/invitations/ornaments"
Drawing = tuple[Shapes, float, float]


def eye(width: float, height: float) -> Shapes:
    """A rhomb with a rhomb cut out of it."""
    return [rhomb(0, 0, width, height, pinch=0.05), rhomb(0, 0, width * 0.42, height * 0.42, pinch=0.05, hole=True)]


def ring(radius: float, width: float) -> Shapes:
    """A circle as a line."""
    return [disc(0, 0, radius + width / 2), disc(0, 0, radius - width / 2, hole=True)]


def sideways(shapes: Shapes) -> Shapes:
    """What grows upwards, growing to the right and, to the left."""
    return both(turned(shapes, -90))


def shanyraq(radius: float, width: float) -> Shapes:
    """The crown of the yurt: its rim, three bars crossing three over the smoke hole, and the roof poles that reach for it."""
    bars: Shapes = []
    for offset in (-0.27 * radius, 0.0, 0.27 * radius):
        reach = (radius * radius - offset * offset) ** 0.5
        bars.append(rectangle(-reach, offset - width * 0.24, 2 * reach, width * 0.48))
    poles = around([rectangle(-1.1, -radius - width * 2.9, 2.2, width * 1.5)], 32)
    return ring(radius, width) + bars + turned(bars, 90) + poles + ring(radius + width * 1.12, width * 0.3)


# -- қошқар мүйіз: bold, as on felt ------------------------------------------------------------------------------------


def qoshqar_divider() -> Drawing:
    first = moved(horns(stem=13, spread=17.5, inner=6.4, width=7.6, turn=400), 0, -14)
    second = moved(horns(stem=6, spread=9.5, inner=3.6, width=4.8, turn=385), 0, -66)
    return (
        eye(24, 34)
        + sideways(first + bud(-49, height=16, width=7) + second + bud(-88, height=24, width=6))
        + sideways([disc(0, -120, 2.6)]),
        260,
        84,
    )


def qoshqar_strip() -> Drawing:
    tile = 84
    upright = moved(horns(stem=11, spread=15.6, inner=5.6, width=7.4, turn=388, foot=6), 0, 27) + moved(bud(-8, height=17, width=7), 0, -4)
    drawn: Shapes = []
    for index in (-1, 0, 1):
        drawn += moved(upright, index * tile + tile / 4, 0) + moved(flipped(upright), index * tile + 3 * tile / 4, 0)
    rails = [rectangle(-tile, y, 3 * tile, 3.2) for y in (-35, 31.8)] + [rectangle(-tile, y, 3 * tile, 1.4) for y in (-30, 28.6)]
    return moved(drawn + rails, -tile / 2, 0), tile, 70


def qoshqar_corner() -> Drawing:
    arm = Pen(6, 6, 0).line(64).curl(-90, 15).curl(-310, 15, 5.4)
    tip = arm.trace[-1]
    side = [band(arm, taper(7, 5.6)), disc(tip[0], tip[1], 4.2)]
    diagonal = moved(turned(horns(stem=30, spread=13.5, inner=5, width=6.6, turn=380) + bud(-54, height=22, width=8.5), -135), 8, 8)
    line = [rectangle(70, 2.5, 90, 2), rectangle(4, 2.5, 70, 7)]
    half = side + line
    return half + _transposed(half) + diagonal, 160, 160


def _transposed(shapes: Shapes) -> Shapes:
    return [[(y, x) for x, y in shape][::-1] for shape in shapes]


def qoshqar_medallion() -> Drawing:
    crown = shanyraq(31, 5)
    rays = around(moved(horns(stem=8, spread=12.2, inner=4.6, width=6, turn=388, foot=3.5), 0, -52), 8)
    buds = around(moved(bud(0, height=21, width=8), 0, -57), 8, 22.5)
    tips = around(moved(bud(0, height=12, width=5.5), 0, -76.5), 8)
    return crown + ring(51, 2.2) + rays + buds + tips + ring(92, 2) + around([disc(0, -98, 1.8)], 40), 208, 208


# -- қос мүйіз: fine, as on silver -------------------------------------------------------------------------------------


def qos_divider() -> Drawing:
    outer = scroll(width=3.4, size=0.82)
    inner = flipped(scroll(width=2.8, size=0.5, spur=False))
    tail = [band(Pen(84, -3, -14).curl(26, 46).curl(-12, 60), leaf(3.2, 0.3), round_end=False), disc(122, -2.4, 1.7)]
    return moved(both(outer) + both(moved(inner, 0, 3)) + both(tail), 0, 6) + eye(11, 17), 260, 72


def qos_strip() -> Drawing:
    tile = 72
    vine = moved(water(tile * 3, width=2.6, periods=3, turn=48), -tile, 0)
    leaves: Shapes = []
    for index in (-1, 0, 1):
        curl_up = Pen(tile * 0.30, -4, 60).curl(-100, 10).curl(-300, 8.4, 3)
        tip = curl_up.trace[-1]
        one = [band(curl_up, taper(2.8, 2.2)), disc(tip[0], tip[1], 2)]
        two = moved(flipped(one), tile / 2, 0)
        leaves += moved(one + two, index * tile, 0)
    return moved(vine + leaves, 0, 0), tile, 44


def qos_corner() -> Drawing:
    arm = Pen(34, 6.2, 0).line(44).curl(-60, 34).curl(-340, 14, 4.4)
    inner = Pen(34, 6, -6).curl(-62, 34).curl(-310, 11, 3.6)
    half: Shapes = [rectangle(34, 5, 126, 1.25), band(Pen(88, 9, -8).curl(-16, 60).curl(34, 70), leaf(4, 0.35), round_end=False)]
    for pen, width in ((arm, 3.6), (inner, 3.2)):
        tip = pen.trace[-1]
        half += [band(pen, taper(width, width * 0.8)), disc(tip[0], tip[1], width * 0.72)]
    bend = band(Pen(6, 34, 90).curl(-90, 28), even(3.6), round_end=False)
    heart = moved(turned([*bud(0, height=26, width=9), disc(0, -31, 2)], -135), 22, 22)
    return half + _transposed(half) + heart + [bend], 160, 160


def qos_medallion() -> Drawing:
    arms = around(moved(both(turned(scroll(width=3.4, size=0.62), 64)), 0, -20), 4)
    buds = around(moved(bud(0, height=24, width=8), 0, -60), 4)
    small = around(moved(bud(0, height=18, width=6), 0, -24), 4, 45)
    return arms + buds + small + ring(16, 2) + [disc(0, 0, 5)] + ring(97, 1.5) + ring(101, 0.8), 208, 208


# -- құсқанат: light, as of a bird -------------------------------------------------------------------------------------


def qusqanat_divider() -> Drawing:
    pair = moved(wings(reach=44, width=5, feathers=4, gap=7.5), 0, -2)
    tail = [band(Pen(0, 24, 270).line(15), leaf(5, 0.4), round_end=False)]
    line = both([band(Pen(62, 0, 0).line(54), taper(1.8, 1.2), round_end=False), disc(122, 0, 2.2)])
    return [*pair, rhomb(0, -28, 7, 13), *tail, *line], 260, 84


def qusqanat_strip() -> Drawing:
    tile = 64
    bird = scaled(wings(reach=40, width=7, feathers=2, gap=11), 0.66)
    drawn: Shapes = []
    for index in (-1, 0, 1):
        drawn += moved(bird, index * tile + tile / 2, 6) + moved([rhomb(0, 0, 5, 9)], index * tile, 4)
    return moved(drawn, 0, 0), tile, 44


def qusqanat_corner() -> Drawing:
    feathers: Shapes = []
    for index in range(4):
        heading = -4 - index * 11.5
        x, y = 8 + 16 * math.cos(math.radians(heading)), 8 - 16 * math.sin(math.radians(heading))
        pen = Pen(x, y, heading - 9 + index).curl(20 - index * 3, 240 - index * 20).curl(26 - index * 5, 120)
        feathers.append(band(pen, leaf(8.4 - index * 0.6, 0.5), round_end=False))
    middle = band(Pen(20, 20, -45).line(70), leaf(7, 0.45), round_end=False)
    return feathers + _transposed(feathers) + [middle], 160, 160


def qusqanat_medallion() -> Drawing:
    pairs = around(moved(wings(reach=34, width=5.4, feathers=3, gap=8.5), 0, -44), 6)
    return pairs + around(moved(bud(0, height=18, width=6.5), 0, -16), 6) + ring(8, 2.4) + around([disc(0, -96, 2)], 6, 30), 208, 208


SETS = {
    "qoshqar": (qoshqar_corner, qoshqar_divider, qoshqar_strip, qoshqar_medallion),
    "qos": (qos_corner, qos_divider, qos_strip, qos_medallion),
    "qusqanat": (qusqanat_corner, qusqanat_divider, qusqanat_strip, qusqanat_medallion),
}


def main() -> None:
    for name, drawings in SETS.items():
        folder = TARGET / name
        folder.mkdir(parents=True, exist_ok=True)
        for draw in drawings:
            form = draw.__name__.removeprefix(f"{name}_")
            shapes, width, height = draw()
            centre = (0.0, 0.0) if form == "corner" else (width / 2, height / 2)
            (folder / f"{form}.svg").write_text(svg(moved(shapes, *centre), width, height), encoding="utf-8")
            if form == "strip":
                upright = moved(turned(shapes, 90), height / 2, width / 2)
                (folder / "edge.svg").write_text(svg(upright, height, width), encoding="utf-8")


if __name__ == "__main__":
    main()
