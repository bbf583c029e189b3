"""Change elements of a script: only their own lines change, and what they say is read back before it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from storyforge.errors import ForeignElementError, UnwritableElementError
from storyforge.formats.fountain import classify
from storyforge.formats.fountain.parse import parse
from storyforge.formats.fountain.write import LOOSE, alike, element_lines, is_spoken, unwritable
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.formats.fountain.script import Script
    from storyforge.formats.fountain.source import Source


class Splice(NamedTuple):
    """New lines in the place of the physical lines `first` to `last`, counted from 0, `last` excluded."""

    first: int
    last: int
    lines: list[str]


def replace_element(script: Script, element: Element, new: Element) -> Script:
    """Put `new` in the place of `element`; notes that stand within its lines stay, behind its text.

    Lines of a paragraph or speech that stay as they are keep their bytes, and other lines their indent.

    Raises:
        ForeignElementError: the script has no such element, or it stands within another one's lines.
        UnwritableElementError: it would be read as something else, or change what its neighbours are.
    """
    index = _index(script, element)
    held = held_within(script.elements, index)
    wanted = [*script.elements[:index], new, *script.elements[index + 1 :]]
    versions = (_replacement(script, element, new, held, forced=forced) for forced in (False, True))
    splices = ([Splice(element.line - 1, element.last, lines)] for lines in versions)
    return first_that_reads(script, splices, wanted, new)


def insert_after(script: Script, element: Element | None, new: Element | Sequence[Element]) -> Script:
    """Put one or more elements behind `element`, or behind the title page if it is `None`.

    What is spoken goes directly under the cue or speech before it; an empty line is set before and after anything else.

    Raises:
        ForeignElementError: the script has no such element.
        UnwritableElementError: it would be read as something else, or change what its neighbours are.
    """
    added = [new] if isinstance(new, Element) else list(new)
    if not added:
        return script
    index = _insertion(script, element)
    wanted = [*script.elements[:index], *added, *script.elements[index:]]
    at = max((each.last for each in script.elements[:index]), default=0)
    splices = ([insertion(script, at, added, forced=forced)] for forced in (False, True))
    return first_that_reads(script, splices, wanted, added[0])


def remove(script: Script, elements: Element | Sequence[Element]) -> Script:
    """Take one or more elements out, with the notes in their lines and one of two empty lines that would be left.

    Raises:
        ForeignElementError: the script has no such element.
        UnwritableElementError: what is left would be read differently, such as a speech without its cue.
    """
    gone = [elements] if isinstance(elements, Element) else list(elements)
    indexes = {_index(script, element) for element in gone}
    for index in sorted(indexes):
        indexes.update(range(index + 1, index + 1 + len(held_within(script.elements, index))))
    wanted = [element for index, element in enumerate(script.elements) if index not in indexes]
    splices = _merged(gone)
    tidy = [_with_blank(script.source, splice) for splice in splices]
    return first_that_reads(script, (tidy, splices), wanted, gone[0]) if gone else script


def set_scene_number(script: Script, heading: Element, number: str | None) -> Script:
    """Write a scene number into a heading, or take it out.

    Raises:
        ForeignElementError: the script has no such heading.
        UnwritableElementError: the number can't be written (letters, digits, dashes and periods only).
    """
    return set_scene_numbers(script, [(heading, number)])


def set_scene_numbers(script: Script, numbers: Iterable[tuple[Element, str | None]]) -> Script:
    """Write many scene numbers at once; see `set_scene_number`."""
    wanted = list(script.elements)
    splices = []
    last: Element | None = None
    for heading, number in numbers:
        if heading.number == number:
            continue
        index = _index(script, heading)
        wanted[index] = last = replace(heading, number=number)
        splices.append(_numbered(script.source, heading, number))
    return first_that_reads(script, [splices], wanted, last) if last else script


def _numbered(source: Source, heading: Element, number: str | None) -> Splice:
    mark = f"#{number}#" if number else ""
    for row in range(heading.last - 1, heading.line - 2, -1):
        raw = source.raw[row]
        if heading.number and (found := raw.rfind(f"#{heading.number}#")) >= 0:
            before, after = raw[:found], raw[found + len(heading.number) + 2 :]
            return Splice(row, row + 1, [before + mark + after if mark else before.rstrip() + after])
    row = heading.last - 1
    raw = source.raw[row]
    text = raw.rstrip()
    return Splice(row, row + 1, [f"{text} {mark}{raw[len(text) :]}"])


def insertion(script: Script, at: int, added: Sequence[Element], *, forced: bool = False) -> Splice:
    """New elements between physical lines, with the empty lines they need; `at` lines stand before them."""
    words = classify.words_of(script.language)
    lines: list[str] = []
    for row, element in enumerate(added):
        spoken = row + 1 < len(added) and is_spoken(added[row + 1])
        if row and not is_spoken(element) and element.kind is not Kind.TITLE_ENTRY:
            lines.append("")
        lines.extend(element_lines(element, words, speech=spoken, forced=forced))
    raw = script.source.raw
    joins = is_spoken(added[0]) or (added[0].kind is Kind.TITLE_ENTRY and at > 0)
    if at and raw[at - 1].strip() and not joins:
        lines.insert(0, "")
    # A line of spaces would be spoken by what is put before it, so it does not count as empty here.
    if at < len(raw) and raw[at] and not joins:
        lines.append("")
    return Splice(at, at, lines)


def first_that_reads(
    script: Script, attempts: Iterable[Sequence[Splice]], wanted: Sequence[Element], culprit: Element
) -> Script:
    """The script after the first set of splices after which exactly the wanted elements are read."""
    for splices in attempts:
        source = script.source
        for splice in sorted(splices, key=lambda splice: splice.first, reverse=True):
            source = source.spliced(*splice)
        new = parse(source, script.language, lenient=script.lenient)
        if len(new.elements) == len(wanted) and all(map(alike, new.elements, wanted)):
            return new
    raise UnwritableElementError(culprit.kind, culprit.text, culprit.line, unwritable(culprit))


def _index(script: Script, element: Element) -> int:
    if element.inline or element not in script.elements:
        raise ForeignElementError(element.kind, element.text)
    return script.elements.index(element)


def held_within(elements: Sequence[Element], index: int) -> list[Element]:
    """The notes and boneyards that stand within the lines of an element."""
    found = []
    for element in elements[index + 1 :]:
        if not element.inline:
            break
        found.append(element)
    return found


def _insertion(script: Script, element: Element | None) -> int:
    if element is not None:
        index = _index(script, element)
        return index + 1 + len(held_within(script.elements, index))
    index = 0
    for row, each in enumerate(script.elements):
        if each.kind is not Kind.TITLE_ENTRY and not each.inline:
            break
        index = row + 1
    return index


def _replacement(script: Script, old: Element, new: Element, held: list[Element], *, forced: bool) -> list[str]:
    words = classify.words_of(script.language)
    raw = script.source.raw[old.line - 1 : old.last]
    lines = element_lines(new, words, speech=_speech_below(script, old), forced=forced)
    indent = raw[0][: len(raw[0]) - len(raw[0].lstrip())]
    if held:
        for element in held:
            loose = element_lines(element, words)
            lines = [*lines[:-1], f"{lines[-1]} {loose[0]}", *loose[1:]]
    elif new.kind is old.kind and new.kind in (Kind.ACTION, Kind.DIALOGUE) and not forced:
        return _kept(raw, element_lines(old, words), lines, "" if new.kind is Kind.ACTION else indent)
    if new.kind is Kind.ACTION or new.kind in LOOSE:
        return lines
    return [indent + lines[0], *lines[1:]] if new.kind is old.kind else lines


def _kept(raw: Sequence[str], old: list[str], new: list[str], indent: str) -> list[str]:
    """New lines, but each that says what the line in its place said is left as it stands."""
    if len(raw) != len(old):
        return new
    indented = [indent + line if line.strip() else line for line in new]
    return [raw[row] if old[row : row + 1] == [line] else indented[row] for row, line in enumerate(new)]


def _speech_below(script: Script, element: Element) -> bool:
    index = script.elements.index(element) + 1
    after = (each for each in script.elements[index:] if each.kind not in LOOSE)
    below = next(after, None)
    return below is not None and is_spoken(below)


def _merged(gone: Sequence[Element]) -> list[Splice]:
    """The lines of elements, those that touch taken together."""
    splices: list[Splice] = []
    for element in sorted(gone, key=lambda element: element.line):
        first = splices.pop().first if splices and splices[-1].last == element.line - 1 else element.line - 1
        splices.append(Splice(first, element.last, []))
    return splices


def _with_blank(source: Source, splice: Splice) -> Splice:
    """A removal with the empty line after it, where one stands before it too or nothing does."""
    first, last, _ = splice
    free = first == 0 or not source.raw[first - 1].strip()
    return Splice(first, last + 1, []) if free and last < len(source.raw) and not source.raw[last].strip() else splice
