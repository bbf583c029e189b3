"""Around the making of frames: which way they are bought, and how far each new start frame is from the end before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.counted import counted

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 12
"""Frames of which each is scored at once; of more, `check` says which drift."""
Shown = dict[tuple[str, str], str]
"""Scene and item -> the digest of the picture."""


def choose_mode(folder: Path, scenes: tuple[str, ...], spending: dict[str, Any], *, quick: bool, control: bool) -> None:
    """Whoever pays says whether frames are bought at once or one by one; raises ModeNotChosenError, RequestError."""
    from storyforge.errors import ModeNotChosenError, RequestError
    from storyforge.pipeline.session import Session

    if quick and control:
        raise RequestError("--quick makes all at once, --control one after the other.", "Give one of them.")
    if quick or control:
        return
    by = spending["providers"].get("image") or Session.open(folder).story.story.models.image
    if by.partition(":")[0] != "offline":
        raise ModeNotChosenError(by, scenes)


def shown(folder: Path, scenes: tuple[str, ...]) -> Shown:
    """What the frames of some scenes show now, or of all."""
    from storyforge.checks.neighbours import frames_of
    from storyforge.pipeline.session import Session

    story = Session.open(folder).story
    found = {number: frames_of(story, number) for number in scenes or story.scenes if number in story.scenes}
    return {(number, item): f.picture for number, made in found.items() if made for item, f in made.pictures().items()}


def tell_scores(folder: Path, scenes: tuple[str, ...], before: Shown) -> None:
    """Print how far each new start frame is from the frame before it."""
    from storyforge.checks.neighbours import frames_of, neighbours, scored
    from storyforge.cli.frame_show import told
    from storyforge.pipeline.session import Session

    now = shown(folder, scenes)
    new = [key for key, picture in now.items() if before.get(key) != picture]
    story = Session.open(folder).story
    pairs: dict[str, list[str]] = {}
    for number in dict.fromkeys(number for number, _ in new):
        frames = frames_of(story, number)
        items = [pair.item for pair in neighbours(frames) if pair.borders] if frames else []
        pairs[number] = [item for item in items if (number, item) in new]
    count = sum(map(len, pairs.values()))
    if count > _MOST:
        print(f"{counted(count, 'start frame')} to hold against the end before: storyforge check frame_drift")
        return
    for number, items in pairs.items():
        frames = frames_of(story, number)
        for score in scored(story, frames, items) if frames and items else ():
            print(told(score))
