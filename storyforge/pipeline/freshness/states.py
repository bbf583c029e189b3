"""How things stand: an item, an artifact, a stage, a story; each as the worst of what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from storyforge.stages import row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Approval = Literal["missing", "draft", "locked", "edited", "invalid"]
Freshness = Literal["current", "waiting", "outdated"]
_WORST_APPROVAL: tuple[Approval, ...] = ("invalid", "missing", "edited", "draft", "locked")
WORST_FRESHNESS: tuple[Freshness, ...] = ("outdated", "waiting", "current")
_REASONS = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """A facet that differs from what an item was made from."""

    item: str
    facet: str
    kind: Literal["changed", "gone", "new", "continuity"] = "changed"

    def __str__(self) -> str:
        words = {"changed": "changed", "gone": "is gone", "new": "is new", "continuity": "changed: continuity broken"}
        return f"{self.facet} {words[self.kind]}"


@dataclass(frozen=True, slots=True)
class ItemState:
    """How one item stands; `waits_for` are the items above it, as `path#item`, that are not current."""

    freshness: Freshness = "current"
    reasons: tuple[Reason, ...] = ()
    waits_for: tuple[str, ...] = ()


CURRENT = ItemState()


@dataclass(frozen=True, slots=True)
class ArtifactState:
    """How one artifact stands: as its worst item does."""

    path: str
    stage: str
    approval: Approval
    freshness: Freshness = "current"
    reasons: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()
    error: str = ""
    lost: tuple[str, ...] = ()
    """Media that it refers to and that are not there."""
    left_over: bool = False
    """All that the script said of it is gone: making it again brings nothing, its author keeps or deletes it."""
    items: Mapping[str, ItemState] = field(default_factory=dict)
    """Item -> how it stands, of every item that is made or to be made."""


@dataclass(frozen=True)
class StageState:
    """How a stage stands: the worst of its artifacts."""

    name: str
    approval: Approval
    freshness: Freshness
    artifacts: tuple[ArtifactState, ...]
    blocked: tuple[str, ...] = ()
    """Stages that must be locked first."""

    def paths(self, *approvals: Approval) -> list[str]:
        """Paths of the artifacts that stand like this."""
        return [artifact.path for artifact in self.artifacts if artifact.approval in approvals]

    @property
    def flags(self) -> tuple[str, ...]:
        """All flags, each once."""
        return tuple(dict.fromkeys(flag for artifact in self.artifacts for flag in artifact.flags))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The first reasons, each once."""
        found = dict.fromkeys(str(reason) for artifact in self.artifacts for reason in artifact.reasons)
        errors = [artifact.error for artifact in self.artifacts if artifact.error]
        return tuple([*errors, *found][:_REASONS])


@dataclass(frozen=True)
class State:
    """The state of a whole story, stage by stage in the order in which they are made."""

    stages: dict[str, StageState]
    artifacts: dict[str, ArtifactState] = field(default_factory=dict)

    def put(self, stage: StageState) -> None:
        """Add a stage, in the place of what it was before."""
        for artifact in self.stages[stage.name].artifacts if stage.name in self.stages else ():
            del self.artifacts[artifact.path]
        self.stages[stage.name] = stage
        self.artifacts.update((artifact.path, artifact) for artifact in stage.artifacts)

    def clear(self, stage: str, answered: Mapping[str, Collection[str]]) -> None:
        """Say of some items of a stage, by path, that no reason stands against them after all."""
        before = self.stages[stage]
        after = [_cleared(artifact, answered.get(artifact.path, ())) for artifact in before.artifacts]
        self.put(stage_of(stage, after, before.blocked))


def is_open(stage: StageState) -> bool:
    """Whether a stage closes no gate: all of it is approved, or edited by its author."""
    return stage.approval in ("locked", "edited")


def stage_of(name: str, found: list[ArtifactState], blocked: tuple[str, ...]) -> StageState:
    """A stage of its artifacts; one that nobody needs lacks nothing while nothing of it is there."""
    if not found:
        return StageState(name, "locked" if row(name).spare else "missing", "current", (), blocked)
    approval = min((state.approval for state in found), key=_WORST_APPROVAL.index)
    freshness = min((state.freshness for state in found), key=WORST_FRESHNESS.index)
    return StageState(name, approval, freshness, tuple(found), blocked)


def _cleared(artifact: ArtifactState, names: Collection[str]) -> ArtifactState:
    """The same with no reasons against some items; one that came or went is not there, so nothing clears it."""
    items = dict(artifact.items)
    for name, item in artifact.items.items():
        if name in names and all(reason.facet != name for reason in item.reasons):
            items[name] = ItemState("waiting" if item.waits_for else "current", (), item.waits_for)
    return replace(artifact, items=items, freshness=worst(items), reasons=reasons_of(items))


def worst(items: Mapping[str, ItemState]) -> Freshness:
    """The worst freshness of some items; none are current."""
    return min((item.freshness for item in items.values()), key=WORST_FRESHNESS.index, default="current")


def reasons_of(items: Mapping[str, ItemState]) -> tuple[Reason, ...]:
    """All their reasons."""
    return tuple(reason for item in items.values() for reason in item.reasons)
