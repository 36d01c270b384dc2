"""Scenes around tables and hands, seen from above and from the side."""

from __future__ import annotations

from math import cos, pi, sin

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import arch
from hub.demo.painting.canvas import HEIGHT, WIDTH, Canvas, ring
from hub.demo.painting.nature import hill, sun, tree
from hub.demo.painting.people import SKINS, around, hand, person, seen_from_above
from hub.demo.painting.things import loaf, plate

COATS = (c.WINE, c.SEA, c.GOLD, c.PINE, c.BRICK, c.DUSK, c.CORAL, c.CREAM)
HAIRS = (c.INK, c.BARK, c.STONE, c.INK, c.AMBER, c.INK, c.WHITE, c.BARK)


def round_table(sheet: Canvas) -> None:
    """Eight people around a round table, seen from above."""
    _floor(sheet, c.SAND, c.WHEAT)
    centre = (800.0, 500.0)
    sheet.veil(ring(820, 530, 300), c.BARK, 0.24)
    for index, (x, y) in enumerate(around(8, *centre, 400, 372, 0.2)):
        seen_from_above(sheet, x, y, centre, 84, COATS[index], SKINS[(index * 2) % 5], HAIRS[index])
    table = sheet.circle(*centre, 290, c.TERRACOTTA)
    sheet.shade(table, c.BRICK, "bottom", 0.75)
    sheet.hoop(*centre, 268, c.APRICOT, 3)
    for index, (x, y) in enumerate(around(8, *centre, 232, 216, 0.2)):
        sheet.circle(x, y, 24, SKINS[(index * 2) % 5])
    for index, (x, y) in enumerate(around(5, *centre, 120, 112, 0.5)):
        _sheet_of_paper(sheet, x, y, 76, index * 0.7)
    sheet.shade(sheet.circle(800, 500, 34, c.SEA), c.DEEP, "bottom", 0.8)
    for angle in range(6):
        sheet.circle(
            800 + 16 * cos(angle), 500 + 16 * sin(angle), 11, (c.GOLD, c.CORAL, c.CREAM)[angle % 3]
        )


def _floor(sheet: Canvas, fill: str, joint: str) -> None:
    """A floor of large tiles."""
    sheet.rect(-20, -20, WIDTH + 40, HEIGHT + 40, fill)
    for step in range(12):
        x, y = step * 150 - 40, step * 150 - 20
        sheet.line([(x, -20), (x, 1020)], joint, 3)
        sheet.line([(-20, y), (1620, y)], joint, 3)
    sheet.shade([(-20, -20), (1620, -20), (1620, 1020), (-20, 1020)], joint, "bottom", 0.45)


def _sheet_of_paper(sheet: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """A sheet with a few written lines."""

    def at(u: float, v: float) -> tuple[float, float]:
        px, py = u * size * 0.42, v * size * 0.55
        return (x + px * cos(turn) - py * sin(turn), y + px * sin(turn) + py * cos(turn))

    sheet.polygon([at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)], c.WHITE)
    for line in (-0.6, -0.2, 0.2, 0.6):
        sheet.line([at(-0.7, line), at(0.5 if line == 0.6 else 0.7, line)], c.DUSK, 2.4)


def listening_table(sheet: Canvas) -> None:
    """A long table in a bright room, chairs on both sides, one of them still empty."""
    wall = sheet.rect(-20, -20, 1640, 660, c.CREAM)
    sheet.shade(wall, c.SAND, "bottom", 0.7)
    for x in (150, 620, 1090):
        outline = arch(sheet, x, 520, 340, 440, c.MIST)
        view = sheet.copy()
        sun(view, 1310, 210, 56)
        hill(view, [(-40, 430), (500, 380), (1000, 420), (1640, 370)], c.SAGE, c.MOSS)
        hill(view, [(-40, 490), (700, 450), (1640, 480)], c.WHEAT, c.AMBER)
        sheet.inside(outline, view)
        sheet.line([(x + 170, 90), (x + 170, 520)], c.WHITE, 8)
        sheet.line([(x, 300), (x + 340, 300)], c.WHITE, 8)
        sheet.rect(x - 16, 512, 372, 18, c.WHITE, 4)
    floor = sheet.rect(-20, 640, 1640, 400, c.TERRACOTTA)
    sheet.shade(floor, c.BRICK, "bottom", 0.8)
    for index, x in enumerate((260, 450, 640, 1010, 1200, 1370)):
        style = ("short", "bun", "long", "short", "cap", "bun")[index]
        person(
            sheet, x, 880, 400, COATS[index], SKINS[(index * 2) % 5], hair=HAIRS[index], style=style
        )
    for leg in (230, 1350):
        sheet.line([(leg, 800), (leg - 6, 990)], c.BARK, 22)
    top = [(120, 742), (1480, 742), (1560, 832), (40, 832)]
    sheet.polygon(top, c.AMBER)
    sheet.shade(top, c.EARTH, "bottom", 0.7)
    sheet.rect(40, 830, 1520, 24, c.EARTH, 4)
    for x in (300, 700, 1080, 1330):
        sheet.polygon([(x, 770), (x + 74, 770), (x + 84, 806), (x - 6, 806)], c.WHITE)
    for x in (520, 900, 1240):
        sheet.rect(x, 756, 36, 44, c.SEA, 10)
    sheet.rect(760, 700, 60, 76, c.CREAM, 18)
    tree(sheet, 790, 712, 120, c.LEAF, c.PINE, c.CORAL)


