"""Stage 9, prompt sets: assembled from the shots, the state of their elements and the style; no model is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.headings import parse_heading
from storyforge.formats.templates import Templates
from storyforge.model.counted import counted
from storyforge.model.kinds import OWN_TEMPLATES, scene_path
from storyforge.model.numbering import folder
from storyforge.stages.base import ALL, Made
from storyforge.stages.film.blocking import block_scene
from storyforge.stages.film.prompting import TEXTS, View, assemble_scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.base import Artifact
    from storyforge.model.prompts import Prompts
    from storyforge.model.scene import Scene
    from storyforge.model.shots import ShotList
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Facets, Job, Plan

_FRAME = ("camera", "action", "people", "start", "state", "continues", "time", "staging", "before")
BLOCKING = "blocking"
_VIDEO = ("camera", "action", "people", "dialogue", "sound", "state", "time", "continues", "staging", "before")


def items(summaries: Summaries) -> Plan:
    """Four items a shot: the texts of the start frame, the end frame and the clip, and the blocking; stale apart."""
    plan: Plan = {}
    own = tuple(f"{path}#content" for path in summaries.by_path if path.startswith(OWN_TEMPLATES))
    for number in summaries.numbers:
        here = folder(number)
        path = scene_path(here, "prompts")
        rows = summaries.index(scene_path(here, "shots")).get("shots", ())
        made = summaries.index(path).get("prompts", ())
        plan[path] = {
            f"{shot[0]}.{text}": tuple(
                dict.fromkeys((*_facets(summaries, here, shot, text), *_opening(here, rows, text), *_own(own, text)))
            )
            for shot in rows
            if shot[0] in made
            for text in (*TEXTS, BLOCKING)
        } or {ALL: (f"{scene_path(here, 'shots')}#order",)}
    return plan


def _facets(summaries: Summaries, here: str, shot: list[object], text: str) -> Facets:
    """A picture is made from looks and states, a clip from motion, words and sounds; neither from the other's."""
    if text == BLOCKING:
        return _blocked_from(summaries, here, shot)
    shot_id, _, people, props, setting = shot
    seen = [slug for slug in (*cast("list[str]", people), *cast("list[str]", props), cast("str", setting)) if slug]
    parts = _VIDEO if text == "video" else _FRAME
    facets = [f"{scene_path(here, 'shots')}#{shot_id}.{part}" for part in parts]
    facets += [f"{scene_path(here, 'scene')}#place", "story.yaml#language"]
    for slug in dict.fromkeys(seen):
        if text != "video":
            facets.append(f"{scene_path(here, 'visuals')}#{slug}")
        if slug in summaries.assets:
            facets.append(f"{summaries.assets[slug]}#{'names' if text == 'video' else 'look'}")
    if text == "video":
        facets.append("story.yaml#rate")
    else:
        facets += ["story.yaml#style.visual", f"{scene_path(here, 'visuals')}#style"]
    return tuple(facet for facet in facets if summaries.facet(facet) is not None)


def _blocked_from(summaries: Summaries, here: str, shot: list[object]) -> Facets:
    """Where everyone stands follows from this shot, all shots before it, names, and what is carried at the start."""
    shots = f"{scene_path(here, 'shots')}#{shot[0]}"
    facets = [f"{shots}.before", f"{shots}.staging", "story.yaml#language", f"{scene_path(here, 'visuals')}#state"]
    facets += [f"{scene_path(here, 'scene')}#{part}" for part in ("place", "people", "props", "sides")]
    scene = summaries.index(scene_path(here, "scene"))
    elements = summaries.index(scene_path(here, "shots")).get("elements", {})
    for slug in dict.fromkeys((*scene.get("people", ()), *scene.get("props", ()), *elements)):
        if slug in summaries.assets:
            facets.append(f"{summaries.assets[slug]}#names")
    return tuple(facet for facet in facets if summaries.facet(facet) is not None)


def _own(templates: Facets, text: str) -> Facets:
    return templates if text in TEXTS else ()


def _opening(here: str, rows: Sequence[list[object]], text: str) -> Facets:
    """The opening shot names the weather or the light, and every start frame of the scene shows it."""
    return (f"{scene_path(here, 'shots')}#{rows[0][0]}.action",) if text == "frame" and rows else ()


def run(job: Job) -> Made:
    """Assemble the prompts of each scene."""
    library = job.library
    templates = Templates(library.templates())
    made: dict[str, Artifact | bytes] = {}
    count = warned = 0
    for number in job.scenes:
        here = folder(number)
        heading = parse_heading(library.scenes[number].title, library.story.language)
        visuals = cast("Visuals | None", library.model(scene_path(here, "visuals")))
        view = View(
            scene=cast("Scene", library.model(scene_path(here, "scene"))),
            assets=library.assets,
            story=library.story,
            interior=heading.interior is not False,
            looks={element.id: element.look for element in visuals.elements if element.look} if visuals else {},
            style=visuals.style if visuals else "",
        )
        shots = cast("ShotList", library.model(scene_path(here, "shots")))
        kept = cast("Prompts | None", library.model(scene_path(here, "prompts")))
        prompts = assemble_scene(
            shots,
            view,
            visuals=visuals,
            templates=templates,
            blockings=block_scene(shots, view, visuals=visuals, kept=kept),
            kept=kept,
        )
        made[scene_path(here, "prompts")] = prompts
        count += len(prompts.prompts)
        warned += sum(len(entry.warnings) for entry in prompts.prompts)
    warning = f", {counted(warned, 'warning')}" if warned else ""
    return Made(made, subject=f"{counted(len(made), 'scene')}, {counted(count, 'shot')}{warning}")
