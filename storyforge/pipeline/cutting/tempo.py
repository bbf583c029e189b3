"""What would help the tempo of a scene: shots to cut, to join, to hold, each with its reason; nothing is invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from storyforge import resources
from storyforge.errors import ShotFieldError
from storyforge.formats.yaml import load_data
from storyforge.model.timing import frames, most_frames, seconds
from storyforge.pipeline.cutting.shots import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from storyforge.model.shots import Shot

Act = Literal["split", "merge", "hold"]
_TURN = "turn of"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that would help: what is done with which shots, until which length, and why."""

    act: Act
    shots: tuple[str, ...]
    why: str
    frames: int = 0

    def command(self, rate: Fraction) -> str:
        """What would be typed for it."""
        names = " ".join(self.shots)
        setting = f" duration={float(seconds(self.frames, rate)):g}" if self.act == "hold" else ""
        return f"storyforge shot {'set' if self.act == 'hold' else self.act} {names}{setting}"


@cache
def _numbers() -> dict[str, float]:
    return {name: float(value) for name, value in tomllib.loads(resources.read_template("tempo.toml")).items()}


@cache
def wished(pace: str) -> float:
    """The mean length of a shot that a pace wishes for, in seconds (`templates/director.yaml`); ShotFieldError."""
    paces = load_data(resources.read_template("director.yaml"))["paces"]
    if pace not in paces:
        raise ShotFieldError(f'There is no pace "{pace}".', f"Known: {', '.join(paces)}.")
    return float(paces[pace]["mean"])


def proposals(shots: Sequence[Shot], rate: Fraction, pace: str, language: str) -> tuple[Proposal, ...]:
    """What would help, in the order of the shots; each shot is in one proposal at most."""
    found: list[Proposal] = []
    taken: set[str] = set()
    candidates = (
        *_joins(shots, rate),
        *_holds(shots, rate),
        *_cuts(shots, rate, pace, language),
        *_metronome(shots, rate),
    )
    for proposal in candidates:
        if taken.isdisjoint(proposal.shots):
            taken.update(proposal.shots)
            found.append(proposal)
    order = {shot.id: place for place, shot in enumerate(shots)}
    return tuple(sorted(found, key=lambda each: order[each.shots[0]]))


def _joins(shots: Sequence[Shot], rate: Fraction) -> Iterator[Proposal]:
    short = _numbers()["short"]
    for one, other in pairwise(shots):
        length = float(seconds(min(one.frames, other.frames), rate))
        alike = (one.setting, one.subject) == (other.setting, other.subject) and bool(one.subject)
        inserts = "INSERT" in (one.camera.size, other.camera.size)
        if length < short and alike and not inserts and one.frames + other.frames <= most_frames(rate):
            who = one.id if one.frames <= other.frames else other.id
            yield Proposal("merge", (one.id, other.id), f"{who} lasts {length:.1f} s, too short to be read alone")


def _holds(shots: Sequence[Shot], rate: Fraction) -> Iterator[Proposal]:
    numbers = _numbers()
    for shot in shots:
        if _TURN in shot.why and seconds(shot.frames, rate) < numbers["turn"]:
            yield _held(shot, numbers["turn"], rate, "the scene turns here: give it time to land")
    if shots and seconds(shots[-1].frames, rate) < numbers["last"] and not shots[-1].dialogue:
        yield _held(shots[-1], numbers["last"], rate, "a scene ends on a hold that the next can cut from")


def _held(shot: Shot, length: float, rate: Fraction, why: str) -> Proposal:
    return Proposal("hold", (shot.id,), why, min(most_frames(rate), frames(length, rate)))


def _cuts(shots: Sequence[Shot], rate: Fraction, pace: str, language: str) -> Iterator[Proposal]:
    most = _numbers()["long"] * wished(pace)
    for shot in shots:
        length = float(seconds(shot.frames, rate))
        if length > most and cuts(shot, rate, language):
            yield Proposal(
                "split", (shot.id,), f"{length:.1f} s is long for a {pace} pace, and more than one thing happens"
            )


def _metronome(shots: Sequence[Shot], rate: Fraction) -> Iterator[Proposal]:
    """Runs of shots that are all of one length."""
    numbers = _numbers()
    run: list[Shot] = []
    for shot in (*shots, None):
        if shot is not None and run and abs(shot.frames - run[0].frames) <= numbers["within"] * run[0].frames:
            run.append(shot)
            continue
        if len(run) >= numbers["alike"]:
            last = run[-1]
            length = float(seconds(last.frames, rate)) * (1 + numbers["held"])
            if frames(length, rate) <= most_frames(rate):
                yield _held(last, length, rate, f"{run[0].id} to {last.id} are all of one length, like a metronome")
        run = [shot] if shot is not None else []