def laid_table(sheet: Canvas) -> None:
    """A long table from above, set with plates; hands reach in from all sides."""
    _floor(sheet, c.MIST, c.SAGE)
    sheet.veil([(150, 210), (1490, 210), (1490, 840), (150, 840)], c.BARK, 0.2)
    cloth = sheet.rect(120, 180, 1360, 640, c.CREAM, 26)
    sheet.shade(cloth, c.WHEAT, "bottom", 0.5)
    for x in range(160, 1480, 120):
        sheet.line([(x, 184), (x, 816)], c.BLUSH, 10)
    for y in range(230, 820, 120):
        sheet.line([(124, y), (1476, y)], c.BLUSH, 10)
    foods = (c.TERRACOTTA, c.MOSS, c.GOLD, c.CORAL, c.LEAF)
    for row, y in enumerate((300, 700)):
        for index, x in enumerate((260, 530, 800, 1070, 1340)):
            plate(sheet, x, y, 92, foods[(index + row * 2) % 5])
            side = 1 if row else -1
            sheet.line([(x + 118, y - 44), (x + 118, y + 50)], c.DUSK, 7)
            sheet.circle(x - 96, y - side * 96, 26, c.SEA)
    bowls = ((420, 500, 84, c.LEAF), (700, 510, 70, c.BRICK), (1190, 500, 88, c.GOLD))
    for x, y, size, food in bowls:
        sheet.shade(sheet.circle(x, y, size, c.TERRACOTTA), c.BRICK, "bottom", 0.8)
        for _ in range(22):
            away, angle = size * 0.66 * sheet.rng.random() ** 0.5, sheet.rng.uniform(0, 2 * pi)
            sheet.circle(
                x + away * cos(angle),
                y + away * sin(angle),
                size * 0.2,
                sheet.rng.choice((food, c.WHEAT, c.MOSS)),
            )
    loaf(sheet, 950, 545, 190)
    for index, (x, y, angle) in enumerate(
        (
            (390, 140, pi / 2 + 0.2),
            (940, 120, pi / 2 - 0.15),
            (640, 880, -pi / 2 + 0.1),
            (1240, 880, -pi / 2 - 0.25),
            (90, 470, 0.12),
            (1510, 540, pi + 0.1),
        )
    ):
        hand(sheet, x, y, angle, 52, SKINS[(index * 3 + 1) % 5], COATS[index])


def circle_of_hands(sheet: Canvas) -> None:
    """Ten open hands that meet around a small sun."""
    sheet.veil(ring(800, 500, 460), c.WHITE, 0.3)
    sheet.veil(ring(800, 500, 330), c.WHITE, 0.35)
    sun(sheet, 800, 500, 112)
    sleeves = (c.WINE, c.SEA, c.GOLD, c.PINE, c.BRICK, c.DUSK, c.CORAL, c.LEAF, c.AMBER, c.ROSE)
    for index, (x, y) in enumerate(around(10, 800, 500, 372, 338, 0.18)):
        angle = 0.18 + 2 * pi * index / 10 + pi
        hand(sheet, x, y, angle, 78, SKINS[(index * 3) % 5], sleeves[index])


SCENES = {
    "tavolo-rotondo": (71, c.SAND, None, round_table),
    "tavolo-di-ascolto": (73, c.CREAM, None, listening_table),
    "tavola-imbandita": (75, c.MIST, None, laid_table),
    "mani-in-cerchio": (81, c.WHEAT, c.APRICOT, circle_of_hands),
}
