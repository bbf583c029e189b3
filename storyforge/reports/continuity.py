"""The risk of every scene border: safe, risky or broken, with reasons; it warns and never blocks.

By summaries alone, so that `status` can tell of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder, number_of
from storyforge.model.references import instances_in
from storyforge.tasks.contradictions import HELD, contradictions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from storyforge.model.summary import Summaries

Risk = Literal["safe", "risky", "broken", "unknown"]
_Left = dict[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Border:
    """What a scene depends on of the scenes before it, and what speaks against its continuity.

    `unknown` is the risk of a scene that has no shot list yet. `left` is how those who are in it were last left, by
    slug: the scene and the conditions.
    """

    scene: str
    risk: Risk
    reasons: tuple[str, ...]
    before: str
    who: tuple[str, ...]
    where: str
    left: _Left

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        left = {slug: {"scene": scene, "conditions": list(tags)} for slug, (scene, tags) in self.left.items()}
        return {
            "risk": self.risk,
            "reasons": list(self.reasons),
            "before": self.before,
            "who": list(self.who),
            "where": self.where,
            "left": left,
        }


class Continuity:
    """The borders of a story's scenes; `broken` are the folders of those whose states are made from another end."""

    def __init__(self, summaries: Summaries, broken: Collection[str] = ()) -> None:
        self._summaries = summaries
        self._broken = frozenset(broken)

    def of(self, number: str) -> Border:
        """The border before one scene."""
        here = folder(number)
        scene = self._summaries.index(scene_path(here, "scene"))
        made = scene_path(here, "shots") in self._summaries
        left = self._left(number) if made else {}
        wrong, open_ = (tuple(self._wrong(number)), tuple(self._open(number, left))) if made else ((), ())
        risk: Risk = "unknown" if not made else "broken" if wrong else "risky" if open_ else "safe"
        reasons = (*wrong, *open_) if made else ("there is no shot list yet",)
        return Border(
            number,
            risk,
            reasons or (self._calm(number, left),),
            self._summaries.before.get(number, ""),
            tuple(scene.get("people", ())),
            scene.get("setting", ""),
            left,
        )

    def _elements(self, number: str) -> dict[str, str]:
        found: dict[str, str] = self._summaries.index(scene_path(folder(number), "shots")).get("elements", {})
        return found

    def _left(self, number: str) -> _Left:
        found: _Left = {}
        for slug in self._elements(number):
            last = self._summaries.last_seen(number, slug)
            if last:
                found[slug] = (number_of(last), self._summaries.end_state(last, slug))
        return found

    def _wrong(self, number: str) -> Iterator[str]:
        if folder(number) in self._broken:
            yield "it was made from another end of a scene before it"
        for found in contradictions(self._summaries, number):
            if found.sort != "never begun" or not self._only_held(number, found.shot):
                yield f"{found.shot}: {found.message}"

    def _only_held(self, number: str, shot: str) -> bool:
        changes = self._summaries.index(scene_path(folder(number), "shots")).get("changes", ())
        return all(tag.startswith(HELD) for _, _, loses, at in changes if at == shot for tag in loses)

    def _open(self, number: str, left: _Left) -> Iterator[str]:
        yield from self._undecided(number, left)
        yield from self._proposed(number, left)
        yield from self._without_picture(number)
        scene = self._summaries.index(scene_path(folder(number), "scene"))
        before = self._summaries.before.get(number)
        if before and scene.get("jump") == "other" and not scene.get("elsewhen") and left:
            yield f"nobody says how much time passes since scene {before}"

    def _undecided(self, number: str, left: _Left) -> Iterator[str]:
        """Conditions that meet the border before the scene's starting states are made, and without a word on them."""
        here = folder(number)
        if scene_path(here, "visuals") in self._summaries:
            return
        for slug, (last, tags) in left.items():
            asked = [
                tag for tag in tags if self._summaries.facet(f"{scene_path(here, 'scene')}#carry.{slug}.{tag}") is None
            ]
            if asked:
                yield f"{slug} left scene {last} {', '.join(asked)}: nobody has said whether that is still so"

    def _proposed(self, number: str, left: _Left) -> Iterator[str]:
        own = self._summaries.index(scene_path(folder(number), "shots")).get("proposed", ())
        if own:
            verb = "is" if len(own) == 1 else "are"
            yield f"{counted(len(own), 'state')} here {verb} only proposed"
        for last in dict.fromkeys(last for last, _ in left.values()):
            rows = self._summaries.index(scene_path(folder(last), "shots")).get("proposed", ())
            mine = [f"{row[0]} {', '.join(row[1])}" for row in rows if row[0] in left and row[1]]
            if mine:
                yield f"scene {last} may leave {'; '.join(dict.fromkeys(mine))}: it is only proposed"

    def _without_picture(self, number: str) -> Iterator[str]:
        """Who looks other than their reference picture, and has none of this scene."""
        here = folder(number)
        if not self._summaries.wants_instances:
            return
        made = self._summaries.index(scene_path(here, "instances")).get("pictures", {})
        for item, slug in instances_in(self._summaries, here).items():
            if item not in made:
                how = item.removeprefix(f"{slug}.").replace("+", ", ")
                yield f"{slug} is {how}, and has no reference picture that shows it"
            elif not made[item][2]:
                yield f"the reference picture of {item} is not approved yet"

    def _calm(self, number: str, left: _Left) -> str:
        carried = [slug for slug, (_, tags) in left.items() if tags]
        if carried:
            return f"all that {', '.join(carried)} brought along was decided"
        return "all are as their assets say" if left or not self._summaries.before.get(number) else "all are new here"
