"""Stage 7 for a given audio: the shots of a scene, as long together as what the scene plays of it, to the frame.

Parts of a scene begin where its author's notes say so. In each part the cuts are found first, between words; then what
is seen is laid over them: a shot that the director planned goes on over several cuts, or several become one, and where
nobody has said what is seen each shot asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from storyforge.formats.prose import join_sentences
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder, shot_id
from storyforge.model.shots import Camera, Shot
from storyforge.model.stretches import frame_at
from storyforge.stages.film.timed.asking import what_is_seen
from storyforge.stages.film.timed.cutting import cuts, stretches_of
from storyforge.stages.film.timed.telling import audio_of, heard_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from storyforge.model.scene import Scene
    from storyforge.model.shots import ShotCharacter
    from storyforge.stages.base import Library
    from storyforge.stages.film.timed.segmenting import Segment

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Frames of a scene, and which of its blocks say what is seen in them: the first, and the one after the last."""

    first: int
    after: int
    block: int
    until: int

    @property
    def says(self) -> bool:
        """Whether anybody has said what is seen."""
        return self.until > self.block


def parts_of(library: Library, number: str) -> tuple[Part, ...]:
    """The parts of a scene: what stands behind a note that says a time begins then; they tile the scene's frames.

    Raises MissingArtifactError, InvalidArtifactError where there is no audio that can be read.
    """
    audio_of(library)
    summaries = library.summaries
    first, after = summaries.stretches[number]
    marks = summaries.script_scene(number).get("marks", ())[1:]
    blocks = len(library.scenes[number].blocks())
    starts = [(first, 0)]
    for place, (moment, block) in enumerate(marks, 1):
        following = marks[place][1] if place < len(marks) else blocks
        frame = frame_at(moment, summaries.rate)
        if block < following and starts[-1][0] < frame < after:
            starts.append((frame, block))
    edges = [*starts, (after, blocks)]
    return tuple(Part(start, end, block, until) for (start, block), (end, until) in pairwise(edges))


