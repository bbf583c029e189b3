"""Stage 6, the hub: who and what is in each scene, where and when, and how it is to be covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.headings import parse_heading
from storyforge.model.assets import Character, Prop, Setting
from storyforge.model.cast import name_key
from storyforge.model.counted import counted
from storyforge.model.heading import GOES_ON
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.scene import Scene
from storyforge.stages.base import Made
from storyforge.stages.film.reading import cast_members, cast_of, order_of_appearance
from storyforge.stages.film.sketching import sketch_path, sketches
from storyforge.tasks.jump import elsewhen, time_jump
from storyforge.tasks.mode import guess_mode
from storyforge.tasks.pieces import pieces
from storyforge.tasks.sides import sides_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.base import Artifact
    from storyforge.model.heading import Heading
    from storyforge.model.jump import Jump
    from storyforge.model.screenplay import ScriptScene
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Facets, Job, Library, Medium, Plan
    from storyforge.tasks.pieces import Piece

SCRIPT = "script.fountain"
INHERITS = ("CONTINUOUS", "SAME", "MOMENTS LATER", "LATER", "")


def items(summaries: Summaries) -> Plan:
    """One item a scene."""
    return {scene_path(folder(number), "scene"): {number: _facets(summaries, number)} for number in summaries.numbers}


def _facets(summaries: Summaries, number: str) -> Facets:
    """Its own text without the words spoken, who and what is in it, and the scene before where it goes on from that."""
    facets = [f"{SCRIPT}#{number}.{part}" for part in ("heading", "action", "cues")]
    facets += ["story.yaml#language", "story.yaml#genres"]
    facets.append(f"scenes/{folder(number)}#setting")
    for path in summaries.in_scene(number):
        facets += [f"{path}#called", f"{path}#scene.{number}"]
    before = summaries.before.get(number)
    resumed = summaries.resumed(number)
    if resumed and resumed != before:
        facets += [f"{SCRIPT}#{resumed}.heading", f"scenes/{folder(resumed)}/scene.yaml#place"]
    if before:
        earlier = scene_path(folder(before), "scene")
        facets += [f"{SCRIPT}#{before}.heading", f"{earlier}#place", f"{earlier}#elsewhen"]
        if summaries.script_scene(number).get("goes_on"):
            facets += [f"{earlier}#sides", f"{earlier}#people", f"{SCRIPT}#{before}.action"]
            people = summaries.index(earlier).get("people", ())
            facets += [f"{summaries.assets[slug]}#cast" for slug in people if slug in summaries.assets]
    return tuple(dict.fromkeys(facets))


def run(job: Job) -> Made:
    """Read the scenes one after another, for each may go on from the one before."""
    library = job.library
    hub = _Hub(library)
    wanted = set(job.scenes)
    made: dict[str, Artifact | bytes | Medium] = {}
    sketched: list[tuple[Scene, Heading]] = []
    previous: Scene | None = None
    for number, scene in library.scenes.items():
        path = scene_path(folder(number), "scene")
        old = cast("Scene | None", library.model(path))
        if number in wanted or old is None:
            previous = hub.read(number, scene, previous, old)
            if library.summaries.boards and not previous.sketch:
                previous = previous.model_copy(update={"sketch": sketch_path(number)})
            if number in wanted:
                made[path] = previous
                sketched.append((previous, parse_heading(scene.title, hub.language)))
        else:
            previous = old
        hub.last[previous.elsewhen] = previous
    drawn = sketches(job, sketched) if library.summaries.boards else {}
    told = f", {len(drawn)} sketched" if drawn else ""
    return Made({**made, **drawn}, subject=counted(len(made), "scene") + told)


class _Hub:
    """What reading a scene needs of the whole story: the assets, by name and by scene."""

    def __init__(self, library: Library) -> None:
        self.language = library.story.language
        self.genres = library.story.parameters.genres
        self.scenes = library.scenes
        self.assets = library.assets
        self.cast = cast_of(library.summaries)
        self.last: dict[str, Scene] = {}
        self.places = {
            name_key(name): asset.id
            for asset in library.assets.values()
            if isinstance(asset, Setting)
            for name in (asset.name, *asset.aliases)
        }

    def read(self, number: str, scene: ScriptScene, before: Scene | None, old: Scene | None) -> Scene:
        """The scene as script and assets say; what only its author can know is kept from the old one."""
        heading = parse_heading(scene.title, self.language)
        setting = self._setting(heading, number, before)
        found = pieces(scene, lambda cue: next(iter(self.cast.speakers(cue)), ""))
        members = [asset for asset in self.assets.values() if number in asset.scenes]
        people = order_of_appearance([a for a in members if isinstance(a, Character)], found)
        props = order_of_appearance([a for a in members if isinstance(a, Prop)], found)
        same_place = before is not None and before.setting == setting
        continuous = same_place and heading.relative in GOES_ON
        goes_on = before is not None and heading.relative in GOES_ON
        other_time = " / ".join(elsewhen(heading)) or (before.elsewhen if before and goes_on else "")
        base = self._base(before, other_time)
        jump = self._jump(heading, base)
        inherits = base is not None and heading.relative in INHERITS and jump != "other"
        return Scene(
            scene=number,
            setting=setting,
            place=" - ".join(heading.places[1:]),
            time=heading.time or (base.time if base and inherits else ""),
            people=tuple(people),
            props=tuple(props),
            new_place=self._is_first(setting, number),
            continuous=continuous,
            jump=jump,
            elsewhen=other_time,
            sides=self._sides(before) if continuous and before else (),
            mode=guess_mode(scene.title, found, self.genres, self.language),
            carry=old.carry if old else (),
            pins=old.pins if old else (),
            notes=old.notes if old else (),
            sketch=old.sketch if old else "",
        )

    def _setting(self, heading: Heading, number: str, before: Scene | None) -> str:
        if not heading.places:
            return before.setting if before else ""
        named = self.places.get(name_key(heading.master))
        if named:
            return named
        inside = (asset.id for asset in self.assets.values() if isinstance(asset, Setting) and number in asset.scenes)
        return next(inside, "")

    def _base(self, before: Scene | None, other_time: str) -> Scene | None:
        """The scene that one goes on from: the one before, or the last of the same time if another stands between."""
        if before is None or before.elsewhen == other_time:
            return before
        return self.last.get(other_time, before)

    def _jump(self, heading: Heading, before: Scene | None) -> Jump:
        if before is None:
            return "other"
        return time_jump(parse_heading(self.scenes[before.scene].title, self.language), heading, before.time)

    def _is_first(self, setting: str, number: str) -> bool:
        asset = self.assets.get(setting)
        return asset is None or not asset.scenes or asset.scenes[0] == number

    def _sides(self, before: Scene) -> tuple[str, ...]:
        earlier = self._pieces(before.scene)
        return sides_after(earlier, cast_members(self.assets, before.people), before.sides, self.language)

    def _pieces(self, number: str) -> Sequence[Piece]:
        return pieces(self.scenes[number], lambda cue: next(iter(self.cast.speakers(cue)), ""))
