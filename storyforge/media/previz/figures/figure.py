"""A figure: who it is to look at, where it stands, and what its body and its face do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Feeling, Pose

Hair = Literal["short", "long", "bob", "bun", "ponytail", "curly", "bald", "receding", "crop", "braids"]
Coat = Literal["shirt", "coat", "suit", "dress", "uniform", "robe", "hoodie", "apron", "vest"]
Hat = Literal["", "cap", "hat", "hood", "helmet", "scarf", "crown", "beanie"]


@dataclass(frozen=True, slots=True)
class Look:
    """One person's colour and silhouette, always the same, and the state the story has put them in."""

    height: float = 1.75
    build: float = 1.0
    """Width of the body against an average one: 0.85 thin, 1.25 stout."""
    cloth: Colour = (44, 92, 148)
    legs: Colour = (40, 42, 52)
    skin: Colour = (214, 166, 134)
    hair_colour: Colour = (52, 40, 34)
    hair: Hair = "short"
    coat: Coat = "shirt"
    hat: Hat = ""
    beard: bool = False
    glasses: bool = False
    child: bool = False
    old: bool = False
    wet: bool = False
    torn: bool = False
    bloody: bool = False
    dirty: bool = False
    bandaged: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in the world.

    `yaw` and `look` in degrees: 0 towards negative z (the usual camera), growing towards positive x; the body's and the
    head's. `phase` is how many double steps of a walk are done. `seat` is the height of what one sits or lies on, in
    metres. `partner` is where the other one's chest is, for a hug, a fight or something handed over. `holds` is the
    kind of prop in the right hand, as `places.props` names it.
    """

    id: str
    position: Vec
    yaw: float
    look: float
    pose: Pose = "stand"
    feels: Feeling = "neutral"
    appearance: Look = field(default_factory=Look)
    phase: float = 0.2
    seat: float = 0.0
    holds: str = ""
    partner: Vec | None = None
    speaking: bool = False
