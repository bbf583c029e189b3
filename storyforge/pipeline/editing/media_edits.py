"""Pictures and clips that an author put in the place of made ones: from then on they are the author's."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import UnreadableMediaError
from storyforge.model.digest import LENGTH
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.images import AssetImage, AssetImages
from storyforge.model.kinds import is_medium, scene_folder_of
from storyforge.pipeline.change import to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.base import Artifact
    from storyforge.model.clips import Clip, ClipSet
    from storyforge.story import Story

HAND = "hand"


def adopted(after: Story, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The artifacts that refer to edited media, rewritten so that they say what is there now, and by whom.

    Raises UnreadableMediaError where a file is no picture or clip.
    """
    found: dict[str, bytes] = {}
    for kind, reads in (("frames", _frames), ("clips", _clips)):
        scenes = {scene_folder_of(path) for path in files if is_medium(path) and f"/{kind}/" in path}
        for path in sorted(f"scenes/{scene}/{kind}.yaml" for scene in scenes if scene):
            old = after.model(path)
            new = reads(after, path.rpartition("/")[0], old) if old is not None else None
            if new is not None and new != old:
                found[path] = to_bytes(after, path, new)
    for path in sorted(dict.fromkeys(_images_of(path) for path in files if is_medium(path))):
        images = after.model(path) if path else None
        if isinstance(images, AssetImages):
            drawn = tuple(_image(after, path.rpartition("/")[0], image) for image in images.images)
            new = images.model_copy(update={"images": drawn})
            if new != images:
                found[path] = to_bytes(after, path, new)
    return found


def _images_of(path: str) -> str:
    """The file that says what a picture of an asset is; nothing for any other medium."""
    return f"{'/'.join(path.split('/')[:3])}/images.yaml" if path.startswith("assets/") else ""


def _image(after: Story, where: str, image: AssetImage) -> AssetImage:
    changes = _redrawn(after, f"{where}/{image.file}", image)
    return image.model_copy(update=changes) if changes else image


def _redrawn(after: Story, path: str, was: Frame | AssetImage) -> dict[str, Any]:
    """What is to be said of a picture that was replaced; nothing where it is the same file."""
    if path not in after.files.ids or after.files.digest(path) == was.content:
        return {}
    from storyforge.media.pictures import open_picture, pixels_digest  # noqa: PLC0415 - heavy, and seldom needed

    content, picture = after.files.digest(path), pixels_digest(open_picture(after.medium(path), path))
    if picture == was.picture:
        return {"content": content}
    new = {"content": content, "picture": picture, "by": HAND, "take": was.take + 1, "approved": True}
    return {**new, "guidance": "", "sent": ()}


def _frames(after: Story, where: str, artifact: Artifact) -> Artifact:
    frames = cast("FrameSet", artifact)

    def now(frame: Frame | None) -> Frame | None:
        changes = _redrawn(after, f"{where}/{frame.file}", frame) if frame else {}
        return frame.model_copy(update=changes) if frame and changes else frame

    shots = tuple(
        ShotFrames(id=shot.id, start=cast("Frame", now(shot.start)), end=now(shot.end)) for shot in frames.frames
    )
    return frames.model_copy(update={"establishing": now(frames.establishing), "frames": shots})


def _clips(after: Story, where: str, artifact: Artifact) -> Artifact:
    clips = cast("ClipSet", artifact)

    def now(clip: Clip) -> Clip:
        path = f"{where}/{clip.file}"
        if path not in after.files.ids or after.files.digest(path) == clip.content:
            return clip
        changes = {"content": after.files.digest(path), **_measured(after.medium(path), path)}
        bought = {"length": 0, "rate": "", "sent": None, "steps": ()}
        return clip.model_copy(update={**changes, **bought, "by": HAND, "take": clip.take + 1, "build": ""})

    return clips.model_copy(update={"clips": tuple(now(clip) for clip in clips.clips)})


def _measured(content: bytes, path: str) -> dict[str, Any]:
    """Length, size, digest and sound of a clip; raises UnreadableMediaError with its path in the story."""
    from storyforge.media import joining  # noqa: PLC0415 - heavy, and seldom needed

    with tempfile.NamedTemporaryFile(suffix=path.rpartition("/")[2]) as file:
        file.write(content)
        file.flush()
        try:
            seen = joining.contents(Path(file.name))
            picture = joining.decode_digest(Path(file.name))[:LENGTH]
            heard = joining.has_sound(Path(file.name))
        except UnreadableMediaError:
            raise UnreadableMediaError(path, "no film is in it") from None
    return {"picture": picture, "frames": seen.frames, "size": f"{seen.width}x{seen.height}", "sound": heard}
