"""Mends the headings of a script that was not written as Fountain, where nearly all of them need it.

Two habits of other programs: headings without an empty line after them, and scene numbers at both ends of a heading
(`12  INT. ROOM - DAY  12`). Neither is a heading by the letter of Fountain. A few such lines are slips, and their
author hears of each; a whole script of them is a habit, and is read as it was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.formats.fountain.parse import parse
from storyforge.model.screenplay import Diagnostic, Kind

if TYPE_CHECKING:
    from storyforge.formats.fountain.script import Script

HABIT = 0.8
"""Share of all lines that look like headings from which on a slip is a habit."""


def mended(script: Script) -> tuple[Script, tuple[Diagnostic, ...]]:
    """The script with its headings as Fountain has them, and what was mended; itself where that is no habit."""
    notes: list[Diagnostic] = []
    script = _numbered(script, notes)
    return _spaced(script, notes), tuple(notes)


def _numbered(script: Script, notes: list[Diagnostic]) -> Script:
    words = classify.words_of(script.language)
    found = {row: hit for row, line in enumerate(script.source.raw) if (hit := classify.numbered_heading(line, words))}
    if not found or len(found) < HABIT * (len(found) + _headings(script)):
        return script
    source = script.source
    for row, (number, text) in found.items():
        bare = classify.split_number(text)[0]
        mark = "." if not classify.is_heading(bare, words) else ""
        source = source.spliced(row, row + 1, [f"{mark}{bare} #{number}#"])
    first = min(found) + 1
    hint = "To have it so in the file itself, write: INT. ROOM - DAY #12#"
    notes.append(Diagnostic(first, "heading-number", _told(len(found), "a number before the heading"), hint))
    return parse(source, script.language, lenient=script.lenient)


def _spaced(script: Script, notes: list[Diagnostic]) -> Script:
    tight = sorted({found.line for found in script.diagnostics if found.rule == "heading-spacing"})
    if not tight or len(tight) < HABIT * (len(tight) + _headings(script)):
        return script
    source = script.source
    for line in reversed(tight):
        above = [""] if line > 1 and source.raw[line - 2].strip() else []
        below = [""] if line < len(source.raw) and source.raw[line].strip() else []
        source = source.spliced(line - 1, line, [*above, source.raw[line - 1], *below])
    hint = "To have it so in the file itself, put an empty line before and after each heading."
    notes.append(Diagnostic(tight[0], "heading-spacing", _told(len(tight), "no empty line around the heading"), hint))
    return parse(source, script.language, lenient=script.lenient)


def _headings(script: Script) -> int:
    return sum(element.kind is Kind.SCENE_HEADING and not element.forced for element in script.elements)


def _told(count: int, what: str) -> str:
    number = f"{count} scenes have" if count > 1 else "1 scene has"
    return f"{number} {what}; read as headings all the same."


def likely_headings(script: Script) -> tuple[int, ...]:
    """The lines that look like headings and are read as none."""
    rules = ("heading-spacing", "heading-number")
    return tuple(sorted({found.line for found in script.diagnostics if found.rule in rules}))
