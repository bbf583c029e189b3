"""Impact: what an edit makes outdated, what waits for it, what is kept, and what repair costs.

An item counts where it is current before the edit and is not after it: what was to be repaired already is no news.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import ImpactNotAcceptedError, RequestError
from storyforge.model.kinds import kind_of
from storyforge.pipeline.repairing.repair import NOTHING, Repair
from storyforge.pipeline.repairing.touched import Stand, in_words
from storyforge.pipeline.todo import path_of
from storyforge.stages import BY_NAME, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from storyforge.pipeline.freshness.states import State
    from storyforge.pipeline.repairing.rehearsal import Purchase
    from storyforge.pipeline.repairing.repair import Rates
    from storyforge.pipeline.repairing.touched import Key, Touched
    from storyforge.story import Story


OFFLINE = "offline"
_ASKING = ("beats", "treatment", "assets", "keys", "shots", "instances", "frames", "video")
"""Stages that ask somebody; what the others make, rules make."""


@dataclass(frozen=True)
class Impact:
    """What an edit does to what is made from it.

    `edited` are the files that differ, `missing` those that are to be made for the first time, by path, `kept` counts
    the items of a stage that stay current, `due` those that were to be made again before. `exact` says that
    deterministic stages were made again in memory: what then comes out the same is not in `touched`.
    """

    edited: tuple[str, ...]
    touched: tuple[Touched, ...]
    missing: tuple[str, ...]
    kept: Mapping[str, int]
    flags: tuple[str, ...]
    due: int = 0
    repair: Repair = NOTHING
    exact: bool = False

    @property
    def outdated(self) -> tuple[Touched, ...]:
        """What is outdated for certain."""
        return tuple(one for one in self.touched if one.freshness == "outdated")

    @property
    def waiting(self) -> tuple[Touched, ...]:
        """What may come out the same."""
        return tuple(one for one in self.touched if one.freshness == "waiting")

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.touched or self.missing or self.flags)

    def plain(self) -> dict[str, Any]:
        """Plain data: lists of `path#item` by stage under `outdated` and `waiting`, counts by stage under `kept`."""
        return {
            "edited": list(self.edited),
            "outdated": _by_stage(self.outdated),
            "waiting": _by_stage(self.waiting),
            "kept_by_hand": sorted({one.path for one in self.touched if one.by_hand}),
            "missing": list(self.missing),
            "kept": dict(self.kept),
            "flags": list(self.flags),
            "due": self.due,
            "repair": self.repair.plain(),
            "exact": self.exact,
        }


def _by_stage(touched: Iterable[Touched]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in touched:
        found.setdefault(one.stage, []).append(one.name)
    return found


def impact_of(
    before: Story,
    after: Story,
    providers: Mapping[str, str],
    *,
    rates: Rates | None = None,
    exact: bool = False,
    repairing: bool = False,
    states: tuple[State, State] | None = None,
) -> Impact:
    """What becomes outdated between two states of a story, and what repair costs by these providers (kind -> name).

    `rates` are seconds a piece takes, by kind and provider. Where money is at stake, or `exact` asks for it, repair is
    rehearsed; else what stands below an outdated item waits. What a repair adds to a file that was to be repaired
    already is no news. `states` are how both stand, where that is known. Raises what `rehearse` raises.
    """
    now = Stand(states[1]) if states else Stand.of(after)
    edited = changed_files(before, after)
    if not now.stale and not now.flags and not now.missing:
        return Impact(edited, (), (), now.count(now.current), ())
    then = Stand(states[0]) if states else Stand.of(before)
    new, begun = now.missing - then.missing, then.begun
    impact = Impact(
        edited,
        now.touched(now.new(then, repairing=repairing)),
        tuple(path for path, found in now.artifacts.items() if path in new and found.stage in begun),
        now.count(now.current),
        tuple(flag for flag in now.flags if flag not in then.flags),
        due=sum(key in then.stale for key in now.stale),
    )
    if impact.touched and (exact or _at_stake(impact.touched, providers)):
        return _rehearsed(impact, then, after, providers, rates or {}, repairing=repairing)
    return impact


def _rehearsed(
    impact: Impact, then: Stand, after: Story, providers: Mapping[str, str], rates: Rates, *, repairing: bool
) -> Impact:
    """The same with what comes out the same left out, and with what the rest costs."""
    from storyforge.pipeline.repairing.rehearsal import rehearse  # noqa: PLC0415 - a free save needs none

    try:
        found = rehearse(after, providers)
    except RequestError:
        # A provider that is not installed here, or a file that can't be read: nobody knows the price.
        unknown = _unpriced(impact.touched, (), providers, waiting=False)
        return replace(impact, repair=Repair.of((), rates, unknown, unsure=False))
    end = Stand(found.state_after)
    stale = end.new(then, repairing=repairing)
    bought = [one for one in found.purchases if _is_news(one, stale, then, end)]
    for purchase in bought:
        if (key := (_path(purchase), purchase.item)) in stale:
            stale[key] = "waiting" if purchase.waits else "outdated"
    for one in impact.touched:
        if (one.path, one.item) not in stale and _parts(after, one) != _parts(found.after, one):
            stale[one.path, one.item] = "outdated"
    kept = end.count(key for key in end.current if key not in stale)
    touched = end.touched(stale)
    repair = Repair.of(bought, rates, _unpriced(touched, bought, providers))
    return replace(impact, touched=touched, kept=kept, repair=repair, exact=True)


def _unpriced(
    touched: Iterable[Touched], bought: Collection[Purchase], providers: Mapping[str, str], *, waiting: bool = True
) -> Counter[str]:
    """By stage, what waits for an answer that nobody knows yet, and may be asked of somebody who takes money.

    With `waiting` False, what is outdated too: of none of it is the price known.
    """
    listed = {(one.stage, _path(one), item) for one in bought for item in (one.item, "")}
    asked = dict.fromkeys(
        _asked(one)
        for one in touched
        if not (waiting and one.freshness != "waiting") and not one.by_hand and one.stage in _ASKING
        if not is_free(providers.get(BY_NAME[one.stage].asks, OFFLINE))
    )
    return Counter(question[0] for question in asked if question not in listed)


def _asked(one: Touched) -> tuple[str, str, str]:
    """Stage, path and item of the question that an item is made by: one for the story, for a scene, or for itself."""
    if BY_NAME[one.stage].scope == "story" and BY_NAME[one.stage].asks == "text":
        return one.stage, "", ""
    return one.stage, one.path, "" if BY_NAME[one.stage].asks == "text" else one.item


def _is_news(purchase: Purchase, stale: Collection[Key], then: Stand, end: Stand) -> bool:
    """Whether something is bought because of the edit: a text for a whole file, a picture or clip for itself."""
    path = _path(purchase)
    if BY_NAME[purchase.stage].asks != "text":
        return (path, purchase.item) in stale
    due = {name for name, _ in stale if name == path or (not path and end.artifacts[name].stage == purchase.stage)}
    return bool(due) and not any(name in due for name, _ in then.stale)


def _path(purchase: Purchase) -> str:
    """The file that something is bought for; none for the files of the whole story."""
    return purchase.path or (path_of(BY_NAME[purchase.stage], purchase.scene) if purchase.scene else "")


def _parts(story: Story, one: Touched) -> dict[str, str]:
    """What an item is: the facet of its name, else those below it; where a file is one item, the file."""
    summary = story.summaries.get(one.path)
    if summary is None:
        return {}
    if one.item in summary.facets:
        return {one.item: summary.facets[one.item]}
    below = {name: value for name, value in summary.facets.items() if name.startswith(f"{one.item}.")}
    return below or {"": summary.digest}


def changed_files(before: Story, after: Story) -> tuple[str, ...]:
    """Paths whose content differs, or that only one of them has; records are none of an author's."""
    paths = before.files.ids.keys() | after.files.ids.keys()
    return tuple(
        path
        for path in sorted(paths)
        if before.files.ids.get(path) != after.files.ids.get(path) and not path.startswith("locks/")
    )


