"""Tables, bread, bicycles, boats: what hands make and use."""

from __future__ import annotations

from math import cos, pi, sin

from hub.demo.painting import colours as c
from hub.demo.painting.canvas import Canvas, Point, curve, ring


def plate(sheet: Canvas, x: float, y: float, radius: float, food: str, rim: str = c.WHITE) -> None:
    """A plate with something on it, seen from above."""
    sheet.veil(ring(x + radius * 0.06, y + radius * 0.1, radius), c.BARK, 0.22)
    sheet.shade(sheet.circle(x, y, radius, rim), c.STONE, "bottom", 0.5)
    sheet.hoop(x, y, radius * 0.8, c.STONE, 1.6)
    points = [
        (
            x + radius * 0.55 * sheet.rng.uniform(0.8, 1.1) * cos(a),
            y + radius * 0.55 * sheet.rng.uniform(0.8, 1.1) * sin(a),
        )
        for a in (2 * pi * step / 9 for step in range(9))
    ]
    sheet.shade(sheet.blob(points, food), c.BRICK, "bottom", 0.5)


def loaf(
    sheet: Canvas, x: float, y: float, width: float, fill: str = c.AMBER, crust: str = c.EARTH
) -> None:
    """A loaf with three cuts."""
    height = width * 0.46
    outline = sheet.blob(
        [
            (x - width / 2, y),
            (x - width * 0.44, y - height * 0.66),
            (x, y - height),
            (x + width * 0.44, y - height * 0.66),
            (x + width / 2, y),
            (x, y + height * 0.1),
        ],
        fill,
    )
    sheet.shade(outline, crust, "bottom", 0.95)
    sheet.shade(outline, c.WHEAT, "top", 0.6, 0.5)
    for place in (-0.22, 0.0, 0.22):
        cx = x + place * width
        sheet.line(
            [
                (cx - width * 0.06, y - height * 0.34),
                (cx, y - height * 0.62),
                (cx + width * 0.07, y - height * 0.78),
            ],
            c.CREAM,
            width * 0.028,
        )


def spokes(
    sheet: Canvas, x: float, y: float, radius: float, count: int, fill: str, width: float
) -> None:
    """The spokes of a wheel, from rim to rim."""
    for angle in (pi * step / count for step in range(count)):
        dx, dy = radius * cos(angle), radius * sin(angle)
        sheet.line([(x - dx, y - dy), (x + dx, y + dy)], fill, width)


def bicycle(
    sheet: Canvas, x: float, base: float, size: float, frame: str, tyre: str = c.INK
) -> None:
    """A bicycle seen from the side; `size` is the wheels' radius."""
    back, front = (x, base - size), (x + size * 2.65, base - size)
    for wx, wy in (back, front):
        spokes(sheet, wx, wy, size, 7, c.STONE, 1.6)
        sheet.hoop(wx, wy, size, tyre, size * 0.085)
        sheet.circle(wx, wy, size * 0.09, tyre)
    crank = (x + size * 1.12, base - size * 0.86)
    seat, head = (x + size * 0.72, base - size * 2.12), (x + size * 2.16, base - size * 2.16)
    thick = size * 0.1
    for path in (
        (back, crank),
        (crank, head),
        (seat, crank),
        ((seat[0] + 6, seat[1] + size * 0.22), (head[0], head[1] + size * 0.12)),
        (back, (seat[0] + 8, seat[1] + size * 0.26)),
        (front, (head[0] - size * 0.1, head[1] - size * 0.18)),
    ):
        sheet.line(list(path), frame, thick)
    sheet.line(
        [
            (head[0] - size * 0.12, head[1] - size * 0.2),
            (head[0] + size * 0.22, head[1] - size * 0.3),
            (head[0] + size * 0.34, head[1] - size * 0.08),
        ],
        tyre,
        thick,
    )
    sheet.line(
        [(seat[0] - size * 0.3, seat[1] - size * 0.03), (seat[0] + size * 0.18, seat[1])],
        tyre,
        size * 0.15,
    )
    sheet.hoop(crank[0], crank[1], size * 0.19, tyre, size * 0.06)


