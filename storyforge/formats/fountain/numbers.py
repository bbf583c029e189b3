"""Scene numbers in a script: given once, kept for good."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

from storyforge.errors import DuplicateSceneNumberError
from storyforge.formats.fountain.edit import Splice, first_that_reads, held_within, insertion, set_scene_numbers
from storyforge.formats.languages import fold
from storyforge.model.numbering import is_number, letters, parse_number
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.formats.fountain.script import Script

_GROUP = re.compile(r"[A-Z]+|[0-9]+")
_JOINED = re.compile(r"([A-Z]{0,2})0*([0-9]{1,4})([A-Z]{0,2})")


def number_scenes(
    script: Script, locked: Sequence[str] | Mapping[str, str] = (), path: str = "script.fountain"
) -> Script:
    """Give every scene a number, and change no number that is there.

    Before the first lock, scenes are counted from 1 in order, around the numbers already written; `A4` only where no
    whole number fits. `locked` are the numbers in use when the script was last locked, in order: from then on a new
    scene before scene 4 is `A4`, then `B4`, a new last scene gets the next whole number, none is given out twice, and
    a scene that is gone stays as `OMITTED` where it was. Where `locked` maps numbers to headings, a scene whose number
    was lost gets it back by its heading. Numbers of another form (`I-1-A`) are mapped, the original kept in a note.

    Raises:
        DuplicateSceneNumberError: two scenes have the same number.
    """
    refuse_duplicates(script, path)
    if isinstance(locked, Mapping):
        script = _restored(script, locked)
    script = _put_back(script, tuple(locked))
    headings = [element for element in script.elements if element.kind is Kind.SCENE_HEADING]
    odd = {row: each.number for row, each in enumerate(headings) if each.number and not is_number(each.number)}
    numbers = [None if row in odd else heading.number for row, heading in enumerate(headings)]
    used = {number for number in numbers if number} | set(locked)
    for row, written in odd.items():
        numbers[row] = _mapped(written, used)
    _fill(numbers, used, locked=bool(locked))
    script = set_scene_numbers(script, list(zip(headings, numbers, strict=True)))
    return _with_originals(script, odd) if odd else script


def _restored(script: Script, locked: Mapping[str, str]) -> Script:
    """Give a lost number back to the scene that still has its heading."""
    headings = [element for element in script.elements if element.kind is Kind.SCENE_HEADING]
    present = {heading.number for heading in headings}
    bare: dict[str, list[Element]] = {}
    for heading in headings:
        if heading.number is None:
            bare.setdefault(fold(heading.text), []).append(heading)
    gone = [(number, bare.get(fold(text), [])) for number, text in locked.items() if number not in present]
    return set_scene_numbers(script, [(same.pop(0), number) for number, same in gone if same])


def refuse_duplicates(script: Script, path: str) -> None:
    """Raises DuplicateSceneNumberError with both lines where two scenes have the same number."""
    seen: dict[str, int] = {}
    for element in script.elements:
        if element.kind is Kind.SCENE_HEADING and element.number:
            if element.number in seen:
                raise DuplicateSceneNumberError(element.number, seen[element.number], element.line, path)
            seen[element.number] = element.line


def _mapped(written: str, used: set[str]) -> str | None:
    """`I-1-A` is `I1A`; nothing where that is no number, or taken. What it gives is used from then on."""
    match = _JOINED.fullmatch("".join(_GROUP.findall(written.upper())))
    if match is None or len(re.findall("[0-9]+", written)) != 1:
        return None
    number = f"{match.group(1)}{match.group(2)}{match.group(3)}"
    if number in used:
        return None
    used.add(number)
    return number


def _fill(numbers: list[str | None], used: set[str], *, locked: bool) -> None:
    """Number each run of unnumbered scenes from what stands before and after it."""
    index = 0
    while index < len(numbers):
        if numbers[index] is not None:
            index += 1
            continue
        end = next((row for row in range(index, len(numbers)) if numbers[row] is not None), len(numbers))
        before = max((parse_number(number).count for number in numbers[:index] if number), default=0)
        after = numbers[end] if end < len(numbers) else None
        for row, number in zip(range(index, end), _free(before, after, end - index, used, locked=locked), strict=True):
            numbers[row] = number
            used.add(number)
        index = end


def _free(before: int, after: str | None, wanted: int, used: set[str], *, locked: bool) -> list[str]:
    """So many numbers for scenes behind number `before` and in front of scene `after`."""
    if after is None:
        floor = max((parse_number(number).count for number in used), default=0) if locked else before
        return _take(_whole(floor + 1), wanted, used)
    following = parse_number(after).count
    room = [str(number) for number in range(before + 1, following) if str(number) not in used]
    if not locked and len(room) >= wanted:
        return room[:wanted]
    return _take((f"{letters(place)}{following}" for place in range(1, 26 + 26 * 26 + 1)), wanted, used)


def _whole(start: int) -> Iterator[str]:
    return map(str, count(start))


def _take(numbers: Iterator[str], wanted: int, used: set[str]) -> list[str]:
    found: list[str] = []
    for number in numbers:
        if len(found) == wanted:
            break
        if number not in used:
            found.append(number)
    return found


def _put_back(script: Script, locked: Sequence[str]) -> Script:
    """A placeholder for every locked scene that is gone, behind the scene that it followed."""
    present = {scene.number: scene for scene in script.scenes if scene.number}
    gone = [number for number in locked if number not in present]
    if not gone:
        return script
    places: dict[int, list[Element]] = {}
    at = _first_heading(script)
    for number in locked:
        if number in present:
            scene = present[number]
            at = (scene.elements[-1] if scene.elements else scene.heading or scene.elements[0]).last
        else:
            places.setdefault(at, []).append(Element(Kind.SCENE_HEADING, "OMITTED", 0, 0, number=number, forced=True))
    splices = [insertion(script, at, added) for at, added in places.items()]
    return first_that_reads(script, [splices], _with_placeholders(script, places), next(iter(places.values()))[0])


def _first_heading(script: Script) -> int:
    """How many lines stand before the first scene."""
    first = next((element for element in script.elements if element.kind is Kind.SCENE_HEADING), None)
    if first is not None:
        return first.line - 1
    return max((element.last for element in script.elements), default=0)


def _with_placeholders(script: Script, places: dict[int, list[Element]]) -> list[Element]:
    wanted: list[Element] = []
    left = dict(sorted(places.items()))
    for element in script.elements:
        for at in [at for at in left if not element.inline and element.line > at]:
            wanted.extend(left.pop(at))
        wanted.append(element)
    return wanted + [element for added in left.values() for element in added]


def _with_originals(script: Script, odd: dict[int, str]) -> Script:
    """Write the number that a scene had as a note before its new one."""
    headings = [element for element in script.elements if element.kind is Kind.SCENE_HEADING]
    notes = {headings[row]: f"scene number was {written}" for row, written in odd.items()}
    splices = []
    wanted = list(script.elements)
    for heading, note in reversed(notes.items()):
        number = f"#{heading.number}#"
        row = next(row for row in range(heading.last - 1, -1, -1) if number in script.source.raw[row])
        before, _, after = script.source.raw[row].rpartition(number)
        splices.append(Splice(row, row + 1, [f"{before}[[{note}]] {number}{after}"]))
        index = wanted.index(heading)
        index += 1 + len(held_within(wanted, index))
        wanted.insert(index, Element(Kind.NOTE, note, heading.line, heading.last, inline=True))
    return first_that_reads(script, [splices], wanted, headings[0])
