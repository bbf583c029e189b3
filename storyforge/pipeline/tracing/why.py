"""Why a thing stands as it does: the chain of causes from it back to the edit, with commit, author and guidance.

A difference is followed to the commits that made it; where a stage made one of them, to what that stage was run for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.pipeline.tracing.causes import Answer, Cause
from storyforge.pipeline.tracing.facet_words import facet_words, where
from storyforge.pipeline.tracing.provenance import Provenance, sources
from storyforge.pipeline.tracing.why_approval import LOCKED, approval_causes
from storyforge.stages import BY_NAME
from storyforge.stages.base import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.model.record import Item, Record
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.freshness.states import ArtifactState, ItemState, Reason, State
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.tracing.provenance import Edit
    from storyforge.pipeline.tracing.things import Thing
    from storyforge.repo import CommitInfo

DEEPEST = 8
"""Links of a chain that are followed."""
WIDEST = 12
"""Causes that are followed of one thing; the rest are counted."""
PLANS = 4
"""Things that came or went whose edit is looked for: each takes the plan of a whole stage, several times."""
ALIKE = 3
"""Waits that are told one by one although there is nothing new behind them."""
SHOWN = 6
"""Names in one line."""
_DIFFERS = {"changed": "changed", "continuity": "changed", "gone": "is gone", "new": "is new"}


_ITSELF = {
    "new": "not made yet",
    "gone": "no longer wanted",
    "changed": "to be made again after a merge",
    "continuity": "to be made again",
}


@dataclass
class Why:
    """Answers about one story; each cause is told once."""

    session: Session
    state: State
    _told: set[tuple[str, ...]] = field(default_factory=set)
    _walks: int = 0

    def __post_init__(self) -> None:
        self.past = Provenance(self.session)
        self.summaries: Summaries = self.session.story.summaries
        self.records: dict[str, Record] = self.session.story.records

    def answer(self, thing: Thing) -> Answer:
        """How a thing stands, and the causes of it."""
        artifacts = [self.state.artifacts[path] for path in thing.paths]
        stage = thing.stage or artifacts[0].stage
        hit = [(artifact, name, item) for artifact in artifacts for name, item in _items(artifact, thing.items)]
        whole = self.state.stages[stage]
        approval = artifacts[0].approval if len(artifacts) == 1 else whole.approval
        freshness = _worst(item.freshness for _, _, item in hit) if hit else "current"
        causes, more = self._causes(hit)
        approvals = [c for c in approval_causes(self, artifacts, stage) if c.words != LOCKED or freshness == "current"]
        named = thing.items or (tuple(hit[0][1:2]) if len(hit) == 1 else ())
        single = hit[0] if len(hit) == 1 else None
        return Answer(
            self._title(thing, stage),
            thing.paths,
            named,
            stage,
            approval,
            freshness,
            (*approvals, *causes),
            more,
            next=_next(stage, approval, freshness, whole.blocked),
            **(self._making(single[0].path, single[1]) if single else {}),
        )

    def _title(self, thing: Thing, stage: str) -> str:
        if thing.stage or not thing.paths:
            return stage
        if thing.items is None or len(thing.items) > 1:
            return facet_words(thing.paths[0], self.summaries)
        return facet_words(f"{thing.paths[0]}#{thing.items[0]}", self.summaries)

    def _making(self, path: str, name: str) -> dict[str, Any]:
        """By which commit and whom an item was made, and from what."""
        record = self.records.get(path)
        item = record.items.get(name) if record else None
        if item is None:
            return {}
        made = self.past.since(path, lambda old: name in old.items and _same(old.items[name], item))
        facets = tuple((facet_words(facet, self.summaries), where(facet, self.summaries)) for facet in item.made_from)
        return {"made": made, "by": item.by, "made_from": facets}

    def _causes(self, hit: list[tuple[ArtifactState, str, ItemState]]) -> tuple[tuple[Cause, ...], int]:
        """Reasons and waits of some items, each once with the items that it hits."""
        reasons: dict[tuple[str, str], list[tuple[str, Reason]]] = {}
        waits: dict[str, list[str]] = {}
        for artifact, name, item in hit:
            for reason in item.reasons:
                about = "" if reason.facet == reason.item else reason.facet
                reasons.setdefault((about, reason.kind), []).append((artifact.path, reason))
            for target in item.waits_for:
                waits.setdefault(target, []).append(name)
        weighty = sorted(reasons.values(), key=len, reverse=True)[:WIDEST]
        found = [self._reason(rows, len(hit)) for rows in weighty]
        left = max(0, WIDEST - len(found))
        waited = [self._wait(target, names, len(hit), 0) for target, names in list(waits.items())[:left]]
        more = len(reasons) + len(waits) - len(found) - len(waited)
        return (*found, *_together(waited, self.summaries)), more

    def _reason(self, rows: list[tuple[str, Reason]], of: int) -> Cause:
        path, reason = rows[0]
        names = tuple(reason.item for _, reason in rows) if of > 1 else ()
        return self.because_of(path, reason, names, 0)

    def because_of(self, path: str, reason: Reason, names: tuple[str, ...], depth: int) -> Cause:
        """A reason of an item, with the edits behind it."""
        facet = reason.facet if "#" in reason.facet else f"{path}#{reason.facet}"
        words = self._differs(reason, facet, len(names))
        place = where(facet, self.summaries)
        # That items are new or gone has one cause for all of a kind, and it is dear to find.
        itself = reason.facet == reason.item
        key = (self.state.artifacts[path].stage if itself else facet, reason.kind)
        place = "" if itself and len(names) > 1 else place
        if key in self._told:
            return Cause("told", words, facet, place, items=names)
        self._told.add(key)
        return Cause("reason", words, facet, place, None, names, self._behind(path, reason, facet, depth))

    def _differs(self, reason: Reason, facet: str, count: int) -> str:
        """How a facet differs; of items themselves, that they are to be made or to go."""
        if reason.facet == reason.item:
            what = f"{count} of them" if count > 1 else facet_words(facet, self.summaries)
            are = "are" if count > 1 else "is"
            return f"{what} {are} {_ITSELF[reason.kind]}"
        words = f"{facet_words(facet, self.summaries)} {_DIFFERS[reason.kind]}"
        return f"{words}: continuity is broken" if reason.kind == "continuity" else words

    def _behind(self, path: str, reason: Reason, facet: str, depth: int) -> tuple[Cause, ...]:
        record = self.records.get(path)
        item = record.items.get(reason.item) if record else None
        if reason.kind in ("changed", "continuity") and item is not None:
            return self.edits_of(facet, item.made_from.get(facet), depth)
        self._walks += 1
        if self._walks > PLANS:
            return ()
        # It came or went with something else: with what changed the list of what the item is made from.
        files = list(dict.fromkeys([*sources(facet, self.summaries), *self._beside(path)]))
        stage = BY_NAME[self.state.artifacts[path].stage].load()

        def planned(summaries: Summaries) -> str | None:
            items = stage.items(summaries).get(path, {})
            facets = items.get(reason.item, items.get(ALL))
            if facets is None:
                return None
            return "planned" if facet.endswith(f"#{reason.item}") or facet in facets else None

        found = self.past.edits(files, planned, None if reason.kind == "new" else "planned")
        if not found and reason.kind == "new":
            return (Cause("reason", "no edit is behind it: an earlier version of storyforge did not look at it"),)
        return self._told_edits(found, files[0], "", depth)

    def _beside(self, path: str) -> list[str]:
        """The other files of the same scene, which say what its items are made from."""
        here, _, file = path.rpartition("/")
        if not here.startswith("scenes/"):
            return [path, "script.fountain"]
        kinds = ("scene.yaml", "shots.yaml", "visuals.yaml", "prompts.yaml")
        return [f"{here}/{kind}" for kind in kinds if kind != file]

    def _wait(self, target: str, names: list[str], of: int, depth: int) -> Cause:
        path, _, name = target.partition("#")
        artifact = self.state.artifacts[path]
        item = artifact.items.get(name)
        how = artifact.approval if item is None else item.freshness
        words = f"waits for {facet_words(target, self.summaries)}, which is {how}"
        items = tuple(names) if of > 1 else ()
        if ("waits", target) in self._told or depth >= DEEPEST:
            return Cause("told", words, target, path, items=items)
        self._told.add(("waits", target))
        if item is None:
            return Cause("waits", words, target, artifact.error or path, items=items)
        behind = [self.because_of(path, reason, (), depth + 1) for reason in item.reasons[:WIDEST]]
        further = [self._wait(above, [name], 1, depth + 1) for above in item.waits_for[:WIDEST]]
        news = [cause for cause in (*behind, *further) if cause.kind != "told"]
        return Cause("waits", words, target, path, None, items, tuple(news or behind[:1] or further[:1]))

    def edits_of(self, facet: str, was: str | None, depth: int, before: str | None = None) -> tuple[Cause, ...]:
        """The edits that made a facet other than it was."""
        files = sources(facet, self.summaries)
        found = self.past.edits(files, lambda summaries: summaries.facet(facet), was, before)
        return self._told_edits(found, files[0], facet.partition("#")[2], depth)

    def _told_edits(self, edits: Iterable[Edit], path: str, part: str, depth: int) -> tuple[Cause, ...]:
        return tuple(self.edit(edit, path, part, depth) for edit in edits)

    def edit(self, edit: Edit, path: str, part: str, depth: int) -> Cause:
        """One edit: not saved yet, or a commit; behind a stage's commit, what it was run for."""
        if edit is None:
            return Cause("unsaved", "edited by hand, not saved yet", place=path)
        behind: tuple[Cause, ...] = ()
        if "Storyforge-Stage" in edit.trailers and part and depth < DEEPEST:
            behind = self._run_for(edit, path, part, depth)
        return Cause("commit", edit.subject, commit=edit, because=behind)

    def _run_for(self, commit: CommitInfo, path: str, part: str, depth: int) -> tuple[Cause, ...]:
        """What had changed when a stage made an item again, by the records before and after."""
        new, old = self.past.records_around(path, commit.id)
        name = _item_of(part, new) if new else None
        if new is None or old is None or name is None or name not in old.items:
            return ()
        found = []
        for facet, digest in new.items[name].made_from.items():
            was = old.items[name].made_from.get(facet)
            if was is None or was == digest:
                continue
            words = f"{facet_words(facet, self.summaries)} had changed"
            place = where(facet, self.summaries)
            key = (facet, was)
            if key in self._told:
                found.append(Cause("told", words, facet, place))
                continue
            self._told.add(key)
            behind = self.edits_of(facet, was, depth + 1, commit.parents[0]) if commit.parents else ()
            file, _, name_of_part = facet.partition("#")
            if not behind and depth < DEEPEST:  # the same run made that too
                behind = self._run_for(commit, file, name_of_part, depth + 1)
            found.append(Cause("reason", words, facet, place, because=behind))
        return tuple(found[:WIDEST])