def _at_stake(touched: Iterable[Touched], providers: Mapping[str, str]) -> bool:
    """Whether somebody who may take money would be asked again."""
    kinds = dict.fromkeys(BY_NAME[one.stage].asks for one in touched if not one.by_hand)
    return any(not is_free(providers.get(kind, OFFLINE)) for kind in kinds)


def is_free(provider: str) -> bool:
    """Whether a provider is of those that come with the program, and ask for nothing."""
    return provider.partition(":")[0] == OFFLINE


def providers_of(story: Story, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Kind -> provider: as a command says, else as the story says; of text only the former, for stages differ."""
    models = story.story.models
    return {"image": models.image, "video": models.video, **(given or {})}


def impact_of_making(
    story: Story, after: Story, made: Iterable[str], providers: Mapping[str, str], *, repairing: bool
) -> Impact | None:
    """What it does to others that a stage makes some files again; None where it does nothing.

    Nothing is done by what comes out the same, and to nobody where nothing else is made yet from what they hang from.
    """
    again = {path for path in made if path in story.records and kind_of(path)}
    if not any(story.summaries.get(path) != after.summaries.get(path) for path in again):
        return None
    order = [row.name for row in walk(story.summaries.way)]
    first = min(order.index(story.records[path].stage) for path in again)
    below = {path for path, record in story.records.items() if record.stage in order[first:]}
    return impact_of(story, after, providers, repairing=repairing) if below - again else None


def refuse_price(impact: Impact, command: str) -> None:
    """Repair that costs money, or may, is a gate; raises ImpactNotAcceptedError."""
    if not impact.repair.is_free:
        raise ImpactNotAcceptedError(in_words(impact.touched), command, impact.repair.price)
