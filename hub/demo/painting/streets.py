"""Scenes of streets and doors: evening, night, washing, gates."""

from __future__ import annotations

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import block, wall_of_stone, washing_line, window
from hub.demo.painting.canvas import Canvas, curve, ring
from hub.demo.painting.nature import birds, cypress, fir, hill, moon, stars, sun, tree
from hub.demo.painting.people import SKINS, person, seated
from hub.demo.painting.things import boat

NIGHT_LIGHTS = [c.GOLD, c.WHEAT, c.DUSK, c.DUSK, c.NIGHT]
ALLEY_WINDOWS = (
    *((90, 120, 80), (280, 160, 70), (90, 400, 84), (290, 420, 72)),
    *((1230, 150, 70), (1420, 110, 82), (1230, 420, 72), (1420, 410, 84)),
)
ALLEY_WASHING = [
    (0.12, 90, 120, c.CREAM),
    (0.32, 70, 96, c.CORAL),
    (0.5, 110, 130, c.MIST),
    (0.74, 80, 110, c.GOLD),
]


def evening_street(sheet: Canvas) -> None:
    """Blocks at dusk around a lit newsstand."""
    moon(sheet, 1270, 180, 56)
    stars(sheet, 40, 330)
    for x, width, height, wall in (
        (-30, 330, 620, c.WINE),
        (290, 260, 500, c.DUSK),
        (1080, 270, 540, c.WINE),
        (1340, 290, 660, c.DUSK),
    ):
        block(
            sheet, x, 830, width, height, wall, columns=3, floors=5, lit=NIGHT_LIGHTS, roof=c.NIGHT
        )
    block(sheet, 540, 830, 550, 430, c.BRICK, columns=5, floors=3, lit=NIGHT_LIGHTS, roof=c.NIGHT)
    sheet.polygon([(-20, 826), (1620, 826), (1620, 1020), (-20, 1020)], c.NIGHT)
    sheet.veil(ring(800, 860, 520, 160), c.GOLD, 0.22)
    sheet.veil(ring(800, 850, 360, 110), c.GOLD, 0.25)
    kiosk = sheet.rect(610, 560, 380, 300, c.PINE, 10)
    sheet.shade(kiosk, c.DEEP, "bottom", 0.8)
    sheet.polygon([(570, 570), (640, 486), (960, 486), (1030, 570)], c.DEEP)
    sheet.rect(650, 610, 300, 130, c.WHEAT, 6)
    person(sheet, 800, 850, 270, c.TERRACOTTA, SKINS[2], style="short")
    sheet.rect(640, 740, 320, 120, c.LEAF, 6)
    sheet.rect(626, 726, 348, 22, c.CREAM, 6)
    for index in range(7):
        x = 668 + index * 44
        sheet.line([(x, 618), (x, 636)], c.BARK, 3)
        sheet.hoop(x, 644, 8, c.BARK, 3)
    for index in range(9):
        sheet.polygon(
            [(570 + index * 51.1, 570), (621 + index * 51.1, 570), (595 + index * 51.1, 600)],
            (c.CREAM, c.CORAL)[index % 2],
        )
    person(sheet, 500, 940, 300, c.GOLD, SKINS[0], style="bun", hair=c.WHITE, reach=(590, 800))
    person(sheet, 1100, 945, 310, c.SEA, SKINS[3], style="long")
    sheet.shade(sheet.rect(1150, 850, 80, 80, c.AMBER, 4), c.EARTH, "bottom", 0.9)


def lit_windows(sheet: Canvas) -> None:
    """A facade at night: in each window somebody's evening."""
    for index in range(5):
        for floor in range(3):
            x, y = 70 + index * 306, 70 + floor * 310
            lit = (index * 2 + floor) % 4 != 3
            frame = sheet.rect(x - 14, y - 14, 236, 268, c.WINE, 6)
            sheet.shade(frame, c.INK, "bottom", 0.6)
            pane = sheet.rect(x, y, 208, 240, c.WHEAT if lit else c.NIGHT, 3)
            if lit:
                sheet.shade(pane, c.AMBER, "bottom", 0.8)
                room = sheet.copy()
                _evening(room, x, y, (index + floor * 2) % 5)
                sheet.inside(pane, room)
            sheet.line([(x + 104, y), (x + 104, y + 240)], c.WINE, 6)
            sheet.line([(x, y + 90), (x + 208, y + 90)], c.WINE, 5)
            sheet.rect(x - 24, y + 246, 256, 18, c.STONE, 4)


