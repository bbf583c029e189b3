"""The director's numbers, from `templates/director.yaml`, where each has its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from storyforge import resources
from storyforge.formats.yaml import load_data


@dataclass(frozen=True)
class Pace:
    """How long shots are wished to be: seconds, and how much may happen in one."""

    mean: float
    soft: float
    cap: float
    chunk: float
    listen: float
    ceiling: float
    hold: float
    dwell: float
    handle: float
    answer: bool
    events: int
    lines: int


@dataclass(frozen=True)
class SpeechTimes:
    """Seconds around words that are spoken; `off_share` is a share of all speech."""

    air: float
    beat: float
    business: float
    broken: float
    tail: tuple[float, float]
    tail_after: float
    off_share: float


@dataclass(frozen=True)
class ActionTimes:
    """Seconds of what happens, by kind; `words` and `description` are words a second."""

    move: float
    hand: float
    fight: float
    look: float
    feel: float
    hold: float
    other: float
    introduce: float
    words: float
    description: float
    longest: float
    title: float
    prose: tuple[float, float, float]


@dataclass(frozen=True)
class Derived:
    """Seconds of shots and holds that nobody wrote."""

    master: float
    new_place: float
    reaction: float
    takes_in: float
    last_picture: float
    insert: float
    wide: float


@dataclass(frozen=True)
class Cuts:
    """What a cut is worth, by what stands on both sides of it."""

    free: float
    same_sentence: float
    same_paragraph: float
    no_subject: float
    place: float
    subject: float
    picture: float
    own_line: float
    listener: float
    exchange: float
    short: float
    short_line: float
    third: float
    look: float
    threshold: float
    run: float
    charge: float
    most_charge: float
    hot: float
    ending: float
    scrap: float
    second: float


@dataclass(frozen=True)
class Tension:
    """Points that a line or an action gets, and the bounds they are read by, in words and in sentences and lines."""

    reveal: float
    threat: float
    shout: float
    pause: float
    terse: float
    terse_words: tuple[int, int]
    broken: float
    watched: float
    question: float
    hold: float
    read: float
    fight: float
    sound: float
    prior: tuple[float, float]
    turn: float
    stakes: float
    calm: float
    movement: tuple[int, int, int]
    door: int
    greeting: int
    shortest: int
    late: tuple[int, float]


@dataclass(frozen=True)
class Sizes:
    """Counts of shots that steer how close the frame is."""

    breath: int
    near: int
    release: int
    between: int
    ramp: float
    close: float
    axis: int
    crossing: float


@dataclass(frozen=True)
class Views:
    """Seconds of scenes that are seen in one view, or long enough to end on one, and of an object with what follows."""

    brief: float
    whole: float
    object: float


@dataclass(frozen=True)
class Listening:
    """When a listener is seen: seconds, points in `loaded`, drafts in `apart`."""

    apart: int
    long_talk: float
    always: float
    longest: float
    patience: float
    loaded: float


@dataclass(frozen=True)
class CameraNumbers:
    """From when on an angle or a move has a reason: points, seconds, sentences of fight in `brawl`."""

    stake: float
    threat: float
    slow: float
    glide: float
    brawl: int


@dataclass(frozen=True)
class Numbers:
    """All numbers for one pace."""

    limit: float
    floor: float
    enough: float
    pace: Pace
    speech: SpeechTimes
    action: ActionTimes
    derived: Derived
    views: Views
    listening: Listening
    cuts: Cuts
    tension: Tension
    sizes: Sizes
    camera: CameraNumbers


@cache
def numbers(pace: str) -> Numbers:
    """The numbers for `brisk`, `standard` or `long`."""
    data = load_data(resources.read_template("director.yaml"), "templates/director.yaml")
    wished = Pace(**data["paces"][pace])
    return Numbers(
        limit=data["limit"],
        floor=round(data["floor"] * wished.hold, 2),
        enough=data["enough"],
        pace=wished,
        speech=SpeechTimes(**_tuples(data["speech"])),
        action=ActionTimes(**_tuples(data["action"])),
        derived=Derived(**{key: round(value * wished.hold, 2) for key, value in data["derived"].items()}),
        views=Views(**data["views"]),
        listening=Listening(**data["listening"]),
        cuts=Cuts(**data["cuts"]),
        tension=Tension(**_tuples(data["tension"])),
        sizes=Sizes(**data["sizes"]),
        camera=CameraNumbers(**data["camera"]),
    )


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
