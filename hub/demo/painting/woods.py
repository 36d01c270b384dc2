"""Scenes outdoors: flocks, woods, mountains, paths, the sea."""

from __future__ import annotations

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import house
from hub.demo.painting.canvas import HEIGHT, WIDTH, Canvas, Points, curve
from hub.demo.painting.nature import (
    birds,
    fir,
    hill,
    sheep,
    stars,
    sun,
    tree,
    trunk,
    waves,
)
from hub.demo.painting.people import SKINS, person, seated
from hub.demo.painting.things import boat

EVENING_PEAKS = (
    *((-40, 560), (200, 260), (380, 440), (660, 160)),
    *((900, 430), (1130, 230), (1640, 600)),
)
EVENING_FOOTHILLS = ((-40, 650), (420, 420), (760, 600), (1150, 440), (1640, 640))


def flock(sheet: Canvas) -> None:
    """Sheep on a round hill, mountains behind."""
    for points, fill, dark in (
        (
            [(-40, 520), (230, 250), (420, 400), (700, 190), (960, 420), (1250, 260), (1640, 500)],
            c.MIST,
            c.DUSK,
        ),
        ([(-40, 600), (300, 430), (640, 560), (1000, 420), (1640, 600)], c.SAGE, c.MOSS),
    ):
        outline = [*points, (WIDTH + 20, 1020), (-20, 1020)]
        sheet.polygon(outline, fill)
        sheet.shade(outline, dark, "bottom", 0.45, 0.9)
    sun(sheet, 1330, 200, 70, c.APRICOT)
    hill(sheet, [(-40, 760), (500, 560), (1000, 590), (1640, 760)], c.MOSS, c.LEAF)
    for x in (60, 120, 200, 1470, 1540):
        fir(sheet, x, 790, 170)
    for index in range(17):
        left = 330 + (index % 6) * 175 + sheet.rng.uniform(-40, 40)
        top = 650 + (index // 6) * 105 + sheet.rng.uniform(-14, 14)
        sheep(
            sheet,
            left,
            top,
            62 + (index // 6) * 22,
            facing=sheet.rng.choice((-1, 1)),
            wool=sheet.rng.choice((c.WHITE, c.CREAM, c.STONE)),
        )
    person(sheet, 1330, 900, 320, c.BRICK, SKINS[1], style="cap", hair=c.BARK, reach=(1402, 740))
    sheet.line([(1404, 900), (1400, 580), (1424, 548), (1448, 580)], c.BARK, 7)


def autumn_wood(sheet: Canvas) -> None:
    """Tall trunks, falling leaves, three people with rakes."""
    sun(sheet, 820, 380, 150, c.WHEAT)
    hill(
        sheet,
        [(-40, 640), (500, 600), (1100, 650), (1640, 600)],
        c.APRICOT,
        c.TERRACOTTA,
        strength=0.5,
    )
    for x in (150, 420, 640, 1010, 1180, 1430):
        trunk(sheet, x, 26, c.ROSE, c.CORAL, base=700)
    hill(sheet, [(-40, 720), (700, 680), (1640, 730)], c.AMBER, c.BRICK)
    _leaves(sheet, 90)
    for index, (x, fill) in enumerate(((590, c.SEA), (770, c.CREAM), (950, c.PINE))):
        base = 850 + index % 2 * 20
        person(
            sheet,
            x,
            base,
            330,
            fill,
            SKINS[index + 1],
            style=("cap", "short", "bun")[index],
            hair=(c.GOLD, c.INK, c.BARK)[index],
            reach=(x + 72, base - 170),
        )
        sheet.line([(x + 62, base - 240), (x + 92, base - 6)], c.BARK, 7)
        sheet.line([(x + 74, base - 4), (x + 112, base - 10)], c.BARK, 7)
    for x, width in ((60, 74), (300, 58), (1240, 66), (1510, 86)):
        trunk(sheet, x, width, c.WINE, c.INK)
    hill(sheet, [(-40, 900), (800, 880), (1640, 910)], c.BRICK, c.WINE)
    _leaves(sheet, 26, 860)


def _leaves(sheet: Canvas, count: int, highest: float = 0) -> None:
    """Falling leaves."""
    for _ in range(count):
        x, y = sheet.rng.uniform(0, WIDTH), sheet.rng.uniform(highest, HEIGHT)
        size, turn = sheet.rng.uniform(9, 20), sheet.rng.uniform(-1, 1)
        fill = sheet.rng.choice((c.GOLD, c.TERRACOTTA, c.CORAL, c.AMBER))
        sheet.blob(
            [
                (x - size, y - turn * size * 0.6),
                (x, y - size * 0.5),
                (x + size, y + turn * size * 0.6),
                (x, y + size * 0.5),
            ],
            fill,
        )


def children_in_the_wood(sheet: Canvas) -> None:
    """A clearing with a tent, children and an adult."""
    for x, size, fill in (
        (80, 520, c.SAGE),
        (260, 600, c.SAGE),
        (520, 480, c.MIST),
        (860, 540, c.MIST),
        (1120, 620, c.SAGE),
        (1380, 520, c.SAGE),
        (1540, 600, c.SAGE),
    ):
        fir(sheet, x, 720, size, fill, c.MOSS)
    hill(sheet, [(-40, 700), (800, 660), (1640, 710)], c.MOSS, c.LEAF)
    tent = [(560, 740), (760, 430), (960, 740)]
    sheet.polygon(tent, c.CREAM)
    sheet.shade(tent, c.APRICOT, "right", 0.8)
    sheet.polygon([(700, 740), (760, 540), (830, 740)], c.TERRACOTTA)
    for x in (40, 210, 1420, 1560):
        fir(sheet, x, 850, 640)
    hill(sheet, [(-40, 850), (600, 800), (1640, 860)], c.LEAF, c.PINE)
    coats = (c.GOLD, c.CORAL, c.SEA, c.BRICK, c.WHEAT, c.DUSK, c.APRICOT)
    for index, x in enumerate((400, 520, 620, 890, 1010, 1120, 1220)):
        base, size, third = 890 + (index % 3) * 26, 165 + (index % 2) * 16, index % 3
        hair, style = (c.INK, c.BARK, c.AMBER)[third], ("short", "cap", "bun")[third]
        skin = SKINS[index % 5]
        person(sheet, x, base, size, coats[index], skin, hair=hair, style=style, child=True)
    person(sheet, 300, 930, 350, c.WINE, SKINS[1], hair=c.BARK, style="long", reach=(375, 800))
    for _ in range(40):
        flower = (sheet.rng.uniform(0, WIDTH), sheet.rng.uniform(870, 990))
        size_of_flower = sheet.rng.uniform(3, 7)
        sheet.circle(*flower, size_of_flower, sheet.rng.choice((c.CREAM, c.GOLD, c.ROSE)))


def mountain_tents(sheet: Canvas) -> None:
    """Mountains, two huts, a small bus on the road between."""
    stars(sheet, 26, 260, c.WHITE)
    _peaks(sheet, EVENING_PEAKS, c.ROSE, c.WINE, 0.55)
    _peaks(sheet, EVENING_FOOTHILLS, c.APRICOT, c.TERRACOTTA, 0.55)
    sheet.polygon([(575, 250), (660, 160), (738, 242), (690, 232), (655, 262), (620, 230)], c.WHITE)
    sheet.polygon([(1080, 270), (1130, 230), (1190, 268), (1150, 262), (1120, 290)], c.WHITE)
    hill(sheet, [(-40, 720), (500, 640), (1000, 740), (1640, 660)], c.SAGE, c.MOSS)
    road_above = [(-20, 960), (420, 880), (760, 900), (1120, 820), (1640, 800)]
    road_below = [(1640, 850), (1120, 880), (760, 970), (420, 950), (-20, 1040)]
    road = curve([*road_above, *road_below], closed=True)
    hill(sheet, [(-40, 800), (700, 760), (1640, 740)], c.MOSS, c.LEAF)
    sheet.polygon(road, c.CREAM)
    for x, base in ((210, 800), (1270, 730)):
        house(sheet, x, base, 190, 100, c.WHITE, c.BRICK, windows=2, door=None)
        house(sheet, x + 200, base + 14, 150, 84, c.WHEAT, c.TERRACOTTA, windows=2, door=None)
    sheet.shade(sheet.rect(700, 800, 230, 110, c.GOLD, 26), c.AMBER, "bottom", 0.9)
    for x in (722, 790, 858):
        sheet.rect(x, 820, 52, 38, c.WHITE, 8)
    for x in (755, 880):
        sheet.circle(x, 912, 25, c.INK)
        sheet.circle(x, 912, 10, c.STONE)
    for x in (520, 560, 610, 1010):
        fir(sheet, x, 790, 130)


def _peaks(sheet: Canvas, points: Points, fill: str, dark: str, strength: float) -> None:
    """Sharp mountains below a line of peaks."""
    outline = [*points, (WIDTH + 20, 1020), (-20, 1020)]
    sheet.polygon(outline, fill)
    sheet.shade(outline, dark, "bottom", strength)


def level_path(sheet: Canvas) -> None:
    """A level path between meadows with a bench and people, one in a wheelchair."""
    sun(sheet, 1200, 270, 95)
    hill(sheet, [(-40, 520), (500, 440), (1000, 520), (1640, 430)], c.ROSE, c.CORAL, strength=0.45)
    hill(sheet, [(-40, 620), (700, 560), (1640, 610)], c.SAGE, c.MOSS)
    hill(sheet, [(-40, 700), (800, 690), (1640, 700)], c.MOSS, c.LEAF)
    sheet.shade(sheet.rect(-20, 800, 1660, 110, c.CREAM), c.WHEAT, "bottom", 0.7)
    for x in (180, 1420):
        tree(sheet, x, 790, 330, c.LEAF, c.PINE)
    sheet.line([(980, 730), (1190, 730)], c.BARK, 12)
    sheet.line([(980, 690), (1190, 690)], c.BARK, 9)
    for x in (1000, 1170):
        sheet.line([(x, 690), (x, 800)], c.BARK, 8)
    person(sheet, 420, 880, 320, c.GOLD, SKINS[0], hair=c.BARK, style="long")
    seated(sheet, 640, 884, 330, c.WINE, SKINS[3], style="bun", wheels=True)
    person(sheet, 800, 886, 200, c.CORAL, SKINS[1], child=True)
    hill(sheet, [(-40, 930), (800, 912), (1640, 935)], c.LEAF, c.PINE)
    for _ in range(60):
        sheet.circle(
            sheet.rng.uniform(0, WIDTH),
            sheet.rng.uniform(930, 995),
            sheet.rng.uniform(3, 8),
            sheet.rng.choice((c.CREAM, c.GOLD, c.CORAL)),
        )


def boats_and_nets(sheet: Canvas) -> None:
    """Boats in a harbour, nets hung to dry."""
    sun(sheet, 1190, 300, 120, c.AMBER)
    birds(sheet, 340, 240, 5, c.DUSK)
    sea = [(-20, 520), (1620, 520), (1620, 1020), (-20, 1020)]
    sheet.polygon(sea, c.SEA)
    sheet.shade(sea, c.DUSK, "bottom", 0.8)
    for step in range(22):
        y, half = 530 + step * 15, 50 + step * 6 + sheet.rng.uniform(-22, 22)
        sheet.line([(1190 - half, y), (1190, y - 2), (1190 + half, y)], c.GOLD, 3 + step * 0.14)
    waves(sheet, 540, c.MIST, 50)
    boat(sheet, 150, 640, 360, c.TERRACOTTA, c.CREAM)
    boat(sheet, 640, 600, 260, c.CREAM, c.SEA)
    boat(sheet, 1010, 690, 430, c.GOLD, c.WINE)
    pier = sheet.rect(-20, 860, 1640, 160, c.EARTH)
    sheet.shade(pier, c.BARK, "bottom", 0.9)
    for x in range(0, 1600, 90):
        sheet.line([(x, 862), (x - 20, 1000)], c.BARK, 3)
    for left, right in ((70, 520), (1120, 1560)):
        for x in (left, right):
            sheet.line([(x, 880), (x, 640)], c.BARK, 10)
        for step in range(13):
            u = step / 12
            knot = left + (right - left) * u
            drop = 70 * (4 * u * (1 - u))
            sheet.line([(knot, 652 + drop * 0.5), (knot + 8, 800 + drop)], c.CREAM, 2)
        for step in range(8):
            y = 655 + step * 21
            sheet.line([(left, y), ((left + right) / 2, y + 36 + step * 5), (right, y)], c.CREAM, 2)
    person(sheet, 700, 955, 340, c.WINE, SKINS[0], hair=c.WHITE, style="cap", reach=(770, 800))
    person(sheet, 860, 960, 330, c.CREAM, SKINS[4])


SCENES = {
    "gregge-in-collina": (11, c.SKY, c.CREAM, flock),
    "bosco-d-autunno": (15, c.CREAM, c.WHEAT, autumn_wood),
    "bosco-di-bambini": (17, c.SKY, c.CREAM, children_in_the_wood),
    "montagne-e-tende": (19, c.DUSK, c.ROSE, mountain_tents),
    "sentiero-in-piano": (23, c.SKY, c.CREAM, level_path),
    "barche-e-reti": (25, c.BLUSH, c.WHEAT, boats_and_nets),
}
