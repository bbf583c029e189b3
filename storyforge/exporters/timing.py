"""The film as a row of shots: which frame of the whole each begins at, and when its lines are spoken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from storyforge.errors import ShotsMissingError
from storyforge.formats.prose import sentences
from storyforge.formats.speaking import shot_times
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from storyforge.formats.speaking import LineTime, ShotTimes
    from storyforge.model.library import Library
    from storyforge.model.shots import Shot, ShotList


@dataclass(frozen=True)
class FilmShot:
    """One shot of the film: the frame it begins at, its scene's number, and the path of its shot list."""

    shot: Shot
    scene: str
    path: str
    at: int
    times: ShotTimes

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.at + self.shot.frames

    def heard(self, sound: str, language: str) -> tuple[int, int]:
        """The frames of the shot in which a sound is heard: those of the sentence that names it, else all."""
        acted = sentences(self.shot.action, language)
        for sentence, span in zip(acted, self.times.actions, strict=True):
            if sound.casefold() in sentence.casefold():
                return span.start, span.end
        return 0, self.shot.frames


@dataclass(frozen=True, slots=True)
class FilmLine:
    """One line of the film: its shot and scene, which of the shot's lines it is (from 1), and where the shot begins.

    `free` is how many frames there are before the next line of the film, be it in another shot.
    """

    time: LineTime
    shot: str
    scene: str
    path: str
    number: int
    at: int
    free: int

    @property
    def start(self) -> int:
        """The frame of the film at which it begins."""
        return self.at + self.time.start

    @property
    def room(self) -> int:
        """How many frames it has before the next line, or the shot's end."""
        return self.time.room - self.time.start


@dataclass(frozen=True)
class Film:
    """Shots in hub order, at one rate, without a gap; `scenes` are those that have shots."""

    rate: Fraction
    language: str
    shots: tuple[FilmShot, ...]

    @classmethod
    def of(cls, library: Library, scenes: tuple[str, ...]) -> Film:
        """The film of some scenes; raises ShotsMissingError where one of them has no shot list."""
        rate = parse_rate(library.story.rate)
        lists = {number: _shot_list(library, number) for number in scenes}
        missing = [number for number, found in lists.items() if found is None]
        if missing or not scenes:
            raise ShotsMissingError(missing)
        found: list[FilmShot] = []
        at = 0
        for number, listed in lists.items():
            for shot in listed.shots if listed else ():
                times = shot_times(shot, rate, library.story.language)
                found.append(FilmShot(shot, number, scene_path(folder(number), "shots"), at, times))
                at += shot.frames
        return cls(rate, library.story.language, tuple(found))

    @property
    def frames(self) -> int:
        """The length of the whole."""
        return self.shots[-1].end if self.shots else 0

    @cached_property
    def lines(self) -> tuple[FilmLine, ...]:
        """Every line, in order."""
        found = [(shot, number, time) for shot in self.shots for number, time in enumerate(shot.times.lines, 1)]
        starts = [shot.at + time.start for shot, _, time in found]
        return tuple(
            FilmLine(time, shot.shot.id, shot.scene, shot.path, number, shot.at, following - start)
            for (shot, number, time), start, following in zip(found, starts, [*starts[1:], self.frames], strict=False)
        )

    def scenes(self) -> Iterator[tuple[str, tuple[FilmShot, ...]]]:
        """Scene numbers in order, each with its shots."""
        for number in dict.fromkeys(shot.scene for shot in self.shots):
            yield number, tuple(shot for shot in self.shots if shot.scene == number)


def _shot_list(library: Library, number: str) -> ShotList | None:
    return cast("ShotList | None", library.model(scene_path(folder(number), "shots")))
