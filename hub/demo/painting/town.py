"""Scenes of town by day: blocks, courtyards, roofs, terraces."""

from __future__ import annotations

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import (
    arch,
    block,
    house,
    panels,
    wall_of_stone,
    washing_line,
    window,
)
from hub.demo.painting.canvas import WIDTH, Canvas, curve
from hub.demo.painting.nature import birds, cloud, cypress, hill, palm, ridge, sun, tree
from hub.demo.painting.people import SKINS, person, seated

DAY = [c.CREAM, c.MIST, c.WHITE, c.GOLD]
TERRACE_WASHING = [
    (0.1, 110, 150, c.WHITE),
    (0.3, 80, 110, c.SEA),
    (0.47, 130, 160, c.GOLD),
    (0.72, 90, 120, c.WHITE),
]


def coloured_block(sheet: Canvas) -> None:
    """One block, many doors: balconies with people, plants and laundry."""
    sun(sheet, 220, 210, 80)
    cloud(sheet, 1390, 180, 130)
    for x, width, height, wall in ((40, 260, 470, c.ROSE), (1290, 290, 520, c.SAGE)):
        block(sheet, x, 900, width, height, wall, columns=3, floors=4, lit=DAY)
    body = sheet.rect(330, 180, 930, 720, c.APRICOT)
    sheet.shade(body, c.TERRACOTTA, "right", 0.6)
    sheet.polygon([(306, 192), (346, 138), (1244, 138), (1284, 192)], c.BRICK)
    walls = (c.CREAM, c.CORAL, c.GOLD, c.SEA, c.ROSE, c.MOSS)
    for floor in range(4):
        for column in range(4):
            x, y = 362 + column * 226, 212 + floor * 168
            tile = sheet.rect(x, y, 190, 130, walls[(floor * 3 + column) % 6])
            sheet.shade(tile, c.EARTH, "bottom", 0.4)
            window(sheet, x + 22, y + 24, 54, 84, sheet.rng.choice(DAY), frame=c.WHITE)
            sheet.rect(x + 104, y + 18, 62, 112, c.BARK, 4)
            _balcony(sheet, x + 84, y + 84, 108, (floor + column) % 3)
    hill(sheet, [(-40, 905), (800, 893), (1640, 905)], c.MOSS, c.LEAF)
    tree(sheet, 150, 930, 260)
    tree(sheet, 1430, 930, 280, c.PINE, c.DEEP)
    for x, fill, skin, style in (
        (560, c.WINE, 0, "bun"),
        (680, c.SEA, 3, "short"),
        (1060, c.GOLD, 2, "long"),
    ):
        person(sheet, x, 972, 220, fill, SKINS[skin], style=style, hair=c.BARK)
    person(sheet, 770, 972, 140, c.CORAL, SKINS[3], child=True)


def _balcony(sheet: Canvas, x: float, y: float, width: float, what: int) -> None:
    """A railing with a neighbour, plants or washing behind it."""
    if what == 0:
        room = sheet.copy()
        clothes, skin = sheet.rng.choice((c.GOLD, c.ROSE, c.SEA)), sheet.rng.choice(SKINS)
        person(room, x + width * 0.48, y + 70, 130, clothes, skin)
        sheet.inside([(x, y - 70), (x + width, y - 70), (x + width, y + 45), (x, y + 45)], room)
    elif what == 1:
        for place in (0.2, 0.5, 0.8):
            tree(
                sheet,
                x + width * place,
                y + 30,
                58,
                c.LEAF,
                c.PINE,
                sheet.rng.choice((None, c.CORAL)),
            )
    sheet.line([(x, y), (x + width, y)], c.INK, 4)
    sheet.line([(x, y + 44), (x + width, y + 44)], c.INK, 4)
    for step in range(9):
        sheet.line([(x + width * step / 8, y), (x + width * step / 8, y + 44)], c.INK, 2)


