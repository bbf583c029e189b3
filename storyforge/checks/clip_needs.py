"""What the shots of a story want of whoever makes their clips and pictures, where any file may be missing or broken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from storyforge.checks.reading import rate, readable, script, shot_lists, spoken
from storyforge.checks.speech_fits import spoken_beside, spoken_seconds
from storyforge.model.clips import ClipSet
from storyforge.model.frames import FrameSet
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.prompts import InputContract, Prompts
from storyforge.model.timing import frames, seconds
from storyforge.providers.fitting import ClipNeed
from storyforge.providers.media_rows import media_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from storyforge.model.prompts import PromptSet
    from storyforge.model.shots import Shot
    from storyforge.providers.base import Sent
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class PictureNeed:
    """One frame of a shot, or the place of a scene alone."""

    scene: str
    item: str
    references: int = 0
    prompt: str = ""
    made: bool = False
    grows: bool = False
    """Whether it grows out of the end frame of the shot before."""
    still: bool = False
    """Whether it is the end frame of a shot with a camera that does not move."""


def clip_needs(story: Story, scenes: Collection[str] = ()) -> Iterator[ClipNeed]:
    """What each shot of some scenes wants, or of all; of one without prompts yet the strictest that a shot may want."""
    fps, language = rate(story), spoken(story)
    source = script(story)
    beside = {scene.number: spoken_beside(scene) for scene in source.scenes} if source else {}
    for number, _, found in shot_lists(story):
        if scenes and number not in scenes:
            continue
        sets, made = _prompts(story, number), _filmed(story, number)
        for shot in found.shots:
            given = sets[shot.id].input_contract if shot.id in sets else InputContract.model_validate({})
            words = spoken_seconds(shot, language, beside.get(number, ()))
            yield ClipNeed(
                number,
                shot.id,
                seconds(shot.frames, fps),
                _sent(given),
                given.end_frame,
                len(given.references),
                seconds(frames(words, fps), fps) if words else Fraction(0),
                sets[shot.id].video if shot.id in sets else "",
                made=shot.id in made,
            )


def picture_needs(story: Story, scenes: Collection[str] = ()) -> Iterator[PictureNeed]:
    """The pictures of each scene that has prompts: its place alone, and the frames of each shot."""
    for number, _, found in shot_lists(story):
        sets = _prompts(story, number)
        if not sets or (scenes and number not in scenes):
            continue
        drawn = _drawn(story, number)
        yield PictureNeed(number, "establishing", 0, made="establishing" in drawn)
        for shot in found.shots:
            if shot.id in sets:
                yield from _frames(number, shot, sets[shot.id], drawn)


def without_prompts(story: Story) -> int:
    """How many shots have no prompts yet."""
    return sum(shot.id not in _prompts(story, number) for number, _, found in shot_lists(story) for shot in found.shots)


def _frames(number: str, shot: Shot, given: PromptSet, drawn: Collection[str]) -> Iterator[PictureNeed]:
    contract = given.input_contract
    count = min(media_table()["references"], len(contract.references) + contract.previous_end_frame)
    grows = contract.previous_end_frame
    yield PictureNeed(number, f"{shot.id}.start", count, given.frame, f"{shot.id}.start" in drawn, grows=grows)
    if contract.end_frame:
        still = shot.camera.move == "static"
        yield PictureNeed(number, f"{shot.id}.end", count, given.end_frame, f"{shot.id}.end" in drawn, still=still)


def _sent(given: InputContract) -> Sent:
    if given.sends != "anchors":
        return given.sends
    return "first+last" if given.end_frame else "first"


def _prompts(story: Story, number: str) -> dict[str, PromptSet]:
    found = readable(story, scene_path(folder(number), "prompts"), Prompts)
    return {entry.id: entry for entry in found.prompts} if found else {}


def _filmed(story: Story, number: str) -> set[str]:
    found = readable(story, scene_path(folder(number), "clips"), ClipSet)
    return {clip.id for clip in found.clips} if found else set()


def _drawn(story: Story, number: str) -> set[str]:
    found = readable(story, scene_path(folder(number), "frames"), FrameSet)
    return set(found.pictures()) if found else set()
