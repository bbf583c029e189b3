"""The steps of the way back from a shot, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyforge.pipeline.tracing.causes import commit_plain

if TYPE_CHECKING:
    from storyforge.model.money import Cost
    from storyforge.repo import CommitInfo

HAND = "hand"
"""Who made what its author made."""


@dataclass(frozen=True)
class Link:
    """One step of the way back.

    `commit` is the one that made it what it is, None where that is not saved yet; `by` is who made it, `hand` its
    author. `cost` is None where nothing is recorded; `shared` says that it is what the whole scene or file cost.
    `locked` is the commit that approved it.
    """

    what: str
    place: str
    text: str = ""
    commit: CommitInfo | None = None
    by: str = ""
    cost: Cost | None = None
    shared: bool = False
    take: int = 1
    guidance: str = ""
    approval: str = ""
    locked: CommitInfo | None = None
    derived: bool = False

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "what": self.what,
            "place": self.place,
            "text": self.text,
            "commit": commit_plain(self.commit) if self.commit else None,
            "with": self.by or None,
            "cost": self.cost.plain() if self.cost else None,
            "shared": self.shared,
            "take": self.take,
            "guidance": self.guidance,
            "approval": self.approval or None,
            "locked": commit_plain(self.locked) if self.locked else None,
            "derived": self.derived,
        }


@dataclass(frozen=True)
class Blame:
    """A shot's way back, and on the side what the looks of those in it come from."""

    shot: str
    scene: str
    heading: str
    links: tuple[Link, ...]
    sides: tuple[Link, ...] = ()
    spent: tuple[Cost, ...] = ()
    """What the shot's own items cost together, by currency."""
    unknown: int = 0
    """Items whose price is unknown."""
    shared: tuple[Cost, ...] = ()
    """What was paid for files that hold more than this shot, by currency."""

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "shot": self.shot,
            "scene": self.scene,
            "heading": self.heading,
            "links": [link.plain() for link in self.links],
            "sides": [link.plain() for link in self.sides],
            "spent": [cost.plain() for cost in self.spent],
            "unknown": self.unknown,
            "shared": [cost.plain() for cost in self.shared],
        }
