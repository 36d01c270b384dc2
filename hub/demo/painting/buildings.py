"""Houses, blocks of flats, roofs and windows."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from hub.demo.painting import colours as c
from hub.demo.painting.canvas import Canvas, Point, Points, curve


def house(
    sheet: Canvas,
    x: float,
    base: float,
    width: float,
    height: float,
    wall: str,
    roof: str,
    *,
    lit: str = c.CREAM,
    door: str | None = c.BARK,
    chimney: bool = False,
    windows: int = 2,
) -> None:
    """A small house with a gable roof, drawn a little by hand."""
    eaves = base - height
    peak = eaves - width * 0.42
    tilt = sheet.rng.uniform(-3, 3)
    if chimney:
        sheet.rect(x + width * 0.68, peak + width * 0.04, width * 0.11, width * 0.3, c.BRICK)
    body = [(x, eaves), (x + width, eaves + tilt), (x + width, base), (x, base)]
    sheet.polygon(body, wall)
    gable = [(x, eaves + 1), (x + width * 0.5, peak), (x + width, eaves + tilt + 1)]
    sheet.polygon(gable, wall)
    sheet.shade([*gable, (x + width, base), (x, base)], c.EARTH, "right", 0.5, 0.8)
    over, thick = width * 0.07, width * 0.085
    left, right = (x - over, eaves + over * 0.7), (x + width + over, eaves + over * 0.7 + tilt)
    upper = [left, (x + width * 0.5, peak - thick), right]
    ridge = (x + width * 0.5, peak + thick * 0.25)
    lower = [(right[0], right[1] + thick), ridge, (left[0], left[1] + thick)]
    sheet.polygon([*upper, *lower], roof)
    size = width * 0.15
    for index in range(windows):
        wx = x + width * ((index + 1) / (windows + 1)) - size / 2
        window(sheet, wx, eaves + height * 0.16, size, size * 1.35, lit)
    if door:
        sheet.rect(
            x + width * 0.42, base - height * 0.42, width * 0.18, height * 0.42, door, width * 0.05
        )


def window(
    sheet: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    frame: str | None = None,
    shutters: str | None = None,
    cross: bool = True,
) -> None:
    """A window with its bars, and shutters if wanted."""
    if shutters:
        for side in (x - width * 0.58, x + width * 1.08):
            sheet.rect(side, y - 1, width * 0.5, height + 2, shutters)
            for step in range(1, 6):
                sy = y + height * step / 6
                sheet.line([(side + width * 0.08, sy), (side + width * 0.42, sy)], c.INK, 1)
    if frame:
        sheet.rect(x - 4, y - 4, width + 8, height + 8, frame)
    sheet.rect(x, y, width, height, fill)
    if cross:
        bars = frame or c.BARK
        sheet.line([(x + width / 2, y), (x + width / 2, y + height)], bars, max(1.5, width * 0.05))
        sheet.line(
            [(x, y + height * 0.45), (x + width, y + height * 0.45)], bars, max(1.5, width * 0.05)
        )


def block(
    sheet: Canvas,
    x: float,
    base: float,
    width: float,
    height: float,
    wall: str,
    *,
    columns: int,
    floors: int,
    lit: list[str],
    shutters: str | None = None,
    roof: str | None = c.TERRACOTTA,
) -> None:
    """A block of flats with rows of windows."""
    top = base - height
    body = sheet.rect(x, top, width, height, wall)
    sheet.shade(body, c.EARTH, "right", 0.5)
    if roof:
        sheet.polygon(
            [
                (x - 12, top + 8),
                (x + 8, top - 26),
                (x + width - 8, top - 26),
                (x + width + 12, top + 8),
            ],
            roof,
        )
    cell_w, cell_h = width / columns, height / floors
    for floor in range(floors):
        for column in range(columns):
            size = min(cell_w * 0.4, cell_h * 0.36)
            wx = x + cell_w * (column + 0.5) - size / 2
            wy, light = top + cell_h * (floor + 0.26), sheet.rng.choice(lit)
            window(sheet, wx, wy, size, size * 1.4, light, shutters=shutters)


def arch(
    sheet: Canvas, x: float, base: float, width: float, height: float, fill: str
) -> list[Point]:
    """An arched opening; its outline is given back for shading."""
    radius = width / 2
    top = base - height + radius
    outline: list[Point] = [(x, base), (x, top)]
    outline += [
        (x + radius - radius * cos(pi * step / 24), top - radius * sin(pi * step / 24))
        for step in range(25)
    ]
    outline += [(x + width, base)]
    sheet.polygon(outline, fill)
    return outline


def panels(
    sheet: Canvas,
    corners: Points,
    columns: int,
    rows: int,
    fill: str = c.NIGHT,
    lines: str = c.MIST,
) -> None:
    """Solar panels on a tilted plane given by four corners (clockwise from the upper left)."""
    a, b, d, e = corners

    def at(u: float, v: float) -> Point:
        top = (a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u)
        low = (e[0] + (d[0] - e[0]) * u, e[1] + (d[1] - e[1]) * u)
        return (top[0] + (low[0] - top[0]) * v, top[1] + (low[1] - top[1]) * v)

    sheet.polygon(corners, fill)
    sheet.shade(corners, c.SEA, "right", 0.7)
    for column in range(columns + 1):
        sheet.line([at(column / columns, 0), at(column / columns, 1)], lines, 3)
    for row in range(rows + 1):
        sheet.line([at(0, row / rows), at(1, row / rows)], lines, 3)


def wall_of_stone(
    sheet: Canvas, outline: Points, fill: str, joint: str, course: float = 34
) -> None:
    """A stone wall inside an outline."""
    left, right = min(x for x, _ in outline), max(x for x, _ in outline)
    top, bottom = min(y for _, y in outline), max(y for _, y in outline)
    wall = sheet.copy()
    wall.polygon(outline, fill)
    y = top
    while y < bottom:
        wall.line([(left, y), (right, y + sheet.rng.uniform(-3, 3))], joint, 2)
        x = left + sheet.rng.uniform(0, course * 2)
        while x < right:
            wall.line([(x, y), (x + sheet.rng.uniform(-3, 3), y + course)], joint, 2)
            x += sheet.rng.uniform(course * 1.1, course * 2.6)
        y += course
    sheet.inside(outline, wall)


def washing_line(
    sheet: Canvas,
    start: Point,
    end: Point,
    sag: float,
    cloths: Sequence[tuple[float, float, float, str]],
    rope: str = c.BARK,
) -> None:
    """A line between two points with cloths (place along it, width, length, colour)."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag)
    path = curve([start, middle, end], steps=40)
    sheet.line(path, rope, 3, smooth=False)
    for place, width, length, fill in cloths:
        x, y = path[min(len(path) - 1, int(place * len(path)))]
        wind = sheet.rng.uniform(-0.04, 0.12) * length
        outline = curve(
            [
                (x, y),
                (x + width * 0.5, y + 4),
                (x + width, y + 1),
                (x + width + wind, y + length * 0.55),
                (x + width + wind * 0.7, y + length),
                (x + width * 0.5 + wind, y + length * 0.96),
                (x + wind * 0.8, y + length),
                (x + wind * 0.5, y + length * 0.5),
            ],
            closed=True,
            steps=4,
        )
        sheet.polygon(outline, fill)
        sheet.shade(outline, c.EARTH, "right", 0.5, 0.7)
        for peg in (0.12, 0.86):
            sheet.rect(x + width * peg, y - 7, 5, 15, c.BARK, 2)
