"""Cues in scripts that have no capitals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.fountain.classify import split_cue
from storyforge.model.screenplay import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.formats.fountain.script import Script
    from storyforge.model.language import Language

_ENDS = '。？！…，、．.?!,;；:：؟،؛।」』”"'
_STARTS = '!.@#=>~([（「『“"△○〇'


class Suggestion(NamedTuple):
    """A line that is probably a cue: its physical line, the name, and how often the name stands like this."""

    line: int
    name: str
    times: int


def recurring_lines(stripped: Sequence[str], language: Language | None) -> frozenset[str]:
    """The names that are read as cues without a mark, in a language that is `caseless` in the table.

    A short line without punctuation at its end that stands twice or more between an empty line and text. A script
    that marks even one cue with `@` is taken at its word: then only marked cues count.
    """
    if language is None or not language.caseless or any(line[:1] == "@" for line in stripped):
        return frozenset()
    names = Counter(name for _, name in _candidates(stripped, language.cue_length))
    return frozenset(name for name, times in names.items() if times > 1)


def suggest_cues(script: Script, known: Iterable[str] = (), length: int = 12) -> tuple[Suggestion, ...]:
    """Lines that were read as action and are probably cues; for a person to confirm, never applied.

    A short line (at most `length` characters, no punctuation at its end) directly over text that recurs like this,
    or is one of the `known` names of the cast. Only lines without a lower-case letter are looked at.
    """
    action = [e for e in script.elements if e.kind is Kind.ACTION and not e.centered and not e.forced]
    lines: list[str] = []
    places: list[int] = []
    for element in action:
        for offset, line in enumerate(element.text.split("\n")):
            lines.append(line.strip())
            places.append(element.line + offset)
        lines.append("")
        places.append(0)
    found = [(places[row], name) for row, name in _candidates(lines, length)]
    times = Counter(name for _, name in found)
    cast = frozenset(known) | {e.text for e in script.elements if e.kind is Kind.CHARACTER}
    return tuple(Suggestion(line, name, times[name]) for line, name in found if times[name] > 1 or name in cast)


def _candidates(stripped: Sequence[str], length: int) -> list[tuple[int, str]]:
    found = []
    for row in range(len(stripped) - 1):
        line = stripped[row]
        if not line or (row and stripped[row - 1]) or not stripped[row + 1] or line[0] in _STARTS:
            continue
        name = split_cue(line).name
        if 0 < len(name) <= length and name[-1] not in _ENDS and _has_no_case(name):
            found.append((row, name))
    return found


def _has_no_case(name: str) -> bool:
    return any(map(str.isalpha, name)) and not any(char.islower() or char.isupper() for char in name)
