"""A set, ready to be seen from anywhere: its pieces, its light, and the spots where people sit, lie and work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour, Rgba
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Point, Vec

Horizon = Literal["", "hills", "mountains", "trees", "roofs", "sea", "flat"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is who is at a piece of the set: a position, the way they face there, and the height of a seat.

    `facing` in degrees: 0 towards negative z (the usual camera), growing towards positive x. `height` in metres is that
    of the surface to sit or lie on; 0 is the floor. `beside` is where one stands there who does not sit or lie; None
    where one stands at `position`. A second place of the same name is called `table-2`, and so on.
    """

    position: Vec
    facing: float = 0.0
    height: float = 0.0
    beside: Vec | None = None
    lying: bool = False
    """Whether it is for who lies; one of the same name that is not is for who sits or stands."""


@dataclass(frozen=True)
class Setting:
    """A set in coordinates of its own: x right, y up, z away; the middle of the playing area is the origin.

    `spots` have names that blocking uses: table, bed, door, window, counter, desk, wheel, bench, pew, altar ...
    `free` is how far from the origin (x, z) people can stand without being inside anything. `haze` is the distance in
    metres at which the exterior fades to the light's haze, 0 for none. `front` are shapes in screen coordinates painted
    over everything (a windscreen's frame), `lamps` the lights of an evening.
    """

    kind: str
    pieces: tuple[Piece, ...]
    light: Light
    exterior: bool = False
    spots: Mapping[str, Spot] = field(default_factory=dict)
    free: tuple[float, float] = (2.0, 1.5)
    haze: float = 0.0
    lamps: tuple[Vec, ...] = ()
    front: tuple[tuple[tuple[Point, ...], Rgba], ...] = ()
    turns: float = 48.0
    """How far in degrees the set may turn for the reverse angle; streets less, open country least, a car not at all."""
    wide: float = 16.0
    """How far in degrees it is turned in wide views, so that two walls are seen; what is long and narrow less."""
    ground: Colour | None = None
    """The colour of the ground as far as the horizon, outdoors; None for the light's own."""
    horizon: Horizon = ""
    """What stands on the horizon."""
