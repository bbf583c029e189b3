"""Which pictures of a visual style go with a frame: those nearest to what the offline artist draws of it."""

from __future__ import annotations

import io
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from PIL import Image

from storyforge.media.likeness.descriptors import describe
from storyforge.media.pictures import as_png, open_picture
from storyforge.pipeline.styling.visual import Samples, entries
from storyforge.providers.base import ImageRequest
from storyforge.providers.offline.artist import OfflineArtist
from storyforge.stages.base import Sample

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.media.likeness.descriptors import Description
    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.story import Story

_SKETCH = "320x180"
_LONGEST = 1280
"""Pixels of the longer side of a sample as it is sent."""


def samples_near(
    story: Story, common_dir: Path | None, name: str, spec: FrameSpec, moment: Moment, count: int
) -> tuple[Sample, ...]:
    """The samples of a style that are nearest to a frame, the nearest first; none where it has none."""
    entry = entries(story).get(name)
    if entry is None or not entry.pictures:
        return ()
    paths = Samples(story, common_dir).nearest(entry, _sketched(spec, moment), count)
    return tuple(Sample(path, story.files.ids[path], partial(_as_sent, story, path)) for path in paths)


@lru_cache(maxsize=256)
def _sketched(spec: FrameSpec, moment: Moment) -> Description:
    png = OfflineArtist(_SKETCH).draw(ImageRequest("", spec, moment)).value.png
    return describe(Image.open(io.BytesIO(png)))


def _as_sent(story: Story, path: str) -> bytes:
    picture = open_picture(story.medium(path), path)
    picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    return as_png(picture)
