"""Summaries: what the program must know of an artifact without reading it again, cached by blob id.

Standard library only: `status` works on summaries alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.model.digest import digest
from storyforge.model.kinds import FOLDER_OF, kind_of
from storyforge.model.numbering import folder, is_number
from storyforge.model.state import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Summary:
    """One artifact: its kind, its digest, the digests of its facets, and an index of small facts."""

    kind: str
    digest: str
    facets: dict[str, str] = field(default_factory=dict)
    index: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> list[Any]:
        """Plain data for a cache."""
        return [self.kind, self.digest, self.facets, self.index]

    @classmethod
    def read(cls, data: list[Any]) -> Summary:
        """The summary of plain data."""
        return cls(*data)


class Summaries:
    """All artifacts of one state of a story, by path, with the questions that stages ask of them."""

    def __init__(self, by_path: Mapping[str, Summary]) -> None:
        self.by_path = dict(by_path)
        self._derived: dict[str, str | None] = {}

    def __contains__(self, path: str) -> bool:
        return path in self.by_path

    def get(self, path: str) -> Summary | None:
        """The summary at a path, or None."""
        return self.by_path.get(path)

    def index(self, path: str) -> dict[str, Any]:
        """The index at a path; empty where there is no artifact."""
        summary = self.by_path.get(path)
        return summary.index if summary else {}

    def with_changes(self, changes: Mapping[str, Summary | None]) -> Summaries:
        """The same with some artifacts replaced; None removes one."""
        merged: dict[str, Summary | None] = {**self.by_path, **changes}
        return Summaries({path: summary for path, summary in merged.items() if summary is not None})

    def facet(self, name: str) -> str | None:
        """The digest of a facet `path#name`, derived ones too; None where there is nothing."""
        path, _, part = name.partition("#")
        summary = self.by_path.get(path)
        if summary is not None:
            return summary.facets.get(part)
        if kind_of(path) is None and path.startswith("scenes/"):
            if name not in self._derived:
                self._derived[name] = self._derive(path.removeprefix("scenes/"), *part.split(".", 1))
            return self._derived[name]
        return None

    def said_nothing(self, facets: Iterable[str]) -> bool:
        """Whether some of these facets are the script's, and the script of today has none of them."""
        told = [facet for facet in facets if facet.startswith("script.fountain#")]
        return bool(told) and all(self.facet(facet) is None for facet in told)

    def _derive(self, scene_folder: str, name: str, of: str = "") -> str | None:
        """`end.<slug>`: the state after a scene; `gap.<folder>`: the jumps in time since an earlier scene."""
        if name == "end":
            return digest(list(self.end_state(scene_folder, of)))
        if name == "gap":
            return digest(self._gap(of, scene_folder))
        return None

    def _gap(self, start: str, end: str) -> list[str | None]:
        """The jumps from one scene to another; a flashback between two scenes of the present takes no time."""
        rows = range(self.order[start] + 1, self.order[end] + 1)
        times, same = self._elsewhen, self._elsewhen[self.order[start]] == self._elsewhen[self.order[end]]
        return [self._jumps[row] for row in rows if not same or times[row] == times[self.order[end]]]

    @cached_property
    def mode(self) -> str:
        """The story's mode."""
        return str(self.index("story.yaml").get("mode", "screenplay"))

    @cached_property
    def scenes(self) -> list[dict[str, Any]]:
        """The scenes of the script in order: number, heading, line, cues, words; not those omitted or unnumbered.

        Of two with one number, which a script in the making may have, the first.
        """
        found = self.index("script.fountain").get("scenes", [])
        numbered = [scene for scene in found if not scene["omitted"] and is_number(scene["number"])]
        first: dict[str, dict[str, Any]] = {}
        for scene in numbered:
            first.setdefault(folder(scene["number"]), scene)
        return list(first.values())

    @cached_property
    def numbers(self) -> list[str]:
        """Their numbers."""
        return [scene["number"] for scene in self.scenes]

    @cached_property
    def order(self) -> dict[str, int]:
        """Scene folder -> its place in the script."""
        return {folder(number): index for index, number in enumerate(self.numbers)}

    @cached_property
    def _jumps(self) -> list[str | None]:
        return [self.index(f"scenes/{name}/scene.yaml").get("jump") for name in self.order]

    @cached_property
    def _elsewhen(self) -> list[str]:
        return [self.index(f"scenes/{name}/scene.yaml").get("elsewhen", "") for name in self.order]

    def resumed(self, number: str) -> str | None:
        """The number of the last scene before this one that plays in the same time, such as the present."""
        return self._resumed.get(folder(number))

    @cached_property
    def _resumed(self) -> dict[str, str]:
        """Scene folder -> number of the scene that it resumes."""
        found: dict[str, str] = {}
        latest: dict[str, str] = {}
        for name, number, elsewhen in zip(self.order, self.numbers, self._elsewhen, strict=True):
            if elsewhen in latest:
                found[name] = latest[elsewhen]
            latest[elsewhen] = number
        return found

    @cached_property
    def before(self) -> dict[str, str]:
        """Scene number -> number of the scene before it in script order."""
        return dict(zip(self.numbers[1:], self.numbers, strict=False))

    @cached_property
    def assets(self) -> dict[str, str]:
        """Slug -> path of its asset: characters first, then props, then settings."""
        found: dict[str, str] = {}
        for kind in FOLDER_OF:
            prefix = f"assets/{FOLDER_OF[kind]}/"
            for path in sorted(path for path in self.by_path if path.startswith(prefix)):
                found.setdefault(path.removeprefix(prefix).removesuffix(".yaml"), path)
        return found

    def asset(self, slug: str) -> dict[str, Any]:
        """The index of an asset."""
        return self.index(self.assets.get(slug, ""))

    @cached_property
    def _in_scene(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.assets.values():
            for number in self.index(path).get("scenes", ()):
                found.setdefault(number, []).append(path)
        return found

    def in_scene(self, number: str) -> list[str]:
        """Paths of the assets that are in a scene: characters, props, settings."""
        return self._in_scene.get(number, [])

    @cached_property
    def _appearances(self) -> dict[str, list[str]]:
        """Slug -> folders of the scenes in which it is an element, in script order."""
        found: dict[str, list[str]] = {}
        for name in self.order:
            for slug in self.index(f"scenes/{name}/shots.yaml").get("elements", {}):
                found.setdefault(slug, []).append(name)
        return found

    def last_seen(self, number: str, slug: str) -> str | None:
        """The folder of the last scene before this one in which an element was seen: in the same time, else in any."""
        here = self.order.get(folder(number), len(self.order))
        earlier = [name for name in self._appearances.get(slug, []) if self.order[name] < here]
        now = self._elsewhen[here] if here < len(self._elsewhen) else ""
        same = [name for name in earlier if self._elsewhen[self.order[name]] == now]
        found = same or earlier
        return found[-1] if found else None

    def start_state(self, scene_folder: str, slug: str) -> tuple[str, ...]:
        """The condition tags that an element starts a scene with, as its visuals say."""
        elements = self.index(f"scenes/{scene_folder}/visuals.yaml").get("elements", {})
        return tuple(elements.get(slug, ()))

    def end_state(self, scene_folder: str, slug: str) -> tuple[str, ...]:
        """The condition tags after a scene: the fold of the starting state and the shots' changes."""
        changes = self.index(f"scenes/{scene_folder}/shots.yaml").get("changes", [])
        mine = ((gains, loses) for element, gains, loses in changes if element == slug)
        return fold(self.start_state(scene_folder, slug), mine)

    def paths(self, kinds: Iterable[str]) -> list[str]:
        """Paths of all artifacts of some kinds, sorted."""
        wanted = set(kinds)
        return sorted(path for path, summary in self.by_path.items() if summary.kind in wanted)
