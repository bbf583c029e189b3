"""A given audio in frames: which stretch of it each scene of the script plays, and what is heard in that.

A scene says where it begins by a note, `[[audio 0:12.480 - 0:31.200]]`; only the beginning counts, for a scene ends
where the next one begins. A further note in it, `[[audio 0:17.040: "the words heard there"]]`, says when the action
behind it begins. Standard library only: plans and `status` work on this.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AUDIO = "audio.yaml"
_TIME = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:\.\d{1,6})?)"
_MARK = re.compile(rf"audio\s+{_TIME}(?:\s*[-–—]\s*{_TIME})?(?:\s*[:,\"“].*)?", re.IGNORECASE | re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a note says of the audio: milliseconds from its beginning; `end` is None where it does not say."""

    start: int
    end: int | None = None


def read_mark(note: str) -> Mark | None:
    """The mark of a note's text, or None for any other note."""
    match = _MARK.fullmatch(note.strip())
    if match is None:
        return None
    start, end = _milliseconds(match.groups()[:3]), match.groups()[3:]
    return Mark(start, _milliseconds(end) if end[2] else None)


def write_mark(start: int, end: int) -> str:
    """A note's text; milliseconds."""
    return f"audio {stamp(start)} - {stamp(end)}"


def stamp(milliseconds: int) -> str:
    """A moment as people write it: `0:02.680`, `1:02:03.500`."""
    whole, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{clock}.{thousandths:03}"


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60
    return whole * 1000 + round(Fraction(seconds or "0") * 1000)


def whole_frames(length: Fraction, rate: Fraction) -> int:
    """Frames of a film for an audio of some seconds: the last frame is begun, so that nothing of the sound is lost."""
    return max(1, math.ceil(length * rate))


def frame_at(milliseconds: int, rate: Fraction) -> int:
    """The frame nearest to a moment: counted from the beginning, so that nothing adds up."""
    # As floor(milliseconds * rate / 1000 + 1/2), in whole numbers: this is asked for every segment of every scene.
    half = 1000 * rate.denominator
    return (2 * milliseconds * rate.numerator + half) // (2 * half)


def stretches(starts: Sequence[int | None], total: int, rate: Fraction) -> tuple[tuple[int, int], ...]:
    """First frame, and frame after the last, of each scene; together they are all frames of the audio.

    `starts` are milliseconds, as the scenes' notes say them. The first scene begins at 0; of the others as many as can
    be begin where they say. One that says nothing, or what can't be, shares the time of those around it evenly.
    """
    count = len(starts)
    known = {0: 0, **_rising(starts, total, rate)}
    known[count] = max(total, count)
    edges = []
    rows = sorted(known)
    for first, after in pairwise(rows):
        span = known[after] - known[first]
        edges += [known[first] + span * step // (after - first) for step in range(after - first)]
    edges.append(known[count])
    return tuple(pairwise(edges)) if count else ()


def _rising(starts: Sequence[int | None], total: int, rate: Fraction) -> dict[int, int]:
    """Place -> frame of the most starts that rise, with a frame at least for each scene between them."""
    ends: list[int] = []
    places: list[int] = []
    before: dict[int, int | None] = {}
    slack: dict[int, int] = {}
    for place, start in enumerate(starts):
        spare = frame_at(start, rate) - place if place and start is not None else -1
        if not 0 <= spare <= total - len(starts):
            continue
        slack[place] = spare
        row = bisect_right(ends, spare)
        before[place] = places[row - 1] if row else None
        ends[row : row + 1], places[row : row + 1] = [spare], [place]
    found: dict[int, int] = {}
    last = places[-1] if places else None
    while last is not None:
        found[last] = slack[last] + last
        last = before[last]
    return found


def scene_stretches(
    scenes: Sequence[Mapping[str, Any]], audio: Mapping[str, Any], rate: Fraction
) -> dict[str, tuple[int, int]]:
    """Scene number -> its first frame and the frame after its last, by the indexes of the script and of the audio."""
    found = stretches([_begins(scene) for scene in scenes], whole_frames(Fraction(audio["seconds"]), rate), rate)
    return {scene["number"]: span for scene, span in zip(scenes, found, strict=True)}


def _begins(scene: Mapping[str, Any]) -> int | None:
    marks = scene.get("marks")
    return int(marks[0][0]) if marks else None


def within(audio: Mapping[str, Any], span: tuple[int, int], rate: Fraction) -> list[list[Any]]:
    """The segments that are heard within some frames, as the index of the audio has them, in order."""
    return [row for row in audio["segments"] if frame_at(row[2], rate) > span[0] and frame_at(row[1], rate) < span[1]]
