"""Dialogue: what the shots of a scene say is what the script says, word for word and in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, cast_of, cut, script, shot_lists, shots_command
from storyforge.model.screenplay import Speech
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.model.cast import Cast
    from storyforge.model.finding import Finding
    from storyforge.model.screenplay import ScriptScene
    from storyforge.model.shots import ShotList
    from storyforge.story import Story

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Run:
    """All that one person says before somebody else speaks: its letters, and where each part of them begins."""

    who: str
    letters: str
    parts: tuple[tuple[int, str, Place], ...]
    """(first letter, words, place) of each part."""

    def part_at(self, letter: int) -> tuple[str, Place]:
        """The words that a letter belongs to, and their place."""
        return next(((words, place) for at, words, place in reversed(self.parts) if at <= letter), ("", ()))


def check(story: Story) -> Iterator[Finding]:
    """The first difference of each scene, white space left out: speech is cut into shots at spaces only."""
    tell = Teller(__name__, story)
    source = script(story)
    scenes = {scene.number: scene for scene in source.scenes if not scene.omitted} if source else {}
    cast = cast_of(story)
    for number, path, found in shot_lists(story):
        scene = scenes.get(number)
        if scene is None:
            continue
        difference = _difference(list(_runs(_shots_say(found))), list(_runs(_script_says(scene, cast))))
        if difference is not None:
            message, shot, line = difference
            hint = f"Write it as the script has it, or: {shots_command(number, 'dialogue as in the script')}"
            where = f" ({SCRIPT}:{line})" if line else ""
            yield tell.at("error", f"Scene {number}: {message}{where}.", path, *(shot or ("shots",)), hint=hint)


def _shots_say(found: ShotList) -> Iterator[tuple[str, str, Place]]:
    for index, shot in enumerate(found.shots):
        for row, line in enumerate(shot.dialogue):
            yield line.character, line.text, ("shots", index, "dialogue", row, "text")


def _script_says(scene: ScriptScene, cast: Cast) -> Iterator[tuple[str, str, Place]]:
    for block in scene.blocks():
        if isinstance(block, Speech):
            yield next(iter(cast.speakers(block.name)), ""), block.words, (block.line,)


def _runs(said: Iterable[tuple[str, str, Place]]) -> Iterator[Run]:
    """Neighbouring lines of one speaker joined; lines without words say nothing."""
    run = Run("", "", ())
    for who, words, place in said:
        letters = "".join(words.split())
        if not letters:
            continue
        if run.parts and who != run.who:
            yield run
            run = Run(who, "", ())
        run = Run(who, run.letters + letters, (*run.parts, (len(run.letters), words, place)))
    if run.parts:
        yield run


def _difference(shots: Sequence[Run], script: Sequence[Run]) -> tuple[str, Place, str | int] | None:
    """The first difference: what it is, its place in the shot list, and the line of the script."""
    for mine, theirs in zip(shots, script, strict=False):
        if (mine.who, mine.letters) == (theirs.who, theirs.letters):
            continue
        at = _first_unlike(mine.letters, theirs.letters)
        words, place = mine.part_at(min(at, len(mine.letters) - 1))
        wanted, line = theirs.part_at(min(at, len(theirs.letters) - 1))
        if mine.who != theirs.who:
            return f'{mine.who or "nobody"} says "{cut(words)}", the script gives it to {theirs.who}', place, line[0]
        return f'the shots say "{cut(words)}", the script "{cut(wanted)}"', place, line[0]
    if len(shots) > len(script):
        words, place = shots[len(script)].part_at(0)
        return f'the script has no line "{cut(words)}"', place, ""
    if len(script) > len(shots):
        wanted, line = script[len(shots)].part_at(0)
        return f'no shot says "{cut(wanted)}"', (), line[0]
    return None


def _first_unlike(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
