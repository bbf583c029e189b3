"""A figure: who it is to look at, where it stands, and what its body and its face do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Feeling, Pose

Hair = Literal["short", "long", "bob", "bun", "ponytail", "curly", "bald", "receding", "crop", "braids"]
Coat = Literal["shirt", "coat", "suit", "dress", "uniform", "robe", "hoodie", "apron", "vest", "skirt", "jacket"]
Hat = Literal["", "cap", "hat", "hood", "helmet", "scarf", "crown", "beanie"]


@dataclass(frozen=True, slots=True)
class Look:
    """One person's colour and silhouette, always the same, and the state the story has put them in."""

    height: float = 1.75
    build: float = 1.0
    """Width of the body against an average one: 0.85 thin, 1.25 stout."""
    shoulders: float = 1.0
    """Width of the shoulders, and how heavy the jaw is."""
    cloth: Colour = (44, 92, 148)
    under: Colour = (226, 222, 212)
    """What shows under a coat, a suit or an apron."""
    legs: Colour = (40, 42, 52)
    skin: Colour = (214, 166, 134)
    hair_colour: Colour = (52, 40, 34)
    hair: Hair = "short"
    parting: int = 1
    """1 on the right, -1 on the left, 0 a fringe."""
    coat: Coat = "shirt"
    hat: Hat = ""
    hat_colour: Colour = (70, 66, 64)
    scarf: bool = False
    tie: bool = False
    beard: bool = False
    moustache: bool = False
    stubble: bool = False
    glasses: bool = False
    child: bool = False
    old: bool = False
    wet: bool = False
    torn: bool = False
    bloody: bool = False
    dirty: bool = False
    bandaged: bool = False
    asleep: bool = False
    """The story says that they sleep: eyes shut whatever the blocking says."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in the world.

    `yaw` and `look` in degrees: 0 towards negative z (the usual camera), growing towards positive x; the body's and the
    head's. `phase` is how many double steps of a walk are done. `seat` is the height of what one sits or lies on, in
    metres. `partner` is where the other one's chest is, for a hug, a fight or something handed over. `holds` is the
    kind of prop in the right hand, as `places.props` names it. Who lies has the head away from where `yaw` points.
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
    left_handed: bool = False
    """The pose is done with the left hand: its mirror image."""
