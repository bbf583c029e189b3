"""Items that an edit touches: how they stand before and after it, and what they are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.model.counted import counted
from storyforge.pipeline.freshness.state import state_of
from storyforge.stages import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.pipeline.freshness.states import Freshness, State
    from storyforge.story import Story

Key = tuple[str, str]
"""Path and item."""
UNITS = {
    "assets": "asset",
    "keys": "reference picture",
    "scenes": "scene",
    "shots": "shot",
    "visuals": "starting state",
    "instances": "state picture",
    "prompts": "prompt",
    "frames": "frame",
    "confirm": "confirmation",
    "video": "clip",
    "beats": "beat",
}
"""Stage -> what one of its items is called; the items of other stages go by the stage's name."""
_TEXTS = {"frame": "frame prompt", "end_frame": "frame prompt", "video": "video prompt", "blocking": "blocking"}


def unit_of(stage: str, item: str) -> str:
    """What one item of a stage is called; of prompts, each of the four kinds."""
    kind = item.rpartition(".")[2] if stage == "prompts" else ""
    return _TEXTS.get(kind) or UNITS.get(stage, stage)


@dataclass(frozen=True, slots=True)
class Touched:
    """One item that is current before an edit and is not after it.

    `by_hand` says that its author wrote the file: repair does not touch it.
    """

    path: str
    item: str
    stage: str
    freshness: Freshness
    by_hand: bool = False

    @property
    def name(self) -> str:
        """`path#item`."""
        return f"{self.path}#{self.item}"

    @property
    def unit(self) -> str:
        """What it is, in one word or two: shot, frame prompt, clip."""
        return unit_of(self.stage, self.item)


def in_words(touched: Iterable[Touched]) -> str:
    """`2 shots, 1 video prompt, 1 clip`; nothing where there is none."""
    return ", ".join(counted(count, unit) for unit, count in Counter(one.unit for one in touched).items())


class Stand:
    """How the items of a story stand, and its flags."""

    def __init__(self, state: State) -> None:
        self.artifacts = state.artifacts
        self.stale: dict[Key, Freshness] = {}
        self.current: list[Key] = []
        for path, artifact in state.artifacts.items():
            for item, how in artifact.items.items():
                if how.freshness == "current":
                    self.current.append((path, item))
                else:
                    self.stale[path, item] = how.freshness

    @classmethod
    def of(cls, story: Story) -> Stand:
        """How a story stands."""
        return cls(state_of(story.summaries, story.records))

    @property
    def flags(self) -> dict[str, None]:
        """All flags, with the path of what they are of."""
        return {f"{path} is {flag}": None for path, artifact in self.artifacts.items() for flag in artifact.flags}

    @property
    def missing(self) -> set[str]:
        """Paths of what is not made."""
        return {path for path, artifact in self.artifacts.items() if artifact.approval == "missing"}

    @property
    def begun(self) -> set[str]:
        """Stages of which something is made."""
        return {artifact.stage for artifact in self.artifacts.values() if artifact.approval != "missing"}

    def new(self, then: Stand, *, repairing: bool) -> dict[Key, Freshness]:
        """What is not current, and was; in a repair, nothing of a file that was to be repaired already."""
        due = {path for path, _ in then.stale} if repairing else set()
        return {key: how for key, how in self.stale.items() if key not in then.stale and key[0] not in due}

    def count(self, keys: Iterable[Key]) -> dict[str, int]:
        """Items by stage."""
        return dict(Counter(self.artifacts[path].stage for path, _ in keys))

    def touched(self, keys: Mapping[Key, Freshness]) -> tuple[Touched, ...]:
        """Items in the order in which they are made."""
        order = {path: row for row, path in enumerate(self.artifacts)}
        found = []
        for (path, item), freshness in sorted(keys.items(), key=lambda entry: order[entry[0][0]]):
            artifact = self.artifacts[path]
            by_hand = artifact.approval == "edited" and BY_NAME[artifact.stage].asks == "text"
            found.append(Touched(path, item, artifact.stage, freshness, by_hand))
        return tuple(found)
