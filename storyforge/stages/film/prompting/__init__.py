"""Stage 9's assembly: a shot becomes its frame prompt, end frame prompt and video prompt; pure and deterministic."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.formats.prompt_faults import faults, rating_of
from storyforge.model.prompts import Prompts, PromptSet
from storyforge.model.state import fold
from storyforge.stages.film.prompting.contract import air, contract, family_of, traits
from storyforge.stages.film.prompting.moving import video_values
from storyforge.stages.film.prompting.picture import end_values, frame_values, place_alone
from storyforge.stages.film.prompting.sanity import warnings
from storyforge.stages.film.prompting.sight import heard_of, seen_of
from storyforge.stages.film.prompting.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.formats.templates import Templates
    from storyforge.model.blocking import Blocking
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.visuals import Visuals

__all__ = ["TEXTS", "View", "assemble", "assemble_scene", "establishing", "family_of"]

TEXTS = ("frame", "end_frame", "video")


def assemble(
    shot: Shot,
    view: View,
    *,
    state: Mapping[str, tuple[str, ...]],
    previous: Shot | None,
    templates: Templates,
    blocking: Blocking | None = None,
    kept: PromptSet | None = None,
    anew: bool = False,
) -> PromptSet:
    """The prompts of one shot, with its blocking.

    `state` are the condition tags of every element as the shot begins; `previous` is the shot before in the scene. Of
    `kept`, the set made earlier, the texts that were edited by hand stay as they are; so does the family of models
    that it is written for, unless it is made `anew`: who will be asked is no input.

    Raises:
        BrokenTemplateError: one of the story's own templates does not work.
    """
    seen, heard = seen_of(shot, view.told), heard_of(shot, view.told, air(), view.voices)
    given = contract(shot, seen, view, previous, kept.input_contract if kept else None, anew=anew)
    frame = frame_values(seen, view, state, given.references, blocking)
    texts = {"frame": templates.render(traits(given.pictures)["frame"], frame), "end_frame": ""}
    if given.end_frame:
        texts["end_frame"] = templates.render("prompts/end_frame.j2", end_values(seen, view))
    moving = video_values(seen, heard, view.told, blocking, tag=view.styled.tag)
    texts["video"] = templates.render(traits(given.family)["template"], moving)
    edited = tuple(name for name in (*TEXTS, "blocking") if kept and name in kept.edited)
    texts |= {name: getattr(kept, name) for name in edited if name in TEXTS}
    came = {name: said for name, said in kept.came_from.items() if name in edited} if kept else {}
    made = PromptSet(id=shot.id, **texts, blocking=blocking, input_contract=given, edited=edited, came_from=came)
    found = [fault.said() for fault in faults(made, shot, view.assets, rating_of(view.story.parameters.rating))]
    return made.model_copy(update={"warnings": (*warnings(shot, seen, heard, view, given, texts), *found)})


def assemble_scene(
    shots: ShotList,
    view: View,
    *,
    visuals: Visuals | None,
    templates: Templates,
    blockings: Mapping[str, Blocking] | None = None,
    kept: Prompts | None = None,
    anew: bool = False,
) -> Prompts:
    """The prompts of a scene; the state of every element is folded from shot to shot.

    `blockings` are where everyone stands, by shot id; they go into the sets as they are. `kept` and `anew` are as in
    `assemble`.
    """
    state = {e.id: tuple(c.tag for c in e.conditions) for e in visuals.elements} if visuals else {}
    before = {entry.id: entry for entry in kept.prompts} if kept else {}
    made: list[PromptSet] = []
    previous: Shot | None = None
    view = replace(view, opening=_opening(shots.shots, view))
    for shot in shots.shots:
        made.append(
            assemble(
                shot,
                view,
                state=state,
                previous=previous,
                templates=templates,
                blocking=blockings.get(shot.id) if blockings else None,
                kept=before.get(shot.id),
                anew=anew,
            )
        )
        for change in shot.accepted:
            state[change.element] = fold(state.get(change.element, ()), [(change.gains, change.loses)])
        previous = shot
    return Prompts(scene=shots.scene, prompts=tuple(made))


def establishing(shots: Sequence[Shot], view: View, visuals: Visuals | None) -> str:
    """The words for the place alone, as the first shot of a scene sees it: its look, its light, and nobody."""
    state = {e.id: tuple(c.tag for c in e.conditions) for e in visuals.elements} if visuals else {}
    return place_alone(seen_of(shots[0], view.told), replace(view, opening=_opening(shots, view)), state)


def _opening(shots: Sequence[Shot], view: View) -> str:
    """The weather outside, or the light inside, that a scene opens with: it lasts, though the script names it once."""
    said = view.words.inside if view.interior else view.words.weather
    first = shots[0].action if shots else ""
    return next((text for word, text in said.items() if re.search(rf"\b{word}\b", first, re.IGNORECASE)), "")
