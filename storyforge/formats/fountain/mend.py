"""Mends a script that was not written as Fountain, where nearly all of its headings or cues need it.

Three habits: headings without an empty line after them, scene numbers at both ends of a heading (`12  INT. ROOM - DAY
12`), and no capitals at all, so that no line is a cue. By the letter of Fountain all these are action. A few such lines
are slips, and their author hears of each; a whole script of them is a habit, and is read as it was meant.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.formats.fountain.parse import parse
from storyforge.model.screenplay import Diagnostic, Kind

if TYPE_CHECKING:
    from storyforge.formats.fountain.script import Script
    from storyforge.model.screenplay import Element

HABIT = 0.8
"""Share of all lines that look like headings from which on a slip is a habit."""

PEOPLE = 2
"""People who must speak twice in small letters before such lines are taken for cues."""

LONGEST = 24
WORDS = 3
"""Letters and words of a name in small letters."""


def mended(script: Script) -> tuple[Script, tuple[Diagnostic, ...]]:
    """The script with headings and cues as Fountain has them, and what was mended; itself where that is no habit."""
    notes: list[Diagnostic] = []
    for mend in (_numbered, _spaced, _cued):
        script = mend(script, notes)
    return script, tuple(notes)


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


def _cued(script: Script, notes: list[Diagnostic]) -> Script:
    """In a script without any cue, names in small letters over text: those of two people at least who come back."""
    if any(element.kind is Kind.CHARACTER for element in script.elements):
        return script
    found = {element.line: _small_name(element) for element in script.elements if _small_name(element)}
    times = Counter(found.values())
    known = {name for name, count in times.items() if count > 1}
    if len(known) < PEOPLE:
        return script
    source = script.source
    lines = [line for line, name in found.items() if name in known or source.raw[line - 1].rstrip().endswith(")")]
    for line in lines:
        source = source.spliced(line - 1, line, [f"@{source.raw[line - 1].lstrip()}"])
    shown = f"{len(lines)} names in small letters stand over text; read as cues all the same."
    hint = "To have it so in the file itself, write names in capitals, or with an @ before them."
    notes.append(Diagnostic(lines[0], "cue-case", shown, hint))
    return parse(source, script.language, lenient=script.lenient)


def _small_name(element: Element) -> str:
    """The name in the first line of a paragraph that looks like a speech in small letters, or nothing."""
    first, _, rest = element.text.partition("\n")
    if element.kind is not Kind.ACTION or element.forced or element.centered or not rest.strip():
        return ""
    name = classify.split_cue(first.strip()).name
    short = len(name) <= LONGEST and len(name.split()) <= WORDS and name[-1:].isalnum()
    return name if short and classify.is_lower(name) and name.islower() else ""


def _headings(script: Script) -> int:
    return sum(element.kind is Kind.SCENE_HEADING and not element.forced for element in script.elements)


def _told(count: int, what: str) -> str:
    number = f"{count} scenes have" if count > 1 else "1 scene has"
    return f"{number} {what}; read as headings all the same."


def likely_headings(script: Script) -> tuple[int, ...]:
    """The lines that look like headings and are read as none."""
    rules = ("heading-spacing", "heading-number")
    return tuple(sorted({found.line for found in script.diagnostics if found.rule in rules}))
