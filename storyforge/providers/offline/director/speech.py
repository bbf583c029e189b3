"""Cuts a speech into pieces that fit a shot, with the seconds each takes to say."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Literal

from storyforge.errors import UnknownNameError
from storyforge.formats.languages import canonical_extensions, language, languages, speech_seconds
from storyforge.formats.prose import sentences
from storyforge.providers.offline.director import text as cut
from storyforge.providers.offline.director.atoms import Atom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.language import Language
    from storyforge.providers.offline.director.lexicon import Lexicon
    from storyforge.providers.offline.director.numbers import Numbers, SpeechTimes
    from storyforge.tasks.pieces import Piece

_WORTH = 1.0
"""Seconds below which a piece is not worth its own place in a long speech."""


@lru_cache(maxsize=16)
def _language(code: str) -> Language:
    try:
        return language(code)
    except UnknownNameError:
        return next(iter(languages().values()))


def seconds_of(text: str, code: str, times: SpeechTimes) -> float:
    """How long words take to say, with a breath for each dash or ellipsis."""
    return speech_seconds(text, _language(code)) + times.broken * cut.breaks(text)


def speech_atoms(piece: Piece, number: int, start: int, words: Lexicon, table: Numbers, code: str) -> list[Atom]:
    """The pieces of one speech; each part stays apart, and a parenthetical stands with the words it directs.

    Words after which a parenthetical ends the speech carry it too; a speech without words is one piece of no words.
    """
    parts = piece.directed
    found = [
        (direction if row == 0 else "", chunk)
        for direction, text in parts
        for row, chunk in enumerate(_chunks(text, direction, table, words, code) if text else [""])
    ]
    extensions = canonical_extensions(piece.extensions, _language(code))
    atoms = []
    for row, (direction, chunk) in enumerate(found):
        last = row == len(found) - 1
        tags = _tags(chunk, direction, words, piece)
        seconds = _seconds(chunk, tags, table.speech, code, last=last)
        atoms.append(
            Atom(
                start + row, "say", chunk, number, seconds, piece.character, frozenset(tags), row == 0, last,
                cut.words(chunk),
                extension=", ".join(extensions),
                parenthetical=direction,
                heard=_heard(extensions, words),
                dual=piece.dual,
                crowd=bool(words.crowd.fullmatch(piece.name)),
            )
        )  # fmt: skip
    return atoms


def _heard(extensions: Sequence[str], words: Lexicon) -> Literal["", "off", "over"]:
    if not words.staging.is_heard(extensions):
        return ""
    return "over" if words.staging.is_over(extensions) else "off"


def _chunks(text: str, direction: str, table: Numbers, words: Lexicon, code: str) -> list[str]:
    """Pieces within the pace's longest chunk, with room for a beat or business if the speech has a direction.

    They are uneven on purpose, long for the speaker and short for the listener in turn: even ones made long stares at
    listeners.
    """

    def measure(chunk: str) -> float:
        return seconds_of(chunk, code, table.speech)

    pauses = words.directions["pause"].search(direction)
    room = table.speech.beat if pauses else table.speech.business if direction else 0.0
    most = table.pace.chunk - table.speech.air
    units = [
        part
        for row, sentence in enumerate(sentences(text, code))
        for part in cut.split(sentence, most if row else most - room, measure, words.joint)
    ]
    lengths = [measure(unit) for unit in units]
    if len(units) == 1 or sum(lengths) <= most - room:
        return [text.strip()]
    lengths[0] += room
    return _fill(text, units, lengths, most, table.pace.listen)


def _fill(text: str, units: Sequence[str], lengths: Sequence[float], most: float, short: float) -> list[str]:
    """Units joined to chunks, cut out of the text so that the space between them stays as it was."""
    chunks: list[tuple[int, int]] = []
    held: list[float] = []
    end = 0
    for unit, length in zip(units, lengths, strict=True):
        start = text.index(unit, end)
        end = start + len(unit)
        bound = short if chunks and len(chunks) % 2 == 0 else most
        if chunks and (held[-1] + length <= bound or (length < _WORTH and held[-1] + length <= most)):
            chunks[-1] = (chunks[-1][0], end)
            held[-1] += length
        else:
            chunks.append((start, end))
            held.append(length)
    return [text[first:last] for first, last in chunks]


def _tags(chunk: str, direction: str, words: Lexicon, piece: Piece) -> set[str]:
    tags: set[str] = set()
    if words.directions["pause"].search(direction):
        tags.add("pause")
    if words.directions["phone"].search(direction) or any(
        words.directions["phone"].search(e) for e in piece.extensions
    ):
        tags.add("phone")
    if chunk.rstrip("\"'”’» _*").endswith(("?", "？", "؟")):
        tags.add("question")
    if words.speech["greet"].match(chunk):
        tags.add("greet")
    if direction:
        tags |= words.tags_of(direction) & {
            "hand",
            "move",
            "enter",
            "exit",
            "sit",
            "rise",
            "look",
            "goes_out",
            "comes_in",
        }
    return tags


def _seconds(chunk: str, tags: set[str], times: SpeechTimes, code: str, *, last: bool) -> float:
    extra = times.beat if "pause" in tags else 0.0
    extra += times.business if tags & {"hand", "move", "enter", "exit", "sit", "rise"} else 0.0
    spoken = seconds_of(chunk, code, times) if chunk else 0.0
    return ceil(100 * (spoken + extra + (times.air if last else 0.0))) / 100
