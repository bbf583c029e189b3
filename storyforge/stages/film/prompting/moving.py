"""What a video prompt says: what moves and when, who says which words how, what is heard; nothing about looks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from storyforge.formats.languages import language, speech_seconds
from storyforge.formats.played import slot
from storyforge.formats.prose import cased, one_line, sentences
from storyforge.model.timing import parse_rate, seconds
from storyforge.stages.film.prompting import picture, prose
from storyforge.stages.film.prompting.tables import table
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from storyforge.model.blocking import Blocking
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


def events(shot: Shot, view: View) -> list[tuple[int, str]]:
    """What moves, in order, one sentence each, with the number of the action's sentence that says so."""
    found = ((row, prose.motion(sentence, view.words)) for row, sentence in picture.seen_rows(shot, view))
    return [(row, sentence) for row, sentence in found if sentence]


def video_values(shot: Shot, view: View, placed: Blocking | None = None) -> dict[str, Any]:
    """What the template of a video prompt is given."""
    wording = table("wording")
    total = seconds(shot.frames, parse_rate(view.story.rate))
    timeline = _timeline(shot, view, total)
    return {
        "seconds": span(total),
        "camera": wording["moves"].get(shot.camera.move, {"video": f"Camera: {shot.camera.move}."})["video"],
        "shot_size": wording["short"][shot.camera.size],
        "positions": picture.positions(shot, view, placed),
        "timeline": timeline,
        "events": [entry for entry in timeline if "name" not in entry],
        "lines": [entry for entry in timeline if "name" in entry],
        "language": view.language,
        "sounds": _sounds(shot, view),
        "end": picture.ending(shot, view),
        "style_tag": view.styled["tag"],
    }


def _timeline(shot: Shot, view: View, total: Fraction) -> list[dict[str, str]]:
    """Events and lines in the order in which they are played, each with its time.

    Lines take as long as they are said, events share what is left by their words; where speech leaves too little, an
    event runs under the line that follows it, or under the last.
    """
    moving = events(shot, view)
    count = len(sentences(shot.action, view.story.language))
    speech = [line_seconds(line, view) for line in shot.dialogue]
    squeeze = min(Fraction(1), total / sum(speech)) if speech else Fraction(1)
    room = max(total - sum(speech), Fraction(0))
    under = bool(speech) and room < SHORTEST_EVENT * len(moving)
    letters = sum(len(text) for _, text in moving)
    found: list[dict[str, str]] = []
    at = under_from = Fraction(0)
    waiting = list(moving)
    for line, takes in zip(shot.dialogue, speech, strict=True):
        before = [entry for entry in waiting if entry[0] < slot(line, count)]
        waiting = waiting[len(before) :]
        if under:
            found += _shared(before, at, at + takes * squeeze)
        else:
            start, at = at, at + room * sum(len(text) for _, text in before) / max(letters, 1)
            found += _shared(before, start, at)
        end = at + takes * squeeze
        found.append({"time": _time(at, end), **_line(line, view)})
        at, under_from = end, at
    return found + (_shared(waiting, under_from, total) if under else _shared(waiting, at, total))


def _shared(moving: list[tuple[int, str]], start: Fraction, end: Fraction) -> list[dict[str, str]]:
    """Events one after the other, each as long as its share of the words."""
    letters = sum(len(text) for _, text in moving)
    found, at = [], start
    for _, text in moving:
        until = at + (end - start) * len(text) / letters
        found.append({"time": _time(at, until), "text": text})
        at = until
    return found


def _time(start: Fraction, end: Fraction) -> str:
    return f"{span(start)}-{span(end)} s"


def _line(line: SpokenLine, view: View) -> dict[str, str]:
    heard = staging(view.story.language).is_heard(line.extension.split(","))
    return {
        "name": view.name(line.character),
        "heard": f" ({line.extension}, heard, not seen)" if heard else "",
        "manner": f", {line.parenthetical}" if line.parenthetical else "",
        "text": one_line(line.text),
    }


def _sounds(shot: Shot, view: View) -> list[str]:
    found = []
    for sound in shot.sfx:
        text = cased(prose.sound(sound, shot.action), view.names, view.story.language)
        named = text.split(" ")[0] in view.names.values()
        found.append(text if named else text[:1].lower() + text[1:])
    return list(dict.fromkeys(found))
