"""A shot's three texts as rules write them, with all that they were written from; and the shots of a scene in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from storyforge.model.digest import digest
from storyforge.model.state import fold
from storyforge.stages.film.prompting.contract import air, contract, traits
from storyforge.stages.film.prompting.moving import video_values
from storyforge.stages.film.prompting.picture import end_values, frame_values
from storyforge.stages.film.prompting.sight import heard_of, seen_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storyforge.formats.templates import Templates
    from storyforge.model.blocking import Blocking
    from storyforge.model.prompts import InputContract, PromptSet
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.visuals import Visuals
    from storyforge.stages.film.prompting.sight import Heard, Seen
    from storyforge.stages.film.prompting.view import View

TEXTS = ("frame", "end_frame", "video")


@dataclass(frozen=True, slots=True)
class Before:
    """What a shot begins with: the condition tags of every element, and the shot before it in the scene."""

    state: Mapping[str, tuple[str, ...]]
    previous: Shot | None


@dataclass(frozen=True, slots=True)
class Written:
    """One shot's texts by rules, and the values that their templates were given."""

    shot: Shot
    seen: Seen
    heard: Heard
    given: InputContract
    values: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]

    def source(self, name: str) -> str:
        """The digest of a text and of the family it is for: what was compiled from it holds as long as it is this."""
        return digest([self.given.family if name == "video" else self.given.pictures, self.texts[name]])


def write(
    shot: Shot,
    view: View,
    before: Before,
    templates: Templates,
    blocking: Blocking | None = None,
    kept: PromptSet | None = None,
    *,
    anew: bool = False,
) -> Written:
    """The texts of one shot; of `kept`, the set made earlier, only the contract is looked at.

    Raises:
        BrokenTemplateError: one of the story's own templates does not work.
    """
    seen, heard = seen_of(shot, view.told), heard_of(shot, view.told, air(), view.voices)
    given = contract(shot, seen, view, before.previous, kept.input_contract if kept else None, anew=anew)
    values = {
        "frame": frame_values(seen, view, before.state, given.references, blocking),
        "end_frame": end_values(seen, view) if given.end_frame else {},
        "video": video_values(seen, heard, view.told, blocking, tag=view.styled.tag),
    }
    texts = {
        "frame": templates.render(traits(given.pictures)["frame"], values["frame"]),
        "end_frame": templates.render("prompts/end_frame.j2", values["end_frame"]) if given.end_frame else "",
        "video": templates.render(traits(given.family)["template"], values["video"]),
    }
    return Written(shot, seen, heard, given, values, texts)


def in_order(shots: ShotList, visuals: Visuals | None) -> Iterator[tuple[Shot, Before]]:
    """The shots of a scene, each with what it begins with: states are folded from shot to shot."""
    state = starting(visuals)
    previous: Shot | None = None
    for shot in shots.shots:
        yield shot, Before(dict(state), previous)
        for change in shot.accepted:
            state[change.element] = fold(state.get(change.element, ()), [(change.gains, change.loses)])
        previous = shot


def starting(visuals: Visuals | None) -> dict[str, tuple[str, ...]]:
    """The condition tags that every element of a scene starts with."""
    return {e.id: tuple(c.tag for c in e.conditions) for e in visuals.elements} if visuals else {}


def opened(shots: Sequence[Shot], view: View) -> View:
    """A scene with the weather outside, or the light inside, that it opens with: the script names it once, it lasts."""
    said = view.words.inside if view.interior else view.words.weather
    first = shots[0].action if shots else ""
    found = next((text for word, text in said.items() if re.search(rf"\b{word}\b", first, re.IGNORECASE)), "")
    return replace(view, opening=found)