def _together(waits: Sequence[Cause], summaries: Summaries) -> list[Cause]:
    """Waits; those that say nothing new come in one line at the end, where they are told already or many."""
    known = [cause for cause in waits if cause.kind != "told" and {behind.kind for behind in cause.because} == {"told"}]
    short = [cause for cause in waits if cause.kind == "told"] + (known if len(known) > ALIKE else [])
    found = [cause for cause in waits if cause not in short]
    if short:
        names = [facet_words(cause.facet, summaries) for cause in short]
        few = "; ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        items = tuple(dict.fromkeys(item for cause in short for item in cause.items))
        found.append(Cause("told", f"waits {'too ' if found else ''}for {few}", items=items))
    return found


def _items(artifact: ArtifactState, wanted: tuple[str, ...] | None) -> list[tuple[str, ItemState]]:
    return [(name, item) for name, item in artifact.items.items() if wanted is None or name in wanted]


def _item_of(part: str, record: Record) -> str | None:
    while part and part not in record.items:
        part = part.rpartition(".")[0]
    return part or None


def _same(one: Item, other: Item) -> bool:
    return (one.digest, one.made_from, one.by, one.take) == (other.digest, other.made_from, other.by, other.take)


def _worst(found: Iterable[str]) -> str:
    return min(found, key=("outdated", "waiting", "current").index)


def _next(stage: str, approval: str, freshness: str, blocked: tuple[str, ...]) -> str | None:
    """What to type next about this very thing."""
    if approval == "missing":
        return None if blocked else f"storyforge run {stage}"
    if approval == "invalid":
        return "storyforge check"
    if freshness == "outdated":
        return f"storyforge run {stage} --outdated"
    if freshness == "waiting":
        return "storyforge run --outdated"
    if approval in ("draft", "edited"):
        return "storyforge confirm" if stage == "confirm" else f"storyforge lock {stage}"
    return None
