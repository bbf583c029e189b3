"""What a start frame and an end frame say; no words that are spoken, no move, no sound, no feeling, no lettering."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storyforge.formats.prose import join_sentences, plain_text, sentences
from storyforge.model.assets import Character
from storyforge.model.shots import Camera
from storyforge.stages.film.prompting import prose
from storyforge.stages.film.prompting.tables import table
from storyforge.stages.film.prompting.view import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.shots import Prominence, Shot, ShotCharacter
    from storyforge.stages.film.prompting.view import View

MOST_SENTENCES = 3
_DETAIL = ("INSERT", "ECU")
_DEPTH: dict[str, Prominence] = {"near": "foreground", "far": "background"}


def seen_sentences(shot: Shot, view: View) -> list[str]:
    """What can be seen of a shot's action, sentence by sentence, each once."""
    return [sentence for _, sentence in seen_rows(shot, view)]


def seen_rows(shot: Shot, view: View) -> list[tuple[int, str]]:
    """As `seen_sentences`, with the number of the sentence; spoken lines that stand in the action are taken out."""
    language = view.story.language
    spoken = [line.text for line in shot.dialogue if len(line.text.split()) > 2]
    named: dict[str, int] = {}
    last = ""
    for row, sentence in enumerate(sentences(shot.action, language)):
        plain = plain_text(_unspoken(sentence, spoken))
        full, last = _named(prose.visible(plain, view.words, view.names, language), shot, view, last)
        if full:
            named.setdefault(full, row)
    return [(row, sentence) for sentence, row in named.items()]


def _unspoken(sentence: str, spoken: Sequence[str]) -> str:
    for line in spoken:
        sentence = "" if sentence in line else sentence.replace(line, "")
    return sentence


def _named(sentence: str, shot: Shot, view: View, last: str) -> tuple[str, str]:
    """A sentence that opens with a pronoun, with the name: of the one who can be meant, else of who acted before."""
    people = {p.id: a for p in shot.characters if isinstance(a := view.assets.get(p.id), Character)}
    opening = re.match(r"(She|He)\b", sentence)
    if not opening or not view.words:
        return sentence, next((slug for slug in people if sentence.startswith(view.name(slug))), last)
    meant = [slug for slug, asset in people.items() if asset.pronouns == opening[1].lower()]
    if len(meant) != 1:
        meant = [last] if last in people else [shot.subject] if shot.subject in people else []
    return (f"{view.name(meant[0])}{sentence[opening.end() :]}", meant[0]) if meant else (sentence, last)


def moment(shot: Shot, view: View) -> str:
    """The instant at which the shot begins: how things stand, and the first thing that happens."""
    held: list[str] = []
    for sentence in seen_sentences(shot, view):
        held.append(sentence)
        if not prose.lasts(sentence, view.words) or len(held) == MOST_SENTENCES:
            break
    return plain_text(join_sentences(held)) or _resting(shot, view)


def _resting(shot: Shot, view: View) -> str:
    """A shot of talk begins before the first word; which words they are is no matter of the picture."""
    seen = [person.id for person in shot.characters]
    others = [view.name(slug) for slug in seen if slug != shot.subject]
    if shot.subject in seen and others:
        return f"{view.name(shot.subject)}, turned to {listed(others)}, mouth closed."
    if seen:
        return f"{_closed([view.name(slug) for slug in seen])}."
    return f"{view.name(shot.subject).capitalize()}, still." if shot.subject else "The place, empty and still."


def _closed(people: Sequence[str]) -> str:
    return f"{listed(people)}, mouth{'s' if len(people) > 1 else ''} closed"


def blocking(shot: Shot, view: View, placed: Blocking | None = None) -> str:
    """Who stands where in depth and from left to right, and which way they look; as `placed` has it, where given."""
    wording = table("wording")
    where = {entry.id: entry for entry in placed.start} if placed else {}
    parts = []
    for person in shot.characters:
        entry = where.get(person.id)
        if entry and entry.side in wording["unseen"]:
            parts.append(f"{view.name(person.id)} {wording['unseen'][entry.side]}")
            continue
        prominence = _DEPTH.get(entry.depth, person.prominence) if entry else person.prominence
        words = [view.name(person.id), wording["prominence"][prominence], _side(shot, person, where)]
        text = " ".join(word for word in words if word)
        if shot.axis and shot.axis.looks and person.id == shot.subject:
            text += f", {wording['looks'][shot.axis.looks]}"
        if person.note:
            text += f", {person.note}"
        parts.append(text)
    return f"{'; '.join(parts)}." if parts else ""


def positions(shot: Shot, view: View, placed: Blocking | None = None) -> str:
    """Who is who in a picture, for a model that sees it but knows no names; who is not seen yet is left out."""
    where = {entry.id: entry for entry in placed.start} if placed else {}
    unseen = {slug for slug, entry in where.items() if entry.side.startswith("off-")}
    seen = [person for person in shot.characters if person.id not in unseen]
    return ", ".join(f"{view.name(person.id)} {_side(shot, person, where)}".strip() for person in seen)