def _evening(sheet: Canvas, x: float, y: float, what: int) -> None:
    """What can be seen behind a window."""
    if what == 0:
        person(sheet, x + 70, y + 300, 240, c.SEA, SKINS[1], style="long")
    elif what == 1:
        tree(sheet, x + 150, y + 238, 130, c.PINE, c.DEEP, c.CORAL)
        sheet.rect(x + 118, y + 206, 64, 34, c.TERRACOTTA, 6)
    elif what == 2:
        sheet.line([(x + 60, y), (x + 60, y + 60)], c.BARK, 4)
        sheet.polygon(
            [(x + 24, y + 96), (x + 96, y + 96), (x + 78, y + 58), (x + 42, y + 58)], c.BRICK
        )
        sheet.veil(ring(x + 60, y + 130, 70, 56), c.WHITE, 0.4)
    elif what == 3:
        for shelf in range(3):
            top = y + 40 + shelf * 66
            for book in range(9):
                sheet.rect(
                    x + 16 + book * 20,
                    top + (book * 7) % 13,
                    15,
                    54 - (book * 7) % 13,
                    (c.BRICK, c.SEA, c.PINE, c.WINE)[(book + shelf) % 4],
                )
            sheet.line([(x + 8, top + 56), (x + 200, top + 56)], c.BARK, 5)
    else:
        sheet.ellipse(x + 150, y + 216, 34, 24, c.INK)
        sheet.circle(x + 150, y + 184, 20, c.INK)
        for ear in (138, 162):
            sheet.polygon(
                [(x + ear - 8, y + 172), (x + ear, y + 152), (x + ear + 8, y + 172)], c.INK
            )


def alleys_by_night(sheet: Canvas) -> None:
    """A narrow alley, washing above, a cart with a lamp, people on stools."""
    stars(sheet, 26, 240)
    left = [(-20, -20), (470, -20), (560, 720), (430, 1020), (-20, 1020)]
    right = [(1620, -20), (1110, -20), (1030, 720), (1190, 1020), (1620, 1020)]
    for side, fill in ((left, c.DUSK), (right, c.WINE)):
        sheet.polygon(side, fill)
        sheet.shade(side, c.NIGHT, "top", 0.7)
    for x, y, size in ALLEY_WINDOWS:
        light = sheet.rng.choice(NIGHT_LIGHTS)
        window(sheet, x, y, size, size * 1.5, light, frame=c.NIGHT, shutters=c.PINE)
    ground = [(430, 1020), (560, 720), (1030, 720), (1190, 1020)]
    sheet.polygon(ground, c.DUSK)
    sheet.shade(ground, c.NIGHT, "bottom", 0.8)
    washing_line(sheet, (470, 230), (1120, 250), 70, ALLEY_WASHING, c.MIST)
    _tea_cart(sheet)
    seated(sheet, 500, 960, 300, c.CORAL, SKINS[1], style="long", hair=c.BARK)
    person(sheet, 610, 950, 300, c.SEA, SKINS[3], style="cap", hair=c.INK)
    person(sheet, 1020, 955, 310, c.GOLD, SKINS[0], style="bun", hair=c.BARK, reach=(950, 790))
    person(sheet, 1130, 975, 300, c.CREAM, SKINS[4])


def _tea_cart(sheet: Canvas) -> None:
    """A cart with an awning, a lamp, a teapot and cups."""
    for size, opacity in ((430, 0.12), (300, 0.16), (180, 0.22)):
        sheet.veil(ring(800, 700, size, size * 0.86), c.GOLD, opacity)
    sheet.line([(700, 560), (700, 850)], c.BARK, 9)
    sheet.line([(910, 560), (910, 850)], c.BARK, 9)
    for index in range(6):
        x = 664 + index * 47
        sheet.polygon(
            [(x, 520), (x + 47, 520), (x + 42, 590), (x + 5, 590)],
            (c.CREAM, c.TERRACOTTA)[index % 2],
        )
    sheet.shade(sheet.rect(670, 750, 270, 110, c.AMBER, 8), c.EARTH, "bottom", 0.9)
    for x in (730, 880):
        sheet.circle(x, 880, 44, c.BARK)
        sheet.circle(x, 880, 26, c.AMBER)
    sheet.circle(805, 640, 24, c.WHITE)
    sheet.rect(730, 712, 50, 40, c.SEA, 10)
    for x in (810, 850, 888):
        sheet.rect(x, 728, 24, 24, c.WHITE, 5)


