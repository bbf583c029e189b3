"""The state of a story from the base of another: what differs is looked at again, and what waits for that.

The rules are those of `rules.py`; here is only which artifacts and items they need to be asked for.
An item that was made from what is named today can only differ by a digest, or by what it waits for. Where the plan
itself may be another (a scene more, a shot fewer, another word for an asset) there is no delta.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import is_medium
from storyforge.model.record import Item
from storyforge.pipeline.freshness.base import opened, summaries_of, unpack
from storyforge.pipeline.freshness.rules import Waiting, artifact_state, is_unreadable, item_reasons
from storyforge.pipeline.freshness.states import WORST_FRESHNESS, ArtifactState, ItemState, State, is_open, stage_of
from storyforge.pipeline.freshness.structure import same_structure
from storyforge.stages import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from storyforge.model.record import Record
    from storyforge.model.summary import Summaries, Summary
    from storyforge.pipeline.freshness.base import Base, Items

    Changes = Mapping[str, Summary | None]


def state_after(
    base: Base, changes: Changes, records: frozenset[str], record_of: Callable[[str], Record | None]
) -> tuple[Summaries, State] | None:
    """Summaries and state after some changes; None where all must be computed anew.

    `changes` are today's summaries of files that are not as in the base, `records` the artifacts whose records are not;
    `record_of` reads the record of an artifact as it is today.
    """
    before, today = summaries_of(base, {}), summaries_of(base, changes)
    changed = _changed_facets(base, changes, before, today)
    if changed is None:
        return None
    touched = set(records)
    owners = opened(base.media) if any(is_medium(path) for path in changes) else {}
    for path in changes:
        touched |= {path, owners.get(path, path), *base.agreeing.get(path, ())}
    return today, _Delta(base, today, changed, touched, record_of).state()


def _changed_facets(base: Base, changes: Changes, before: Summaries, today: Summaries) -> dict[str, str] | None:
    """Facet -> its digest in the base, of those that have another today; None where the structure is another."""
    changed: dict[str, str] = {}
    for path, new in changes.items():
        old = before.get(path)
        if not same_structure(path, old, new, base.users(path), before):
            return None
        if old is not None and new is not None:
            changed |= {
                f"{path}#{name}": digest
                for name, digest in old.facets.items()
                if new.facets.get(name, digest) != digest
            }
    for scene in dict.fromkeys("/".join(path.split("/")[:2]) for path in changes if path.startswith("scenes/")):
        for facet in base.users(scene):
            was, now = before.facet(facet), today.facet(facet)
            if (was is None) != (now is None):
                return None
            if was is not None and was != now:
                changed[facet] = was
    return changed


class _Delta:
    """One pass over the plan, in its order."""

    def __init__(
        self,
        base: Base,
        summaries: Summaries,
        changed: dict[str, str],
        touched: set[str],
        record_of: Callable[[str], Record | None],
    ) -> None:
        self.base = base
        self.summaries = summaries
        self.changed = changed
        self.touched = touched
        self.record_of = record_of
        self.stale = dict(base.stale)
        self.hot = set(changed)
        """Facets whose digest, or whose state, is not that of the base."""
        self.waited: set[str] = set()
        """Facets behind which was looked again."""
        self.due = bytearray(len(base.plan))
        """For each place in the plan, whether any of its items is made from one of these."""
        self.users: dict[str, dict[str, tuple[int, ...]]] = {}
        self.states: dict[str, ArtifactState] = {}
        for facet in changed:
            self._mark(facet)

    def _mark(self, facet: str) -> None:
        path = facet.partition("#")[0]
        users = self.users.get(path)
        if users is None:
            users = self.users[path] = self.base.users(path)
        for place in users.get(facet, ()):
            self.due[place] = 1

    def state(self) -> State:
        """The state of the whole story."""
        base, due = self.base, self.due
        for place, (stage, path, content) in enumerate(base.plan):
            old = unpack(stage, path, base.states[path], content)
            # An artifact never sees its own state: it is not there yet.
            if path in self.touched or (due[place] and path in base.odd):
                self._put(old, self._asked(stage, path, opened(content)))
            elif due[place] and old.items:
                self._put(old, self._looked_at(old, opened(content)))
            else:
                self.states[path] = old
                if self.waited and (old.freshness != "current" or is_unreadable(old)):
                    # What was looked at before this stood here follows from this as well.
                    self._wait([facet for facet in self._watched(path) if facet in self.waited])
        return self._whole()

    def _asked(self, stage: str, path: str, items: Items) -> ArtifactState:
        """One artifact by all rules."""
        return artifact_state(path, stage, items, self.summaries, self.record_of(path), self.states)

    def _looked_at(self, state: ArtifactState, items: Items) -> ArtifactState:
        """One artifact of which only some items need to be looked at; those that follow from others of it, too."""
        found: dict[str, ItemState] = {}
        waiting = Waiting(state.path, self.summaries, self.states, found)
        own = set(self.base.own.get(state.path, ()))
        stale, changed, hot = self.stale, self.changed, self.hot
        for name, item in state.items.items():
            facets = items[name]
            if hot.isdisjoint(facets) and own.isdisjoint(facets):
                found[name] = item
                continue
            hit = tuple([facet for facet in facets if facet in changed])
            reasons: tuple[Any, ...] = ()
            if hit:
                made = Item("", {facet: changed[facet] for facet in hit})
                reasons = tuple(item_reasons(name, made, hit, True, self.summaries, waiting))
            if own and not own.isdisjoint(facets):
                waits = waiting.of([facet for facet in facets if facet in stale or facet in own])
            else:
                waits = tuple(dict.fromkeys([behind for facet in facets if facet in stale for behind in stale[facet]]))
            found[name] = ItemState("outdated" if reasons else "waiting" if waits else "current", reasons, waits)
        return ArtifactState(
            state.path,
            state.stage,
            state.approval,
            min((item.freshness for item in found.values()), key=WORST_FRESHNESS.index, default="current"),
            tuple([reason for item in found.values() for reason in item.reasons]),
            state.flags,
            left_over=state.left_over,
            items=found,
        )

    def _put(self, old: ArtifactState, new: ArtifactState) -> None:
        """Take a new state; what follows from what is not current as it was is looked at again."""
        self.states[new.path] = new
        if _standing(old) != _standing(new):
            self._wait(self._watched(new.path))

    def _watched(self, path: str) -> tuple[str, ...]:
        found: tuple[str, ...] = opened(self.base.watched[path]) if path in self.base.watched else ()
        return found

    def _wait(self, facets: Iterable[str]) -> None:
        """Look again at what is waited for behind some facets."""
        waiting = Waiting("", self.summaries, self.states, {})
        for facet in facets:
            waits = waiting.of((facet,))
            if waits:
                self.stale[facet] = waits
            else:
                self.stale.pop(facet, None)
            self.waited.add(facet)
            if waits != self.base.stale.get(facet, ()):
                self.hot.add(facet)
                self._mark(facet)

    def _whole(self) -> State:
        """All stages."""
        by_stage: dict[str, list[ArtifactState]] = {}
        for state in self.states.values():
            by_stage.setdefault(state.stage, []).append(state)
        whole = State({}, {})
        for row in walk(self.summaries.way):
            blocked = tuple(need for need in row.needs_in(self.summaries.way) if not is_open(whole.stages[need]))
            whole.put(stage_of(row.name, by_stage.get(row.name, []), blocked))
        return whole


def _standing(state: ArtifactState) -> tuple[bool, list[str]]:
    """What others see of a state: whether the file can be read, and which items are not current."""
    return is_unreadable(state), [name for name, item in state.items.items() if item.freshness != "current"]