def courtyard(sheet: Canvas) -> None:
    """A courtyard with lime trees, benches and neighbours."""
    for x, width, wall in ((-20, 420, c.APRICOT), (400, 800, c.CREAM), (1200, 420, c.ROSE)):
        body = sheet.rect(x, 60, width, 640, wall)
        sheet.shade(body, c.TERRACOTTA, "bottom", 0.32)
    for x in (440, 590, 900, 1050):
        for y in (120, 320):
            window(sheet, x, y, 74, 108, sheet.rng.choice(DAY), frame=c.WHITE, shutters=c.PINE)
    for x in (60, 230, 1290, 1460):
        for y in (150, 360):
            window(sheet, x, y, 62, 100, sheet.rng.choice(DAY), frame=c.WHITE, shutters=c.DUSK)
    for x in (460, 640, 820, 1000):
        sheet.shade(arch(sheet, x, 700, 140, 190, c.BARK), c.INK, "top", 0.7)
    hill(sheet, [(-40, 700), (800, 694), (1640, 700)], c.SAND, c.WHEAT)
    sheet.veil(
        curve([(120, 760), (800, 720), (1480, 770), (1240, 900), (400, 900)], closed=True),
        c.EARTH,
        0.14,
    )
    for x, size in ((330, 560), (1270, 580)):
        tree(sheet, x, 830, size, c.LEAF, c.PINE)
    for x in (570, 860):
        sheet.line([(x, 850), (x + 200, 850)], c.BARK, 16)
        sheet.line([(x + 20, 850), (x + 20, 905)], c.BARK, 12)
        sheet.line([(x + 180, 850), (x + 180, 905)], c.BARK, 12)
    seated(sheet, 640, 930, 290, c.WINE, SKINS[0], hair=c.WHITE, style="bun")
    seated(sheet, 930, 930, 290, c.SEA, SKINS[1], hair=c.STONE)
    person(sheet, 780, 950, 300, c.GOLD, SKINS[3], style="long", reach=(850, 800))
    person(sheet, 1120, 965, 300, c.PINE, SKINS[2])
    for x in (180, 1460):
        sheet.rect(x - 50, 900, 100, 70, c.TERRACOTTA, 10)
        tree(sheet, x, 910, 130, c.MOSS, c.LEAF, c.CORAL)


def stone_houses(sheet: Canvas) -> None:
    """Stone houses climbing a ravine, stairs, a guide in a wheelchair and guests."""
    sun(sheet, 1240, 190, 80, c.AMBER)
    birds(sheet, 300, 150, 4)
    hill(sheet, ridge(sheet, 330, 26), c.SAND, c.WHEAT)
    for row, base in enumerate((430, 540, 650, 770)):
        x = -40.0 + row * 24
        while x < WIDTH:
            width = sheet.rng.uniform(130, 200) * (0.8 + row * 0.12)
            height = sheet.rng.uniform(100, 150) * (0.8 + row * 0.14)
            _stone_house(sheet, x, base, width, height)
            x += width
    wall_of_stone(sheet, [(-20, 770), (1620, 770), (1620, 820), (-20, 820)], c.STONE, c.EARTH, 26)
    sheet.shade(sheet.rect(-20, 815, 1660, 200, c.CREAM), c.SAND, "bottom", 0.9)
    for index in range(6):
        sheet.line([(0, 850 + index * 30), (1600, 850 + index * 30)], c.SAND, 2)
    seated(sheet, 520, 960, 360, c.TERRACOTTA, SKINS[1], style="long", hair=c.BARK, wheels=True)
    for x, fill, skin, style in (
        (800, c.SEA, 0, "bun"),
        (930, c.GOLD, 2, "cap"),
        (1060, c.WINE, 4, "short"),
    ):
        person(sheet, x, 965, 330, fill, SKINS[skin], style=style, hair=c.INK)
    cypress(sheet, 1470, 830, 340)


