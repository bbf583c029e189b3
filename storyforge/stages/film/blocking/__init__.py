"""Blocking rules: from a scene's shot list to where everyone stands in every shot; pure and deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.stages.film.blocking.company import Company
from storyforge.stages.film.blocking.scene import Director

if TYPE_CHECKING:
    from storyforge.model.blocking import Blocking
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.model.shots import ShotList
    from storyforge.model.visuals import Visuals
    from storyforge.stages.film.prompting.view import View

__all__ = ["block_scene"]


def block_scene(
    shots: ShotList, view: View, *, visuals: Visuals | None = None, kept: Prompts | None = None
) -> dict[str, Blocking]:
    """Shot id -> blocking, for every shot of a scene.

    Who is where is remembered from shot to shot. `visuals` says what is carried as the scene starts. Of `kept`, the
    prompt sets made earlier, a blocking that is locked or was edited by hand stays as it is, and the scene goes on from
    there.
    """
    state = {e.id: tuple(c.tag for c in e.conditions) for e in visuals.elements} if visuals else {}
    before = {entry.id: entry for entry in kept.prompts} if kept else {}
    director = Director(Company(shots, view), state)
    return {shot.id: director.shot(shot, _by_hand(before.get(shot.id))) for shot in shots.shots}


def _by_hand(entry: PromptSet | None) -> Blocking | None:
    if entry is None or entry.blocking is None:
        return None
    return entry.blocking if entry.blocking.locked or "blocking" in entry.edited else None
