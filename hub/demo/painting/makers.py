"""Scenes of work by hand: bread, cloth, bicycles, wood."""

from __future__ import annotations

from math import cos, pi, sin

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import arch, window
from hub.demo.painting.canvas import Canvas, ring
from hub.demo.painting.nature import fir, hill, sun
from hub.demo.painting.people import SKINS, person
from hub.demo.painting.things import bicycle, chair, loaf


def bakery(sheet: Canvas) -> None:
    """A brick oven with fire, shelves of bread, a baker with a peel and people waiting."""
    wall = sheet.rect(-20, -20, 1640, 860, c.CREAM)
    sheet.shade(wall, c.WHEAT, "bottom", 0.6)
    _oven(sheet)
    for shelf, y in enumerate((250, 400, 550)):
        for index in range(4):
            crust = (c.AMBER, c.WHEAT, c.EARTH)[(index + shelf) % 3]
            loaf(sheet, 900 + index * 165, y, 138, crust, c.BARK)
        sheet.rect(800, y + 4, 720, 20, c.BARK, 4)
    floor = sheet.rect(-20, 838, 1640, 200, c.BRICK)
    sheet.shade(floor, c.WINE, "bottom", 0.8)
    sheet.line([(450, 690), (860, 770)], c.BARK, 14)
    sheet.ellipse(430, 686, 66, 16, c.EARTH)
    loaf(sheet, 430, 684, 104)
    baker = (c.WHITE, SKINS[1])
    person(sheet, 800, 960, 420, *baker, style="cap", hair=c.CREAM, legs=c.STONE, reach=(876, 776))
    for x, height, fill, skin, style, hair in (
        (1090, 390, c.WINE, 0, "bun", c.WHITE),
        (1230, 400, c.SEA, 3, "short", c.INK),
        (1370, 220, c.GOLD, 3, "short", c.INK),
        (1470, 400, c.PINE, 2, "long", c.BARK),
    ):
        person(sheet, x, 965, height, fill, SKINS[skin], style=style, hair=hair, child=height < 300)


def _oven(sheet: Canvas) -> None:
    """A brick dome with the fire in its mouth."""
    dome = arch(sheet, 90, 840, 640, 660, c.TERRACOTTA)
    oven = sheet.copy()
    for row in range(17):
        y = 190 + row * 40
        oven.line([(60, y), (760, y)], c.BRICK, 3)
        for index in range(11):
            x = 60 + index * 72 + (row % 2) * 36
            oven.line([(x, y), (x, y + 40)], c.BRICK, 3)
    sheet.inside(dome, oven)
    sheet.shade(dome, c.WINE, "left", 0.5)
    mouth = arch(sheet, 250, 680, 320, 270, c.INK)
    for size, fill in ((120, c.BRICK), (92, c.TERRACOTTA), (62, c.GOLD), (34, c.CREAM)):
        sheet.blob(
            [
                (410 - size, 680),
                (410 - size * 0.5, 680 - size * 0.9),
                (410 - size * 0.1, 680 - size * 0.7),
                (410 + size * 0.2, 680 - size * 1.5),
                (410 + size * 0.6, 680 - size * 0.8),
                (410 + size, 680),
            ],
            fill,
        )
    sheet.veil(mouth, c.GOLD, 0.1)
    sheet.rect(210, 680, 400, 34, c.STONE, 4)


