"""What a start frame and an end frame say; no words that are spoken, no move, no sound, no feeling, no lettering.

They are written from what is seen of a shot: no spoken word can reach them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storyforge.formats.prose import join_sentences, plain_text
from storyforge.model.assets import Character
from storyforge.model.shots import Camera
from storyforge.stages.film.prompting import prose
from storyforge.stages.film.prompting.moving import span
from storyforge.stages.film.prompting.sight import MOST_SENTENCES, closed, ending, listed, side_of
from storyforge.stages.film.prompting.tables import table
from storyforge.stages.film.prompting.view import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import Blocking
    from storyforge.model.shots import Prominence
    from storyforge.stages.film.prompting.sight import Seen
    from storyforge.stages.film.prompting.view import View

_DETAIL = ("INSERT", "ECU")
_DEPTH: dict[str, Prominence] = {"near": "foreground", "far": "background"}


def moment(seen: Seen, view: View) -> str:
    """The instant at which the shot begins: how things stand, and the first thing that happens."""
    held: list[str] = []
    for sentence in seen.sentences:
        held.append(sentence)
        if not prose.lasts(sentence, view.words) or len(held) == MOST_SENTENCES:
            break
    return plain_text(join_sentences(held)) or _resting(seen, view)


def _resting(seen: Seen, view: View) -> str:
    """A shot of talk begins before the first word; which words they are is no matter of the picture."""
    people = [person.id for person in seen.characters]
    others = [view.name(slug) for slug in people if slug != seen.subject]
    if seen.subject in people and others:
        return f"{view.name(seen.subject)}, turned to {listed(others)}, mouth closed."
    if people:
        return f"{closed([view.name(slug) for slug in people])}."
    return f"{view.name(seen.subject).capitalize()}, still." if seen.subject else "The place, empty and still."


def blocking(seen: Seen, view: View, placed: Blocking | None = None) -> str:
    """Who stands where in depth and from left to right, and which way they look; as `placed` has it, where given."""
    wording = table("wording")
    where = {entry.id: entry for entry in placed.start} if placed else {}
    parts = []
    for person in seen.characters:
        entry = where.get(person.id)
        if entry and entry.side in wording["unseen"]:
            parts.append(f"{view.name(person.id)} {wording['unseen'][entry.side]}")
            continue
        prominence = _DEPTH.get(entry.depth, person.prominence) if entry else person.prominence
        words = [view.name(person.id), wording["prominence"][prominence], side_of(seen, person, where)]
        text = " ".join(word for word in words if word)
        if seen.axis and seen.axis.looks and person.id == seen.subject:
            text += f", {wording['looks'][seen.axis.looks]}"
        if person.note:
            text += f", {person.note}"
        parts.append(text)
    return f"{'; '.join(parts)}." if parts else ""


def framing(seen: Seen) -> str:
    """Size, angle and lens."""
    wording = table("wording")
    size, _, lens = wording["sizes"][seen.camera.size].rpartition(". ")
    return f"{size}; {wording['angles'][seen.camera.angle]}; {lens}."


def frame_values(
    seen: Seen,
    view: View,
    state: Mapping[str, tuple[str, ...]],
    references: Sequence[str],
    placed: Blocking | None = None,
) -> dict[str, Any]:
    """What the template of a start frame is given."""
    return {
        "moment": moment(seen, view),
        "blocking": blocking(seen, view, placed),
        "framing": framing(seen),
        "place": _place(seen, view, state),
        "light": view.light,
        "people": [
            {
                "name": view.name(person.id),
                "identity": view.look(person.id),
                "state": view.state(state.get(person.id, ())),
                "reference": references.index(person.id) + 1 if person.id in references else 0,
            }
            for person in seen.characters
        ],
        "props": [
            {
                "name": view.name(slug).capitalize(),
                "look": view.look(slug),
                "state": view.state(state.get(slug, ())),
                "reference": references.index(slug) + 1 if slug in references else 0,
            }
            for slug in seen.props
            if view.look(slug) or state.get(slug) or slug in references
        ],
        "style": view.styled.said,
        "never": never(seen, view),
    }


def end_values(seen: Seen, view: View) -> dict[str, Any]:
    """What the template of an end frame is given: the state after the action, and nothing else."""
    move = table("wording")["moves"].get(seen.camera.move, {})
    gains: dict[str, list[str]] = {}
    losses: dict[str, list[str]] = {}
    for change in seen.changes:
        gains.setdefault(change.element, []).extend(view.state(change.gains))
        losses.setdefault(change.element, []).extend(view.state(change.loses))
    changed = []
    for slug, gained in gains.items():
        name = view.name(slug)
        lost = losses[slug]
        parts = [f"now: {', '.join(gained)}"] * bool(gained) + [f"no longer: {', '.join(lost)}"] * bool(lost)
        changed.append(f"{name[:1].upper()}{name[1:]} {'; '.join(parts)}.")
    return {
        "seconds": span(seen.length),
        "reframed": move.get("end", ""),
        "after": ending(seen, view.told),
        "changed": changed,
        "never": never(seen, view),
    }


def never(seen: Seen, view: View) -> list[str]:
    """What must not appear."""
    wording: dict[str, Any] = table("wording")["never"]
    found = list(wording["frame"])
    crowd = any(isinstance(a := view.assets.get(p.id), Character) and a.group for p in seen.characters)
    if not crowd:
        found.append(wording["strangers"])
    if seen.camera.size in _DETAIL and not seen.characters:
        found.append(wording["faces"])
    return found


def place_alone(seen: Seen, view: View, state: Mapping[str, tuple[str, ...]]) -> str:
    """The place of a shot in words, wide and without anybody."""
    wide = replace(seen, camera=Camera(size="LS"), characters=())
    wording: dict[str, Any] = table("wording")["never"]
    never_seen = ", ".join([*wording["frame"], wording["people"]])
    where = f"{_place(wide, view, state)} {view.light}"
    return f"{framing(wide)}\n{where}\nStyle: {view.styled.said}.\nLeave out: {never_seen}.\n"


def _place(seen: Seen, view: View, state: Mapping[str, tuple[str, ...]]) -> str:
    slug = seen.setting
    if not slug and view.scene.setting:
        return str(table("wording")["elsewhere"])
    name = view.name(slug) if slug else ""
    part = view.scene.place if slug == view.scene.setting else ""
    part = part.lower() if part.isupper() else part
    parts = [name, part if part.casefold() != name.casefold() else ""]
    place = ", ".join(p for p in parts if p)
    inside = "Interior" if view.interior else "Exterior"
    text = f"{inside}: {place}." if place else f"{inside}."
    look = view.look(slug) if slug else ""
    conditions = view.state(state.get(slug, ()))
    text += f" {look}." if look and seen.camera.size not in _DETAIL else ""
    return f"{text} {shortened(', '.join(conditions)).capitalize()}." if conditions else text
