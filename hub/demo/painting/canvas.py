"""A sheet to draw on: smooth shapes, grainy shading, and a paper finish.

Coordinates are those of the finished picture (1600 × 1000). Everything is drawn at twice the size
and reduced at the end, which makes edges smooth.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT = 1600, 1000
SCALE = 2
Point = tuple[float, float]
Points = Sequence[Point]


@cache
def _noise() -> Image.Image:
    """Grain as large as the sheet, always the same; a grain is three pixels of the large sheet."""
    size = (WIDTH * SCALE // 3 + 1, HEIGHT * SCALE // 3 + 1)
    data = random.Random(11).randbytes(size[0] * size[1])
    grain = Image.frombytes("L", size, data)
    return grain.resize((size[0] * 3, size[1] * 3), Image.Resampling.BILINEAR)


@cache
def _paper() -> Image.Image:
    """A faint unevenness of the paper, to be multiplied with the finished picture."""
    rng = random.Random(5)
    coarse = Image.frombytes("L", (40, 25), rng.randbytes(1000)).resize(
        (WIDTH, HEIGHT), Image.Resampling.BICUBIC
    )
    fine = Image.frombytes("L", (WIDTH // 2, HEIGHT // 2), rng.randbytes(WIDTH * HEIGHT // 4))
    fine = fine.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    return (
        Image.blend(coarse, fine, 0.45).point(lambda value: 243 + value * 12 // 255).convert("RGB")
    )


def curve(points: Points, *, closed: bool = False, steps: int = 10) -> list[Point]:
    """A smooth line through the points (a Catmull-Rom spline)."""
    count = len(points)
    result: list[Point] = []
    for index in range(count if closed else count - 1):
        p0, p1, p2, p3 = (
            points[(index + offset) % count]
            if closed
            else points[min(max(index + offset, 0), count - 1)]
            for offset in (-1, 0, 1, 2)
        )
        for step in range(steps):
            t = step / steps
            result.append(
                (_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t))
            )
    if not closed:
        result.append(points[-1])
    return result


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


class Canvas:
    """One picture in the making."""

    def __init__(self, seed: int, top: str, bottom: str | None = None) -> None:
        self.rng = random.Random(seed)
        size = (WIDTH * SCALE, HEIGHT * SCALE)
        self.image = Image.new("RGB", size, top)
        if bottom:
            fade = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
            self.image.paste(bottom, (0, 0), fade)
        self.draw = ImageDraw.Draw(self.image)

    # --- plain shapes ---------------------------------------------------------
    def polygon(self, points: Points, fill: str) -> None:
        """A shape with straight sides."""
        self.draw.polygon(_large(points), fill=fill)

    def blob(self, points: Points, fill: str) -> list[Point]:
        """A closed smooth shape; its outline is given back for shading."""
        outline = curve(points, closed=True)
        self.polygon(outline, fill)
        return outline

    def circle(self, x: float, y: float, radius: float, fill: str) -> list[Point]:
        """A disc; its outline is given back for shading."""
        self.draw.ellipse(_box(x - radius, y - radius, x + radius, y + radius), fill=fill)
        return ring(x, y, radius)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str) -> list[Point]:
        """An ellipse; its outline is given back for shading."""
        self.draw.ellipse(_box(x - rx, y - ry, x + rx, y + ry), fill=fill)
        return ring(x, y, rx, ry)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0
    ) -> list[Point]:
        """A rectangle, with round corners if wanted."""
        self.draw.rounded_rectangle(
            _box(x, y, x + width, y + height), radius=radius * SCALE, fill=fill
        )
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]

    def line(self, points: Points, fill: str, width: float, *, smooth: bool = True) -> None:
        """A line with round ends."""
        path = curve(points) if smooth and len(points) > 2 else list(points)
        thick = max(1, round(width * SCALE))
        self.draw.line(_large(path), fill=fill, width=thick, joint="curve")
        for x, y in (path[0], path[-1]):
            self.circle(x, y, width / 2, fill)

    def hoop(self, x: float, y: float, radius: float, fill: str, width: float) -> None:
        """A circle drawn with a line."""
        self.draw.ellipse(
            _box(x - radius, y - radius, x + radius, y + radius),
            outline=fill,
            width=round(width * SCALE),
        )

    # --- shading --------------------------------------------------------------
    def shade(
        self,
        outline: Points,
        colour: str,
        side: str = "bottom",
        strength: float = 0.8,
        reach: float = 1.0,
    ) -> None:
        """Sprinkle grain of a colour inside an outline, denser towards one side.

        `reach` is how far from that side the grain goes, as a part of the shape's size.
        """
        box = self._bounds(outline)
        if box is None:
            return
        left, top, right, bottom = box
        size = (right - left, bottom - top)
        gradient = _gradient(side, strength, reach).resize(size, Image.Resampling.NEAREST)
        grain = ImageChops.subtract(gradient, _noise().crop(box)).point(
            lambda value: min(255, value * 5)
        )
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in _large(outline)], fill=255)
        self.image.paste(colour, box, ImageChops.darker(grain, mask))

    def veil(self, outline: Points, colour: str, opacity: float) -> None:
        """Lay a transparent colour over an outline."""
        box = self._bounds(outline)
        if box is None:
            return
        left, top, right, bottom = box
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon(
            [(x - left, y - top) for x, y in _large(outline)], fill=round(255 * opacity)
        )
        self.image.paste(colour, box, mask)

    def inside(self, outline: Points, other: Canvas) -> None:
        """Show another sheet through an outline cut into this one."""
        box = self._bounds(outline)
        if box is None:
            return
        left, top, right, bottom = box
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in _large(outline)], fill=255)
        self.image.paste(other.image.crop(box), box, mask)

    def copy(self) -> Canvas:
        """A second sheet with the same drawing, to be changed and shown through a cut."""
        twin = Canvas.__new__(Canvas)
        twin.rng = self.rng
        twin.image = self.image.copy()
        twin.draw = ImageDraw.Draw(twin.image)
        return twin

    def _bounds(self, outline: Points) -> tuple[int, int, int, int] | None:
        large = _large(outline)
        xs, ys = [x for x, _ in large], [y for _, y in large]
        left, top = max(0, int(min(xs))), max(0, int(min(ys)))
        right = min(WIDTH * SCALE, int(max(xs)) + 1)
        bottom = min(HEIGHT * SCALE, int(max(ys)) + 1)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def finished(self) -> Image.Image:
        """The picture in its final size, on its paper."""
        return ImageChops.multiply(self.image.reduce(SCALE), _paper())


@cache
def _gradient(side: str, strength: float, reach: float) -> Image.Image:
    """Grey from nothing to full towards a side."""
    turns = {
        "bottom": None,
        "top": Image.Transpose.FLIP_TOP_BOTTOM,
        "right": Image.Transpose.ROTATE_90,
        "left": Image.Transpose.ROTATE_270,
    }
    base = Image.linear_gradient("L").point(
        lambda value: round(max(0.0, (value / 255 - (1 - reach)) / reach) * 255 * strength)
    )
    turn = turns[side]
    return base if turn is None else base.transpose(turn)


def ring(x: float, y: float, rx: float, ry: float | None = None, count: int = 40) -> list[Point]:
    """The outline of a circle or an ellipse."""
    ry = rx if ry is None else ry
    return [
        (x + rx * cos(2 * pi * step / count), y + ry * sin(2 * pi * step / count))
        for step in range(count)
    ]


def _large(points: Points) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)
