"""The structures of stories, from `templates/structures.toml`: which step stands where, and what it is there for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge import resources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USUAL = "three-acts"
FEATURE = 40.0
"""Minutes from which a story has room for all steps of a structure."""
TINY = 2.0
"""Minutes below which it has room for three or four."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a structure; `start` and `end` in percent of the length, `act` where one begins with it.

    `cause` is set where it turns the story, `always` is `before` or `after` where its question is asked beside
    whatever the author wrote.
    """

    start: float
    end: float
    name: str
    goal: str
    act: str = ""
    cause: bool = False
    always: str = ""

    @property
    def middle(self) -> float:
        """The middle of the step, in percent."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure: all its steps, and fewer for short stories.

    `starts_at` is the fifth of the story that it opens with, `wraps_at` the step from which what stood before is told.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    short: tuple[Step, ...]
    tiny: tuple[Step, ...]
    starts_at: int = 0
    wraps_at: int = 0
    people: int = 0
    genres: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def for_minutes(self, minutes: float) -> tuple[Step, ...]:
        """The steps that a story of so many minutes has room for."""
        if minutes < TINY and self.tiny:
            return self.tiny
        return self.steps if minutes >= FEATURE or not self.short else self.short


@cache
def structures() -> Mapping[str, Structure]:
    """All structures by name, in the order of the table."""
    table = tomllib.loads(resources.read_template("structures.toml"))
    return {name: _structure(name, row) for name, row in table.items()}


def _structure(name: str, row: Mapping[str, Any]) -> Structure:
    steps, short, tiny = (tuple(map(_step, row.get(size, ()))) for size in ("steps", "short", "tiny"))
    genres, languages, types = (frozenset(row.get(key, ())) for key in ("genres", "languages", "types"))
    first, wrap, people = (int(row.get(key, 0)) for key in ("starts_at", "wraps_at", "people"))
    return Structure(name, row["title"], steps, short, tiny, first, wrap, people, genres, languages, types)


def _step(row: Mapping[str, Any]) -> Step:
    rest = {key: value for key, value in row.items() if key not in ("from", "to")}
    return Step(float(row["from"]), float(row["to"]), **rest)


def step_at(steps: Sequence[Step], start: float, end: float) -> Step:
    """The step of which a passage from `start` to `end` percent covers the largest share; the first of equals."""

    def share(step: Step) -> float:
        return max(0.0, min(end, step.end) - max(start, step.start)) / (step.end - step.start)

    return max(steps, key=share)


def act_of(steps: Sequence[Step], step: Step) -> str:
    """The act that a step stands in."""
    return next((s.act for s in reversed(steps[: steps.index(step) + 1]) if s.act), "")
