"""Frame prompts: pictures are clean, so none of them holds a line of dialogue, which would be drawn as a subtitle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, cut, readable, shot_lists
from storyforge.model.prompts import Prompts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

_WORDS = 4
"""Lines shorter than this may stand in a description by chance."""


def check(story: Story) -> Iterator[Finding]:
    """Dialogue belongs into the video prompt; the texts `frame` and `end_frame` describe one instant (craft 7)."""
    tell = Teller(__name__, story)
    for number, path, found in shot_lists(story):
        sheet = path.removesuffix("shots.yaml") + "prompts.yaml"
        prompts = readable(story, sheet, Prompts)
        lines = {shot.id: [line.text for line in shot.dialogue] for shot in found.shots}
        for index, entry in enumerate(prompts.prompts if prompts else ()):
            for name in ("frame", "end_frame"):
                text = _flat(getattr(entry, name))
                drawn = next((line for line in lines.get(entry.id, ()) if _long(line) and _flat(line) in text), None)
                if drawn is not None:
                    message = f'The {name} prompt of {entry.id} holds the line "{cut(drawn)}".'
                    hint = f'Take it out, or: storyforge prompts {number} -m "no dialogue in frames"'
                    yield tell.at("warning", message, sheet, "prompts", index, name, hint=hint)


def _flat(text: str) -> str:
    return "".join(text.split()).casefold()


def _long(line: str) -> bool:
    return len(line.split()) >= _WORDS or (not line.isascii() and len(line) >= 2 * _WORDS)
