"""Gaps: questions that stand where only the author can say what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, readable, script
from storyforge.errors import StoryforgeError
from storyforge.model.beats import BeatSheet
from storyforge.story import SCRIPT
from storyforge.tasks.gaps import gaps_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

_TEXTS = ("lore.md", "narrative.md", "treatment.md", SCRIPT)
_BEATS = "beats.yaml"
_HINT = "Write what belongs there, or lock it as it is: --allow-todo"


def check(story: Story) -> Iterator[Finding]:
    """Nothing with a gap is locked unless that is allowed; each is told with its place and its question."""
    tell = Teller(__name__, story)
    for path in _TEXTS:
        if story.summaries.index(path).get("derived"):
            # What was taken backwards from a script only asks; nobody has to answer.
            continue
        for gap in gaps_in(_text(story, path)):
            scene = _scene(story, gap.line) if path == SCRIPT else ""
            yield tell.on("note", scene + _asked(gap.question), path, gap.line, _HINT)
    sheet = readable(story, _BEATS, BeatSheet)
    for index, beat in enumerate(sheet.beats if sheet and not sheet.derived else ()):
        for gap in gaps_in(beat.text):
            yield tell.at("note", f"{beat.id}: {_asked(gap.question)}", _BEATS, "beats", index, "text", hint=_HINT)


def _text(story: Story, path: str) -> str:
    try:
        return story.text(path)
    except StoryforgeError:
        return ""


def _scene(story: Story, line: int) -> str:
    """`Scene 4: `, where a line of the script is in one with a number."""
    found = script(story)
    scenes = [scene for scene in found.scenes if scene.line <= line] if found else []
    return f"Scene {scenes[-1].number}: " if scenes and scenes[-1].number else ""


def _asked(question: str) -> str:
    return question or "A gap without a question."
