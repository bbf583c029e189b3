"""Subtitles of a story: what is spoken, cut to what can be read, at the times at which it is said."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from storyforge import resources
from storyforge.exporters.wrapping import Layout, measure, wrap
from storyforge.formats.captions import Cue
from storyforge.formats.prose import one_line
from storyforge.model.finding import Finding
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.exporters.timing import FilmLine

CHECK = "subtitles"
_NOTICED = Fraction(1, 4)
"""Seconds of reading time that nobody misses."""


@dataclass(frozen=True)
class Numbers:
    """What a subtitle may be: seconds, frames, and letters a second; `layout` is how its lines are broken."""

    shortest: Fraction
    longest: Fraction
    gap: int
    speed: int
    comfortable: int
    wide_speed: int
    layout: Layout

    def reading(self, text: str, *, fast: bool) -> Fraction:
        """Seconds that reading a text takes."""
        narrow, wide = measure(text)
        return Fraction(narrow, self.speed if fast else self.comfortable) + Fraction(wide, self.wide_speed)


@cache
def numbers() -> Numbers:
    """The numbers of `templates/subtitles.toml`."""
    data = tomllib.loads(resources.read_template("subtitles.toml"))
    return Numbers(
        shortest=Fraction(data["shortest"]),
        longest=Fraction(data["longest"]),
        gap=data["gap"],
        speed=data["speed"],
        comfortable=data["comfortable"],
        wide_speed=data["wide_speed"],
        layout=Layout(data["columns"], data["wide_columns"], **data["breaks"]),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line that is one subtitle: frames of the film."""

    text: str
    start: int
    end: int
    who: str
    italic: bool
    shot: str
    path: str


def subtitles(lines: Sequence[FilmLine], rate: Fraction, language: str) -> tuple[list[Cue], list[Finding]]:
    """Subtitles in order, at least two frames apart, and a finding for each that can't be read in its time."""
    pieces = _paired([piece for line in lines for piece in _pieces(line, language)], rate)
    found = numbers()
    cues: list[Cue] = []
    findings: list[Finding] = []
    free = 0
    for index, piece in enumerate(pieces):
        start = max(piece.start, free)
        following = pieces[index + 1].start - found.gap if index + 1 < len(pieces) else None
        end = _end(piece, start, following, rate)
        free = end + found.gap
        cues.append(Cue(_milliseconds(start, rate), _milliseconds(end, rate), piece.text, piece.italic))
        findings += _too_fast(piece, Fraction(end - start) / rate)
    return cues, findings


def _end(piece: _Piece, start: int, following: int | None, rate: Fraction) -> int:
    """As long as it is said, or as reading takes; as far as the next one lets it."""
    found = numbers()
    reading = max(found.shortest, found.reading(piece.text, fast=False))
    wanted = max(piece.end, start + int(reading * rate) + 1)
    end = min(wanted, start + int(found.longest * rate))
    return max(start + 1, end if following is None else min(end, following))


def _milliseconds(frame: int, rate: Fraction) -> int:
    return round(frame * 1000 / rate)


def _pieces(line: FilmLine, language: str) -> list[_Piece]:
    """The subtitles of one line; each as long as its share of the line's letters."""
    spoken = line.time.line
    texts = wrap(one_line(spoken.text), numbers().layout)
    italic = staging(language).is_heard(spoken.extension.split(","))
    weights = [numbers().reading(text, fast=True) for text in texts]
    total = sum(weights) or Fraction(1)
    at, pieces = Fraction(0), []
    length = line.time.end - line.time.start
    for text, weight in zip(texts, weights, strict=True):
        start, at = at, at + weight / total
        first, last = (line.at + line.time.start + round(length * part) for part in (start, at))
        pieces.append(_Piece(text, first, last, spoken.character, italic, line.shot, line.path))
    return pieces


def _paired(pieces: Iterable[_Piece], rate: Fraction) -> list[_Piece]:
    """What there is no time to read apart in one subtitle: one speaker's as one text, two speakers' with dashes."""
    found: list[_Piece] = []
    least = int(numbers().shortest * rate) + numbers().gap
    for piece in pieces:
        last = found[-1] if found else None
        both = _both(last, piece) if last and piece.start - last.start < least else None
        if both:
            found[-1] = both
        else:
            found.append(piece)
    return found


def _both(first: _Piece, second: _Piece) -> _Piece | None:
    """Two pieces in one subtitle of two lines, where they fit."""
    layout = numbers().layout
    together = replace(first, end=second.end, italic=first.italic and second.italic)
    if first.who == second.who:
        texts = wrap(one_line(f"{first.text}\n{second.text}"), layout)
        return replace(together, text=texts[0]) if len(texts) == 1 else None
    parts = [f"- {piece.text}" for piece in (first, second)]
    fit = first.who and all("\n" not in part and layout.fits(part) for part in parts)
    return replace(together, text="\n".join(parts), who="") if fit else None


def _too_fast(piece: _Piece, seconds: Fraction) -> Iterable[Finding]:
    needed = numbers().reading(piece.text, fast=True)
    if needed > seconds + _NOTICED:
        text = piece.text.replace("\n", " ")
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        message = f'{piece.shot}: "{shown}" takes {float(needed):.1f} s to read and stands for {float(seconds):.1f} s.'
        yield Finding(CHECK, "note", message, piece.path, hint=f"Give {piece.shot} more frames.")
