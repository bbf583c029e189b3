"""Scene numbers: every scene has one, of the form productions use, and no two have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, script
from storyforge.errors import DuplicateSceneNumberError, SceneNumberError
from storyforge.model.numbering import is_number
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """A number that is missing is given by the next `save`; a duplicate only the author can mend."""
    tell = Teller(__name__, story)
    source = script(story)
    first: dict[str, int] = {}
    for scene in source.scenes if source else ():
        number, line = scene.number, scene.line
        if scene.heading is None:
            hint = "Write a heading before it: INT. KITCHEN - DAY"
            yield tell.on("note", "What stands before the first scene heading is in no scene.", SCRIPT, line, hint)
        elif number is None:
            yield tell.on(
                "warning", f'The scene "{scene.title}" has no number yet.', SCRIPT, line, "Give it one: storyforge save"
            )
        elif not is_number(number):
            wrong = SceneNumberError(number)
            yield tell.on("warning", wrong.message, SCRIPT, line, wrong.hint)
        elif number in first:
            twice = DuplicateSceneNumberError(number, first[number], line, SCRIPT)
            yield tell.on("error", twice.message, SCRIPT, line, twice.hint)
        else:
            first[number] = line
