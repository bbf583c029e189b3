"""Builds the base of a state that was computed in full: what was made from what, and what waits for what."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

from storyforge.errors import StoryforgeError
from storyforge.model.behind import behind
from storyforge.model.describe import describe
from storyforge.model.kinds import is_ours
from storyforge.model.record import SHAPE
from storyforge.pipeline.base import Base, Plan, keep, pack
from storyforge.pipeline.state import _Waiting
from storyforge.stages import walk
from storyforge.stages.base import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.record import Item, Record
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.state import State
    from storyforge.repo import Snapshot
    from storyforge.stages.base import Facets
    from storyforge.story import Story


def keep_base(seen: Snapshot, story: Story, state: State) -> None:
    """Keep the base of a state that was computed in full, with the files that lie edited, for the next command."""
    if seen.tree is None:
        return
    edited = [change.path for change in seen.dirty if is_ours(change.path)]
    try:
        base = base_of(seen.tree, edited, story, state)
    except StoryforgeError:  # a story whose own file can't be read: there is nothing to build on
        return
    if base is not None:
        keep(seen.common_dir, base)


def base_of(tree: str, edited: list[str], story: Story, state: State) -> Base | None:
    """The base of a state; None where an item is made from what is made after it, so that no order adds to it."""
    summaries, records = story.summaries, story.records
    plan: Plan = [
        (row.name, path, items) for row in walk(summaries.mode) for path, items in row.load().items(summaries).items()
    ]
    odd: dict[str, tuple[str, ...]] = {}
    for stage, path, items in plan:
        record = records.get(path)
        if record is not None and not _is_plain(stage, items, record, summaries):
            odd[path] = tuple(record.made_from)
    parts = _Parts(plan, odd, summaries)
    if not parts.in_order:
        return None
    agreeing: dict[str, list[str]] = {}
    for path, record in records.items():
        for other in record.agrees:
            agreeing.setdefault(other, []).append(path)
    return Base(
        tree=tree,
        edited=edited,
        described=describe({"story": story.story}),
        summaries={path: marshal.dumps(found.plain()) for path, found in summaries.by_path.items()},
        plan=plan,
        states={path: pack(found) for path, found in state.artifacts.items()},
        odd=odd,
        facets=_grouped(parts.known),
        watched={path: tuple(found) for path, found in parts.watched.items()},
        own={path: tuple(found) for path, found in parts.own.items()},
        stale=parts.stale(state),
        media={medium: path for path, found in summaries.by_path.items() for medium in found.index.get("media", ())},
        agreeing=agreeing,
    )


def _is_plain(stage: str, items: Mapping[str, Facets], record: Record, summaries: Summaries) -> bool:
    """Whether all items are made from just what the plan names today, so that only a digest can tell them apart."""
    return (
        record.items.keys() == items.keys()
        and ALL not in items
        and record.shape == SHAPE
        and not (stage == "assets" and summaries.said_nothing(record.made_from))
        and all(_is_true(record.items[name], facets, summaries) for name, facets in items.items())
    )


def _is_true(item: Item, facets: Facets, summaries: Summaries) -> bool:
    today = {facet: digest for facet in facets if (digest := summaries.facet(facet)) is not None}
    return item.digest != "?" and item.made_from == today


def _grouped(facets: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Path -> the facets that begin with it."""
    found: dict[str, list[str]] = {}
    for facet in facets:
        found.setdefault(facet.partition("#")[0], []).append(facet)
    return {path: tuple(names) for path, names in found.items()}


class _Parts:
    """What the facets of a plan follow from."""

    def __init__(self, plan: Plan, odd: Mapping[str, tuple[str, ...]], summaries: Summaries) -> None:
        self.known: dict[str, tuple[str, ...]] = {}
        """Facet -> the paths that it follows from."""
        self.watched: dict[str, list[str]] = {}
        self.own: dict[str, list[str]] = {}
        self.in_order = True
        self._summaries = summaries
        place = {path: index for index, (_, path, _) in enumerate(plan)}
        for index, (_, path, items) in enumerate(plan):
            for facet in dict.fromkeys((*odd.get(path, ()), *(f for facets in items.values() for f in facets))):
                above = self.known.get(facet)
                if above is None:
                    above = self._add(facet)
                if path in above:
                    self.own.setdefault(path, []).append(facet)
                self.in_order &= all(place.get(other, -1) <= index for other in above)

    def _add(self, facet: str) -> tuple[str, ...]:
        paths = tuple(dict.fromkeys(path for path, _ in behind(facet, self._summaries)))
        self.known[facet] = paths
        for path in paths:
            self.watched.setdefault(path, []).append(facet)
        return paths

    def stale(self, state: State) -> dict[str, tuple[str, ...]]:
        """Facet -> what an item that is made from it waits for."""
        found: dict[str, tuple[str, ...]] = {}
        waiting = _Waiting("", self._summaries, state.artifacts, {})
        for facet in self.known:
            waits = waiting.of((facet,))
            if waits:
                found[facet] = waits
        return found
