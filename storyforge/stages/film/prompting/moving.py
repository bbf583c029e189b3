"""What a video prompt says: what moves and when, who says which words how, what is heard; nothing about looks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from storyforge.formats.languages import language, speech_seconds
from storyforge.formats.prose import cased
from storyforge.model.timing import parse_rate, seconds
from storyforge.stages.film.prompting import picture, prose
from storyforge.stages.film.prompting.tables import table

if TYPE_CHECKING:
    from storyforge.model.shots import Shot, SpokenLine
    from storyforge.stages.film.prompting.view import View

SHORTEST_EVENT = Fraction(1, 2)
"""Seconds; where speech leaves less for the action, the action runs under it."""


def span(duration: Fraction) -> str:
    """Seconds with one decimal, as prompts write them."""
    return f"{float(duration):.1f}".removesuffix(".0")


def line_seconds(line: SpokenLine, view: View) -> Fraction:
    """Seconds that a line takes to say, with the air around it."""
    spoken = speech_seconds(line.text, language(view.story.language))
    return Fraction(spoken).limit_denominator(1000) + Fraction(str(table("families")["air"]))


def events(shot: Shot, view: View) -> list[str]:
    """What moves, in order, one sentence each."""
    found = (prose.motion(sentence, view.words) for sentence in picture.seen_sentences(shot, view))
    return [sentence for sentence in found if sentence]


def video_values(shot: Shot, view: View) -> dict[str, Any]:
    """What the template of a video prompt is given."""
    wording = table("wording")
    total = seconds(shot.frames, parse_rate(view.story.rate))
    moving = events(shot, view)
    speech = [line_seconds(line, view) for line in shot.dialogue]
    room = max(total - sum(speech), Fraction(0))
    under = bool(speech) and room < SHORTEST_EVENT * len(moving)
    until = total if under or not speech else room
    return {
        "seconds": span(total),
        "camera": wording["moves"].get(shot.camera.move, {"video": f"Camera: {shot.camera.move}."})["video"],
        "shot_size": wording["short"][shot.camera.size],
        "positions": picture.positions(shot, view),
        "events": _timed(moving, until),
        "lines": _lines(shot, view, speech, Fraction(0) if under or not moving else room, total),
        "language": view.language,
        "sounds": _sounds(shot, view),
        "end": picture.ending(shot, view),
        "style_tag": view.styled["tag"],
    }


def _timed(moving: list[str], until: Fraction) -> list[dict[str, str]]:
    """Events one after the other, each as long as its share of the words."""
    sizes = [max(len(text), 1) for text in moving]
    found, at = [], Fraction(0)
    for text, size in zip(moving, sizes, strict=True):
        end = at + until * size / sum(sizes)
        found.append({"time": f"{span(at)}-{span(end)} s", "text": text})
        at = end
    return found


def _lines(shot: Shot, view: View, speech: list[Fraction], start: Fraction, total: Fraction) -> list[dict[str, str]]:
    squeeze = min(Fraction(1), (total - start) / sum(speech)) if speech else Fraction(1)
    found, at = [], start
    for line, takes in zip(shot.dialogue, speech, strict=True):
        end = at + takes * squeeze
        manner = f", {line.parenthetical}" if line.parenthetical else ""
        found.append(
            {
                "time": f"{span(at)}-{span(end)} s",
                "name": view.name(line.character),
                "heard": f" ({line.extension}, heard, not seen)" if picture.heard(line.extension) else "",
                "manner": manner,
                "text": " ".join(line.text.split("\n")),
            }
        )
        at = end
    return found


def _sounds(shot: Shot, view: View) -> list[str]:
    found = []
    for sound in shot.sfx:
        text = cased(prose.sound(sound, shot.action), view.names, view.story.language)
        named = text.split(" ")[0] in view.names.values()
        found.append(text if named else text[:1].lower() + text[1:])
    return list(dict.fromkeys(found))
