"""Stage 9, prompt sets: assembled from the shots, the state of their elements and the style; no model is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.templates import Templates
from storyforge.model.counted import counted
from storyforge.model.kinds import OWN_TEMPLATES, scene_path
from storyforge.model.numbering import folder
from storyforge.stages.base import ALL, Made
from storyforge.stages.film.blocking import block_scene
from storyforge.stages.film.prompting import TEXTS, assemble_scene
from storyforge.stages.film.reading import scene_view
from storyforge.stages.film.styling import style_facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from storyforge.model.base import Artifact
    from storyforge.model.prompts import Prompts
    from storyforge.model.shots import ShotList
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Facets, Job, Library, Plan

BLOCKING = "blocking"
_OF_SHOT = {
    "frame": ("size", "angle", "seen", "who", "characters"),
    "end_frame": ("move", "seen", "who", "changes"),
    "video": ("size", "move", "seen", "who", "axis", "dialogue", "sfx", "time"),
}
_STYLED = {"veo": "video.veo.j2"}
"""Families whose video prompt names the style -> their template; all others have `video.j2`."""
_DRAWN = {"nano-banana": "frame.nano-banana.j2"}
"""Families whose frame prompt has a template of its own; all others have `frame.j2`."""


def items(summaries: Summaries) -> Plan:
    """Four items a shot: the blocking, and the texts of the start frame, the end frame and the clip; stale apart."""
    plan: Plan = {}
    for number in summaries.numbers:
        sources = _Sources(summaries, number)
        plan[sources.prompts] = {
            f"{row[0]}.{name}": sources.of(row, name) for row in sources.rows for name in (BLOCKING, *TEXTS)
        } or {ALL: (f"{sources.shots}#order",)}
    return plan


class _Sources:
    """From what the prompts of one scene are made."""

    def __init__(self, summaries: Summaries, number: str) -> None:
        here = folder(number)
        self.summaries = summaries
        self.folder = f"scenes/{here}"
        self.scene, self.shots = scene_path(here, "scene"), scene_path(here, "shots")
        self.visuals, self.prompts = scene_path(here, "visuals"), scene_path(here, "prompts")
        self.sides = f"script.fountain#{number}.sides"
        self.index = summaries.index(self.shots)
        self.rows: Sequence[list[Any]] = self.index.get("shots", ())
        self.made = summaries.index(self.prompts)
        self.style = style_facets(summaries, self.visuals)

    def of(self, row: list[Any], name: str) -> Facets:
        """The facets of one item of a shot."""
        if name == BLOCKING:
            return self._blocking(row[0])
        facets = [f"{self.shots}#{row[0]}.{part}" for part in _OF_SHOT[name]]
        facets += ["story.yaml#language", f"{self.folder}#called.{row[0]}"]
        facets += {"frame": self._frame, "end_frame": self._end_frame, "video": self._video}[name](row)
        if row[0] in self.index.get("pronouns", ()):
            facets += self._assets(row[2], "pronouns")
        return tuple(dict.fromkeys(facets))

    def _frame(self, row: list[Any]) -> list[str]:
        """Looks and states of what is in it. The opening shot names the weather or the light of the whole scene."""
        shot, _, people, props, setting, subject, _ = row
        seen = [slug for slug in dict.fromkeys((*people, *props, setting)) if slug]
        facets = [f"{self.shots}#{self.rows[0][0]}.action", f"{self.scene}#place", self.sides, *self.style]
        facets += [f"{self.prompts}#{shot}.blocking.places", *self._assets([*seen, subject], "said")]
        facets += [look for slug in seen if self.summaries.facet(look := f"{self.visuals}#{slug}.look") is not None]
        facets += [f"{self.folder}#at.{shot}.{slug}" for slug in seen]
        here = self.folder.removeprefix("scenes/")
        tags = (tag for slug in seen for tag in self.summaries.state_at(here, shot, slug))
        drawn_for = self.made.get("drawn_for", {}).get(shot, "")
        return facets + self._assets(_things(tags), "name") + self._own(_DRAWN.get(drawn_for, "frame.j2"))

    def _end_frame(self, row: list[Any]) -> list[str]:
        """What has changed by then, in names; the looks are those of the start frame."""
        shot, _, people, _, _, subject, _ = row
        changes = [change for change in self.index.get("changes", ()) if change[3] == shot]
        tags = (tag for _, gains, loses, _ in changes for tag in (*gains, *loses))
        named = [*people, subject, *(change[0] for change in changes), *_things(tags)]
        facets = [f"{self.folder}#long.{shot}", *self._assets(named, "name")]
        facets += [] if people else [f"{self.shots}#{shot}.size"]
        own = self._own("end_frame.j2")
        return [*facets, f"{self.shots}#{shot}.time", "story.yaml#rate", *own] if own else facets

    def _video(self, row: list[Any]) -> list[str]:
        """Motion, words and sounds; who is who by names and places, never by looks."""
        shot, _, people, _, _, subject, speakers = row
        family = self.made.get("families", {}).get(shot, "")
        own = self._own(_STYLED.get(family, "video.j2"))
        facets = ["story.yaml#rate", f"{self.prompts}#{shot}.blocking.places", *own]
        facets += self._assets([*people, subject, *speakers], "name") + self._assets(speakers, "voice")
        return facets + list(self.style if family in _STYLED or own else ())

    def _blocking(self, shot: str) -> Facets:
        """Where everyone stands follows from this shot, all before it, those set by hand, and what is carried."""
        by_hand = self.made.get("by_hand", ())
        facets = [f"{self.shots}#{shot}.before", f"{self.shots}#{shot}.staging", "story.yaml#language", self.sides]
        facets += [f"{self.visuals}#borne", *(f"{self.scene}#{part}" for part in ("place", "people", "props", "sides"))]
        here = self.folder.removeprefix("scenes/")
        earlier = [was for was in self.summaries.shots_before(here, shot) if was in by_hand]
        facets += [f"{self.prompts}#{was}.blocking.{at}" for was in earlier for at in ("start", "end")]
        scene = self.summaries.index(self.scene)
        seen = (*scene.get("people", ()), *scene.get("props", ()), *self.index.get("elements", {}))
        tags = [tag for found in self.summaries.index(self.visuals).get("elements", {}).values() for tag in found]
        tags += [tag for _, gains, _, _ in self.index.get("changes", ()) for tag in gains]
        facets += self._assets([*seen, *(row[5] for row in self.rows), *_things(tags)], "known")
        return tuple(dict.fromkeys(facets))

    def _assets(self, slugs: Iterable[str], part: str) -> list[str]:
        assets = self.summaries.assets
        return [f"{assets[slug]}#{part}" for slug in dict.fromkeys(slugs) if slug in assets]

    def _own(self, template: str) -> list[str]:
        """The story's own template, where it has one."""
        path = f"{OWN_TEMPLATES}prompts/{template}"
        return [f"{path}#content"] if path in self.summaries else []


