"""Scenes on a desk: letters, a calendar, a notebook, a screen."""

from __future__ import annotations

from hub.demo.painting import colours as c
from hub.demo.painting.buildings import window
from hub.demo.painting.canvas import Canvas, curve
from hub.demo.painting.nature import fir, sun, tree
from hub.demo.painting.people import SKINS, hand, person
from hub.demo.painting.things import envelope

COATS = (c.WINE, c.SEA, c.GOLD, c.PINE, c.BRICK, c.DUSK, c.CORAL, c.CREAM)
HAIRS = (c.INK, c.BARK, c.STONE, c.INK, c.AMBER, c.INK, c.WHITE, c.BARK)


# Sky, land and accent of each month.
MONTHS = (
    (c.MIST, c.WHITE, c.DUSK),
    (c.MIST, c.STONE, c.WINE),
    (c.SKY, c.SAGE, c.CORAL),
    (c.SKY, c.MOSS, c.ROSE),
    (c.SKY, c.LEAF, c.GOLD),
    (c.BLUSH, c.WHEAT, c.LEAF),
    (c.BLUSH, c.GOLD, c.BRICK),
    (c.CREAM, c.AMBER, c.PINE),
    (c.CREAM, c.APRICOT, c.WINE),
    (c.SAND, c.TERRACOTTA, c.GOLD),
    (c.STONE, c.BRICK, c.AMBER),
    (c.DUSK, c.WHITE, c.PINE),
)


def letters(sheet: Canvas) -> None:
    """Envelopes on a wooden table, one of them open."""
    for step in range(9):
        board = sheet.rect(-20, step * 120 - 20, 1640, 117, (c.AMBER, c.WHEAT)[step % 2])
        sheet.shade(board, c.EARTH, "bottom", 0.4)
    for x, y, width, paper, seal, tilt in (
        (330, 280, 420, c.CREAM, c.BRICK, -0.2),
        (1240, 250, 400, c.BLUSH, c.SEA, 0.16),
        (300, 740, 380, c.MIST, c.WINE, 0.12),
        (1290, 730, 440, c.WHITE, c.PINE, -0.1),
        (790, 330, 400, c.WHITE, c.GOLD, 0.03),
    ):
        envelope(sheet, x, y, width, paper, seal, tilt)
    page = [(590, 470), (1010, 450), (1040, 930), (610, 950)]
    sheet.veil([(px + 10, py + 14) for px, py in page], c.BARK, 0.24)
    sheet.polygon(page, c.WHITE)
    sheet.shade(page, c.SAND, "bottom", 0.6)
    for index in range(7):
        y = 590 + index * 44
        sheet.line([(650, y), (820, y - 8), (960 - (index % 3) * 46, y - 14)], c.DUSK, 5)
    sheet.shade(sheet.circle(680, 530, 30, c.GOLD), c.CORAL, "bottom", 0.7)
    hill_line = curve([(730, 545), (790, 515), (850, 540), (930, 508), (970, 525)])
    sheet.line(hill_line, c.LEAF, 8, smooth=False)
    hand(sheet, 1130, 850, -2.6, 66, SKINS[2], c.WINE)
    sheet.line([(1060, 780), (960, 700)], c.PINE, 12)
    sheet.polygon([(966, 694), (956, 708), (940, 686)], c.INK)