def timed_shots(
    library: Library, number: str, parts: Sequence[Part], planned: Sequence[Sequence[Shot]]
) -> tuple[Shot, ...]:
    """The shots of a scene, which tile its frames exactly; `planned` are the director's of each part.

    Raises MissingArtifactError.
    """
    scene = _Scene.of(library, number)
    found = [shot for part, shots in zip(parts, planned, strict=True) for shot in scene.laid(part, shots)]
    return tuple(
        shot.model_copy(update={"id": shot_id(number, place), "continues": shot.continues and place > 1})
        for place, shot in enumerate(found, 1)
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a scene plays of the audio."""

    number: str
    segments: Sequence[Segment]
    rows: Sequence[tuple[int, int, Sequence[int]]]
    known: bool
    rate: Fraction
    pace: str
    language: str
    setting: str

    @classmethod
    def of(cls, library: Library, number: str) -> _Scene:
        """By the notes of the script and by `audio.yaml`; raises MissingArtifactError."""
        audio = audio_of(library)
        summaries = library.summaries
        first, after = (_milliseconds(frame, summaries.rate) for frame in summaries.stretches[number])
        near = [s for s in audio.segments if s.start * 1000 <= after + 1 and s.end * 1000 >= first - 1]
        return cls(
            number=number,
            segments=heard_in(near),
            rows=[(int(s.start * 1000), int(s.end * 1000), [int(p * 1000) for p in s.pauses]) for s in near],
            known=bool(audio.transcript),
            rate=summaries.rate,
            pace=library.story.parameters.pace,
            language=library.story.language,
            setting=cast("Scene", library.model(scene_path(folder(number), "scene"))).setting,
        )

    def laid(self, part: Part, planned: Sequence[Shot]) -> list[Shot]:
        """The shots of a part."""
        span = (part.first, part.after)
        spans = self._cut(span, self.pace)
        if len(spans) < len(planned):
            spans = self._cut(span, "brisk")
        return _laid(planned, spans) if planned else [self._asking(each, spans[0]) for each in spans]

    def _cut(self, span: Span, pace: str) -> Sequence[Span]:
        heard = [row for row in self.rows if self._overlap(row[0], row[1], span)]
        return cuts(stretches_of(heard, span, self.rate), self.rate, pace)

    def _overlap(self, start: int, end: int, span: Span) -> bool:
        return frame_at(start, self.rate) < span[1] and frame_at(end, self.rate) > span[0]

    def _asking(self, span: Span, first: Span) -> Shot:
        """A shot of which nobody has said what is seen."""
        heard = [segment for segment in self.segments if self._overlap(segment.start, segment.end, span)]
        begun = [segment for segment in heard if frame_at(segment.start, self.rate) >= span[0]]
        shown = begun if any(segment.text for segment in begun) else heard
        if not any(segment.text for segment in shown):
            shown = [replace(shown[0], start=_milliseconds(span[0], self.rate), end=_milliseconds(span[1], self.rate))]
        return Shot(
            id=shot_id(self.number, 1),
            frames=span[1] - span[0],
            action=what_is_seen(shown, self.language, known=self.known),
            setting=self.setting,
            camera=Camera(size="LS" if span == first else "MS"),
            why="Nobody has said yet what is seen.",
        )


def _milliseconds(frame: int, rate: Fraction) -> int:
    return round(frame * 1000 / rate)


def _laid(shots: Sequence[Shot], spans: Sequence[Span]) -> list[Shot]:
    """Planned shots over the cuts: as many as there are cuts, in order, each at least once where there is room."""
    if len(shots) > len(spans):
        shots = [_merged(shots[a:b]) for a, b in pairwise(_shares([1] * len(shots), len(spans)))]
    found = []
    for shot, (first, after) in zip(shots, pairwise(_given(shots, spans)), strict=True):
        for place in range(first, after):
            frames = spans[place][1] - spans[place][0]
            found.append(_lasting(shot, frames) if place == first else _going_on(shot, frames))
    return found


def _given(shots: Sequence[Shot], spans: Sequence[Span]) -> list[int]:
    """Index of the first cut of each shot, and the number of cuts: by how long the shots were planned to be."""
    total = sum(shot.frames for shot in shots)
    length = spans[-1][1] - spans[0][0]
    edges, planned = [0], 0
    for place, shot in enumerate(shots[:-1], 1):
        planned += shot.frames
        ideal = spans[0][0] + length * planned / total
        allowed = range(edges[-1] + 1, len(spans) - (len(shots) - place) + 1)
        edges.append(min(allowed, key=lambda row, ideal=ideal: abs(spans[row][0] - ideal)))  # type: ignore[misc]
    return [*edges, len(spans)]


def _shares(weights: Sequence[int], count: int) -> list[int]:
    """Edges of `count` runs of about equal number."""
    return [len(weights) * step // count for step in range(count + 1)]


def _lasting(shot: Shot, frames: int) -> Shot:
    return shot.model_copy(update={"frames": frames})


def _going_on(shot: Shot, frames: int) -> Shot:
    """The same picture a while longer: what changes, and what is said, belongs to its beginning."""
    why = "Goes on: what is heard is longer than a shot may be."
    return shot.model_copy(
        update={"frames": frames, "continues": True, "changes": (), "dialogue": (), "sfx": (), "why": why}
    )


def _merged(shots: Sequence[Shot]) -> Shot:
    """Several shots as one, where the audio leaves no time for each: all that happens, framed as the first."""
    if len(shots) == 1:
        return shots[0]
    people: dict[str, ShotCharacter] = {}
    for person in (person for shot in shots for person in shot.characters):
        people.setdefault(person.id, person)
    return shots[0].model_copy(
        update={
            "frames": sum(shot.frames for shot in shots),
            "action": join_sentences(shot.action for shot in shots if shot.action),
            "dialogue": tuple(line for shot in shots for line in shot.dialogue),
            "characters": tuple(people.values()),
            "props": tuple(dict.fromkeys(prop for shot in shots for prop in shot.props)),
            "sfx": tuple(dict.fromkeys(sound for shot in shots for sound in shot.sfx)),
            "changes": tuple(change for shot in shots for change in shot.changes),
            "transition": shots[-1].transition,
            "why": "Together: the audio leaves no time for more cuts.",
        }
    )
