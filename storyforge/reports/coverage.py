"""Beats and scenes side by side: which scenes play a beat, how far they do, and what is left over on either side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import MissingArtifactError
from storyforge.formats.scene_texts import scene_texts
from storyforge.model.beats import BeatSheet
from storyforge.providers.offline.scripting import coherence
from storyforge.providers.offline.scripting.stems import stems
from storyforge.tasks.scenes import CoherenceContext, CoherenceOutput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.formats.fountain import Script
    from storyforge.model.beats import Beat
    from storyforge.model.screenplay import ScriptScene
    from storyforge.story import Story

    Judge = Callable[[CoherenceContext], CoherenceOutput]

BEATS = "beats.yaml"
LIKELY = 60
"""The score from which a scene that no beat names is likely to be the one that a beat has lost."""


@dataclass(frozen=True, slots=True)
class SceneRow:
    """A scene: its number (empty where it has none yet), its heading, its line in the script, and the beats it plays.

    `score` is how far it does what all of them want, 0 to 100; None where no beat names it.
    """

    number: str
    heading: str
    line: int
    beats: tuple[str, ...] = ()
    score: int | None = None


@dataclass(frozen=True, slots=True)
class BeatRow:
    """A beat and the scenes that play it, with how far they do (0 to 100; None without a scene).

    `gone` are numbers that it names and the script has not; `likely` is the scene without a beat that tells most of it,
    where one does.
    """

    id: str
    text: str
    scenes: tuple[str, ...]
    headings: tuple[str, ...]
    score: int | None
    evidence: tuple[str, ...] = ()
    missing: str = ""
    gone: tuple[str, ...] = ()
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All beats and all scenes in order; `derived` where the beats were taken from the script."""

    beats: tuple[BeatRow, ...]
    scenes: tuple[SceneRow, ...]
    derived: bool = False

    @property
    def unplayed(self) -> tuple[BeatRow, ...]:
        """Beats that no scene plays."""
        return tuple(row for row in self.beats if not row.scenes)

    @property
    def untold(self) -> tuple[SceneRow, ...]:
        """Scenes that no beat names; where beats were derived, a scene is there before its beat."""
        return () if self.derived else tuple(row for row in self.scenes if not row.beats)

    def as_json(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        names = ("id", "text", "scenes", "headings", "score", "evidence", "missing", "gone", "likely")
        return {
            "beats": [{name: _plain(getattr(row, name)) for name in names} for row in self.beats],
            "scenes": [{name: _plain(getattr(row, name)) for name in SceneRow.__slots__} for row in self.scenes],
            "unplayed": [row.id for row in self.unplayed],
            "untold": [row.number or f"line {row.line}" for row in self.untold],
            "derived": self.derived,
        }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def coverage(story: Story, judge: Judge | None = None) -> Coverage:
    """The coverage of a story as it is now, edits included; `judge` answers `coherence`, the offline rule by default.

    Raises:
        MissingArtifactError: there are no beats, or no script.
        InvalidArtifactError: one of them can't be read.
    """
    sheet = story.model(BEATS)
    if not isinstance(sheet, BeatSheet):
        raise MissingArtifactError(BEATS)
    aligned = _Aligned(sheet.beats, story.source, story.story.language, judge or coherence)
    beats = tuple(aligned.beat(beat) for beat in sheet.beats)
    return Coverage(beats, tuple(map(aligned.scene, aligned.shown)), sheet.derived)


class _Aligned:
    """Beats and the scenes of a script, by the numbers that the beats name."""

    def __init__(self, beats: Sequence[Beat], script: Script, language: str, judge: Judge) -> None:
        self._beats, self._language, self._judge = beats, language, judge
        self.shown = [scene for scene in script.scenes if scene.heading is not None and not scene.omitted]
        self._texts = scene_texts(script, self.shown)
        self._numbered = {number: scene for scene in self.shown if (number := scene.number)}
        self._loose = [scene for scene in self.shown if not self._of(scene)]

    def _of(self, scene: ScriptScene) -> list[Beat]:
        return [beat for beat in self._beats if scene.number and scene.number in beat.scenes]

    def _judged(self, beats: Sequence[Beat], scenes: Sequence[ScriptScene]) -> CoherenceOutput:
        context = CoherenceContext(
            language=self._language,
            scene=", ".join(scene.number or "" for scene in scenes),
            heading=" / ".join(scene.title for scene in scenes),
            text="\n\n".join(self._texts[scene.line] for scene in scenes),
            beats=tuple(beats),
        )
        return self._judge(context)

    def scene(self, scene: ScriptScene) -> SceneRow:
        """A scene with the beats that name it."""
        beats = self._of(scene)
        score = self._judged(beats, [scene]).score if beats else None
        return SceneRow(scene.number or "", scene.title, scene.line, tuple(beat.id for beat in beats), score)

    def beat(self, beat: Beat) -> BeatRow:
        """A beat with the scenes that it names and the script has."""
        scenes = [self._numbered[number] for number in beat.scenes if number in self._numbered]
        gone = tuple(number for number in beat.scenes if number not in self._numbered)
        if not scenes:
            return BeatRow(beat.id, beat.text, (), (), None, gone=gone, likely=self._likely(beat))
        found = self._judged([beat], scenes)
        numbers, titles = (tuple(scene.number or "" for scene in scenes), tuple(scene.title for scene in scenes))
        return BeatRow(beat.id, beat.text, numbers, titles, found.score, found.evidence, found.missing, gone)

    @cached_property
    def _stems(self) -> list[frozenset[str]]:
        return [stems(f"{scene.title} {self._texts[scene.line]}", self._language) for scene in self._loose]

    def _likely(self, beat: Beat) -> str:
        """The scene that no beat names and that tells most of this one: so a scene is found that lost its number."""
        wanted = stems(beat.text, self._language)
        shares = [len(wanted & there) for there in self._stems]
        if not any(shares):
            return ""
        best = self._loose[shares.index(max(shares))]
        if self._judged([beat], [best]).score < LIKELY:
            return ""
        return best.number or f"line {best.line}"
