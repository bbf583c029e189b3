"""What a run is asked to do, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.model.money import FREE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.errors import StoryforgeError
    from storyforge.model.money import Cost


@dataclass(frozen=True)
class Request:
    """What a run is asked to do.

    `only` makes one stage, without those before it. `scenes` narrows it to some scenes. `outdated` also makes again
    what is outdated. `auto` locks what the run makes, and takes the rules' word where an author would decide.
    `providers` are names by kind, over those of the story. `shots` narrows it to some shots of what is made one by one,
    or to some pictures (`face-1`); `assets` to some assets, by slug.
    `agree` is the author's own word that what the stage made is approved. `max_cost` is the most that this run may
    spend, `unknown` how many calls may have an unknown price; None: no call may. `record` keeps what language models
    answer as cassettes in the story; with `replay`, those answer and nobody is asked. `allow_gaps` locks what has gaps.
    `timeline` is a new one on which all is made. `quality` is `draft` or `final` of clips; empty: what was agreed to.
    `strict` makes clips from the pictures that their shots want, or not at all, whatever the story says.
    """

    upto: str
    only: bool = False
    scenes: tuple[str, ...] = ()
    guidance: str = ""
    auto: bool = False
    outdated: bool = False
    dry: bool = False
    providers: Mapping[str, str] = field(default_factory=dict)
    shots: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    agree: bool = False
    accept_impact: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    max_cost: Cost | None = None
    unknown: int | None = None
    record: bool = False
    replay: bool = False
    allow_gaps: bool = False
    timeline: str = ""
    quality: str = ""
    strict: bool = False


@dataclass
class Outcome:
    """What a run did."""

    made: list[str] = field(default_factory=list)
    skipped: int = 0
    commits: list[str] = field(default_factory=list)
    failed: dict[str, StoryforgeError] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    stopped: StoryforgeError | None = None
    cost: Cost = FREE
    kept: Cost = FREE
    """What of it was paid for scenes that failed: the next run uses it."""
    storyboard: Mapping[str, Any] = field(default_factory=dict)
    """What a storyboard that is finished has: scenes, shots, pictures, its length, and how to see it."""
    calls: int = 0
    """How many calls to providers that cost something."""
