"""How frames, confirmations and clips are shown on a terminal: where the files lie, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.cli.table import paint, table
from storyforge.errors import MissingArtifactError, UnknownSceneError
from storyforge.model.counted import counted
from storyforge.model.kinds import images_path, scene_path
from storyforge.model.numbering import folder
from storyforge.model.references import anchor_of, lacking
from storyforge.model.timing import parse_rate, seconds
from storyforge.pipeline.images import key_assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.base import Artifact
    from storyforge.model.clips import ClipSet
    from storyforge.model.confirmation import Confirmation, ConfirmedShot
    from storyforge.model.frames import Frame, FrameSet
    from storyforge.model.images import AssetImage, AssetImages
    from storyforge.model.instances import Instance, InstanceSet
    from storyforge.pipeline.confirming import Apart, Summary
    from storyforge.story import Story


def keys(story: Story, ids: list[str]) -> Iterator[str]:
    """The reference pictures of each asset, one line a picture, and what it lacks."""
    assets = story.summaries.assets
    for slug in (*key_assets(story, ids),) if ids else tuple(assets):
        found = cast("AssetImages | None", story.model(images_path(assets[slug])))
        missing = lacking(story.summaries, slug)
        if found is None and not (ids or missing):
            continue
        index = story.summaries.asset(slug)
        why = anchor_of(index) if index.get("kind") == "setting" else ""
        goes = f"  (by pictures: {why})" if why else ""
        yield f"{paint(story.assets[slug].name, 'bold')}  {', '.join(missing) or 'ready'}{goes}"
        if found is not None:
            where = images_path(assets[slug]).rpartition("/")[0]
            rows = [_row(image.id, f"{where}/{image.file}", image, _more(image)) for image in found.images]
            yield table(rows)


def _more(image: AssetImage) -> list[str]:
    return [*(["primary"] if image.primary else []), *([image.rights] if image.rights else []), *_sent(image)]


def _sent(picture: Frame | AssetImage | Instance) -> list[str]:
    return [f"made with {', '.join(picture.sent)}"] if picture.sent else []


def _row(item: str, path: str, picture: Frame | AssetImage | Instance, more: list[str]) -> tuple[str, ...]:
    taken = picture.by + (f", take {picture.take}" if picture.take > 1 else "")
    return f"  {item}", path, "approved" if picture.approved else "open", "; ".join([taken, *more])


def instances(story: Story, ids: list[str]) -> Iterator[str]:
    """Who is not as the asset says, one line a picture."""
    for number, artifact in _made(story, ids, "instances"):
        where = f"scenes/{folder(number)}"
        rows = [_row(one.id, f"{where}/{one.file}", one, _sent(one)) for one in cast("InstanceSet", artifact).instances]
        yield _heading(story, number)
        yield table(rows) if rows else "  everybody is as the assets say"


def frames(story: Story, ids: list[str]) -> Iterator[str]:
    """One line a picture."""
    for number, artifact in _made(story, ids, "frames"):
        found = cast("FrameSet", artifact)
        where = f"scenes/{folder(number)}"
        yield _heading(story, number)
        yield table([_row(item, f"{where}/{one.file}", one, _sent(one)) for item, one in found.pictures().items()])


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
            _sends(shot),
            f"{shot.seconds} s bought" if shot.seconds else "",
            _price(shot.cost, found.currency),
        )
        for shot in found.shots
    ]
    total = sum(shot.frames for shot in found.shots)
    yield _heading(story, found.scene)
    yield table(rows)
    length = f"{float(seconds(total, rate)):.1f} s"
    clips = counted(len(found.shots), "draft" if found.draft else "clip")
    yield f"  {clips} by {found.by}, {length}: {_price(found.cost, found.currency)}{_bought(found)}"
    if found.second is not None:
        looked = f", looked up on {found.checked}" if found.checked else ""
        yield f"  {found.second} {found.currency} a second{looked}; words and pictures that are sent are reckoned in"


_SENDS = {"references": "reference pictures", "text": "words alone"}


def _sends(shot: ConfirmedShot) -> str:
    return _SENDS.get(shot.sends) or ("start and end frame" if shot.end else "start frame alone")


def summary(found: Summary) -> Iterator[str]:
    """The frames of a scene and what was paid for them; what is found in it and not lived with."""
    frames = found.frames
    alone = f", {counted(frames.alone, 'start frame')} alone" if frames.alone else ""
    yield f"  frames: {counted(frames.pairs, 'pair')}{alone}; paid: {_price(frames.paid.amount, frames.paid.currency)}"
    told = [counted(count, severity) for severity, count in found.counts.items() if count and severity != "note"]
    yield f"  open findings: {', '.join(told) or 'none'}"
    for each in found.worst:
        if each.severity != "note":
            yield f"    {each.severity}: {each.message}"


def apart(found: list[Apart]) -> str:
    """The prices of drafts and of finals beside each other."""
    words = [
        f"{'as drafts' if one.draft else 'as finals'} {_price(one.cost.amount, one.cost.currency)}"
        f" ({', '.join(filter(None, (one.by, one.resolution)))})"
        for one in found
    ]
    return "; ".join(words)


def _bought(found: Confirmation) -> str:
    parts = [found.resolution]
    if found.sound is not None:
        parts.append("with sound" if found.sound else "without sound")
    parts += [f"seed {found.seed}"] if found.seed is not None else []
    parts += [f"{found.count} calls at most"] if found.count is not None else []
    return f" ({', '.join(filter(None, parts))})" if any(parts) else ""


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
                clip.by + (f", take {clip.take}" if clip.take > 1 else "") + (", draft" if clip.draft else ""),
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
