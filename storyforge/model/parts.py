"""Parts of artifacts that are put together from several fields; standard library only, so that facets need no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.frames import Frame, FrameSet


def pictures(frame_set: FrameSet) -> dict[str, Frame]:
    """Item -> picture: `establishing`, `3A.start`, `3A.end` ..."""
    found = {"establishing": frame_set.establishing} if frame_set.establishing else {}
    for shot in frame_set.frames:
        found[f"{shot.id}.start"] = shot.start
        if shot.end:
            found[f"{shot.id}.end"] = shot.end
    return found


def at_end(blocking: Blocking) -> tuple[Placed, ...]:
    """Everyone as the end frame shows them, in the order of the start."""
    later = {placed.id: placed for placed in blocking.end}
    first = tuple(later.pop(placed.id, placed) for placed in blocking.start)
    return (*first, *later.values())