def boat(sheet: Canvas, x: float, y: float, width: float, hull: str, stripe: str) -> None:
    """A fishing boat with a small cabin."""
    height = width * 0.2
    sheet.rect(x + width * 0.56, y - height * 1.15, width * 0.17, height * 0.9, c.WHITE, 4)
    sheet.rect(x + width * 0.59, y - height * 0.98, width * 0.11, height * 0.32, c.SEA)
    sheet.line(
        [(x + width * 0.34, y - height * 0.1), (x + width * 0.34, y - height * 2.2)],
        c.BARK,
        width * 0.014,
    )
    sheet.line(
        [(x + width * 0.34, y - height * 2.1), (x + width * 0.06, y - height * 0.3)], c.BARK, 2
    )
    sheet.line(
        [(x + width * 0.34, y - height * 2.1), (x + width * 0.94, y - height * 0.4)], c.BARK, 2
    )
    outline = curve(
        [
            (x, y - height * 0.42),
            (x + width * 0.3, y - height * 0.18),
            (x + width * 0.7, y - height * 0.16),
            (x + width, y - height * 0.52),
            (x + width * 0.9, y + height * 0.42),
            (x + width * 0.5, y + height * 0.6),
            (x + width * 0.13, y + height * 0.42),
        ],
        closed=True,
    )
    sheet.polygon(outline, hull)
    sheet.shade(outline, c.INK, "bottom", 0.5)
    sheet.line(
        [
            (x + width * 0.03, y - height * 0.2),
            (x + width * 0.4, y + height * 0.06),
            (x + width * 0.96, y - height * 0.2),
        ],
        stripe,
        width * 0.02,
    )


def chair(sheet: Canvas, x: float, base: float, size: float, wood: str, seat: str) -> None:
    """A school chair seen from the front, turned a little."""
    for lx, top in ((x, base - size * 1.02), (x + size * 0.56, base - size * 1.02)):
        sheet.line([(lx, base), (lx, top)], wood, size * 0.055)
    sheet.line(
        [(x - size * 0.12, base + size * 0.12), (x - size * 0.12, base - size * 0.42)],
        wood,
        size * 0.055,
    )
    sheet.line(
        [(x + size * 0.44, base + size * 0.12), (x + size * 0.44, base - size * 0.42)],
        wood,
        size * 0.055,
    )
    sheet.polygon(
        [
            (x - size * 0.16, base - size * 0.4),
            (x + size * 0.0, base - size * 0.54),
            (x + size * 0.6, base - size * 0.54),
            (x + size * 0.47, base - size * 0.4),
        ],
        seat,
    )
    outline = sheet.rect(
        x - size * 0.02, base - size * 1.04, size * 0.6, size * 0.24, seat, size * 0.06
    )
    sheet.shade(outline, c.BARK, "right", 0.6)


def envelope(
    sheet: Canvas, x: float, y: float, width: float, paper: str, seal: str, tilt: float = 0.0
) -> None:
    """A closed letter."""
    height = width * 0.64

    def at(u: float, v: float) -> Point:
        px, py = (u - 0.5) * width, (v - 0.5) * height
        return (x + px * cos(tilt) - py * sin(tilt), y + px * sin(tilt) + py * cos(tilt))

    shadow = [(px + 8, py + 12) for px, py in (at(0, 0), at(1, 0), at(1, 1), at(0, 1))]
    sheet.veil(shadow, c.BARK, 0.2)
    body = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
    sheet.polygon(body, paper)
    sheet.shade(body, c.STONE, "bottom", 0.75)
    sheet.polygon([at(0, 0), at(0.5, 0.58), at(1, 0)], paper)
    sheet.line([at(0, 0), at(0.5, 0.58), at(1, 0)], c.EARTH, 2.5, smooth=False)
    cx, cy = at(0.5, 0.55)
    sheet.shade(sheet.circle(cx, cy, width * 0.07, seal), c.INK, "bottom", 0.4)
