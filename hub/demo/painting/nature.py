"""Sun, hills, fields, trees, water and animals."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from hub.demo.painting import colours as c
from hub.demo.painting.canvas import HEIGHT, WIDTH, Canvas, Point, Points, curve, ring


def sun(
    sheet: Canvas, x: float, y: float, radius: float, fill: str = c.GOLD, glow: str = c.WHITE
) -> None:
    """A sun with two rings of light."""
    sheet.veil(ring(x, y, radius * 2.1), glow, 0.28)
    sheet.veil(ring(x, y, radius * 1.5), glow, 0.36)
    disc = sheet.circle(x, y, radius, fill)
    sheet.shade(disc, c.CORAL, "bottom", 0.55)


def moon(sheet: Canvas, x: float, y: float, radius: float, fill: str = c.CREAM) -> None:
    """A full moon with a halo."""
    sheet.veil(ring(x, y, radius * 1.9), c.CREAM, 0.10)
    sheet.veil(ring(x, y, radius * 1.4), c.CREAM, 0.14)
    sheet.shade(sheet.circle(x, y, radius, fill), c.GOLD, "left", 0.5)


def stars(sheet: Canvas, count: int, lowest: float, fill: str = c.CREAM) -> None:
    """Stars above a height."""
    for _ in range(count):
        sheet.circle(
            sheet.rng.uniform(20, WIDTH - 20),
            sheet.rng.uniform(20, lowest),
            sheet.rng.uniform(1.2, 3.4),
            fill,
        )


def cloud(sheet: Canvas, x: float, y: float, size: float, fill: str = c.WHITE) -> None:
    """A long cloud, flat below."""
    sheet.rect(x - size, y - size * 0.16, size * 2, size * 0.32, fill, size * 0.16)
    sheet.rect(x - size * 0.55, y - size * 0.4, size * 1.0, size * 0.42, fill, size * 0.2)


def birds(sheet: Canvas, x: float, y: float, count: int, fill: str = c.INK) -> None:
    """A few birds far away."""
    for index in range(count):
        bx, by = x + index * 52 + sheet.rng.uniform(-14, 14), y + sheet.rng.uniform(-26, 26)
        wing = sheet.rng.uniform(11, 17)
        sheet.line(
            [(bx - wing, by - wing * 0.5), (bx - wing * 0.4, by - wing * 0.62), (bx, by)], fill, 3
        )
        sheet.line(
            [(bx, by), (bx + wing * 0.4, by - wing * 0.62), (bx + wing, by - wing * 0.5)], fill, 3
        )


def hill(
    sheet: Canvas,
    ridge: Points,
    fill: str,
    shadow: str,
    side: str = "bottom",
    strength: float = 0.6,
    reach: float = 1.0,
) -> list[Point]:
    """Land below a ridge that goes from the left edge to the right."""
    outline = [*curve(ridge), (WIDTH + 20, HEIGHT + 20), (-20, HEIGHT + 20)]
    sheet.polygon(outline, fill)
    sheet.shade(outline, shadow, side, strength, reach)
    return outline


def ridge(sheet: Canvas, y: float, swing: float, bumps: int = 4) -> list[Point]:
    """Points of a gentle ridge at a height."""
    step = (WIDTH + 80) / bumps
    return [
        (-40 + index * step, y + sheet.rng.uniform(-swing, swing) * (1 if index % 2 else -1))
        for index in range(bumps + 1)
    ]


def rows(
    sheet: Canvas,
    outline: Points,
    far: tuple[float, float],
    y_near: float,
    count: int,
    fill: str,
    width: float,
    spread: float = 2.4,
) -> None:
    """Furrows that run from the foreground to a point far away, cut to the field's outline."""
    field = sheet.copy()
    fx, fy = far
    for index in range(count + 1):
        x_near = fx + (index / count - 0.5) * WIDTH * spread
        x_far = fx + (index / count - 0.5) * WIDTH * spread * 0.12
        half = width * (0.5 + abs(index / count - 0.5))
        field.polygon(
            [
                (x_far - 1.5, fy),
                (x_far + 1.5, fy),
                (x_near + half, y_near),
                (x_near - half, y_near),
            ],
            fill,
        )
    sheet.inside(outline, field)


def stripes(
    sheet: Canvas, outline: Points, lines: Sequence[Points], fill: str, width: float
) -> None:
    """Contour lines on a field, cut to its outline."""
    field = sheet.copy()
    for one in lines:
        field.line(one, fill, width)
    sheet.inside(outline, field)


def cypress(
    sheet: Canvas, x: float, base: float, height: float, fill: str = c.PINE, shadow: str = c.DEEP
) -> None:
    """A tall narrow tree."""
    width = height * 0.13
    sheet.rect(x - 3, base - height * 0.08, 6, height * 0.1, c.BARK)
    outline = sheet.blob(
        [
            (x, base - height),
            (x + width * 0.8, base - height * 0.45),
            (x + width * 0.55, base - height * 0.06),
            (x - width * 0.55, base - height * 0.06),
            (x - width * 0.8, base - height * 0.45),
        ],
        fill,
    )
    sheet.shade(outline, shadow, "right", 0.9)


