"""When each line of a shot is spoken, and each sentence of its action played: whole frames from the shot's start.

Subtitles, timelines and the animatic's voices all ask here, so that they agree to the frame. The times are those that a
video prompt names: lines take as long as they are said, action shares what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from storyforge import resources
from storyforge.formats.languages import language as language_of
from storyforge.formats.languages import speech_seconds
from storyforge.formats.played import slot
from storyforge.formats.prose import sentences
from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.shots import Shot, SpokenLine

SHORTEST_ACTION = Fraction(1, 2)
"""Seconds a sentence of action needs; where speech leaves less, the action runs under it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Frames of a shot, from `start` up to, and without, `end`."""

    start: int
    end: int

    @property
    def frames(self) -> int:
        """How many frames."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class LineTime:
    """A line and its frames: said from `start` to `end` at the language's rate; `room` is where the next one begins."""

    line: SpokenLine
    start: int
    end: int
    room: int


@dataclass(frozen=True, slots=True)
class ShotTimes:
    """The lines of a shot in order, and the frames of each sentence of its action."""

    lines: tuple[LineTime, ...]
    actions: tuple[Span, ...]


@cache
def air() -> Fraction:
    """Seconds of silence after a line (craft 2: 0.3 to 0.5)."""
    return Fraction(str(load_data(resources.read_template("timing.yaml"))["estimate"]["air"]))


def line_times(shot: Shot, rate: Fraction, language: str) -> tuple[LineTime, ...]:
    """The frames of each line of a shot, in order and never past its end."""
    return shot_times(shot, rate, language).lines


def shot_times(shot: Shot, rate: Fraction, language: str) -> ShotTimes:
    """The frames of lines and action.

    Where all lines with their air are longer than the shot, each gives in proportion. Where they leave the action less
    than half a second a sentence, it runs under the line that follows it, or under the last.
    """
    acted = sentences(shot.action, language)
    said = [_frames_of(line, rate, language) for line in shot.dialogue]
    takes = [frames + air() * rate for frames in said]
    needed = sum(takes, Fraction(0))
    squeeze = min(Fraction(1), shot.frames / needed) if needed else Fraction(1)
    left = shot.frames - needed * squeeze
    under = bool(takes) and left < SHORTEST_ACTION * rate * len(acted)
    slots = [slot(line, len(acted)) for line in shot.dialogue]
    plan = _Plan(tuple(map(len, acted)), Fraction(shot.frames), Fraction(0) if under else left)
    plan.play(slots, [frames * squeeze for frames in takes], under=under)
    return ShotTimes(_lines(shot, plan.starts, [frames * squeeze for frames in said]), _spans(plan.actions))


def _frames_of(line: SpokenLine, rate: Fraction, language: str) -> Fraction:
    return Fraction(speech_seconds(line.text, language_of(language))).limit_denominator(1000) * rate


class _Plan:
    """Puts action and lines one after the other: `letters` of each sentence, `left` frames for all of them."""

    def __init__(self, letters: tuple[int, ...], end: Fraction, left: Fraction) -> None:
        self._letters = letters
        self._end = end
        self._left = left
        self.starts: list[Fraction] = []
        self.actions: list[tuple[Fraction, Fraction]] = []

    def play(self, slots: Sequence[int], takes: Sequence[Fraction], *, under: bool) -> None:
        """Play everything; `slots` says how many sentences come before each line."""
        at = free = Fraction(0)
        for number, (until, frames) in enumerate(zip(slots, takes, strict=True), 1):
            waiting = self._letters[len(self.actions) :]
            before = waiting[: max(until - len(self.actions), 0)]
            if under:
                # What follows the last line runs under it too, after what comes before it.
                rest = sum(waiting) if number == len(takes) else sum(before)
                free = at + frames * Fraction(sum(before), rest or 1)
                self._share(before, at, free)
            else:
                start, at = at, at + self._left * Fraction(sum(before), sum(self._letters) or 1)
                self._share(before, start, at)
            self.starts.append(at)
            at += frames
        self._share(self._letters[len(self.actions) :], free if under else at, self._end)

    def _share(self, letters: Sequence[int], start: Fraction, end: Fraction) -> None:
        at = start
        for count in letters:
            until = at + (end - start) * Fraction(count, sum(letters))
            self.actions.append((at, until))
            at = until


def _lines(shot: Shot, starts: Sequence[Fraction], said: Sequence[Fraction]) -> tuple[LineTime, ...]:
    whole = [int(start) for start in starts]
    rooms = [*whole[1:], shot.frames]
    return tuple(
        LineTime(line, start, min(room, start + max(1, round(frames))), room)
        for line, start, frames, room in zip(shot.dialogue, whole, said, rooms[: len(whole)], strict=True)
    )


def _spans(actions: Sequence[tuple[Fraction, Fraction]]) -> tuple[Span, ...]:
    return tuple(Span(int(start), int(end)) for start, end in actions)
