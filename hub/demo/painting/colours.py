"""The colours of the illustrations: few, warm, and at home beside the site's green and gold."""

CREAM = "#fcf1dd"
SAND = "#f3dcb2"
WHEAT = "#ebc273"
GOLD = "#e9ab3c"
AMBER = "#d98a2b"
APRICOT = "#f1b07c"
CORAL = "#e5805a"
TERRACOTTA = "#c9583a"
BRICK = "#a6402d"
WINE = "#6b2f3c"
ROSE = "#eab5a1"
BLUSH = "#f6d8c8"
SAGE = "#b9c5a0"
MOSS = "#8a9c5b"
LEAF = "#5f8250"
PINE = "#2f6049"
DEEP = "#14523f"
NIGHT = "#1d3140"
DUSK = "#3a5468"
SEA = "#4f8c8f"
MIST = "#cfe0d6"
SKY = "#e3ebdc"
STONE = "#d9cbb4"
EARTH = "#8d6242"
BARK = "#5d4132"
INK = "#2b2a2c"
WHITE = "#fffaf0"

PALE = frozenset({CREAM, WHITE, BLUSH, MIST, SKY, STONE, SAND})


def shadow_of(fill: str) -> str:
    """The colour of the grain on the shaded side: soft on pale things, dark on the others."""
    return EARTH if fill in PALE else INK
