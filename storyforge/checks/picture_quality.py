"""Quality of frames: each is sharp, lit, and can be read when it is small; apart from what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.checks.measuring import Measuring, Night
from storyforge.checks.reading import Teller, paths, readable
from storyforge.errors import StoryforgeError
from storyforge.model.frames import FrameSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding, Severity
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """What the offline artist draws is as it should be; everybody else's pictures are looked at."""
    tell = Teller(__name__, story)
    measuring, night = Measuring(story), Night(story)
    for path in paths(story, "frames"):
        found = readable(story, path, FrameSet)
        for item, frame in found.pictures().items() if found else ():
            if frame.by.partition(",")[0].partition(":")[0] == "offline" and "," not in frame.by:
                continue
            try:
                faults = measuring.picture(path, frame, night=night.is_at(path))
            except StoryforgeError:
                continue  # media_in_place says so
            for fault in faults:
                hint = f'storyforge frame redo {item} --reason {fault.reason} -m "..."' if fault.reason else ""
                yield tell.about(cast("Severity", fault.severity), f"{item} {fault.words}.", path, item, hint)
    measuring.close()
