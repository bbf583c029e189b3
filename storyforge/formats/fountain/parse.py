"""Fountain 1.1 to a screenplay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.errors import InvalidArtifactError
from storyforge.formats.fountain import classify, lint
from storyforge.formats.fountain.prepass import logical_lines
from storyforge.formats.fountain.reader import Reader
from storyforge.formats.fountain.script import Script
from storyforge.formats.fountain.source import Source
from storyforge.formats.fountain.speech import lyric, read_cue, read_forced_cue
from storyforge.formats.fountain.titlepage import read_title_page
from storyforge.formats.languages import language_named
from storyforge.model.screenplay import Element, Kind, Screenplay

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.language import Language


def parse(text: str | bytes | Source, language: str | Language | None = None, *, lenient: bool = False) -> Script:
    """Read a Fountain text; nothing in it can make this fail.

    `language` adds the heading words, transitions and cue rule of one language of `templates/languages.yaml` to
    those of the syntax page; `"auto"` detects it. `lenient` also takes headings that have no empty line around them,
    and says so.

    Raises:
        UnknownNameError: there is no such language.
    """
    source = Source.from_bytes(text) if isinstance(text, bytes) else text
    source = Source.from_text(source) if isinstance(source, str) else source
    pack = language_named(language, lambda: source.text)
    reader = Reader(logical_lines(source.raw), pack, lenient=lenient)
    _read(reader)
    elements = tuple(reader.elements)
    diagnostics = (*reader.lines.diagnostics, *reader.diagnostics, *lint.diagnose(source, elements, pack))
    ordered = tuple(sorted(dict.fromkeys(diagnostics), key=lambda found: (found.line, found.rule)))
    return Script(source, Screenplay(elements, ordered), pack, lenient)


def read(data: bytes, language: str | Language | None, path: str) -> Script:
    """Read a script that others are made from: as `parse`, and what its encoding can't read is refused.

    Raises:
        InvalidArtifactError: the file is neither UTF-8 nor UTF-16 with its mark; with line and column.
        UnknownNameError: there is no such language.
    """
    source = Source.from_bytes(data)
    if source.undecoded is not None:
        line, column = source.undecoded
        raise InvalidArtifactError(
            "The file is not UTF-8.",
            "Save it as UTF-8 in the program it was written in.",
            path=path,
            line=line,
            column=column,
        )
    return parse(source, language)


def _read(reader: Reader) -> None:
    read_title_page(reader)
    count, stripped = reader.count, reader.stripped
    while (row := reader.row) < count:
        line = stripped[row]
        if not line:
            reader.empty(row)
            continue
        forced = _MARKS.get(line[0])
        if forced is not None and forced(reader, row, line):
            continue
        if not (reader.boundary and _read_unforced(reader, row, line)):
            _read_action(reader, row, line)


def _read_unforced(reader: Reader, row: int, line: str) -> bool:
    """Try heading, transition and cue on a line after an empty one."""
    if (line[0] in "iIeE" or reader.words.heading is not None) and classify.is_heading(line, reader.words):
        return _read_heading(reader, row, line)
    if classify.is_transition(reader.texts[row].lstrip(), reader.words):
        return _read_transition(reader, row, line)
    return read_cue(reader, row, line)


def _read_heading(reader: Reader, row: int, line: str) -> bool:
    if not reader.open_below(row):
        reader.diagnostics.append(lint.heading_needs_space(reader.lines.first[row], lenient=reader.lenient))
        if not reader.lenient:
            return _read_action(reader, row, line)
    return _add_heading(reader, row, line, forced=False)


def _add_heading(reader: Reader, row: int, line: str, *, forced: bool) -> bool:
    text, number = classify.split_number(line)
    first, last = reader.lines.first[row], reader.lines.last[row]
    return reader.add(Element(Kind.SCENE_HEADING, text, first, last, number=number, forced=forced), row)


def _read_transition(reader: Reader, row: int, line: str) -> bool:
    """A transition that touches text is action; when lenient, one that touches a heading stays what it is."""
    if reader.open_below(row):
        return reader.add(reader.element(Kind.TRANSITION, line, row), row)
    if reader.lenient and classify.is_heading(reader.stripped[reader.below(row)], reader.words):
        return reader.add(reader.element(Kind.TRANSITION, line, row), row, boundary=True)
    return _read_action(reader, row, line)


def _read_action(reader: Reader, start: int, _line: str) -> bool:
    """One paragraph: up to an empty line, a note on its own, or a line that is marked as something else."""
    stripped, taken, row = reader.stripped, [], start
    touching = False
    while row < reader.count and (line := stripped[row]):
        if row > start:
            if line[0] in "#=>~" and (line[0] in ">~" or classify.is_boundary(line)):
                break
            touching = _heading_within(reader, row, line)
            if touching and reader.lenient:
                break
        text = reader.texts[row].rstrip()
        taken.append(text.replace("!", "", 1) if line[0] == "!" else text)
        row += 1
    first, last = reader.lines.first[start], reader.lines.last[row - 1]
    action = Element(Kind.ACTION, "\n".join(taken), first, last, forced=stripped[start][0] == "!")
    return reader.add(action, start, row, boundary=touching and reader.lenient)


def _heading_within(reader: Reader, row: int, line: str) -> bool:
    """Whether a line inside a paragraph looks like a heading in capitals; remarked upon in either case."""
    if line[0] not in "IE" or not line[:3].isupper() or not classify.is_heading(line):
        return False
    reader.diagnostics.append(lint.heading_needs_space(reader.lines.first[row], lenient=reader.lenient))
    return True


def _forced_heading(reader: Reader, row: int, line: str) -> bool:
    return reader.boundary and line[1:2].isalnum() and _add_heading(reader, row, line[1:], forced=True)


def _section(reader: Reader, row: int, line: str) -> bool:
    text = line.lstrip("#")
    first, last = reader.lines.first[row], reader.lines.last[row]
    section = Element(Kind.SECTION, text.strip(), first, last, depth=len(line) - len(text))
    return reader.add(section, row, boundary=True)


def _synopsis_or_page_break(reader: Reader, row: int, line: str) -> bool:
    if not classify.is_boundary(line):
        return False
    kind = Kind.PAGE_BREAK if line[1:2] == "=" else Kind.SYNOPSIS
    return reader.add(reader.element(kind, line.lstrip("=").strip(), row), row, boundary=True)


def _transition_or_centered(reader: Reader, row: int, line: str) -> bool:
    first, last = reader.lines.first[row], reader.lines.last[row]
    if len(line) > 1 and line[-1] == "<":
        centered = Element(Kind.ACTION, line[1:-1].strip(), first, last, centered=True, forced=True)
        return reader.add(centered, row)
    return reader.add(Element(Kind.TRANSITION, line[1:].strip(), first, last, forced=True), row)


def _lyric(reader: Reader, row: int, line: str) -> bool:
    return reader.add(replace(lyric(reader, row, line), alone=True), row)


# What a line's first sign may make of it; each says whether it did.
_MARKS: dict[str, Callable[[Reader, int, str], bool]] = {
    "!": _read_action,
    ".": _forced_heading,
    "@": read_forced_cue,
    "#": _section,
    "=": _synopsis_or_page_break,
    ">": _transition_or_centered,
    "~": _lyric,
}