def _things(tags: Iterable[str]) -> list[str]:
    """What is in somebody's hand by conditions such as `carrying:letter`."""
    return [thing for tag in tags if (thing := tag.partition(":")[2])]


def run(job: Job) -> Made:
    """Assemble the prompts of each scene."""
    made: dict[str, Artifact | bytes] = {}
    notes: list[str] = []
    count = warned = 0
    for number in job.scenes:
        path = scene_path(folder(number), "prompts")
        kept = cast("Prompts | None", job.library.model(path))
        prompts = assembled(job.library, number, anew=bool(job.guidance))
        made[path] = prompts
        notes += _by_rules_again(kept, prompts)
        count += len(prompts.prompts)
        warned += sum(len(entry.warnings) for entry in prompts.prompts)
    warning = f", {counted(warned, 'warning')}" if warned else ""
    return Made(made, subject=f"{counted(len(made), 'scene')}, {counted(count, 'shot')}{warning}", notes=tuple(notes))


def assembled(library: Library, number: str, *, anew: bool = False) -> Prompts:
    """The prompts of a scene, put together from the story as it is; raises BrokenTemplateError."""
    here = folder(number)
    visuals = cast("Visuals | None", library.model(scene_path(here, "visuals")))
    view = scene_view(library, number)
    shots = cast("ShotList", library.model(scene_path(here, "shots")))
    kept = cast("Prompts | None", library.model(scene_path(here, "prompts")))
    return assemble_scene(
        shots,
        view,
        visuals=visuals,
        templates=Templates(library.templates()),
        blockings=block_scene(shots, view, visuals=visuals, kept=kept),
        kept=kept,
        anew=anew,
    )


def _by_rules_again(kept: Prompts | None, made: Prompts) -> list[str]:
    """Texts that a model had compiled, and that are the rules' again since what they were compiled from is another."""
    before = {entry.id: entry.compiled for entry in kept.prompts} if kept else {}
    lost = [
        f"{entry.id} {name}"
        for entry in made.prompts
        for name in before.get(entry.id, {})
        if name not in (*entry.compiled, *entry.edited)
    ]
    number = made.scene
    again = f"what they were compiled from has changed; again: storyforge prompts {number} --compile"
    return [f"{', '.join(lost)}: in the words of rules, {again}"] if lost else []
