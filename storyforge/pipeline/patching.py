"""A region of a frame made anew: by a provider that edits pictures, or out of a picture of the author's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from storyforge.checks.neighbours import frames_of
from storyforge.errors import (
    GuidanceMissingError,
    InputMissingError,
    PatchUnreadError,
    RequestError,
    StoryforgeError,
    UnreadableMediaError,
)
from storyforge.formats.framing import scene_specs
from storyforge.media.patching import ASPECTS, Prepared, Region, masked, paste, prepare, rectangle, verify
from storyforge.media.pictures import as_png, open_picture, pixels_digest
from storyforge.model.digest import digest
from storyforge.model.money import FREE
from storyforge.model.numbering import folder
from storyforge.pipeline.comparing import picture_of
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.frame_takes import put, takes
from storyforge.pipeline.frames import scene_numbers_of
from storyforge.pipeline.session import BUILD
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.making import Making
from storyforge.pipeline.spending.routing import is_auto, named
from storyforge.providers.base import ImageRequest, Reference
from storyforge.providers.media_catalogue import image_model
from storyforge.stages.base import Order

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.frames import Frame, FrameSet
    from storyforge.model.framing import Moment
    from storyforge.model.money import Cost
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Patch:
    """What is to be patched: which picture, where, in which words, and the author's own picture, if there is one."""

    name: str
    words: str
    rect: str = ""
    mask: Path | None = None
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class Patched:
    """What came of it: the new take, the share of the picture that is another, who made it and what it cost."""

    item: str
    take: int
    changed: float
    by: str
    cost: Cost


def patch(session: Session, wanted: Patch, request: Request) -> Patched:
    """Make a region of a frame anew, as a new take in one commit; every pixel outside of it is verified.

    Raises RegionError, UnreadableMediaError, InputMissingError, PatchUnreadError, GuidanceMissingError, what buying
    raises, and FrameMissingError.
    """
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    item = picture_of(story, wanted.name)
    (scene,) = scene_numbers_of(story, [item])
    frame = cast("FrameSet", frames_of(story, scene)).pictures()[item]
    path = f"scenes/{folder(scene)}/{frame.file}"
    before = story.medium(path)
    region = _region(wanted, before, path)
    number = takes(session, item)[-1].number + 1
    if wanted.picture is not None:
        after = _own(wanted.picture, before, region, path)
        by, cost = _named(frame, "by hand"), FREE
        return _committed(session, wanted, (scene, item, number), frame, (before, after, region), by, cost, branch)
    if not wanted.words.strip():
        raise GuidanceMissingError(item, f"frame patch {item} --rect 40%,10%,20%x30%")
    name = request.providers.get("image") or story.story.models.image
    name = named(story, "image", name, datetime.now(UTC).date()).name if is_auto(name) else name
    if name.partition(":")[0] == OFFLINE:
        raise PatchUnreadError(name)
    desk = open_desk(session, request)
    making = Making("image", name, 1, desk, settings=story.story.models.settings.get("image"))
    try:
        model = image_model(name)
        aspects = model.aspects if model and model.aspects else ASPECTS
        prepared = prepare(before, region, aspects, path=path)
        order = _order(session, scene, item, frame, prepared, wanted.words, number, name)
        made = making.make_each("patch", [order], 1)[order.item]
        if isinstance(made, StoryforgeError):
            raise made
        after = paste(before, prepared, made.read(), path)
        making.promised("frames")
        by = _named(frame, f"by {name}")
        pictures = (before, after, region)
        found = _committed(session, wanted, (scene, item, number), frame, pictures, by, making.cost, branch)
        making.settled(session.parent or "")
        return found
    finally:
        making.close()
        desk.close()


def _region(wanted: Patch, before: bytes, path: str) -> Region:
    if bool(wanted.rect) == bool(wanted.mask):
        raise RequestError(
            "A patch needs to know where: one rectangle or one mask.", "Such as: --rect 40%,10%,20%x30%; or --mask FILE"
        )
    if wanted.mask is None:
        return rectangle(wanted.rect, before, path)
    return masked(_content(wanted.mask), before, str(wanted.mask))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputMissingError(str(file), error.strerror or str(error)) from None


def _own(file: Path, before: bytes, region: Region, path: str) -> bytes:
    """The frame with a region out of a picture of the author's: one as large as the frame, or as the region."""
    content = _content(file)
    given, whole = open_picture(content, str(file)), open_picture(before, path)
    left, top, right, bottom = region.box
    if given.size == whole.size:
        cutting = given.crop(region.box)
    elif abs(given.width / given.height - (right - left) / (bottom - top)) <= _SHAPE * given.width / given.height:
        cutting = given
    else:
        shown = f"{given.width} x {given.height} pixels"
        raise UnreadableMediaError(
            str(file),
            f"it has {shown}; the frame has {whole.width} x {whole.height}, its region {right - left} x {bottom - top}",
        )
    png = as_png(cutting)
    prepared = Prepared(png, b"", "", region, region.box, (0, 0), (right - left, bottom - top))
    return paste(before, prepared, png, path)


_SHAPE = 0.05
"""How far the shape of an author's cutting may be from its region's."""


def _order(
    session: Session, scene: str, item: str, frame: Frame, prepared: Prepared, words: str, take: int, by: str
) -> Order:
    shot, _, moment = item.rpartition(".")
    specs = scene_specs(session.story, scene)
    spec = specs[shot] if shot in specs else next(iter(specs.values()))
    sent = (Reference(prepared.base, "base"), Reference(prepared.mask, "mask"))
    request = ImageRequest(words, spec, cast("Moment", moment or "establishing"), sent, "", prepared.aspect)
    region: list[Any] = [list(prepared.region.box), hashlib.sha256(prepared.region.mask).hexdigest()]
    key = digest(["patch", by, frame.picture, region, words, prepared.aspect, take])
    return Order(f"{scene}/{item}", key, lambda: request, lambda: request, take)


def _named(frame: Frame, how: str) -> str:
    """Who made a picture, and that a part of it was made by somebody else."""
    return f"{frame.by.partition(',')[0]}, patched {how}"


def _committed(
    session: Session,
    wanted: Patch,
    what: tuple[str, str, int],
    frame: Frame,
    pictures: tuple[bytes, bytes, Region],
    by: str,
    cost: Cost,
    branch: str,
) -> Patched:
    scene, item, number = what
    before, after, region = pictures
    changed = verify(before, after, region)
    new = frame.model_copy(
        update={
            "content": hashlib.sha256(after).hexdigest(),
            "picture": pixels_digest(open_picture(after, item)),
            "by": by,
            "take": number,
            "approved": False,
            "guidance": wanted.words.strip(),
        }
    )
    trailers = {"Stage": "frames", "Scenes": scene, "Cost": cost.words(), "Build": BUILD}
    put(session, scene, item, new, after, f"frame {item}: patched", branch, trailers, wanted.words)
    return Patched(item, number, changed, by, cost)
