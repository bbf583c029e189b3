"""Length of shots: none is longer than video models can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, rate, shot_lists
from storyforge.model.timing import LONGEST_SHOT, most_frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """At most 8 s, in whole frames at the story's rate."""
    tell = Teller(__name__, story)
    fps = rate(story)
    most = most_frames(fps)
    for _, path, found in shot_lists(story):
        for index, shot in enumerate(found.shots):
            if shot.frames > most:
                length = float(seconds(shot.frames, fps))
                message = f"{shot.id} lasts {length:.1f} s; a shot is never longer than {LONGEST_SHOT} s."
                hint = f"Write frames: {most} or fewer, or make two shots of it."
                yield tell.at("error", message, path, "shots", index, "frames", hint=hint)
