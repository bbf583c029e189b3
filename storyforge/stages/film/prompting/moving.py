"""What a video prompt says: what moves and when, who says which words how, what is heard; nothing about looks.

It is written from what is seen, what is heard and how everybody is called: no description can reach it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from storyforge.stages.film.prompting import prose
from storyforge.stages.film.prompting.sight import ending, positions
from storyforge.stages.film.prompting.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.blocking import Blocking
    from storyforge.stages.film.prompting.sight import Heard, Line, Names, Seen

SHORTEST_EVENT = Fraction(1, 2)
"""Seconds; where speech leaves less for the action, the action runs under it."""


def span(duration: Fraction) -> str:
    """Seconds with one decimal, as prompts write them."""
    return f"{float(duration):.1f}".removesuffix(".0")


def events(seen: Seen, names: Names) -> list[tuple[int, str]]:
    """What moves, in order, one sentence each, with the number of the action's sentence that says so."""
    found = ((row, prose.motion(sentence, names.words)) for row, sentence in seen.rows)
    return [(row, sentence) for row, sentence in found if sentence]


def video_values(
    seen: Seen, heard: Heard, names: Names, placed: Blocking | None = None, *, tag: str = ""
) -> dict[str, Any]:
    """What the template of a video prompt is given; `tag` is the style's, for models that want one."""
    wording = table("wording")
    timeline = _timeline(seen, heard.lines, names)
    return {
        "seconds": span(seen.length),
        "camera": wording["moves"].get(seen.camera.move, {"video": f"Camera: {seen.camera.move}."})["video"],
        "shot_size": wording["short"][seen.camera.size],
        "positions": positions(seen, names, placed),
        "timeline": timeline,
        "events": [entry for entry in timeline if "name" not in entry],
        "lines": [entry | {"voice": heard.voices.get(entry["name"], "")} for entry in timeline if "name" in entry],
        "voices": [{"name": name, "voice": voice} for name, voice in heard.voices.items()],
        "language": names.language,
        "sounds": list(heard.sounds),
        "end": ending(seen, names),
        "style_tag": tag,
    }


def _timeline(seen: Seen, lines: Sequence[Line], names: Names) -> list[dict[str, str]]:
    """Events and lines in the order in which they are played, each with its time.

    Lines take as long as they are said, events share what is left by their words; where speech leaves too little, an
    event runs under the line that follows it, or under the last.
    """
    moving, total = events(seen, names), seen.length
    speech = sum((line.seconds for line in lines), Fraction(0))
    squeeze = min(Fraction(1), total / speech) if lines else Fraction(1)
    room = max(total - speech, Fraction(0))
    under = bool(lines) and room < SHORTEST_EVENT * len(moving)
    letters = sum(len(text) for _, text in moving)
    found: list[dict[str, str]] = []
    at = under_from = Fraction(0)
    waiting = list(moving)
    for line in lines:
        before = [entry for entry in waiting if entry[0] < line.slot]
        waiting = waiting[len(before) :]
        if under:
            found += _shared(before, at, at + line.seconds * squeeze)
        else:
            start, at = at, at + room * sum(len(text) for _, text in before) / max(letters, 1)
            found += _shared(before, start, at)
        end = at + line.seconds * squeeze
        found.append({"time": _time(at, end), **_told(line)})
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


def _told(line: Line) -> dict[str, str]:
    return {"name": line.name, "heard": line.unseen, "manner": line.manner, "text": line.text}