def _stone_house(sheet: Canvas, x: float, base: float, width: float, height: float) -> None:
    """A flat-roofed house with one window and an arched door."""
    tone = sheet.rng.choice((c.STONE, c.SAND, c.CREAM, c.WHEAT, c.BLUSH))
    body = sheet.rect(x, base - height, width - 6, height + 40, tone)
    sheet.shade(body, c.EARTH, "right", 0.55)
    sheet.rect(x - 4, base - height - 9, width + 2, 12, c.EARTH)
    sheet.rect(x + width * 0.18, base - height * 0.72, width * 0.16, width * 0.2, c.BARK)
    door = sheet.rng.choice((c.BARK, c.PINE, c.WINE))
    arch(sheet, x + width * 0.52, base + 4, width * 0.26, height * 0.62, door)


def villa_with_palms(sheet: Canvas) -> None:
    """A villa behind a very low wall; children in the garden."""
    sun(sheet, 1330, 220, 90)
    cloud(sheet, 330, 190, 140)
    hill(sheet, [(-40, 560), (500, 500), (1100, 560), (1640, 480)], c.SAGE, c.MOSS)
    body = sheet.rect(430, 330, 740, 420, c.CORAL)
    sheet.shade(body, c.BRICK, "right", 0.5)
    sheet.rect(410, 310, 780, 34, c.CREAM, 4)
    sheet.rect(620, 200, 360, 120, c.CORAL)
    sheet.rect(600, 184, 400, 26, c.CREAM, 4)
    for x in (660, 770, 880):
        arch(sheet, x, 306, 60, 80, c.BARK)
    for x in (480, 620, 910, 1050):
        window(sheet, x, 390, 70, 104, c.CREAM, frame=c.WHITE, shutters=c.PINE)
    for x in (470, 610, 900, 1040):
        sheet.shade(arch(sheet, x, 750, 90, 160, c.WHITE), c.STONE, "top", 0.6)
    sheet.shade(arch(sheet, 745, 750, 110, 200, c.WINE), c.INK, "top", 0.5)
    hill(sheet, [(-40, 750), (800, 740), (1640, 750)], c.MOSS, c.LEAF)
    for x, base, size in ((250, 800, 470), (1340, 800, 520), (130, 830, 330)):
        palm(sheet, x, base, size)
    wall = [(-20, 880), (660, 880), (660, 940), (-20, 940)]
    for outline in (wall, [(940, 880), (1620, 880), (1620, 940), (940, 940)]):
        wall_of_stone(sheet, outline, c.SAND, c.EARTH, 30)
    coats = (c.GOLD, c.SEA, c.WINE, c.CREAM, c.BRICK, c.DUSK)
    for index, x in enumerate((430, 540, 720, 850, 1060, 1180)):
        person(
            sheet,
            x,
            850 + (index % 3) * 16,
            180,
            coats[index],
            SKINS[(index * 2) % 5],
            style=("short", "bun", "long")[index % 3],
            hair=c.BARK,
            child=True,
        )
    sheet.rect(-20, 940, 1660, 80, c.CREAM)


def sun_on_roofs(sheet: Canvas) -> None:
    """Village roofs with panels, the sun on the school."""
    sun(sheet, 1160, 260, 130)
    hill(sheet, [(-40, 520), (420, 400), (900, 500), (1640, 380)], c.SAGE, c.MOSS)
    hill(sheet, [(-40, 600), (800, 560), (1640, 590)], c.MOSS, c.LEAF)
    walls = (c.CREAM, c.APRICOT, c.ROSE, c.WHITE, c.WHEAT)
    for index, (x, base, width) in enumerate(
        ((40, 720, 170), (230, 690, 150), (1180, 700, 170), (1380, 730, 190), (940, 690, 150))
    ):
        house(
            sheet, x, base, width, width * 0.68, walls[index], c.TERRACOTTA, chimney=index % 2 == 0
        )
    body = sheet.rect(420, 600, 520, 190, c.BLUSH)
    sheet.shade(body, c.CORAL, "right", 0.6)
    roof = [(470, 440), (910, 440), (980, 604), (380, 604)]
    sheet.polygon(roof, c.BRICK)
    panels(sheet, [(505, 458), (876, 458), (928, 586), (436, 586)], 8, 3)
    for index in range(6):
        window(sheet, 452 + index * 80, 640, 46, 70, c.GOLD, frame=c.WHITE)
    hill(sheet, [(-40, 790), (800, 770), (1640, 790)], c.WHEAT, c.AMBER)
    for index, x in enumerate((500, 610, 900, 1010, 1110)):
        person(
            sheet,
            x,
            950 + index % 2 * 12,
            250,
            (c.WINE, c.SEA, c.PINE, c.GOLD, c.BRICK)[index],
            SKINS[index],
            style=("bun", "short", "cap", "long", "short")[index],
            hair=(c.BARK, c.INK, c.DUSK, c.INK, c.WHITE)[index],
        )
    cypress(sheet, 200, 880, 300)
    tree(sheet, 1400, 900, 280)


