"""The rules: why an item is outdated, and for what it waits, by records and today's facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.behind import behind, is_derived
from storyforge.model.record import SHAPE
from storyforge.pipeline.freshness.states import ArtifactState, ItemState, Reason, reasons_of, worst
from storyforge.stages.base import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.model.record import Item, Record
    from storyforge.model.summary import Summaries, Summary
    from storyforge.pipeline.freshness.states import Freshness
    from storyforge.stages.base import Facets

    Items = Mapping[str, Facets]


def artifact_state(
    path: str,
    stage: str,
    items: Items,
    summaries: Summaries,
    record: Record | None,
    above: Mapping[str, ArtifactState],
) -> ArtifactState:
    """How one artifact stands, given how those stand that are made before it."""
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
        worst(found),
        reasons_of(found),
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
    waiting = Waiting(path, summaries, above, found)
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
            reasons = () if kept else tuple(item_reasons(name, item, facets, telling, summaries, waiting))
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


def item_reasons(
    name: str, item: Item, facets: Facets, telling: bool, summaries: Summaries, waiting: Waiting
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


class Waiting:
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
        return self.is_folded_blindly(facet) if is_derived(path) else is_unreadable(self.above.get(path))

    def is_folded_blindly(self, facet: str) -> bool:
        """Whether a facet is folded from files of which one can't be read just now."""
        path = facet.partition("#")[0]
        if not is_derived(path):
            return False
        files = [f"{path}/shots.yaml", f"{path}/visuals.yaml", *(file for file, _ in behind(facet, self.summaries))]
        return any(is_unreadable(self.above.get(file)) for file in files)

    def _is_settled(self, path: str) -> bool:
        state = self.above.get(path)
        return state is None or (state.freshness == "current" and not is_unreadable(state))

    def _open(self, path: str, part: str) -> Iterable[str]:
        state = self.above.get(path)
        if is_unreadable(state):
            yield path
        items = self.beside if path == self.path else state.items if state else {}
        wanted = _item_of(part, items)
        for item in [wanted] if wanted else items:
            if items[item].freshness != "current":
                yield f"{path}#{item}"


def is_unreadable(state: ArtifactState | None) -> bool:
    """Whether an artifact is gone or can't be read; one that lacks a picture still says what it is."""
    return state is not None and (state.approval == "invalid" or (state.approval == "missing" and not state.lost))


def _item_of(part: str, items: Mapping[str, ItemState]) -> str | None:
    """The item that a facet is a part of, such as `3A` of `3A.camera`; None where it is of the whole file."""
    while part and part not in items:
        part = part.rpartition(".")[0]
    return part or None
