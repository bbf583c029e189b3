"""State: approval and freshness of every artifact, derived each time from records and today's facets; stored nowhere.

A direct difference is *outdated*; what stands below an outdated artifact is *waiting*, for it may come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from storyforge.model.behind import behind, is_derived
from storyforge.model.numbering import folder
from storyforge.model.record import SHAPE
from storyforge.stages import needed_by, walk
from storyforge.stages.base import ALL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from storyforge.model.record import Item, Record
    from storyforge.model.summary import Summaries, Summary
    from storyforge.stages import Row
    from storyforge.stages.base import Facets

    Items = Mapping[str, Facets]

Approval = Literal["missing", "draft", "locked", "edited", "invalid"]
Freshness = Literal["current", "waiting", "outdated"]
_WORST_APPROVAL: tuple[Approval, ...] = ("invalid", "missing", "edited", "draft", "locked")
_WORST_FRESHNESS: tuple[Freshness, ...] = ("outdated", "waiting", "current")
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
        self.put(_stage(stage, after, before.blocked))


def state_of(summaries: Summaries, records: Mapping[str, Record], upto: str | None = None) -> State:
    """The state of a story, from what is known of its artifacts and from its records.

    With `upto`, of one stage and of all that it needs, directly or not.
    """
    state = State({})
    for row in needed_by(summaries.mode, upto) if upto else walk(summaries.mode):
        state.put(stage_state(row, summaries, records, state))
    return state


def stage_state(
    row: Row,
    summaries: Summaries,
    records: Mapping[str, Record],
    above: State,
    kept: StageState | None = None,
    scenes: Iterable[str] = (),
) -> StageState:
    """The state of one stage, given that of all stages that are made before it.

    With `kept`, only some scenes are looked at, and all others stand as they did there.
    """
    blocked = tuple(need for need in row.needs_in(summaries.mode) if not _open(above.stages[need]))
    known = {path: artifact for path, artifact in above.artifacts.items() if artifact.stage != row.name}
    known |= {artifact.path: artifact for artifact in kept.artifacts} if kept else {}
    plan = row.load().items(summaries.only(scenes) if kept else summaries)
    for path, items in plan.items():
        known[path] = _artifact(path, row.name, items, summaries, records.get(path), known)
    paths = [artifact.path for artifact in kept.artifacts] if kept else plan
    return _stage(row.name, [known[path] for path in paths], blocked)


def _open(stage: StageState) -> bool:
    return stage.approval in ("locked", "edited")


def _stage(name: str, found: list[ArtifactState], blocked: tuple[str, ...]) -> StageState:
    if not found:
        return StageState(name, "missing", "current", (), blocked)
    approval = min((state.approval for state in found), key=_WORST_APPROVAL.index)
    freshness = min((state.freshness for state in found), key=_WORST_FRESHNESS.index)
    return StageState(name, approval, freshness, tuple(found), blocked)


def _cleared(artifact: ArtifactState, names: Collection[str]) -> ArtifactState:
    """The same with no reasons against some items; one that came or went is not there, so nothing clears it."""
    items = dict(artifact.items)
    for name, item in artifact.items.items():
        if name in names and all(reason.facet != name for reason in item.reasons):
            items[name] = ItemState("waiting" if item.waits_for else "current", (), item.waits_for)
    return replace(artifact, items=items, freshness=_worst(items), reasons=_reasons_of(items))


def _worst(items: Mapping[str, ItemState]) -> Freshness:
    return min((item.freshness for item in items.values()), key=_WORST_FRESHNESS.index, default="current")


def _reasons_of(items: Mapping[str, ItemState]) -> tuple[Reason, ...]:
    return tuple(reason for item in items.values() for reason in item.reasons)


def _artifact(
    path: str,
    stage: str,
    items: Items,
    summaries: Summaries,
    record: Record | None,
    above: Mapping[str, ArtifactState],
) -> ArtifactState:
    summary = summaries.get(path)
    if summary is None:
        return ArtifactState(path, stage, "missing")
    if "error" in summary.index:
        error = summary.index["error"]
        return ArtifactState(path, stage, "invalid", error=f"{error['path']}:{error['line']}: {error['message']}")
    if record is None:
        return ArtifactState(path, stage, "draft")
    media = summary.index.get("media", {})
    if any(medium not in summaries for medium in media):
        return ArtifactState(path, stage, "missing", lost=tuple(medium for medium in media if medium not in summaries))
    left_over = stage == "assets" and summaries.said_nothing(record.made_from)
    # One that says itself that it is in no scene is kept on purpose.
    kept = left_over and not summary.index.get("scenes")
    found = _items(path, items, record, summaries, above, kept=kept)
    return ArtifactState(
        path,
        stage,
        record.approval if summary.digest == record.digest and not _redrawn(media, summaries) else "edited",
        _worst(found),
        _reasons_of(found),
        tuple(
            f"not up to date with {other}"
            for other, agreed in record.agrees.items()
            if (now := summaries.get(other)) is not None and now.digest != agreed
        ),
        left_over=left_over and not kept,
        items=found,
    )


def _redrawn(media: Mapping[str, str], summaries: Summaries) -> bool:
    """Whether somebody has put another picture or clip in the place of one that was made."""
    return any((found := summaries.get(path)) is not None and found.digest != was for path, was in media.items())


def _items(
    path: str,
    items: Items,
    record: Record,
    summaries: Summaries,
    above: Mapping[str, ArtifactState],
    *,
    kept: bool,
) -> dict[str, ItemState]:
    """Item -> how it stands; one may wait for another of the same file that comes before it.

    What the record has no items of was made by its author, from nothing that is known.
    """
    found: dict[str, ItemState] = {}
    if not record.items:
        return found
    waiting = _Waiting(path, summaries, above, found)
    # An asset is made from what the script says of its names: another name that its author gave it is no news.
    renamed = path.startswith("assets/") and summaries.by_path[path].digest != record.digest
    telling = record.shape == SHAPE and not renamed
    for name in dict.fromkeys((*items, *record.items)):
        facets = items.get(name, items.get(ALL))
        if name == ALL:
            continue
        item = record.items.get(name)
        if facets is None or item is None:
            reasons = _without(name, summaries.by_path[path], record, planned=facets is not None)
            waits = waiting.of(facets or ()) if item is None else ()
        else:
            reasons = () if kept else tuple(_reasons(name, item, facets, telling, summaries, waiting))
            gone = () if item.made_from.keys() <= set(facets) else tuple(item.made_from)
            waits = waiting.of((*facets, *gone) if gone else facets)
        freshness: Freshness = "outdated" if reasons else "waiting" if waits else "current"
        found[name] = ItemState(freshness, reasons, waits)
    return found


def _without(name: str, summary: Summary, record: Record, *, planned: bool) -> tuple[Reason, ...]:
    """Why an item that is only planned, or only recorded, is out of date.

    One that its author wrote into the file, or took out of it, is what the author wants; one more item of a shot that
    is recorded is what a newer program knows of it.
    """
    if planned == summary.holds(name):
        return ()
    shot = name.partition(".")[0]
    if planned and record.shape != SHAPE and any(known.partition(".")[0] == shot for known in record.items):
        return ()
    return (Reason(name, name, "new" if planned else "gone"),)


def _reasons(
    name: str, item: Item, facets: Facets, telling: bool, summaries: Summaries, waiting: _Waiting
) -> Iterable[Reason]:
    """A recorded `?` is a merge's word for an item that must be made again.

    What comes and goes says nothing where the record was written by a program that declared other facets, or while
    a file that the item was made from is gone or can't be read: then the item waits.
    """
    if item.digest == "?":
        yield Reason(name, name, "changed")
    today = {facet: digest for facet in facets if (digest := summaries.facet(facet)) is not None}
    if today == item.made_from:
        return
    for facet, digest in today.items():
        if item.made_from.get(facet, digest) != digest and not waiting.is_folded_blindly(facet):
            yield Reason(name, facet, "continuity" if "#end." in facet else "changed")
    if not telling:
        return
    came = [Reason(name, facet, "new") for facet in today if facet not in item.made_from]
    went = [Reason(name, facet, "gone") for facet in item.made_from if facet not in today]
    if (came or went) and not any(waiting.is_unreadable(facet) for facet in item.made_from):
        yield from came
        yield from went


class _Waiting:
    """For what the items of one artifact wait."""

    def __init__(
        self,
        path: str,
        summaries: Summaries,
        above: Mapping[str, ArtifactState],
        beside: Mapping[str, ItemState],
    ) -> None:
        self.path = path
        self.summaries = summaries
        self.above = above
        self.beside = beside
        self._settled: dict[str, bool] = {}
        self._clear: set[str] = set()

    def of(self, facets: Iterable[str]) -> tuple[str, ...]:
        """The items behind some facets that are not current, as `path#item`; of what can't be read, the file."""
        found: dict[str, None] = {}
        settled, clear = self._settled, self._clear
        for facet in facets:
            if facet in clear:
                continue
            path, _, name = facet.partition("#")
            known = settled.get(path)
            if known is None:
                known = settled[path] = self._has_settled(path)
            if known and not name.startswith("jump."):
                clear.add(facet)
                continue
            for behind_path, part in behind(facet, self.summaries):
                found |= dict.fromkeys(self._open(behind_path, part))
        return tuple(found)

    def _has_settled(self, path: str) -> bool:
        """Whether nothing waits for anything in a file; of a scene's folder, in the files that are folded over it."""
        if is_derived(path):
            return self._is_settled(f"{path}/shots.yaml") and self._is_settled(f"{path}/visuals.yaml")
        return path != self.path and self._is_settled(path)

    def is_unreadable(self, facet: str) -> bool:
        """Whether a facet is of a file that is gone and will be made again, or that can't be read just now."""
        path = facet.partition("#")[0]
        return self.is_folded_blindly(facet) if is_derived(path) else _is_unreadable(self.above.get(path))

    def is_folded_blindly(self, facet: str) -> bool:
        """Whether a facet is folded from files of which one can't be read just now."""
        path = facet.partition("#")[0]
        if not is_derived(path):
            return False
        files = [f"{path}/shots.yaml", f"{path}/visuals.yaml", *(file for file, _ in behind(facet, self.summaries))]
        return any(_is_unreadable(self.above.get(file)) for file in files)

    def _is_settled(self, path: str) -> bool:
        state = self.above.get(path)
        return state is None or (state.freshness == "current" and not _is_unreadable(state))

    def _open(self, path: str, part: str) -> Iterable[str]:
        state = self.above.get(path)
        if _is_unreadable(state):
            yield path
        items = self.beside if path == self.path else state.items if state else {}
        wanted = _item_of(part, items)
        for item in [wanted] if wanted else items:
            if items[item].freshness != "current":
                yield f"{path}#{item}"


def _is_unreadable(state: ArtifactState | None) -> bool:
    """Whether an artifact is gone or can't be read; one that lacks a picture still says what it is."""
    return state is not None and (state.approval == "invalid" or (state.approval == "missing" and not state.lost))


def _item_of(part: str, items: Mapping[str, ItemState]) -> str | None:
    """The item that a facet is a part of, such as `3A` of `3A.camera`; None where it is of the whole file."""
    while part and part not in items:
        part = part.rpartition(".")[0]
    return part or None


def scene_artifacts(state: State, number: str) -> dict[str, ArtifactState]:
    """Stage name -> state of its artifact in one scene."""
    start = f"scenes/{folder(number)}/"
    return {found.stage: found for path, found in state.artifacts.items() if path.startswith(start)}