def flowering_terrace(sheet: Canvas) -> None:
    """A roof terrace above the city: garden boxes, washing, a table."""
    sun(sheet, 360, 240, 92, c.APRICOT)
    _city_below(sheet)
    floor = sheet.rect(-20, 640, 1660, 380, c.TERRACOTTA)
    sheet.shade(floor, c.BRICK, "bottom", 0.8)
    for step in range(7):
        sheet.line([(0, 690 + step * 52), (1600, 690 + step * 52)], c.BRICK, 2)
    sheet.rect(-20, 590, 1660, 58, c.CREAM)
    sheet.shade([(-20, 590), (1640, 590), (1640, 648), (-20, 648)], c.STONE, "bottom", 0.8)
    washing_line(sheet, (60, 380), (700, 370), 60, TERRACE_WASHING)
    sheet.line([(60, 380), (60, 640)], c.BARK, 10)
    sheet.line([(700, 370), (700, 640)], c.BARK, 10)
    for x in (90, 330, 1120, 1360):
        sheet.shade(sheet.rect(x, 760, 200, 90, c.EARTH, 8), c.BARK, "bottom", 0.9)
        for place in (0.15, 0.4, 0.65, 0.88):
            size, bloom = sheet.rng.uniform(90, 140), sheet.rng.choice((c.CORAL, c.GOLD, c.CREAM))
            tree(sheet, x + 200 * place, 770, size, c.LEAF, c.PINE, bloom)
    sheet.ellipse(800, 800, 190, 46, c.CREAM)
    sheet.line([(800, 820), (800, 930)], c.BARK, 16)
    for x, fill, skin, style, hair in (
        (560, c.WINE, 0, "bun", c.WHITE),
        (1030, c.SEA, 3, "short", c.INK),
        (700, c.GOLD, 2, "long", c.BARK),
    ):
        person(sheet, x, 940, 310, fill, SKINS[skin], style=style, hair=hair)
    for x in (740, 830):
        sheet.rect(x, 770, 26, 32, c.GOLD, 8)


def _city_below(sheet: Canvas) -> None:
    """Blocks far below, and a dome."""
    for x in range(0, 1600, 160):
        height, wall = sheet.rng.uniform(120, 300), sheet.rng.choice((c.ROSE, c.BLUSH, c.SAND))
        lit = [c.CREAM, c.APRICOT]
        block(sheet, x, 640, 150, height, wall, columns=3, floors=3, lit=lit, roof=None)
    sheet.shade(sheet.circle(1210, 470, 110, c.MIST), c.SEA, "right", 0.6)
    sheet.rect(1090, 470, 240, 170, c.SAND)


SCENES = {
    "condominio-a-colori": (31, c.SKY, c.CREAM, coloured_block),
    "cortile-con-alberi": (33, c.SKY, c.CREAM, courtyard),
    "case-di-pietra": (35, c.SKY, c.BLUSH, stone_houses),
    "villa-con-palme": (37, c.SKY, c.CREAM, villa_with_palms),
    "tetti-e-sole": (39, c.BLUSH, c.CREAM, sun_on_roofs),
    "terrazze-fiorite": (41, c.SKY, c.BLUSH, flowering_terrace),
}
