"""How frames, confirmations and clips are shown on a terminal: where the files lie, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.cli.table import paint, table
from storyforge.errors import MissingArtifactError, UnknownSceneError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.base import Artifact
    from storyforge.model.clips import ClipSet
    from storyforge.model.confirmation import Confirmation
    from storyforge.model.frames import FrameSet
    from storyforge.story import Story


def frames(story: Story, ids: list[str]) -> Iterator[str]:
    """One line a picture."""
    for number, artifact in _made(story, ids, "frames"):
        found = cast("FrameSet", artifact)
        rows = [
            (
                f"  {item}",
                f"scenes/{folder(number)}/{frame.file}",
                "approved" if frame.approved else "open",
                frame.by + (f", take {frame.take}" if frame.take > 1 else ""),
            )
            for item, frame in found.pictures().items()
        ]
        yield _heading(story, number)
        yield table(rows)


def confirmations(story: Story, ids: list[str]) -> Iterator[str]:
    """What was agreed to."""
    for _, artifact in _made(story, ids, "confirmation"):
        yield from confirmation(story, cast("Confirmation", artifact))


def confirmation(story: Story, found: Confirmation) -> Iterator[str]:
    """One scene's summary: shots, frame pairs, length and price."""
    rate = parse_rate(story.story.rate)
    rows = [
        (
            f"  {shot.id}",
            f"{float(seconds(shot.frames, rate)):.1f} s",
            "start and end frame" if shot.end else "start frame alone",
            _price(shot.cost, found.currency),
        )
        for shot in found.shots
    ]
    total = sum(shot.frames for shot in found.shots)
    yield _heading(story, found.scene)
    yield table(rows)
    length = f"{float(seconds(total, rate)):.1f} s"
    yield f"  {len(found.shots)} clips by {found.by}, {length}: {_price(found.cost, found.currency)}"


def clips(story: Story, ids: list[str]) -> Iterator[str]:
    """One line a clip."""
    rate = parse_rate(story.story.rate)
    for number, artifact in _made(story, ids, "clips"):
        found = cast("ClipSet", artifact)
        rows = [
            (
                f"  {clip.id}",
                f"scenes/{folder(number)}/{clip.file}",
                f"{clip.frames} frames, {float(seconds(clip.frames, rate)):.1f} s",
                clip.size,
                clip.by + (f", take {clip.take}" if clip.take > 1 else ""),
            )
            for clip in found.clips
        ]
        yield _heading(story, number)
        yield table(rows)


def _price(amount: object, currency: str) -> str:
    return "price unknown" if amount is None else f"{amount} {currency}" if amount else "free"


def _heading(story: Story, number: str) -> str:
    return f"\n{paint(f'Scene {number}', 'bold')}  {story.scenes[number].title}"


def _made(story: Story, ids: list[str], kind: str) -> Iterator[tuple[str, Artifact]]:
    """The artifacts of scenes, or of all that have one; raises UnknownSceneError, MissingArtifactError."""
    for number in ids:
        if number not in story.scenes:
            raise UnknownSceneError(number, list(story.scenes))
    paths = {number: scene_path(folder(number), kind) for number in ids or story.scenes}
    found = {number: story.model(path) for number, path in paths.items()}
    missing = next((paths[number] for number in paths if found[number] is None), "")
    if missing and (ids or not any(found.values())):
        raise MissingArtifactError(missing)
    yield from ((number, artifact) for number, artifact in found.items() if artifact is not None)