def seasons(sheet: Canvas) -> None:
    """A calendar of twelve small landscapes."""
    for index, (sky, land, accent) in enumerate(MONTHS):
        x, y = 90 + (index % 4) * 362, 60 + (index // 4) * 302
        shadow = [(x + 10, y + 12), (x + 350, y + 12), (x + 350, y + 292), (x + 10, y + 292)]
        sheet.veil(shadow, c.BARK, 0.16)
        card = sheet.rect(x, y, 340, 280, sky, 14)
        view = sheet.copy()
        _month(view, x, y, index, land, accent)
        sheet.inside(card, view)
        for hole in (0.3, 0.7):
            sheet.circle(x + 340 * hole, y + 16, 9, c.CREAM)


def _month(view: Canvas, x: float, y: float, index: int, land: str, accent: str) -> None:
    """The landscape of one month; the sun is highest in the middle of the year."""
    height = 6 - abs(index - 6)
    light = c.WHITE if index in {0, 1, 11} else c.GOLD
    sun(view, x + 250, y + 140 - height * 10, 30 + height * 3, light)
    near = curve([(x - 10, y + 200), (x + 110, y + 160), (x + 230, y + 205), (x + 350, y + 170)])
    outline = [*near, (x + 350, y + 290), (x - 10, y + 290)]
    view.polygon(outline, land)
    view.shade(outline, accent, "bottom", 0.5)
    if index in {0, 1, 10, 11}:
        fir(view, x + 96, y + 230, 130)
    else:
        tree(view, x + 96, y + 230, 130, accent, c.BARK)
    for _ in range(16 if index in {0, 11} else 0):
        view.circle(view.rng.uniform(x, x + 340), view.rng.uniform(y, y + 280), 4, c.WHITE)


def notebook(sheet: Canvas) -> None:
    """An open notebook with crossed-out lines, a pencil, a cup."""
    for step in range(9):
        board = sheet.rect(-20, step * 120 - 20, 1640, 117, (c.SEA, c.SEA)[step % 2])
        sheet.shade(board, c.DEEP, "bottom", 0.5)
    sheet.veil([(270, 180), (1370, 180), (1370, 880), (270, 880)], c.INK, 0.22)
    for x, side in ((250, "right"), (800, "left")):
        page = sheet.rect(x, 150, 550, 700, c.CREAM, 14)
        sheet.shade(page, c.WHEAT, side, 0.7, 0.4)
        for line in range(11):
            y = 220 + line * 54
            sheet.line([(x + 50, y), (x + 500, y)], c.MIST, 2)
    for line, (x0, x1) in enumerate(
        ((300, 740), (300, 690), (300, 720), (300, 560), (300, 730), (300, 640))
    ):
        y = 208 + line * 54
        sheet.line([(x0, y), ((x0 + x1) / 2, y - 6), (x1, y)], c.DUSK, 6)
        if line in {1, 2, 4}:
            sheet.line([(x0 - 6, y + 6), ((x0 + x1) / 2, y - 14), (x1 + 10, y - 2)], c.BRICK, 6)
    for line, x1 in enumerate((1240, 1290, 1180, 1260, 1060)):
        y = 208 + line * 54
        sheet.line([(850, y), ((850 + x1) / 2, y - 5), (x1, y)], c.DUSK, 6)
    sheet.hoop(1010, 430, 92, c.GOLD, 7)
    tree(sheet, 700, 800, 230, c.SAGE, c.MOSS, c.CORAL)
    sheet.line([(1100, 780), (1330, 520)], c.GOLD, 26)
    sheet.polygon([(1090, 768), (1112, 790), (1066, 818)], c.BLUSH)
    sheet.polygon([(1078, 795), (1087, 804), (1062, 822)], c.INK)
    sheet.line([(1330, 520), (1352, 494)], c.CORAL, 26)
    sheet.shade(sheet.circle(1470, 240, 110, c.TERRACOTTA), c.BRICK, "bottom", 0.7)
    sheet.circle(1470, 240, 84, c.BARK)
    sheet.hoop(1575, 250, 40, c.TERRACOTTA, 18)


def windows_on_a_screen(sheet: Canvas) -> None:
    """A screen with nine windows, each with a face, a plant or a cat."""
    wall = sheet.rect(-20, -20, 1640, 1060, c.BLUSH)
    sheet.shade(wall, c.CORAL, "bottom", 0.4)
    desk = sheet.rect(-20, 830, 1640, 200, c.AMBER)
    sheet.shade(desk, c.EARTH, "bottom", 0.8)
    sheet.rect(720, 740, 160, 110, c.DUSK)
    sheet.rect(620, 838, 360, 30, c.NIGHT, 12)
    sheet.rect(310, 90, 980, 670, c.NIGHT, 34)
    walls = (c.MIST, c.WHEAT, c.ROSE, c.SAGE, c.CREAM, c.APRICOT, c.SEA, c.BLUSH, c.GOLD)
    for index in range(9):
        x, y = 344 + (index % 3) * 308, 124 + (index // 3) * 206
        tile = sheet.rect(x, y, 296, 194, walls[index], 10)
        view = sheet.copy()
        view.shade(tile, c.EARTH, "right", 0.3)
        window(view, x + 206, y + 26, 54, 66, c.WHITE, frame=c.CREAM)
        if index == 4:
            tree(view, x + 140, y + 200, 170, c.LEAF, c.PINE, c.CORAL)
        else:
            person(
                view,
                x + 140,
                y + 420,
                400,
                COATS[(index * 3) % 8],
                SKINS[(index * 2 + 1) % 5],
                hair=HAIRS[index % 8],
                style=("short", "bun", "long", "cap")[index % 4],
            )
        sheet.inside(tile, view)
    sheet.rect(1370, 750, 110, 110, c.TERRACOTTA, 16)
    tree(sheet, 1425, 766, 260, c.LEAF, c.PINE)
    sheet.shade(sheet.rect(130, 770, 96, 96, c.SEA, 18), c.DEEP, "bottom", 0.8)
    sheet.hoop(232, 816, 30, c.SEA, 14)


SCENES = {
    "lettere-e-buste": (77, c.AMBER, None, letters),
    "calendario-di-stagioni": (79, c.BLUSH, c.CREAM, seasons),
    "quaderno-e-matita": (83, c.SEA, None, notebook),
    "finestre-sullo-schermo": (85, c.BLUSH, None, windows_on_a_screen),
}
