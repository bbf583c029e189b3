"""Quality of clips: each plays as long as its shot, moves, has no cut and no jump, and is heard where it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.checks.measuring import Measuring
from storyforge.checks.reading import Teller, paths, rate, readable
from storyforge.errors import StoryforgeError
from storyforge.model.clips import ClipSet
from storyforge.model.kinds import scene_path
from storyforge.model.shots import ShotList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding, Severity
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """What the offline camera films is as it should be; everybody else's clips are looked at."""
    tell = Teller(__name__, story)
    measuring, fps = Measuring(story), rate(story)
    for path in paths(story, "clips"):
        found = readable(story, path, ClipSet)
        shots = readable(story, scene_path(path.split("/")[1], "shots"), ShotList)
        known = {shot.id: shot for shot in shots.shots} if shots else {}
        for clip in found.clips if found else ():
            if clip.by.partition(":")[0] == "offline" or clip.id not in known:
                continue
            try:
                faults = measuring.clip(path, clip, known[clip.id], fps)
            except StoryforgeError:
                continue  # media_in_place says so
            for fault in faults:
                hint = f'Look at it, then ask for another: storyforge video {found.scene} -m "..."' if found else ""
                yield tell.about(cast("Severity", fault.severity), f"{clip.id} {fault.words}.", path, clip.id, hint)
    measuring.close()
