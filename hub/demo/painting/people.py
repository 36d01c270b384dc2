"""People, without faces: standing, sitting, seen from above; hands."""

from __future__ import annotations

from math import cos, pi, sin

from hub.demo.painting import colours as c
from hub.demo.painting.canvas import Canvas, Point, Points, curve, ring

SKINS = ("#f0c3a0", "#d9a37c", "#b97c54", "#8d5a3c", "#5f3d2c")

# Outlines as parts of the height: across from the middle, up from the ground.
TORSO = (
    (-0.155, 0.33),
    (-0.14, 0.6),
    (-0.12, 0.76),
    (0, 0.8),
    (0.12, 0.76),
    (0.14, 0.6),
    (0.155, 0.33),
    (0, 0.315),
)
SEATED_TORSO = ((-0.13, 0.27), (-0.13, 0.6), (0, 0.68), (0.11, 0.6), (0.12, 0.27))
CHAIR_FRAME = ((-0.2, 0.58), (-0.15, 0.3), (0.14, 0.26), (0.24, 0.07))
SEATED_LEG = ((-0.02, 0.32), (0.2, 0.31), (0.22, 0.07))
SEATED_ARM = ((0, 0.57), (0.06, 0.43), (0.2, 0.4))
# From above: across the shoulders, and towards the table.
SHOULDERS = (
    (-1.15, 0.05),
    (-0.8, 0.42),
    (0, 0.5),
    (0.8, 0.42),
    (1.15, 0.05),
    (0.7, -0.48),
    (0, -0.6),
    (-0.7, -0.48),
)


def person(
    sheet: Canvas,
    x: float,
    base: float,
    height: float,
    clothes: str,
    skin: str,
    *,
    hair: str = c.INK,
    style: str = "short",
    legs: str = c.DUSK,
    reach: Point | None = None,
    child: bool = False,
) -> None:
    """A standing figure without a face. `reach` is where the right hand goes, if anywhere."""
    h = height
    for side in (-1, 1):
        sheet.line(
            [(x + side * h * 0.062, base - h * 0.42), (x + side * h * 0.07, base - h * 0.02)],
            legs,
            h * 0.092,
        )
        sheet.ellipse(x + side * h * 0.082, base - h * 0.008, h * 0.066, h * 0.03, c.INK)
    outline = [(x + across * h, base - up * h) for across, up in TORSO]
    torso = curve(outline, closed=True, steps=6)
    sheet.polygon(torso, clothes)
    sheet.shade(torso, c.shadow_of(clothes), "right", 0.5, 0.7)
    _arms(sheet, x, base, h, clothes, skin, reach)
    face, radius = (0.88, 0.125) if child else (0.9, 0.092)
    _head(sheet, x, base - h * face, h * radius, skin, hair, style)


def _arms(
    sheet: Canvas, x: float, base: float, h: float, clothes: str, skin: str, reach: Point | None
) -> None:
    """Two arms; the right one goes where it is sent."""
    for side in (-1, 1):
        shoulder = (x + side * h * 0.118, base - h * 0.71)
        elbow, palm = (
            (x + side * h * 0.175, base - h * 0.56),
            (x + side * h * 0.165, base - h * 0.42),
        )
        if reach and side == 1:
            palm = reach
            elbow = (
                (shoulder[0] + reach[0]) / 2 + h * 0.02,
                (shoulder[1] + reach[1]) / 2 + h * 0.05,
            )
        sheet.circle(*palm, h * 0.034, skin)
        sheet.line([shoulder, elbow, palm], clothes, h * 0.07)
        sheet.circle(palm[0], palm[1] + h * 0.018, h * 0.034, skin)


def _head(
    sheet: Canvas, x: float, y: float, radius: float, skin: str, hair: str, style: str
) -> None:
    """Neck, head and hair."""
    if style == "long":
        sheet.rect(
            x - radius * 1.12, y - radius * 0.7, radius * 2.24, radius * 2.2, hair, radius * 0.9
        )
    sheet.rect(x - radius * 0.42, y + radius * 0.4, radius * 0.84, radius * 1.2, skin, radius * 0.3)
    face = sheet.circle(x, y, radius, skin)
    sheet.shade(face, c.BRICK, "right", 0.25)
    if style == "bun":
        sheet.circle(x, y - radius * 1.2, radius * 0.48, hair)
    crown = [point for point in ring(x, y, radius * 1.08, count=48) if point[1] < y - radius * 0.22]
    sheet.polygon(sorted(crown), hair)
    if style in {"short", "bun", "long"}:
        sheet.blob(
            [
                (x - radius * 1.06, y + radius * 0.1),
                (x - radius * 1.0, y - radius * 0.7),
                (x, y - radius * 1.12),
                (x + radius * 1.0, y - radius * 0.7),
                (x + radius * 1.06, y - radius * 0.05),
                (x + radius * 0.55, y - radius * 0.52),
                (x - radius * 0.4, y - radius * 0.42),
            ],
            hair,
        )
    if style == "cap":
        sheet.line(
            [(x - radius * 0.2, y - radius * 0.28), (x + radius * 1.5, y - radius * 0.22)],
            hair,
            radius * 0.22,
        )