def washing(sheet: Canvas) -> None:
    """Sheets on lines between a harbour crane and a roof."""
    sun(sheet, 1290, 210, 88)
    birds(sheet, 260, 170, 5)
    sea = [(-20, 560), (1620, 560), (1620, 1020), (-20, 1020)]
    sheet.polygon(sea, c.SEA)
    sheet.shade(sea, c.DUSK, "bottom", 0.6)
    boat(sheet, 850, 770, 330, c.BRICK, c.CREAM)
    boat(sheet, 230, 740, 250, c.GOLD, c.WINE)
    deck = [(-20, 860), (1620, 830), (1620, 1020), (-20, 1020)]
    sheet.polygon(deck, c.SAND)
    sheet.shade(deck, c.WHEAT, "bottom", 0.9)
    for x in (60, 800, 1540):
        sheet.line([(x, 880), (x, 300)], c.BARK, 14)
    whites = (c.WHITE, c.WHITE, c.MIST, c.CREAM, c.BLUSH)
    for start, end in (((60, 330), (800, 320)), ((800, 330), (1540, 330))):
        cloths = [
            (
                0.04 + index * 0.19,
                sheet.rng.uniform(112, 132),
                sheet.rng.uniform(270, 350),
                whites[index],
            )
            for index in range(5)
        ]
        washing_line(sheet, start, end, 44, cloths)
    for x, fill, skin, style in (
        (420, c.TERRACOTTA, 1, "short"),
        (640, c.PINE, 3, "bun"),
        (1180, c.WINE, 0, "cap"),
    ):
        person(sheet, x, 955, 340, fill, SKINS[skin], style=style, hair=c.INK, reach=(x + 84, 700))
    for x in (530, 1300):
        basket = [(x - 70, 870), (x + 70, 870), (x + 52, 950), (x - 52, 950)]
        sheet.blob([(x - 66, 872), (x - 30, 830), (x + 30, 836), (x + 66, 872)], c.WHITE)
        sheet.polygon(basket, c.AMBER)
        sheet.shade(basket, c.EARTH, "bottom", 0.9)


def open_houses(sheet: Canvas) -> None:
    """Three houses with the front cut open, like a doll's house."""
    sun(sheet, 200, 180, 74)
    hill(sheet, [(-40, 830), (800, 812), (1640, 830)], c.MOSS, c.LEAF)
    for index, (x, wall, inner) in enumerate(
        ((110, c.CORAL, c.BLUSH), (590, c.GOLD, c.CREAM), (1070, c.SEA, c.MIST))
    ):
        _open_house(sheet, x, 420, wall, inner, index)
    cypress(sheet, 60, 870, 300)
    tree(sheet, 1550, 900, 240)
    person(sheet, 560, 970, 230, c.WINE, SKINS[0], style="bun", hair=c.WHITE)
    person(sheet, 1050, 970, 230, c.PINE, SKINS[4])


