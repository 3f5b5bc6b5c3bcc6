"""Pictures that weigh what photographs weigh.

Noise in octaves of one strength each, which is how detail is spread in pictures of nature, the finest ones weaker, as a
lens leaves them. Plain noise would weigh too much, a gradient nothing.
"""

import random
from io import BytesIO

from PIL import Image, ImageChops

SHAPE = (3000, 4000)  # a phone's twelve million points
LIGHT, TINT = 15, 4
GREY = 128


def photograph(seed: int, shape: tuple[int, int] = SHAPE) -> bytes:
    """A JPEG as a phone would write it; the same for the same number."""
    source = random.Random(seed)  # noqa: S311
    light = _octaves(source, shape, LIGHT)
    channels = [
        ImageChops.add(light, _octaves(source, shape, TINT, finest=max(1, max(shape) // 60)), offset=-GREY) for _channel in range(3)
    ]
    written = BytesIO()
    Image.merge("RGB", channels).save(written, "JPEG", quality=88)
    return written.getvalue()


def _octaves(source: random.Random, shape: tuple[int, int], strength: int, finest: int = 0) -> Image.Image:
    """One channel: from spots a third of the picture wide down to spots of `finest` points (a thousandth of it, unless said)."""
    made = Image.new("L", shape, GREY)
    finest = finest or max(1, max(shape) // 1000)
    size = max(shape) // 3
    while size >= finest:
        grain = (shape[0] // size + 2, shape[1] // size + 2)
        noise = Image.frombytes("L", grain, source.randbytes(grain[0] * grain[1]))
        # A byte of noise spreads by 74 around grey.
        weak = noise.point([round(GREY + (value - GREY) * strength / 74) for value in range(256)])
        made = ImageChops.add(made, weak.resize(shape, Image.Resampling.BICUBIC), offset=-GREY)
        size //= 2
    return made