def hanging_cloths(sheet: Canvas) -> None:
    """A shop of clothes on a rail, with a mirror and good light."""
    wall = sheet.rect(-20, -20, 1640, 800, c.BLUSH)
    sheet.shade(wall, c.ROSE, "bottom", 0.6)
    for x in (120, 1300):
        window(sheet, x, 90, 190, 260, c.MIST, frame=c.WHITE)
    floor = sheet.rect(-20, 778, 1640, 260, c.SAND)
    sheet.shade(floor, c.AMBER, "bottom", 0.7)
    for x in (420, 560, 1090, 1230):
        sheet.line([(x, -10), (x, 70)], c.INK, 4)
        sheet.polygon([(x - 46, 110), (x + 46, 110), (x + 24, 66), (x - 24, 66)], c.PINE)
        sheet.veil(ring(x, 140, 90, 60), c.WHITE, 0.4)
    sheet.line([(200, 300), (1400, 300)], c.BARK, 14)
    for x in (210, 1390):
        sheet.line([(x, 300), (x, 850)], c.BARK, 14)
    fills = (
        c.WINE,
        c.GOLD,
        c.SEA,
        c.CREAM,
        c.CORAL,
        c.PINE,
        c.DUSK,
        c.WHEAT,
        c.BRICK,
        c.SAGE,
        c.AMBER,
        c.MIST,
    )
    for index in range(12):
        _garment(sheet, 292 + index * 93, 322, fills[index], 250 + (index * 37) % 130, index % 3)
    for x, fill in ((330, c.AMBER), (1210, c.EARTH)):
        basket = [(x, 850), (x + 190, 850), (x + 170, 960), (x + 20, 960)]
        for place, roll in enumerate((c.CORAL, c.CREAM, c.SEA, c.GOLD)):
            sheet.circle(x + 34 + place * 42, 846, 28, roll)
            sheet.hoop(x + 34 + place * 42, 846, 13, c.BARK, 2)
        sheet.polygon(basket, fill)
        sheet.shade(basket, c.BARK, "bottom", 0.9)
    person(sheet, 700, 965, 360, c.CREAM, SKINS[3], style="bun", reach=(770, 740))
    person(sheet, 900, 970, 370, c.TERRACOTTA, SKINS[0], style="long", hair=c.BARK)


def _garment(sheet: Canvas, x: float, y: float, fill: str, length: float, kind: int) -> None:
    """A jacket, a shirt or a dress on its hanger."""
    sheet.line([(x, y - 20), (x, y + 4)], c.INK, 3)
    sheet.line([(x - 40, y + 26), (x, y), (x + 40, y + 26)], c.INK, 4, smooth=False)
    hem = 44 if kind < 2 else 66
    outline = [
        (x - 40, y + 22),
        (x - 12, y + 6),
        (x + 12, y + 6),
        (x + 40, y + 22),
        (x + hem, y + length),
        (x - hem, y + length),
    ]
    if kind < 2:
        for side in (-1, 1):
            sheet.line([(x + side * 34, y + 36), (x + side * 56, y + length * 0.66)], fill, 27)
    sheet.polygon(outline, fill)
    sheet.shade(outline, c.shadow_of(fill), "right", 0.45)
    if kind == 0:
        sheet.line([(x, y + 10), (x, y + length)], c.INK, 2)
        for button in range(4):
            sheet.circle(x + 9, y + 60 + button * length * 0.18, 4, c.WHITE)


