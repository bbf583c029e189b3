"""Which scene is which: the scenes of an edited script, found again among those of the script that was approved.

The author owns the text, the program owns the numbers. A scene is known by its number, and by what is in it: so a
number that was changed by hand is seen, and one that was lost comes back.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.errors import OmittedSceneNumberError, RenumberedSceneError
from storyforge.formats.fountain.edit import set_scene_numbers
from storyforge.formats.fountain.numbers import number_scenes, refuse_duplicates
from storyforge.formats.languages import fold
from storyforge.model.screenplay import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from storyforge.formats.fountain.script import Script
    from storyforge.model.screenplay import Element, ScriptScene

_WORD = re.compile(r"\w+")
_SILENT = frozenset({Kind.SCENE_HEADING, Kind.NOTE, Kind.BONEYARD, Kind.SECTION, Kind.SYNOPSIS, Kind.PAGE_BREAK})
_ENOUGH = 5
"""Words that a scene must have to be known by them alone, whatever its heading says."""
_LIKE = 0.8
"""Share of words that an edited scene has in common with what it was; two scenes of one place have half of that."""
_STILL = 0.6
"""Share of its own old words with which a scene is still itself, whatever came into it."""
_RESTORED = 0.5
"""The same for a scene that still has its heading, and has lost its number."""


@dataclass(frozen=True)
class Known:
    """A scene by what is in it."""

    scene: ScriptScene

    @cached_property
    def title(self) -> str:
        """The heading, case aside."""
        return fold(self.scene.title)

    @cached_property
    def text(self) -> str:
        """All that is seen and heard, white space aside."""
        return " ".join(" ".join(e.text.split()) for e in self.scene.elements if e.kind not in _SILENT)

    @cached_property
    def words(self) -> Counter[str]:
        """The words of heading and text."""
        return Counter(_WORD.findall(f"{self.title} {self.text}".casefold()))

    @cached_property
    def key(self) -> str:
        """What it is known by: its text, and its heading too where it says little."""
        return self.text if len(_WORD.findall(self.text)) >= _ENOUGH else f"{self.title}\n{self.text}"

    def likeness(self, other: Known) -> float:
        """The share of words that two scenes have in common, from 0 to 1."""
        both = sum((self.words & other.words).values())
        return 2 * both / (sum(self.words.values()) + sum(other.words.values()) or 1)

    def within(self, other: Known) -> float:
        """The share of this scene's words that are in the other one."""
        return sum((self.words & other.words).values()) / (sum(self.words.values()) or 1)


def number_again(
    script: Script,
    approved: Script,
    path: str = "script.fountain",
    former: Callable[[str], ScriptScene | None] = lambda _: None,
) -> Script:
    """Number an edited script as `number_scenes` does, where `approved` is the script whose numbers count.

    `former` gives a scene as it was before it was omitted: only that one may have its number back.

    Raises:
        DuplicateSceneNumberError: two scenes have the same number.
        RenumberedSceneError: a scene of the approved script was given another number by hand.
        OmittedSceneNumberError: another scene was given the number of one that is omitted.
    """
    refuse_duplicates(script, path)
    old = _numbered(approved.scenes)
    new = _numbered(script.scenes)
    omitted = {scene.number for scene in approved.scenes if scene.number and scene.omitted}
    taken = _renumbered(new, old)
    for number, known in new.items():
        if number in taken:
            raise RenumberedSceneError(number, taken[number], path, *_place(script, known.scene))
        if number in omitted and not _is_back(known, former(number)):
            raise OmittedSceneNumberError(number, path, *_place(script, known.scene))
    script = set_scene_numbers(script, _lost(script, {n: k for n, k in old.items() if n not in new}))
    return number_scenes(script, [scene.number for scene in approved.scenes if scene.number], path)


def _numbered(scenes: Iterable[ScriptScene]) -> dict[str, Known]:
    return {scene.number: Known(scene) for scene in scenes if scene.number and not scene.omitted}


def _is_back(known: Known, former: ScriptScene | None) -> bool:
    """Whether an omitted scene has come back, and not another one under its number."""
    if former is None:
        return False
    was = Known(former)
    return was.key == known.key or was.title == known.title or was.likeness(known) >= _LIKE


def _place(script: Script, scene: ScriptScene) -> tuple[int, int]:
    """Line and column, from 1, at which a scene's number is written."""
    heading = scene.heading
    if heading is None:
        return scene.line, 1
    for row in range(heading.last - 1, heading.line - 2, -1):
        if (column := script.source.raw[row].rfind(f"#{heading.number}#")) >= 0:
            return row + 1, column + 1
    return heading.line, 1


def _renumbered(new: Mapping[str, Known], old: Mapping[str, Known]) -> dict[str, str]:
    """Number as written -> the number that the scene has in the approved script, where they differ."""
    changed = {number: known for number, known in new.items() if number not in old or old[number].key != known.key}
    if not changed:
        return {}
    counts = Counter(known.key for known in old.values())
    by_key = {known.key: number for number, known in old.items() if counts[known.key] == 1}
    gone = {number: known for number, known in old.items() if number not in new}
    found: dict[str, str] = {}
    for number, known in changed.items():
        same = by_key.get(known.key)
        if same is not None:
            if same not in new or new[same].key != known.key:
                found[number] = same
        elif number not in old or old[number].within(known) < _STILL:
            near = max(gone, key=lambda each: gone[each].likeness(known), default=None)
            if near is not None and gone[near].likeness(known) >= _LIKE:
                found[number] = near
    return found


def _lost(script: Script, gone: Mapping[str, Known]) -> list[tuple[Element, str]]:
    """The scenes that have lost their numbers, each with the one it had: those that say the same first."""
    bare = [Known(scene) for scene in script.scenes if scene.heading is not None and not scene.number]
    pairs = sorted(
        (
            (known.key != was.key, -known.likeness(was), row, place, number)
            for row, known in enumerate(bare)
            for place, (number, was) in enumerate(gone.items())
            if known.key == was.key or (known.title == was.title and known.likeness(was) >= _RESTORED)
        ),
    )
    found: dict[int, str] = {}
    for *_, row, _, number in pairs:
        if row not in found and number not in found.values():
            found[row] = number
    return [(heading, number) for row, number in found.items() if (heading := bare[row].scene.heading) is not None]
