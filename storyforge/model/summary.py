"""Summaries: what the program must know of an artifact without reading it again, cached by blob id.

Standard library only: `status` works on summaries alone.
"""

from __future__ import annotations

from bisect import bisect_left
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.model.cast import name_key
from storyforge.model.digest import digest
from storyforge.model.jump import longest
from storyforge.model.kinds import FOLDER_OF, kind_of
from storyforge.model.numbering import folder, is_number
from storyforge.model.state import fold
from storyforge.model.stretches import AUDIO, scene_stretches, within
from storyforge.model.timing import STATIC_SECONDS, parse_rate, seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from storyforge.model.jump import Jump

    _Step = tuple[int, str, Iterable[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """One artifact: its kind, its digest, the digests of its facets, and an index of small facts."""

    kind: str
    digest: str
    facets: dict[str, str] = field(default_factory=dict)
    index: dict[str, Any] = field(default_factory=dict)

    def holds(self, item: str) -> bool:
        """Whether an item such as `3A` or `3A.blocking` is in the file: it has a facet of that name, or below it."""
        start = f"{item}."
        return item in self.facets or any(name.startswith(start) for name in self.facets)

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
        self._placed: dict[str, dict[str, int]] = {}
        self._changed: dict[str, dict[str, list[_Step]]] = {}

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

    def only(self, numbers: Iterable[str]) -> Summaries:
        """The same, for planning some scenes alone; what lies around them is as it is."""
        found = copy(self)
        # All that is read off the order of the whole script is read before the list of scenes is shortened.
        found.__dict__ |= {"order": self.order, "before": self.before, "_resumed": self._resumed}
        wanted = set(numbers)
        found.__dict__["numbers"] = [number for number in self.numbers if number in wanted]
        return found

    def facet(self, name: str) -> str | None:
        """The digest of a facet `path#name`, derived ones too; None where there is nothing."""
        path, _, part = name.partition("#")
        summary = self.by_path.get(path)
        if summary is not None:
            return summary.facets.get(part)
        if name in self._derived:
            return self._derived[name]
        if kind_of(path) is None and path.startswith("scenes/"):
            self._derived[name] = self._derive(path.removeprefix("scenes/"), *part.split(".", 1))
            return self._derived[name]
        return None

    def said_nothing(self, facets: Iterable[str]) -> bool:
        """Whether some of these facets are the script's, and the script of today has none of them."""
        told = [facet for facet in facets if facet.startswith("script.fountain#")]
        return bool(told) and all(self.facet(facet) is None for facet in told)

    def _derive(self, scene_folder: str, name: str, of: str = "") -> str | None:
        """A facet that no file holds: folded over a scene, or put together of several files.

        `end.<slug>`, `at.<shot>.<slug>`: the state of an element after a scene, and as a shot begins; None where it is
        in no condition. `jump.<scene>`: the widest jump in time since an earlier scene. `called.<shot>`: whom its
        words in capitals name. `long.<shot>`: whether it is too long for a start frame alone. `setting`: which setting
        the heading names, and whether it is its first scene. `heard`: what a scene plays of a given audio.
        """
        if name in ("end", "at"):
            shot, _, slug = of.rpartition(".")
            tags = self.state_at(scene_folder, shot, slug) if shot else self.end_state(scene_folder, slug)
            return digest(list(tags)) if tags else None
        if name == "jump":
            widest = self.widest(of, scene_folder)
            return digest(widest) if widest else None
        if name in ("setting", "heard"):
            return self._setting_named(scene_folder) if name == "setting" else self._heard(scene_folder)
        index = self.index(f"scenes/{scene_folder}/shots.yaml")
        if name == "called":
            words = index.get("capitals", {}).get(of, ())
            named = {word: self.characters_called[word] for word in words if word in self.characters_called}
            return digest(named) if named else None
        if name == "long":
            frames = next((row[1] for row in index.get("shots", ()) if row[0] == of), None)
            return None if frames is None else digest(seconds(frames, self.rate) > STATIC_SECONDS)
        return None

    def _setting_named(self, scene_folder: str) -> str | None:
        if scene_folder not in self.order:
            return None
        scene = self.scenes[self.order[scene_folder]]
        slug = self._settings_called.get(name_key(scene.get("master", "")))
        return digest([slug, self.asset(slug).get("scenes", [])[:1] in ([], [scene["number"]])]) if slug else None

    @cached_property
    def stretches(self) -> dict[str, tuple[int, int]]:
        """Scene number -> its first frame and the one after its last, where the film is made for a given audio."""
        audio = self.index(AUDIO)
        return scene_stretches(self.scenes, audio, self.rate) if "segments" in audio else {}

    def _heard(self, scene_folder: str) -> str | None:
        """Its frames, where parts of it begin, and the segments that are heard in it."""
        if scene_folder not in self.order:
            return None
        scene = self.scenes[self.order[scene_folder]]
        span = self.stretches.get(scene["number"])
        return digest([span, scene.get("marks"), within(self.index(AUDIO), span, self.rate)]) if span else None

    @cached_property
    def _settings_called(self) -> dict[str, str]:
        """Key of a name or alias -> slug of the setting."""
        indexes = {slug: self.index(path) for slug, path in self.assets.items()}
        return {
            name_key(name): slug
            for slug, index in indexes.items()
            if index.get("kind") == "setting"
            for name in (index["name"], *index["aliases"])
        }

    def script_scene(self, number: str) -> dict[str, Any]:
        """What the script's index says of a scene; empty where it has none of that number."""
        place = self.order.get(folder(number))
        return {} if place is None else self.scenes[place]

    @cached_property
    def rate(self) -> Fraction:
        """Frames a second."""
        return parse_rate(self.index("story.yaml").get("rate", "24"))

    @cached_property
    def characters_called(self) -> dict[str, str]:
        """Folded name or alias -> the name of the character it stands for."""
        known: dict[str, str] = {}
        for path in self.assets.values():
            index = self.index(path)
            if index.get("kind") == "character":
                for name in (index["name"], *index["aliases"]):
                    known.setdefault(name.casefold(), index["name"])
        return known

    def widest(self, start: str, end: str) -> Jump | None:
        """The widest jump from one scene to another; a flashback between two scenes of the present takes no time."""
        if start not in self.order or end not in self.order:
            return None
        times, same = self._elsewhen, self._elsewhen[self.order[start]] == self._elsewhen[self.order[end]]
        rows = range(self.order[start] + 1, self.order[end] + 1)
        found = (self._jumps[row] for row in rows if not same or times[row] == times[self.order[end]])
        return longest(jump or "other" for jump in found)

    def scenes_since(self, start: str, end: str) -> tuple[str, ...]:
        """Folders of the scenes after one, up to and with another."""
        if start not in self.order or end not in self.order:
            return ()
        return tuple(self._folders[self.order[start] + 1 : self.order[end] + 1])

    @cached_property
    def _folders(self) -> list[str]:
        return list(self.order)

    @cached_property
    def wants_keys(self) -> bool:
        """Whether reference pictures are made on the way: they are read, or they are a storyboard's components."""
        return self.boards or self.wants_instances

    @cached_property
    def wants_instances(self) -> bool:
        """Whether changed states are drawn by themselves on the way: only where they are read."""
        return not str(self.index("story.yaml").get("image", "offline")).startswith("offline")

    @cached_property
    def boards(self) -> bool:
        """Whether it goes the way of a storyboard, which shows whoever and whatever is in it by themselves too."""
        return self.way == "storyboard"

    @cached_property
    def mode(self) -> str:
        """The story's mode."""
        return str(self.index("story.yaml").get("mode", "screenplay"))

    @cached_property
    def way(self) -> str:
        """The way that it goes through the stages: its mode, or `storyboard` where that starts without a script.

        What is made for a given audio goes one way, from what is heard to what is seen, whatever its mode.
        """
        if AUDIO in self:
            return "expansion"
        storyboard = self.index("story.yaml").get("format") == "storyboard" and self.mode != "screenplay"
        return "storyboard" if storyboard else self.mode

    @cached_property
    def style(self) -> tuple[str, ...]:
        """The facets of the written style: its name, and the texts of it that lie in the story; none without one."""
        name = self.index("story.yaml").get("written")
        if not name:
            return ()
        start = f"styles/written/{name}/"
        texts = sorted(path for path in self.by_path if path.startswith(start))
        return ("story.yaml#style.written", *(f"{path}#content" for path in texts))

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
    def _jumps(self) -> list[Jump | None]:
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
                name = path.removeprefix(prefix)
                if "/" not in name:
                    found.setdefault(name.removesuffix(".yaml"), path)
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

    def unmade_since(self, start: str, number: str) -> str | None:
        """The folder of the first scene between two that has no shots yet, so that nobody knows who is in it."""
        low = self.order.get(start, -1) + 1
        found = bisect_left(self._unmade, low)
        here = self.order.get(folder(number), 0)
        return self._folders[self._unmade[found]] if found < len(self._unmade) and self._unmade[found] < here else None

    @cached_property
    def _unmade(self) -> list[int]:
        return [row for name, row in self.order.items() if f"scenes/{name}/shots.yaml" not in self.by_path]

    def start_state(self, scene_folder: str, slug: str) -> tuple[str, ...]:
        """The condition tags that an element starts a scene with, as its visuals say."""
        elements = self.index(f"scenes/{scene_folder}/visuals.yaml").get("elements", {})
        return tuple(elements.get(slug, ()))

    def end_state(self, scene_folder: str, slug: str) -> tuple[str, ...]:
        """The condition tags after a scene: the fold of the starting state and the shots' changes."""
        return self.state_at(scene_folder, "", slug)

    def state_at(self, scene_folder: str, shot: str, slug: str) -> tuple[str, ...]:
        """The condition tags of an element as a shot begins; without a shot, after the scene."""
        changes = self._changes(scene_folder).get(slug)
        if not changes:
            return self.start_state(scene_folder, slug)
        until = self._places(scene_folder).get(shot, len(self._places(scene_folder)))
        mine = ((gains, loses) for row, _, gains, loses in changes if row < until)
        return fold(self.start_state(scene_folder, slug), mine)

    def shots_before(self, scene_folder: str, shot: str) -> tuple[str, ...]:
        """Ids of the shots before one in its scene."""
        places = self._places(scene_folder)
        return tuple(places)[: places.get(shot, 0)]

    def shots_that_change(self, scene_folder: str, slug: str, shot: str = "") -> tuple[str, ...]:
        """Ids of the shots that change the state of an element, before one shot or in all of the scene."""
        changes = self._changes(scene_folder).get(slug)
        if not changes:
            return ()
        until = self._places(scene_folder).get(shot, len(self._places(scene_folder)))
        return tuple(dict.fromkeys(changed for row, changed, _, _ in changes if row < until))

    def _places(self, scene_folder: str) -> dict[str, int]:
        """Shot id -> its place in the scene."""
        found = self._placed.get(scene_folder)
        if found is None:
            rows = self.index(f"scenes/{scene_folder}/shots.yaml").get("shots", ())
            found = self._placed[scene_folder] = {row[0]: place for place, row in enumerate(rows)}
        return found

    def _changes(self, scene_folder: str) -> dict[str, list[_Step]]:
        """Slug -> the changes of its state in a scene: place and id of the shot, what is gained and lost."""
        found = self._changed.get(scene_folder)
        if found is None:
            places = self._places(scene_folder)
            found = self._changed[scene_folder] = {}
            for element, gains, loses, shot in self.index(f"scenes/{scene_folder}/shots.yaml").get("changes", ()):
                found.setdefault(element, []).append((places.get(shot, -1), shot, gains, loses))
        return found

    def paths(self, kinds: Iterable[str]) -> list[str]:
        """Paths of all artifacts of some kinds, sorted."""
        wanted = set(kinds)
        return sorted(path for path, summary in self.by_path.items() if summary.kind in wanted)