def bicycles(sheet: Canvas) -> None:
    """A bicycle workshop: wheels on the wall, bicycles on stands, a mechanic."""
    wall = sheet.rect(-20, -20, 1640, 800, c.SAGE)
    sheet.shade(wall, c.MOSS, "bottom", 0.5)
    for index, x in enumerate((130, 330, 530, 1130, 1330, 1530)):
        radius = (86, 74, 92)[index % 3]
        for spoke in range(8):
            angle = pi * spoke / 8
            sheet.line(
                [
                    (x - radius * cos(angle), 200 - radius * sin(angle)),
                    (x + radius * cos(angle), 200 + radius * sin(angle)),
                ],
                c.CREAM,
                2,
            )
        sheet.hoop(x, 200, radius, (c.INK, c.BRICK, c.DUSK)[index % 3], 11)
        sheet.circle(x, 200, 9, c.INK)
    sheet.rect(640, 90, 380, 220, c.AMBER, 8)
    sheet.shade([(640, 90), (1020, 90), (1020, 310), (640, 310)], c.EARTH, "bottom", 0.7)
    for index in range(7):
        x = 676 + index * 50
        sheet.line(
            [(x, 130), (x, 230 + (index * 29) % 50)], (c.INK, c.BRICK, c.DUSK)[index % 3], 13
        )
        sheet.hoop(x, 124, 14, c.INK, 7)
    floor = sheet.rect(-20, 778, 1640, 260, c.TERRACOTTA)
    sheet.shade(floor, c.BRICK, "bottom", 0.9)
    for x, base, size, frame in ((120, 760, 108, c.CREAM), (1080, 770, 116, c.GOLD)):
        bicycle(sheet, x, base, size, frame)
    bicycle(sheet, 500, 915, 150, c.BRICK)
    person(sheet, 400, 970, 400, c.SEA, SKINS[2], style="cap", hair=c.WHEAT, reach=(506, 790))
    person(sheet, 1060, 975, 400, c.CREAM, SKINS[4], reach=(960, 690))
    sheet.shade(sheet.rect(1240, 880, 220, 90, c.WINE, 8), c.INK, "bottom", 0.8)
    sheet.line([(1290, 880), (1290, 850), (1410, 850), (1410, 880)], c.INK, 9, smooth=False)


def carpenters_bench(sheet: Canvas) -> None:
    """A bench with a chair being mended, chairs in a row, shavings on the floor."""
    wall = sheet.rect(-20, -20, 1640, 760, c.CREAM)
    sheet.shade(wall, c.SAND, "bottom", 0.8)
    outline = sheet.rect(90, 90, 420, 330, c.MIST, 6)
    view = sheet.copy()
    sun(view, 400, 190, 44)
    hill(view, [(-40, 350), (300, 300), (700, 350), (1640, 320)], c.SAGE, c.MOSS)
    fir(view, 180, 400, 130)
    sheet.inside(outline, view)
    sheet.line([(300, 90), (300, 420)], c.WHITE, 9)
    sheet.line([(90, 250), (510, 250)], c.WHITE, 9)
    for index in range(6):
        x = 700 + index * 140
        sheet.line([(x, 120), (x, 250)], c.EARTH, 20)
        sheet.rect(x - 34, 230, 68, (30, 70, 46)[index % 3], (c.DUSK, c.INK, c.BRICK)[index % 3], 8)
    sheet.rect(640, 96, 880, 18, c.BARK, 4)
    floor = sheet.rect(-20, 740, 1640, 300, c.APRICOT)
    sheet.shade(floor, c.TERRACOTTA, "bottom", 0.7)
    for index in range(4):
        chair(
            sheet,
            1120 + index * 120,
            800 + (index % 2) * 14,
            210,
            c.BARK,
            (c.GOLD, c.SEA, c.CORAL, c.MOSS)[index],
        )
    for leg in (260, 860):
        sheet.line([(leg, 640), (leg, 920)], c.BARK, 34)
    sheet.shade(sheet.rect(170, 600, 800, 62, c.AMBER, 6), c.EARTH, "bottom", 0.9)
    chair(sheet, 540, 590, 240, c.BARK, c.BRICK)
    person(sheet, 400, 960, 430, c.PINE, SKINS[1], reach=(530, 570))
    person(sheet, 860, 965, 410, c.GOLD, SKINS[3], style="cap", hair=c.WINE)
    for _ in range(26):
        shaving = (sheet.rng.uniform(120, 1040), sheet.rng.uniform(890, 985))
        sheet.hoop(
            *shaving, sheet.rng.uniform(6, 14), sheet.rng.choice((c.WHEAT, c.CREAM, c.AMBER)), 4
        )


SCENES = {
    "forno-e-pane": (91, c.CREAM, None, bakery),
    "stoffe-appese": (93, c.BLUSH, None, hanging_cloths),
    "biciclette": (95, c.SAGE, None, bicycles),
    "banco-da-falegname": (97, c.CREAM, None, carpenters_bench),
}
