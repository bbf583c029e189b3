"""Speech: the words of a shot can be said while it lasts, at the speech rate of the story's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, rate, shot_lists, spoken
from storyforge.formats.languages import speech_seconds
from storyforge.model.timing import frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """The words alone, without air around them; a model that is given too many drops some (craft 2)."""
    tell = Teller(__name__, story)
    fps, language = rate(story), spoken(story)
    for _, path, found in shot_lists(story):
        for index, shot in enumerate(found.shots):
            needed = sum(speech_seconds(line.text, language) for line in shot.dialogue)
            if shot.dialogue and frames(needed, fps) > shot.frames:
                length = float(seconds(shot.frames, fps))
                message = f"{shot.id} lasts {length:.1f} s, its words take {needed:.1f} s to say."
                hint = f"Write frames: {frames(needed, fps)} or more, or move a line to another shot."
                yield tell.at("warning", message, path, "shots", index, "frames", hint=hint)
