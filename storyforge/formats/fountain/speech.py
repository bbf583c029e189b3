"""Cues and what is spoken under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from storyforge.formats.fountain.reader import Reader

_WIDE = "\t\u3000"
# The first signs of lines in a speech that need a second look; every other line is dialogue.
_SPECIAL = frozenset("~!>#=(（")


def read_cue(reader: Reader, row: int, line: str) -> bool:
    """Read a line in capitals with text under it, and the speech; say whether it was one."""
    cue = classify.split_cue(line)
    if not (classify.is_upper(cue.name) or cue.name in reader.names) or classify.is_opening(line):
        return False
    below = _spoken_below(reader, row)
    if below < 0 or reader.stripped[below][:1] in ("!", ">", "#", "="):
        return False
    return _read_speech(reader, row, cue, forced=False)


def read_forced_cue(reader: Reader, row: int, line: str) -> bool:
    """Read a line that begins with `@`, and the speech if there is one; say whether it was a cue."""
    cue = classify.split_cue(line[1:].strip())
    if not reader.boundary or not cue.name:
        return False
    return _read_speech(reader, row, cue, forced=True)


def _spoken_below(reader: Reader, row: int) -> int:
    """The line under a cue, or -1: soft empty lines may come first, but text must come before a true empty line."""
    first = below = reader.below(row)
    while below < reader.count and not reader.stripped[below]:
        if not is_soft(reader.texts[below]) or below in reader.lines.marks:
            return -1
        below = reader.below(below)
    return -1 if below >= reader.count else first


def _read_speech(reader: Reader, row: int, cue: classify.Cue, *, forced: bool) -> bool:
    first, last = reader.lines.first[row], reader.lines.last[row]
    character = Element(Kind.CHARACTER, cue.name, first, last, extensions=cue.extensions, dual=cue.dual, forced=forced)
    reader.add(character, row)
    if forced and _spoken_below(reader, row) < 0:
        return True
    while reader.row < reader.count and _read_piece(reader, reader.row, reader.stripped[reader.row]):
        pass
    return True


def _read_piece(reader: Reader, row: int, line: str) -> bool:
    """Read the next piece of a speech; say whether there was one."""
    if not line:
        if row in reader.notes_only:
            reader.empty(row)
            return True
        return _resumes(reader, row) >= 0 and _read_dialogue(reader, row)
    if ends_speech(line):
        return False
    if line[0] == "~":
        return reader.add(lyric(reader, row, line), row)
    if classify.is_parenthetical(line):
        return reader.add(reader.element(Kind.PARENTHETICAL, line, row), row)
    return _read_dialogue(reader, row)


def lyric(reader: Reader, row: int, line: str) -> Element:
    """The lyric on a line."""
    return Element(Kind.LYRIC, line[1:].strip(), reader.lines.first[row], reader.lines.last[row], forced=True)


def _read_dialogue(reader: Reader, start: int) -> bool:
    """Read a run of spoken lines, soft empty lines among them."""
    stripped, count = reader.stripped, reader.count
    row = start + 1 if stripped[start] else _resumes(reader, start)
    while row < count:
        line = stripped[row]
        if not line:
            next_ = -1 if not reader.texts[row] or row in reader.notes_only else _resumes(reader, row)
            if next_ < 0:
                break
            row = next_
            continue
        if line[0] in _SPECIAL and (line[0] == "~" or ends_speech(line) or classify.is_parenthetical(line)):
            break
        row += 1
    text = "\n".join(stripped[start:row]) if row > start + 1 else stripped[start]
    return reader.add(reader.element(Kind.DIALOGUE, text, start, row), start, row)


def _resumes(reader: Reader, row: int) -> int:
    """The line at which a speech goes on behind soft empty lines, or -1 if it does not."""
    while row < reader.count and not reader.stripped[row]:
        if row in reader.lines.marks or not is_soft(reader.texts[row]):
            return -1
        row += 1
    return row if row < reader.count and not ends_speech(reader.stripped[row]) else -1


def ends_speech(line: str) -> bool:
    """Whether a stripped line ends a speech by its mark."""
    return line[0] in "!>" or classify.is_boundary(line)


def is_soft(text: str) -> bool:
    """Whether a blank line is wide enough, two columns, to be an empty line that is spoken."""
    return len(text) >= 2 or (text != "" and text in _WIDE)
