"""Transcripts as JSON or tables: segments, fragments and words, as speech recognisers and aligners write them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from storyforge.errors import InvalidTranscriptError
from storyforge.formats.documents.document import TimedCue
from storyforge.formats.documents.encodings import decode
from storyforge.formats.documents.subtitles import timed_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.formats.documents.document import Document

# Where the pieces of a transcript stand, and the unit of its times in milliseconds: seconds where nothing is known.
_LISTS = (
    (("segments",), 1000),
    (("fragments",), 1000),
    (("chunks",), 1000),
    (("transcription",), 1),
    (("utterances",), 1000),
    (("results", "utterances"), 1000),
    (("results", "items"), 1000),
    (("results", "channels", 0, "alternatives", 0, "words"), 1000),
    (("monologues",), 1000),
    (("events",), 1),
    (("words",), 1000),
    (("cues",), 1000),
    (("transcript", "segments"), 1000),
)
_START = ("start", "startTime", "start_time", "begin", "from", "ts", "startMs", "start_ms", "tStartMs", "offset")
_END = ("end", "endTime", "end_time", "to", "end_ts", "endMs", "end_ms")
_LENGTH = ("duration", "dur", "dDurationMs")
_TEXT = ("text", "body", "punctuated_word", "word", "content", "value", "transcript", "utf8")
_SPEAKER = ("speaker", "speaker_label", "speaker_id", "voice", "channel_name", "name")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)")
_NO_SPACE = re.compile(r"[,.;:!?…)\]}»”’]")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)]*$")
_LATEST = 10**9
"""Milliseconds: eleven days."""
_PAUSE = 700
_LONGEST = 84
"""Characters of a cue made of words: two full lines of a subtitle (craft 2)."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word or a segment as it stands in the file; `end` is None where the file has none."""

    start: int
    end: int | None
    text: str
    speaker: str


def read_json(path: str, data: bytes, _language: str = "") -> Document:
    """Read a JSON transcript.

    Shapes: `segments` of speech recognisers and of podcasts, `fragments` of aligners, `chunks`, `utterances`, and
    lists of words, which become cues of at most two lines. Times are seconds, or milliseconds where their name or their
    shape says so.

    Raises:
        InvalidTranscriptError: it is no JSON (with line and column), holds no transcript, or a time is wrong.
        EmptyDocumentError: it has no words.
    """
    decoded = decode(path, data)
    try:
        found = json.loads(decoded.text, parse_float=Decimal, parse_constant=str)
    except json.JSONDecodeError as error:
        raise InvalidTranscriptError(path, f"it is no JSON ({error.msg})", error.lineno, error.colno) from None
    except (RecursionError, ValueError):
        raise InvalidTranscriptError(path, "its values are nested too deeply, or too long") from None
    items, unit = _pieces(found)
    if items is None:
        raise InvalidTranscriptError(path, "it holds no segments, fragments or words with times")
    pieces = [piece for number, item in enumerate(items, 1) for piece in _read(item, unit, number, path)]
    title = found.get("title", "") if isinstance(found, dict) else ""
    language = found.get("language", "") if isinstance(found, dict) else ""
    cues, notes = _cues(pieces, path)
    return timed_document(
        path,
        cues,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        notes=(*decoded.notes, *notes),
        title=title if isinstance(title, str) else "",
        language=language if isinstance(language, str) and len(language) < 12 else "",
    )


def read_table(path: str, data: bytes, _language: str = "") -> Document:
    """Read a table parted by tabs: start, end, words; in milliseconds under a heading line, else in seconds.

    Raises:
        InvalidTranscriptError: a line has no times, or the table no words, with the line.
    """
    decoded = decode(path, data)
    rows = [(number, line.split("\t")) for number, line in enumerate(decoded.text.split("\n"), 1) if line.strip()]
    headed = bool(rows) and rows[0][1][0].strip().lower() == "start"
    pieces = []
    for number, row in rows[1:] if headed else rows:
        if len(row) < 3:
            raise InvalidTranscriptError(path, "the line has not start, end and words, parted by tabs", number)
        start, end = (_time(cell.strip(), 1 if headed else 1000) for cell in row[:2])
        if start is None or end is None or end < start:
            raise InvalidTranscriptError(path, "the line has no times, or ends before it begins", number)
        pieces.append(_Piece(start, end, " ".join(" ".join(row[2:]).split()), ""))
    if pieces and all(re.fullmatch(r"\w*\d+", piece.text) for piece in pieces):
        raise InvalidTranscriptError(path, "it has times and names of fragments, and no words", rows[0][0])
    cues, notes = _cues(pieces, path)
    return timed_document(
        path, cues, encoding=decoded.encoding, guessed=decoded.guessed, notes=(*decoded.notes, *notes)
    )


def _pieces(found: Any) -> tuple[list[Any] | None, int]:
    if isinstance(found, list):
        return (found, 1000) if any(isinstance(item, dict) for item in found) else (None, 1)
    for steps, unit in _LISTS:
        items = _down(found, steps)
        if isinstance(items, list) and any(isinstance(item, dict) for item in items):
            return items, unit
    return None, 1