def _open_house(sheet: Canvas, x: float, width: float, wall: str, inner: str, what: int) -> None:
    """One house with two floors to look into."""
    base, top = 860.0, 360.0
    sheet.shade(sheet.rect(x, top, width, base - top, wall), c.EARTH, "right", 0.45)
    sheet.polygon(
        [(x - 26, top + 6), (x + width / 2, top - 190), (x + width + 26, top + 6)], c.BRICK
    )
    sheet.polygon([(x + 46, top + 6), (x + width / 2, top - 128), (x + width - 46, top + 6)], inner)
    for floor in range(2):
        y = top + 26 + floor * 240
        room = sheet.rect(x + 26, y, width - 52, 212, inner, 4)
        sheet.shade(room, wall, "bottom", 0.35)
        sheet.line([(x + 26, y + 212), (x + width - 26, y + 212)], c.BARK, 8)
    colours = (c.WINE, c.PINE, c.BRICK, c.DUSK)
    person(
        sheet,
        x + 120,
        top + 236,
        160,
        colours[what],
        SKINS[what],
        style=("bun", "short", "long")[what],
        hair=c.BARK,
    )
    sheet.rect(x + 220, top + 186, 130, 16, c.BARK, 4)
    sheet.line([(x + 240, top + 200), (x + 240, top + 236)], c.BARK, 8)
    sheet.line([(x + 330, top + 200), (x + 330, top + 236)], c.BARK, 8)
    sheet.rect(x + 262, top + 160, 22, 26, c.GOLD, 6)
    tree(sheet, x + 320, top + 188, 66, c.LEAF, c.PINE, c.CORAL)
    person(sheet, x + 290, top + 476, 165, colours[what + 1], SKINS[4 - what], hair=c.INK)
    sheet.shade(sheet.rect(x + 60, top + 410, 140, 66, c.WHEAT, 12), c.AMBER, "bottom", 0.8)
    sheet.rect(x + 66, top + 396, 44, 26, c.WHITE, 10)
    window(sheet, x + width / 2 - 24, top - 62, 48, 56, c.GOLD, frame=c.WHITE)


def open_gate(sheet: Canvas) -> None:
    """A gate that stands open on a garden path."""
    sun(sheet, 800, 330, 120)
    hill(sheet, [(-40, 560), (420, 480), (800, 520), (1200, 470), (1640, 560)], c.ROSE, c.CORAL)
    hill(sheet, [(-40, 640), (800, 600), (1640, 640)], c.SAGE, c.MOSS)
    for x in (520, 600, 1000, 1080):
        cypress(sheet, x, 660, 190)
    hill(sheet, [(-40, 700), (800, 660), (1640, 700)], c.MOSS, c.LEAF)
    path = curve(
        [(780, 660), (820, 660), (860, 760), (1130, 1020), (470, 1020), (740, 760)], closed=True
    )
    sheet.polygon(path, c.CREAM)
    sheet.shade(path, c.WHEAT, "bottom", 0.8)
    for outline in (
        [(-20, 560), (430, 560), (430, 960), (-20, 960)],
        [(1170, 560), (1620, 560), (1620, 960), (1170, 960)],
    ):
        wall_of_stone(sheet, outline, c.SAND, c.STONE, 44)
        sheet.shade(outline, c.EARTH, "bottom", 0.5)
        sheet.rect(outline[0][0], 540, outline[1][0] - outline[0][0], 28, c.TERRACOTTA, 4)
    for x in (430, 1100):
        sheet.shade(sheet.rect(x, 480, 70, 480, c.TERRACOTTA, 6), c.BRICK, "right", 0.8)
        sheet.circle(x + 35, 462, 36, c.CREAM)
    for hinge, edge in ((505, 330), (1095, 1270)):
        for step in range(6):
            bar = hinge + (edge - hinge) * step / 5
            sheet.line([(bar, 620 + step * 12), (bar, 930 + step * 16)], c.DEEP, 9)
        sheet.line([(hinge, 640), (edge, 704)], c.DEEP, 9)
        sheet.line([(hinge, 900), (edge, 980)], c.DEEP, 9)
    person(sheet, 800, 860, 210, c.WINE, SKINS[2], style="long")
    fir(sheet, 60, 560, 210)
    tree(sheet, 1500, 560, 260, c.LEAF, c.PINE, c.CORAL)


SCENES = {
    "case-di-sera": (51, c.NIGHT, c.WINE, evening_street),
    "finestre-accese": (53, c.BRICK, c.WINE, lit_windows),
    "vicoli-di-notte": (55, c.NIGHT, c.DUSK, alleys_by_night),
    "panni-stesi": (57, c.SKY, c.BLUSH, washing),
    "case-aperte": (59, c.SKY, c.CREAM, open_houses),
    "cancello-aperto": (61, c.BLUSH, c.CREAM, open_gate),
}