def framing(shot: Shot) -> str:
    """Size, angle and lens."""
    wording = table("wording")
    size, _, lens = wording["sizes"][shot.camera.size].rpartition(". ")
    return f"{size}; {wording['angles'][shot.camera.angle]}; {lens}."


def frame_values(
    shot: Shot,
    view: View,
    state: Mapping[str, tuple[str, ...]],
    references: Sequence[str],
    placed: Blocking | None = None,
) -> dict[str, Any]:
    """What the template of a start frame is given."""
    return {
        "moment": moment(shot, view),
        "blocking": blocking(shot, view, placed),
        "framing": framing(shot),
        "place": _place(shot, view, state),
        "light": view.light,
        "people": [
            {
                "name": view.name(person.id),
                "identity": view.look(person.id),
                "state": view.state(state.get(person.id, ())),
                "reference": references.index(person.id) + 1 if person.id in references else 0,
            }
            for person in shot.characters
        ],
        "props": [
            {
                "name": view.name(slug).capitalize(),
                "look": view.look(slug),
                "state": view.state(state.get(slug, ())),
                "reference": references.index(slug) + 1 if slug in references else 0,
            }
            for slug in shot.props
            if view.look(slug) or state.get(slug) or slug in references
        ],
        "style": view.styled["block"],
        "never": never(shot, view),
    }


def end_values(shot: Shot, view: View, seconds: str) -> dict[str, Any]:
    """What the template of an end frame is given: the state after the action, and nothing else."""
    move = table("wording")["moves"].get(shot.camera.move, {})
    gains: dict[str, list[str]] = {}
    losses: dict[str, list[str]] = {}
    for change in (change for change in shot.changes if change.sure):
        gains.setdefault(change.element, []).extend(view.state(change.gains))
        losses.setdefault(change.element, []).extend(view.state(change.loses))
    changed = []
    for slug, gained in gains.items():
        name = view.name(slug)
        lost = losses[slug]
        parts = [f"now: {', '.join(gained)}"] * bool(gained) + [f"no longer: {', '.join(lost)}"] * bool(lost)
        changed.append(f"{name[:1].upper()}{name[1:]} {'; '.join(parts)}.")
    return {
        "seconds": seconds,
        "reframed": move.get("end", ""),
        "after": ending(shot, view),
        "changed": changed,
        "never": never(shot, view),
    }


def ending(shot: Shot, view: View) -> str:
    """How it stands at the end of the shot."""
    seen = seen_sentences(shot, view)
    last = next((i for i in reversed(range(len(seen))) if not prose.lasts(seen[i], view.words)), None)
    if last is not None:
        done = prose.after(prose.motion(seen[last], view.words) or seen[last], view.words) or seen[last]
        return plain_text(join_sentences([done, *seen[last + 1 : last + MOST_SENTENCES]]))
    people = [view.name(person.id) for person in shot.characters]
    if people:
        return f"{_closed(people)}, still."
    return "As at the beginning."


def never(shot: Shot, view: View) -> list[str]:
    """What must not appear."""
    wording: dict[str, Any] = table("wording")["never"]
    found = list(wording["frame"])
    crowd = any(isinstance(a := view.assets.get(p.id), Character) and a.group for p in shot.characters)
    if not crowd:
        found.append(wording["strangers"])
    if shot.camera.size in _DETAIL and not shot.characters:
        found.append(wording["faces"])
    return found


def place_alone(shot: Shot, view: View, state: Mapping[str, tuple[str, ...]]) -> str:
    """The place of a shot in words, wide and without anybody."""
    wide = shot.model_copy(update={"camera": Camera(size="LS"), "characters": ()})
    wording: dict[str, Any] = table("wording")["never"]
    never_seen = ", ".join([*wording["frame"], wording["people"]])
    where = f"{_place(wide, view, state)} {view.light}"
    return f"{framing(wide)}\n{where}\nStyle: {view.styled['block']}.\nLeave out: {never_seen}.\n"


def _place(shot: Shot, view: View, state: Mapping[str, tuple[str, ...]]) -> str:
    slug = shot.setting
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
    text += f" {look}." if look and shot.camera.size not in _DETAIL else ""
    return f"{text} {shortened(', '.join(conditions)).capitalize()}." if conditions else text


def _side(shot: Shot, person: ShotCharacter, where: Mapping[str, Placed]) -> str:
    """On which side somebody is, who is not alone: as the blocking has it, else as the line of action has it."""
    sides: dict[str, str] = table("wording")["sides"]
    if len(shot.characters) < 2:
        return ""
    if person.id in where:
        return sides.get(where[person.id].side, "")
    if not shot.axis:
        return ""
    return sides["left"] if shot.axis.left == person.id else sides["right"] if shot.axis.right == person.id else ""


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
