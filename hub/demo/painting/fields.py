"""Scenes of land: hills, fields, orchards, the plain."""

from __future__ import annotations

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import house
from hub.demo.painting.canvas import WIDTH, Canvas, curve
from hub.demo.painting.nature import (
    birds,
    bush,
    cloud,
    cypress,
    hill,
    moon,
    ridge,
    rows,
    stripes,
    sun,
    tree,
)
from hub.demo.painting.people import SKINS, person

# Where a field begins, its colour, and that of its furrows.
PATCHES = (
    (300, c.WHEAT, c.AMBER),
    (400, c.MOSS, c.LEAF),
    (510, c.GOLD, c.AMBER),
    (640, c.SAGE, c.MOSS),
    (780, c.APRICOT, c.TERRACOTTA),
    (900, c.PINE, c.DEEP),
)
HEN = ((-1, 0.5), (-0.3, 0), (0.6, 0.1), (0.9, 0.9), (0.3, 0.6), (-0.5, 0.75))


def morning_hills(sheet: Canvas) -> None:
    """Hills one behind the other, sun, cypresses, two small houses."""
    sun(sheet, 1130, 330, 112)
    cloud(sheet, 380, 210, 150)
    birds(sheet, 640, 270, 4)
    hill(sheet, [(-40, 520), (300, 430), (700, 540), (1150, 430), (1640, 520)], c.ROSE, c.CORAL)
    hill(sheet, [(-40, 600), (380, 560), (820, 650), (1240, 540), (1640, 620)], c.SAGE, c.MOSS)
    for x, width, wall in ((930, 92, c.WHITE), (1012, 70, c.APRICOT)):
        house(sheet, x, 632, width, width * 0.62, wall, c.TERRACOTTA, windows=1, door=None)
    field = hill(sheet, [(-40, 700), (420, 640), (900, 740), (1640, 640)], c.WHEAT, c.AMBER)
    rows(sheet, field, (760, 640), 1040, 22, c.AMBER, 16)
    for index, x in enumerate((250, 300, 345)):
        cypress(sheet, x, 690 - index * 4, 230 - 30 * index)
    tree(sheet, 1330, 760, 210)
    tree(sheet, 1470, 790, 165, c.MOSS, c.LEAF)
    near = hill(sheet, [(-40, 880), (500, 820), (1100, 930), (1640, 850)], c.PINE, c.DEEP)
    lines = [
        [(-40, 920 + i * 46), (500, 860 + i * 46), (1100, 965 + i * 46), (1640, 890 + i * 46)]
        for i in range(5)
    ]
    stripes(sheet, near, lines, c.LEAF, 4)


def tomato_rows(sheet: Canvas) -> None:
    """Rows of tomato plants on canes, a water tank, people at work."""
    sun(sheet, 360, 260, 95, c.AMBER)
    hill(sheet, [(-40, 440), (500, 380), (1000, 450), (1640, 370)], c.SAGE, c.LEAF)
    for x in (1180, 1240, 1290, 1420):
        cypress(sheet, x, 430, 100)
    ground = hill(
        sheet, [(-40, 500), (800, 470), (1640, 500)], c.APRICOT, c.TERRACOTTA, strength=0.8
    )
    rows(sheet, ground, (800, 470), 1040, 12, c.TERRACOTTA, 40)
    for line, (y, size) in enumerate(((545, 60), (625, 96), (745, 150), (950, 240))):
        count = (15, 12, 9, 7)[line]
        if line == 3:
            person(
                sheet, 760, 880, 330, c.SEA, SKINS[3], style="cap", hair=c.WHEAT, reach=(850, 730)
            )
            person(sheet, 560, 870, 320, c.GOLD, SKINS[1], style="bun", hair=c.BARK)
        for index in range(count):
            if line == 3 and index in {2, 3}:
                continue
            bush(sheet, (index + 0.5) * WIDTH / count, y, size, c.BRICK if line else None)


def striped_fields(sheet: Canvas) -> None:
    """Fields as a patchwork from above a hillside."""
    sun(sheet, 1290, 200, 80)
    hill(sheet, ridge(sheet, 330, 30), c.ROSE, c.CORAL)
    for index, (y, fill, dark) in enumerate(PATCHES):
        tilt = 46 if index % 2 else -46
        edge = [(-40, y + tilt), (400, y + 20), (1000, y + 24 - tilt * 0.4), (1640, y - tilt)]
        outline = hill(sheet, edge, fill, dark, strength=0.7, reach=0.9)
        if index % 2:
            rows(sheet, outline, (500 + index * 120, y - 90), 1300, 26, dark, 12, 3.2)
        else:
            lines = [[(px, py + down) for px, py in edge] for down in range(26, 130, 26)]
            stripes(sheet, outline, lines, dark, 4)
        for _ in range(3):
            x = sheet.rng.uniform(100, 1500)
            base = y + 46 + tilt * (0.4 if x < 800 else -0.5)
            tree(sheet, x, base, 60 + index * 13, c.LEAF, c.PINE)


