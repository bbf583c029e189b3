"""Scripts with a new passage: what stands around it is read as before, and every scene keeps its number."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from storyforge.errors import StructureChangedError, UnknownSceneError, UnwritableElementError
from storyforge.formats import fountain
from storyforge.formats.fountain.write import alike
from storyforge.model.screenplay import Kind
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.fountain import Script, Source
    from storyforge.model.screenplay import Element
    from storyforge.pipeline.writing.passages import Stretch


def around_scene(script: Script, stretch: Stretch) -> tuple[int, int]:
    """Where the scenes of a stretch begin and end in the text; the title page and what precedes a scene are its own."""
    starts = _starts(script.source)
    lines = [starts[scene.line - 1] for scene in script.scenes]
    first = max((at for at in lines if at <= stretch.start), default=0)
    last = min((at for at in lines if at >= stretch.end), default=len(script.text))
    return first, last


def under_heading(script: Script, number: str) -> tuple[int, int]:
    """Where what stands under the heading of a scene begins and ends in the text; raises UnknownSceneError."""
    scenes = [scene for scene in script.scenes if not scene.omitted]
    scene = next((scene for scene in scenes if scene.number == number), None)
    if scene is None:
        raise UnknownSceneError(number, [each.number for each in scenes if each.number])
    starts = _starts(script.source)
    first = starts[scene.heading.last] if scene.heading and scene.heading.last < len(starts) else 0
    last = min((starts[each.line - 1] for each in script.scenes if each.line > scene.line), default=len(script.text))
    words = script.text[first:last]
    if not words.strip():
        return first, first
    return first + len(words) - len(words.lstrip()), first + len(words.rstrip())


def lines_within(script: Script, first: int, last: int) -> tuple[int, int]:
    """Where physical lines, counted from 1, begin and end in the text."""
    starts = _starts(script.source)
    return starts[first - 1], starts[last] if last < len(starts) else len(script.text)


def _starts(source: Source) -> list[int]:
    """Where each physical line begins in the text."""
    return [0, *accumulate(len(raw) + len(eol) for raw, eol in source.lines)]


def refuse_other_structure(old: Script, source: Source, changed: Sequence[tuple[Stretch, str]]) -> Script:
    """The script of a new source, its scenes numbered as they were; raises StructureChangedError.

    Elements that no stretch touches must be read as they were, in their place; one that a stretch cuts into must stay
    what it is where it is cut, so that a word of a speech does not make action of the rest.
    """
    new = fountain.parse(source, old.language, lenient=old.lenient)
    before, after = _Laid(old), _Laid(new)
    ordered = sorted(changed)
    ends = [0, *(stretch.end for stretch, _ in ordered)]
    starts = [*(stretch.start for stretch, _ in ordered), len(old.text)]
    moved = list(accumulate((len(words) - (s.end - s.start) for s, words in ordered), initial=0))
    for first, last, by in zip(ends, starts, moved, strict=True):
        cut = [element for element in before.between(first, last) if before.is_cut(element, first, last, ordered)]
        _compare(before.between(first, last), after.between(first + by, last + by), cut)
    numbered = _numbered(old, new)
    if [scene.number for scene in old.scenes] != [scene.number for scene in numbered.scenes]:
        line = before.line(ordered[0][0].start)
        raise StructureChangedError(SCRIPT, line, "there would be other scenes, or other scene numbers")
    return numbered


class _Laid:
    """A script whose elements are found by where they stand in the text."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._starts = _starts(script.source)

    def line(self, at: int) -> int:
        """The line of a place in the text, counted from 1."""
        return bisect_right(self._starts, at)

    def between(self, first: int, last: int) -> list[Element]:
        """The elements on whose lines a stretch has more than white space."""
        text = self.script.text
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first == last:
            return []
        top, bottom = self.line(first), self.line(last - 1)
        return [element for element in self.script.elements if element.last >= top and element.line <= bottom]

    def is_cut(self, element: Element, first: int, last: int, changed: Sequence[tuple[Stretch, str]]) -> bool:
        """Whether a change is within an element on the lines of a kept stretch, or takes a part of it.

        Where in its line a note stands is not known: it is kept where the stretch has it whole.
        """
        if element.inline:
            return element.text not in self.script.text[first:last]
        row = element.last - 1
        start, end = self._starts[element.line - 1], self._starts[row] + len(self.script.source.raw[row])
        return any(start < stretch.end and end > stretch.start for stretch, _ in changed)


def _compare(was: Sequence[Element], now: Sequence[Element], cut: Sequence[Element]) -> None:
    for one, other in zip_longest(was, now):
        if one and other and (alike(one, other) or (one in cut and one.kind is other.kind)):
            continue
        line = (one or was[-1]).line
        what = f"{_called(one)} would be read as {_called(other)}" if one else f"there would be {_called(other)} more"
        raise StructureChangedError(SCRIPT, line, what)


def _called(element: Element | None) -> str:
    return element.kind.value.replace("_", " ") if element else "nothing of its own"


def _numbered(old: Script, new: Script) -> Script:
    """Scene numbers that a new passage left out are written into it again, where it has as many headings."""
    before = [element for element in old.elements if element.kind is Kind.SCENE_HEADING]
    after = [element for element in new.elements if element.kind is Kind.SCENE_HEADING]
    if len(before) != len(after):
        return new
    pairs = [(now, was.number) for was, now in zip(before, after, strict=True) if was.number and not now.number]
    try:
        return fountain.set_scene_numbers(new, pairs)
    except UnwritableElementError:
        return new