def _down(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _read(item: Any, unit: int, number: int, path: str) -> Iterator[_Piece]:
    """A segment, or the words of a turn; what has no words (music, marks) is passed over."""
    if not isinstance(item, dict):
        return
    inner: list[Any] = next((item[k] for k in ("elements", "children") if isinstance(item.get(k), list)), [])
    speaker = _first(item, _SPEAKER)
    if inner and not _text(item):
        for each in inner:
            for piece in _read(each, unit, number, path):
                yield piece if piece.speaker else _Piece(piece.start, piece.end, piece.text, _name(speaker))
        return
    text = _text(item)
    if not text:
        return
    start, end = _times(item, unit)
    if start is None and _NO_SPACE.match(text):
        yield _Piece(-1, None, text, _name(speaker))
        return
    if start is None or (end is not None and end < start):
        problem = "has no start" if start is None else "ends before it begins"
        raise InvalidTranscriptError(path, f"piece {number} ({text[:30]!r}) {problem}")
    yield _Piece(start, end, text, _name(speaker))


def _times(item: dict[str, Any], unit: int) -> tuple[int | None, int | None]:
    pair = item.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:
        return _time(pair[0], 1000), _time(pair[1], 1000)
    offsets = item.get("offsets")
    source = offsets if isinstance(offsets, dict) else item
    named = next((name for name in _START if name in source), "")
    unit = 1 if named.lower().endswith("ms") or named.endswith("_ms") else unit
    start = _time(source.get(named), unit)
    end = _time(_first(source, _END), unit)
    length = _time(_first(source, _LENGTH), unit)
    return start, start + length if end is None and start is not None and length is not None else end


def _time(value: Any, unit: int) -> int | None:
    """Milliseconds of a number, of a number in quotes, or of `0:01:02.5`; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
        seconds = Decimal(clock[3].replace(",", ".")) + 60 * int(clock[2]) + 3600 * int(clock[1] or 0)
        return round(seconds * 1000)
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value) * unit
        return round(number) if number.is_finite() and 0 <= number < _LATEST else None
    except (ArithmeticError, TypeError, ValueError):
        return None


def _first(item: dict[str, Any], names: Sequence[str]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def _name(speaker: Any) -> str:
    if isinstance(speaker, dict):
        speaker = speaker.get("name", "")
    return " ".join(str(speaker).split())[:80] if isinstance(speaker, str | int) and speaker != "" else ""


def _text(item: dict[str, Any]) -> str:
    """The words of a piece, on one line."""
    lines = item.get("lines")
    if isinstance(lines, list):
        return " ".join(" ".join(line for line in lines if isinstance(line, str)).split())
    for name in ("segs", "alternatives"):
        parts = item.get(name)
        if isinstance(parts, list) and parts and isinstance(parts[0], dict):
            kept = parts if name == "segs" else parts[:1]
            return " ".join("".join(str(_first(part, _TEXT) or "") for part in kept if isinstance(part, dict)).split())
    found = _first(item, _TEXT)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _cues(pieces: Sequence[_Piece], path: str) -> tuple[list[TimedCue], tuple[str, ...]]:
    """Cues of pieces: words are put together, ends that are missing reach to the next start."""
    pieces = _punctuated(pieces)
    open_ends = sum(piece.end is None for piece in pieces)
    starts = [piece.start for piece in pieces[1:]]
    whole = [
        TimedCue(piece.start, _end(piece, follows), piece.text, piece.speaker)
        for piece, follows in zip(pieces, [*starts, None], strict=bool(pieces))
    ]
    if not whole:
        raise InvalidTranscriptError(path, "none of its pieces has words")
    notes = (f"{open_ends} cues have no end: they last to the next.",) if open_ends else ()
    single = sum(" " not in cue.text for cue in whole)
    return (_grouped(whole) if single > 0.8 * len(whole) and len(whole) > 1 else whole), notes


def _end(piece: _Piece, follows: int | None) -> int:
    """A missing end: the next start, and behind the last what its letters take at 17 a second (craft 2)."""
    if piece.end is not None:
        return piece.end
    return follows if follows is not None and follows >= piece.start else piece.start + len(piece.text) * 1000 // 17


def _punctuated(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Marks that stand as pieces of their own, without times, go to the word before them."""
    found: list[_Piece] = []
    for piece in pieces:
        if piece.start >= 0:
            found.append(piece)
        elif found:
            last = found[-1]
            found[-1] = _Piece(last.start, last.end, last.text + piece.text, last.speaker)
    return found


def _grouped(words: Sequence[TimedCue]) -> list[TimedCue]:
    """Words as cues: one ends with a sentence, a pause, a speaker's turn, or when two lines are full."""
    found: list[TimedCue] = []
    for word in words:
        last = found[-1] if found else None
        if (
            last is None
            or last.speaker != word.speaker
            or word.start - last.end >= _PAUSE
            or _ENDED.search(last.text)
            or len(last.text) + len(word.text) >= _LONGEST
        ):
            found.append(word)
        else:
            found[-1] = TimedCue(last.start, max(last.end, word.end), f"{last.text} {word.text}", word.speaker)
    return found
