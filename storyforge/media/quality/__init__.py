"""How good a picture or a clip is as such: sharp, lit, legible, moving, heard; nothing about what it shows."""

from storyforge.media.quality.clips import ClipQuality, measure_clip
from storyforge.media.quality.pictures import PictureQuality, measure_picture
from storyforge.media.quality.told import clip_faults, picture_faults

__all__ = [
    "ClipQuality",
    "PictureQuality",
    "clip_faults",
    "measure_clip",
    "measure_picture",
    "picture_faults",
]