def seated(
    sheet: Canvas,
    x: float,
    base: float,
    height: float,
    clothes: str,
    skin: str,
    *,
    hair: str = c.INK,
    style: str = "short",
    wheels: bool = False,
) -> None:
    """Somebody sitting, turned to the right; on wheels if wanted. `height` is as if standing."""
    h = height

    def at(outline: Points) -> list[Point]:
        return [(x + across * h, base - up * h) for across, up in outline]

    if wheels:
        sheet.line(at(CHAIR_FRAME), c.INK, h * 0.03, smooth=False)
    sheet.line(at(SEATED_LEG), c.DUSK, h * 0.1, smooth=False)
    sheet.ellipse(x + h * 0.26, base - h * 0.05, h * 0.07, h * 0.03, c.INK)
    torso = curve(at(SEATED_TORSO), closed=True, steps=6)
    sheet.polygon(torso, clothes)
    sheet.shade(torso, c.shadow_of(clothes), "left", 0.45, 0.7)
    sheet.line(at(SEATED_ARM), clothes, h * 0.07)
    sheet.circle(x + h * 0.22, base - h * 0.4, h * 0.035, skin)
    _head(sheet, x, base - h * 0.78, h * 0.092, skin, hair, style)
    if wheels:
        wx, wy, radius = x - h * 0.04, base - h * 0.18, h * 0.18
        sheet.hoop(wx, wy, radius, c.INK, h * 0.026)
        sheet.hoop(wx, wy, radius * 0.8, c.STONE, h * 0.008)
        sheet.circle(wx, wy, h * 0.02, c.INK)
        sheet.hoop(x + h * 0.25, base - h * 0.035, h * 0.04, c.INK, h * 0.018)


def seen_from_above(
    sheet: Canvas,
    x: float,
    y: float,
    towards: Point,
    size: float,
    clothes: str,
    skin: str,
    hair: str,
) -> None:
    """Somebody at a table, seen from above, with the hands on it."""
    dx, dy = towards[0] - x, towards[1] - y
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length
    nx, ny = -uy, ux

    def at(across: float, along: float) -> Point:
        return (
            x + nx * size * across + ux * size * along,
            y + ny * size * across + uy * size * along,
        )

    for side in (-1, 1):
        palm = at(0.42 * side, 1.75)
        sheet.line([at(0.82 * side, 0), at(1.02 * side, 0.9), palm], clothes, size * 0.46)
        sheet.circle(*palm, size * 0.25, skin)
    body = sheet.blob([at(*point) for point in SHOULDERS], clothes)
    sheet.shade(body, c.shadow_of(clothes), "bottom", 0.35)
    sheet.shade(sheet.circle(*at(0, 0.1), size * 0.5, hair), c.INK, "bottom", 0.4)


def around(count: int, x: float, y: float, rx: float, ry: float, start: float = 0.0) -> list[Point]:
    """Places at equal distance around an ellipse."""
    return [
        (x + rx * cos(start + 2 * pi * step / count), y + ry * sin(start + 2 * pi * step / count))
        for step in range(count)
    ]


def hand(
    sheet: Canvas, x: float, y: float, angle: float, size: float, skin: str, sleeve: str
) -> None:
    """An open hand with its forearm, pointing along an angle (radians)."""

    def at(along: float, across: float) -> Point:
        return (
            x + (cos(angle) * along - sin(angle) * across) * size,
            y + (sin(angle) * along + cos(angle) * across) * size,
        )

    arm = [at(-4.4, -0.72), at(-0.9, -0.5), at(-0.9, 0.5), at(-4.4, 0.72)]
    sheet.polygon(arm, sleeve)
    sheet.shade(arm, c.INK, "bottom", 0.35)
    sheet.line([at(-1.1, 0), at(-0.3, 0)], skin, size * 0.74)
    palm = sheet.blob(
        [
            at(-0.55, -0.42),
            at(0.2, -0.55),
            at(0.7, -0.42),
            at(0.72, 0.42),
            at(0.2, 0.55),
            at(-0.55, 0.42),
        ],
        skin,
    )
    sheet.shade(palm, c.BRICK, "bottom", 0.22)
    for across, reach in ((-0.39, 1.32), (-0.13, 1.52), (0.13, 1.5), (0.38, 1.26)):
        sheet.line([at(0.5, across), at(reach, across * 1.25)], skin, size * 0.225)
    sheet.line([at(-0.1, 0.45), at(0.55, 0.98)], skin, size * 0.24)
