"""Stage 9's assembly: a shot becomes its frame prompt, end frame prompt and video prompt; pure and deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.prompt_faults import faults, rating_of
from storyforge.model.prompts import Prompts, PromptSet
from storyforge.stages.film.prompting.assembling import TEXTS, Before, in_order, opened, starting, write
from storyforge.stages.film.prompting.contract import family_of
from storyforge.stages.film.prompting.picture import place_alone
from storyforge.stages.film.prompting.sanity import warnings
from storyforge.stages.film.prompting.sight import seen_of
from storyforge.stages.film.prompting.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.formats.templates import Templates
    from storyforge.model.blocking import Blocking
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.visuals import Visuals

__all__ = ["TEXTS", "View", "assemble", "assemble_scene", "establishing", "family_of"]


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
    `kept`, the set made earlier, the texts that were edited by hand stay as they are, and those that a model compiled
    as long as what they were compiled from is the same; so does the family of models that it is written for, unless it
    is made `anew`: who will be asked is no input.

    Raises:
        BrokenTemplateError: one of the story's own templates does not work.
    """
    written = write(shot, view, Before(state, previous), templates, blocking, kept, anew=anew)
    edited = tuple(name for name in (*TEXTS, "blocking") if kept and name in kept.edited)
    holds = {} if kept is None or anew else kept.compiled
    compiled = {name: one for name, one in holds.items() if name not in edited and one.source == written.source(name)}
    texts = dict(written.texts) | {name: getattr(kept, name) for name in (*edited, *compiled) if name in TEXTS}
    came = {name: said for name, said in kept.came_from.items() if name in edited} if kept else {}
    made = PromptSet(
        id=shot.id,
        **texts,
        blocking=blocking,
        input_contract=written.given,
        edited=edited,
        came_from=came,
        compiled=compiled,
    )
    found = [fault.said() for fault in faults(made, shot, view.assets, rating_of(view.story.parameters.rating))]
    told = warnings(shot, written.seen, written.heard, view, written.given, texts)
    return made.model_copy(update={"warnings": (*told, *found)})


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
    sets = {entry.id: entry for entry in kept.prompts} if kept else {}
    view = opened(shots.shots, view)
    made = tuple(
        assemble(
            shot,
            view,
            state=before.state,
            previous=before.previous,
            templates=templates,
            blocking=blockings.get(shot.id) if blockings else None,
            kept=sets.get(shot.id),
            anew=anew,
        )
        for shot, before in in_order(shots, visuals)
    )
    return Prompts(scene=shots.scene, prompts=made)


def establishing(shots: Sequence[Shot], view: View, visuals: Visuals | None) -> str:
    """The words for the place alone, as the first shot of a scene sees it: its look, its light, and nobody."""
    return place_alone(seen_of(shots[0], view.told), opened(shots, view), starting(visuals))