def foggy_farm(sheet: Canvas) -> None:
    """A farmstead in the fog of the plain, with poplars and hens."""
    sheet.veil(
        curve([(-20, 300), (800, 250), (1620, 320), (1620, 620), (-20, 620)], closed=True),
        c.WHITE,
        0.5,
    )
    moon(sheet, 1240, 250, 70, c.WHITE)
    for x in range(60, 640, 74):
        cypress(sheet, x, 620, 300 - abs(340 - x) * 0.25, c.SAGE, c.MOSS)
    hill(sheet, [(-40, 610), (800, 600), (1640, 615)], c.SAGE, c.MOSS, strength=0.5)
    house(sheet, 790, 690, 360, 190, c.BLUSH, c.TERRACOTTA, chimney=True, windows=3)
    body = sheet.rect(1150, 540, 330, 150, c.APRICOT)
    sheet.shade(body, c.TERRACOTTA, "right", 0.6)
    sheet.polygon([(1130, 546), (1180, 470), (1450, 470), (1500, 546)], c.BRICK)
    for x in (1180, 1270, 1360):
        sheet.rect(x, 590, 66, 100, c.BARK, 30)
    sheet.veil([(-20, 600), (1620, 560), (1620, 700), (-20, 720)], c.WHITE, 0.35)
    near = hill(sheet, [(-40, 730), (700, 690), (1640, 740)], c.MOSS, c.LEAF)
    rows(sheet, near, (500, 690), 1040, 16, c.LEAF, 20)
    for x, y, size in ((420, 830, 46), (560, 880, 56), (700, 810, 40), (1180, 860, 54)):
        hen = [(x + across * size, y - up * size) for across, up in HEN]
        sheet.shade(sheet.blob(hen, c.WHITE), c.STONE, "bottom", 0.8)
        sheet.circle(x + size * 0.85, y - size * 0.92, size * 0.17, c.TERRACOTTA)
        sheet.line([(x, y), (x, y + size * 0.4)], c.AMBER, 4)
    person(sheet, 950, 905, 290, c.WINE, SKINS[0], hair=c.WHITE, reach=(1015, 800))
    person(sheet, 1070, 910, 280, c.SEA, SKINS[2], style="long", hair=c.BARK)


def orchard(sheet: Canvas) -> None:
    """Apple trees in rows, crates, a ladder."""
    hill(sheet, [(-40, 380), (420, 280), (900, 390), (1640, 270)], c.MIST, c.SEA, strength=0.4)
    ground = hill(sheet, [(-40, 500), (800, 470), (1640, 500)], c.SAGE, c.MOSS)
    rows(sheet, ground, (800, 470), 1040, 10, c.MOSS, 60)
    for y, size, count in ((600, 210, 8), (740, 300, 6), (960, 450, 4)):
        for index in range(count):
            if y == 960 and index == 1:
                continue
            tree(sheet, (index + 0.5) * WIDTH / count, y, size, c.LEAF, c.PINE, c.TERRACOTTA)
    for x in (520, 640, 590):
        top = 880 if x != 590 else 800
        sheet.shade(sheet.rect(x, top, 110, 74, c.AMBER, 4), c.EARTH, "bottom", 0.8)
        for apple in range(4):
            sheet.circle(x + 20 + apple * 24, top, 14, c.BRICK)
        sheet.line([(x, top + 30), (x + 110, top + 30)], c.EARTH, 3)
    person(sheet, 800, 965, 350, c.GOLD, SKINS[3], reach=(760, 850))
    person(sheet, 430, 960, 340, c.WINE, SKINS[4], style="bun")


def plain_and_river(sheet: Canvas) -> None:
    """The low plain: sky, poplars, a river, a bell tower far away."""
    sun(sheet, 470, 330, 105, c.APRICOT)
    for x, y, size in ((1080, 180, 190), (1330, 280, 120), (180, 190, 110)):
        cloud(sheet, x, y, size)
    hill(sheet, [(-40, 520), (800, 512), (1640, 520)], c.SAGE, c.MOSS, strength=0.4)
    sheet.rect(1080, 380, 40, 140, c.TERRACOTTA)
    sheet.polygon([(1072, 382), (1100, 330), (1128, 382)], c.BRICK)
    for x, width in ((980, 110), (1130, 130), (1260, 90)):
        house(sheet, x, 528, width, 44, c.BLUSH, c.TERRACOTTA, windows=2, door=None)
    for x in range(60, 420, 46):
        cypress(sheet, x, 530, 170 - abs(220 - x) * 0.2, c.MOSS, c.LEAF)
    hill(sheet, [(-40, 560), (800, 552), (1640, 566)], c.WHEAT, c.AMBER)
    river = curve(
        [
            (900, 552),
            (700, 640),
            (1000, 740),
            (560, 880),
            (300, 1040),
            (1220, 1040),
            (1180, 880),
            (1320, 740),
            (860, 640),
            (930, 552),
        ],
        closed=True,
    )
    field = hill(sheet, [(-40, 640), (700, 610), (1640, 640)], c.MOSS, c.LEAF)
    rows(sheet, field, (500, 600), 1040, 22, c.LEAF, 18, 3.4)
    sheet.polygon(river, c.SEA)
    sheet.shade(river, c.MIST, "top", 0.75)
    for _ in range(16):
        left, top = sheet.rng.uniform(640, 1040), sheet.rng.uniform(700, 980)
        sheet.line([(left, top), (left + 34, top - 3), (left + 70, top)], c.MIST, 3)
    for x, base, size in ((180, 900, 320), (1430, 860, 280)):
        tree(sheet, x, base, size, c.PINE, c.DEEP)


SCENES = {
    "colline-al-mattino": (3, c.BLUSH, c.CREAM, morning_hills),
    "filari-di-pomodori": (5, c.SKY, c.CREAM, tomato_rows),
    "campi-a-strisce": (7, c.BLUSH, c.CREAM, striped_fields),
    "cascina-nella-nebbia": (9, c.MIST, c.CREAM, foggy_farm),
    "frutteto": (13, c.SKY, c.CREAM, orchard),
    "pianura-e-fiume": (21, c.SKY, c.BLUSH, plain_and_river),
}
