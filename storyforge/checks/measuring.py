"""Measures the pictures and clips of a story, each once: what was measured is remembered by what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge import __version__
from storyforge.checks.reading import readable
from storyforge.journal.scores import Scores
from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path
from storyforge.model.scene import Scene

if TYPE_CHECKING:
    from fractions import Fraction

    from storyforge.media.quality.told import Fault
    from storyforge.model.clips import Clip
    from storyforge.model.frames import Frame
    from storyforge.model.shots import Shot
    from storyforge.story import Story

_STATIC = ("", "static")
_DARK = ("NIGHT", "DUSK", "DAWN", "EVENING")


class Measuring:
    """Measures for one story; `close` writes what is new."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._scores = Scores(story.cache_folder, digest([__version__, "quality"]), "quality")

    def picture(self, path: str, frame: Frame, *, night: bool) -> list[Fault]:
        """What is not good about a frame; raises UnreadableMediaError and what reading media raises."""
        from storyforge.media.quality.pictures import PictureQuality, measure_picture  # noqa: PLC0415 - heavy
        from storyforge.media.quality.told import picture_faults  # noqa: PLC0415

        key = f"picture {frame.picture}"
        known = self._scores.get(key)
        if known is None:
            from storyforge.media.pictures import open_picture  # noqa: PLC0415 - needed where nothing is known

            where = f"{path.rpartition('/')[0]}/{frame.file}"
            known = measure_picture(open_picture(self._story.medium(where), where)).plain()
            self._scores.put(key, known)
        return list(picture_faults(PictureQuality(**known), night=night))

    def clip(self, path: str, clip: Clip, shot: Shot, rate: Fraction) -> list[Fault]:
        """What is not good about a clip; raises UnreadableMediaError, what reading media and what ffmpeg raises."""
        from storyforge.media.quality.clips import ClipQuality, measure_clip  # noqa: PLC0415 - heavy
        from storyforge.media.quality.told import clip_faults  # noqa: PLC0415

        key = f"clip {clip.content}"
        known = self._scores.get(key)
        if known is None:
            where = f"{path.rpartition('/')[0]}/{clip.file}"
            known = measure_clip(self._story.medium(where), where).plain()
            self._scores.put(key, known)
        speaks = any(not line.extension for line in shot.dialogue)
        moves = bool(shot.action.strip()) or shot.camera.move not in _STATIC
        wanted = float(shot.frames / rate)
        return list(clip_faults(ClipQuality.read(known), wanted=wanted, speaks=speaks, moves=moves))

    def close(self) -> None:
        """Write what is new."""
        self._scores.save()


class Night:
    """Which scenes play in the dark."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def is_at(self, path: str) -> bool:
        """Whether the scene of a file does, by its hub."""
        scene = readable(self._story, scene_path(path.split("/")[1], "scene"), Scene)
        return scene is not None and scene.time in _DARK
