"""Given audio: it is the one that was listened to, and the shots of each scene last as long as what they play of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, rate, readable
from storyforge.model.audio import Audio
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.stretches import AUDIO, frame_at, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

SCRIPT = "script.fountain"


def check(story: Story) -> Iterator[Finding]:
    """A longer or shorter scene moves the pictures of all scenes behind it away from what is heard."""
    audio = readable(story, AUDIO, Audio)
    if audio is None:
        return
    tell = Teller(__name__, story)
    yield from _file(story, audio, tell)
    for number, span in story.summaries.stretches.items():
        yield from _begins(story, number, span[0], tell)
        path = scene_path(folder(number), "shots")
        frames, played = story.summaries.index(path).get("frames", 0), span[1] - span[0]
        if frames and frames != played:
            message = f"The shots of scene {number} have {frames} frames, and what they play of the audio has {played}."
            yield tell.on("warning", message, path, None, f"Make them again: storyforge shots {number}")


def _file(story: Story, audio: Audio, tell: Teller) -> Iterator[Finding]:
    found = story.summaries.get(audio.file)
    if found is None:
        yield tell.at("error", f"{audio.file} is not there.", AUDIO, "file", hint="Bring it back with git.")
    elif found.digest != audio.sha256:
        message = f"{audio.file} is another audio than the one that was listened to."
        hint = "Listen to it: storyforge run setup --outdated; or bring the old one back with git."
        yield tell.at("error", message, AUDIO, "sha256", hint=hint)


def _begins(story: Story, number: str, first: int, tell: Teller) -> Iterator[Finding]:
    """A note that is passed over, for its time is before the scene before, or too late."""
    scene = story.summaries.script_scene(number)
    marks = scene.get("marks")
    fps = rate(story)
    if marks and frame_at(marks[0][0], fps) != first:
        begins = stamp(round(first * 1000 / fps))
        message = f"The note of scene {number} says {stamp(marks[0][0])}, and the scene begins at {begins}."
        hint = "The first scene begins at 0:00.000, each other one behind the one before it and before the end."
        yield tell.on("warning", message, SCRIPT, scene.get("line"), hint)
