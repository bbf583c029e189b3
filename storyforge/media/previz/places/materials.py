"""What sets are made of: the colours of materials by day, and how a light changes them.

By day sets are desaturated and of middling value, so that figures, which are darker and stronger, stand out; other
lights keep the order of values and shift them together.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import light_of

if TYPE_CHECKING:
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour

WHITE: Colour = (236, 234, 228)
CREAM: Colour = (226, 217, 198)
PLASTER: Colour = (220, 212, 198)
TILE: Colour = (208, 218, 216)
WOOD: Colour = (164, 134, 104)
DARK_WOOD: Colour = (122, 96, 76)
PALE_WOOD: Colour = (196, 174, 144)
STEEL: Colour = (176, 182, 186)
IRON: Colour = (92, 95, 100)
BLACK: Colour = (56, 58, 64)
BRASS: Colour = (192, 162, 100)
BRICK: Colour = (176, 136, 118)
STONE: Colour = (182, 178, 170)
DARK_STONE: Colour = (138, 136, 132)
CONCRETE: Colour = (190, 190, 186)
ASPHALT: Colour = (162, 162, 160)
PAPER: Colour = (240, 236, 224)
GLASS: Colour = (198, 214, 218)
RED: Colour = (164, 98, 90)
BLUE: Colour = (108, 130, 154)
GREEN: Colour = (114, 138, 116)
OCHRE: Colour = (198, 168, 112)
ROSE: Colour = (188, 156, 154)
CARPET: Colour = (156, 124, 112)
GRASS: Colour = (164, 176, 136)
LEAF: Colour = (126, 148, 110)
DARK_LEAF: Colour = (98, 122, 96)
BARK: Colour = (112, 94, 80)
EARTH: Colour = (160, 140, 116)
SAND: Colour = (222, 208, 180)
WATER: Colour = (146, 170, 182)
SEA: Colour = (126, 154, 168)
SNOW: Colour = (238, 242, 246)
ROCK: Colour = (150, 146, 142)


@cache
def tint(light: Light) -> tuple[float, float, float]:
    """What a light multiplies red, green and blue of a material with; by day 1.

    At night out of doors a little more than walls and things have, or woods and roofs are one dark.
    """
    day = light_of("DAY", inside=False)
    pairs = zip(light.wall, light.thing, day.wall, day.thing, strict=True)
    more = 1.22 if light.name == "night" else 1.0
    red, green, blue = (more * (wall + thing) / (day_wall + day_thing) for wall, thing, day_wall, day_thing in pairs)
    return (red, green, blue)
