"""Builds the base of a state that was computed in full: what was made from what, and what waits for what."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from storyforge.errors import StoryforgeError
from storyforge.model.behind import behind
from storyforge.model.describe import describe
from storyforge.model.kinds import is_ours
from storyforge.model.record import SHAPE
from storyforge.pipeline.freshness.base import Base, keep, pack, packed
from storyforge.pipeline.freshness.rules import Waiting
from storyforge.pipeline.freshness.verdict import digest_of
from storyforge.stages import walk
from storyforge.stages.base import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.record import Item, Record
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.freshness.states import State
    from storyforge.repo import Snapshot
    from storyforge.stages.base import Facets
    from storyforge.story import Story

    _Plan = list[tuple[str, str, dict[str, Facets]]]


def keep_base(seen: Snapshot, story: Story, state: State) -> None:
    """Keep the base of a state that was computed in full, with the files that lie edited, for the next command."""
    if seen.tree is None:
        return
    edited = {change.path: digest_of(seen.root / change.path) for change in seen.dirty if is_ours(change.path)}
    try:
        base = base_of(seen.tree, edited, story, state)
    except StoryforgeError:  # a story whose own file can't be read: there is nothing to build on
        return
    if base is not None:
        keep(seen.common_dir, base)


def base_of(tree: str, edited: dict[str, str], story: Story, state: State) -> Base | None:
    """The base of a state; None where an item is made from what is made after it, so that no order adds to it."""
    summaries, records = story.summaries, story.records
    plan = [
        (row.name, path, items) for row in walk(summaries.way) for path, items in row.load().items(summaries).items()
    ]
    recorded = {
        path: tuple(record.made_from)
        for stage, path, items in plan
        if (record := records.get(path)) is not None and not _is_plain(stage, items, record, summaries)
    }
    parts = _Parts(plan, recorded, summaries)
    if not parts.in_order:
        return None
    agreeing: dict[str, list[str]] = {}
    for path, record in records.items():
        for other in record.agrees:
            agreeing.setdefault(other, []).append(path)
    media = {medium: path for path, found in summaries.by_path.items() for medium in found.index.get("media", ())}
    return Base(
        tree=tree,
        edited=edited,
        described=describe({"story": story.story}),
        summaries={path: packed(found.plain()) for path, found in summaries.by_path.items()},
        plan=[(stage, path, packed(items)) for stage, path, items in plan],
        states={path: pack(state.artifacts[path], items) for _, path, items in plan},
        odd=frozenset(recorded),
        named=parts.named(),
        watched={path: packed(tuple(found)) for path, found in parts.watched.items()},
        own={path: tuple(found) for path, found in parts.own.items()},
        stale=parts.stale(state),
        media=packed(media),
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


class _Parts:
    """What the facets of a plan follow from, and who is made from them."""

    def __init__(self, plan: _Plan, recorded: Mapping[str, Facets], summaries: Summaries) -> None:
        self.users: dict[str, list[int]] = {}
        """Facet -> places in the plan."""
        self.watched: dict[str, list[str]] = {}
        self.own: dict[str, list[str]] = {}
        self.in_order = True
        self._summaries = summaries
        self._above: dict[str, tuple[str, ...]] = {}
        place = {path: index for index, (_, path, _) in enumerate(plan)}
        for index, (_, path, items) in enumerate(plan):
            for facet in dict.fromkeys((*recorded.get(path, ()), *chain.from_iterable(items.values()))):
                self.users.setdefault(facet, []).append(index)
                above = self._above[facet] if facet in self._above else self._add(facet)
                if path in above:
                    self.own.setdefault(path, []).append(facet)
                self.in_order &= all(place.get(other, -1) <= index for other in above)

    def _add(self, facet: str) -> tuple[str, ...]:
        paths = tuple(dict.fromkeys(path for path, _ in behind(facet, self._summaries)))
        self._above[facet] = paths
        for path in paths:
            self.watched.setdefault(path, []).append(facet)
        return paths

    def named(self) -> dict[str, bytes]:
        """Path -> its facets with their users."""
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for facet, users in self.users.items():
            found.setdefault(facet.partition("#")[0], {})[facet] = tuple(users)
        return {path: packed(users) for path, users in found.items()}

    def stale(self, state: State) -> dict[str, tuple[str, ...]]:
        """Facet -> what an item that is made from it waits for."""
        waiting = Waiting("", self._summaries, state.artifacts, {})
        return {facet: waits for facet in self.users if (waits := waiting.of((facet,)))}