def tree(
    sheet: Canvas,
    x: float,
    base: float,
    height: float,
    fill: str = c.LEAF,
    shadow: str = c.PINE,
    fruit: str | None = None,
) -> None:
    """A round tree with a forked trunk, and fruit if wanted."""
    radius = height * 0.34
    top = base - height + radius
    sheet.line(
        [(x, base), (x + height * 0.01, base - height * 0.3), (x, top + radius * 0.3)],
        c.BARK,
        height * 0.055,
    )
    sheet.line(
        [(x, base - height * 0.34), (x + radius * 0.5, top + radius * 0.45)], c.BARK, height * 0.03
    )
    points = []
    for index in range(11):
        angle = 2 * pi * index / 11
        away = radius * sheet.rng.uniform(0.86, 1.1)
        points.append((x + away * cos(angle) * 1.06, top + away * sin(angle) * 0.94))
    crown = sheet.blob(points, fill)
    sheet.shade(crown, shadow, "bottom", 0.85)
    sheet.shade(crown, c.WHEAT, "left", 0.35, 0.6)
    if fruit:
        for _ in range(9):
            angle, away = sheet.rng.uniform(0, 2 * pi), radius * sheet.rng.uniform(0.15, 0.78)
            sheet.circle(x + away * cos(angle), top + away * sin(angle), height * 0.032, fruit)


def bush(sheet: Canvas, x: float, base: float, height: float, fruit: str | None = None) -> None:
    """A plant tied to a cane, heavy with fruit."""
    sheet.line([(x + 2, base), (x + 4, base - height * 1.16)], c.EARTH, height * 0.05)
    width = height * 0.36
    corners = ((0, 1.0), (0.6, 0.86), (0.8, 0.55), (0.95, 0.26), (0.6, 0.02))
    around = [*corners, *((-across, up) for across, up in reversed(corners[1:]))]
    points = [
        (x + width * across * sheet.rng.uniform(0.9, 1.08), base - height * up)
        for across, up in around
    ]
    sheet.shade(sheet.blob(points, c.LEAF), c.PINE, "bottom", 0.8)
    for _ in range(8 if fruit else 0):
        across, up = sheet.rng.uniform(-0.66, 0.66), sheet.rng.uniform(0.12, 0.82)
        sheet.circle(x + width * across, base - height * up, height * 0.058, fruit or c.BRICK)


def fir(
    sheet: Canvas, x: float, base: float, height: float, fill: str = c.PINE, shadow: str = c.DEEP
) -> None:
    """A conifer in three tiers."""
    sheet.rect(x - height * 0.025, base - height * 0.12, height * 0.05, height * 0.13, c.BARK)
    for tier, (width, low, high) in enumerate(
        ((0.27, 0.1, 0.52), (0.215, 0.34, 0.76), (0.15, 0.58, 1.0))
    ):
        sway = (tier - 1) * height * 0.006
        outline = curve(
            [
                (x + sway, base - height * high),
                (x + width * height * 0.5, base - height * (low + 0.1)),
                (x + width * height, base - height * low),
                (x, base - height * (low - 0.03)),
                (x - width * height, base - height * low),
                (x - width * height * 0.5, base - height * (low + 0.1)),
            ],
            closed=True,
            steps=5,
        )
        sheet.polygon(outline, fill)
        sheet.shade(outline, shadow, "right", 0.95)


def trunk(
    sheet: Canvas,
    x: float,
    width: float,
    fill: str,
    shadow: str,
    top: float = -20,
    base: float = HEIGHT + 20,
) -> None:
    """A trunk that crosses the sheet."""
    lean = sheet.rng.uniform(-26, 26)
    outline = [
        (x - width * 0.42 + lean, top),
        (x + width * 0.42 + lean, top),
        (x + width * 0.5, base - 60),
        (x + width * 0.8, base),
        (x - width * 0.8, base),
        (x - width * 0.5, base - 60),
    ]
    sheet.polygon(outline, fill)
    sheet.shade(outline, shadow, "right", 0.95)


def palm(sheet: Canvas, x: float, base: float, height: float, fill: str = c.PINE) -> None:
    """A palm that leans a little."""
    top = (x + height * 0.1, base - height)
    sheet.line([(x, base), (x + height * 0.02, base - height * 0.5), top], c.EARTH, height * 0.05)
    for angle in (-2.9, -2.3, -1.75, -1.3, -0.75, -0.15):
        length = height * 0.42
        tip = (top[0] + cos(angle) * length, top[1] + sin(angle) * length * 0.5 + length * 0.34)
        middle = (top[0] + cos(angle) * length * 0.55, top[1] + sin(angle) * length * 0.62)
        width = height * 0.045
        sheet.blob([top, (middle[0], middle[1] - width), tip, (middle[0], middle[1] + width)], fill)


def sheep(
    sheet: Canvas, x: float, y: float, size: float, *, facing: int = 1, wool: str = c.WHITE
) -> None:
    """A woolly sheep seen from the side."""
    for leg in (-0.34, -0.2, 0.2, 0.34):
        sheet.line([(x + leg * size, y), (x + leg * size, y + size * 0.5)], c.INK, size * 0.055)
    points = []
    for index in range(13):
        angle = 2 * pi * index / 13
        away = 1 if index % 2 else 0.88
        points.append((x + size * 0.56 * away * cos(angle), y + size * 0.38 * away * sin(angle)))
    sheet.shade(sheet.blob(points, wool), c.STONE, "bottom", 0.9)
    head_x = x + facing * size * 0.58
    sheet.ellipse(head_x, y - size * 0.14, size * 0.13, size * 0.18, c.INK)
    sheet.ellipse(head_x - facing * size * 0.14, y - size * 0.22, size * 0.1, size * 0.045, c.INK)


def waves(sheet: Canvas, top: float, fill: str, count: int = 26) -> None:
    """Short strokes of light on water."""
    for _ in range(count):
        x, y = sheet.rng.uniform(0, WIDTH), sheet.rng.uniform(top, HEIGHT)
        length = 22 + (y - top) * 0.16
        sheet.line(
            [(x, y), (x + length / 2, y - 3), (x + length, y)], fill, 2.5 + (y - top) * 0.006
        )
