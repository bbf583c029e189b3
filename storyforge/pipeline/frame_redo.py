"""A frame made again, once or until it is near enough to the frame before; every take is kept, the best one stays."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.checks.neighbours import frames_of
from storyforge.errors import BudgetError, NoNeighbourError, UnknownNameError
from storyforge.model.money import FREE
from storyforge.pipeline.comparing import picture_of
from storyforge.pipeline.frame_takes import score_of, use
from storyforge.pipeline.frames import scene_numbers_of
from storyforge.pipeline.run import Runner
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.errors import StoryforgeError
    from storyforge.model.money import Cost
    from storyforge.pipeline.request import Outcome, Request
    from storyforge.pipeline.session import Session

MOST = 4
"""Takes of a loop for which nobody says how many."""


@dataclass(frozen=True, slots=True)
class Until:
    """When a loop ends: at a score as low as this, or after so many takes."""

    score: float
    takes: int = MOST


@dataclass
class Redone:
    """What a loop came to: scores by take, the one that is best and stays, and why it ended."""

    item: str
    scores: dict[int, float] = field(default_factory=dict)
    best: int = 0
    now: int = 0
    why: str = ""
    cost: Cost = FREE
    failed: StoryforgeError | None = None
    outcome: Outcome | None = None


@cache
def reasons() -> dict[str, dict[str, Any]]:
    """Reason -> what it is about, its words, and which reference pictures come first."""
    found: dict[str, dict[str, Any]] = tomllib.loads(read_template("frames.toml"))["reasons"]
    return found


def words_for(reason: str, guidance: str) -> str:
    """The author's words with those of a reason; raises UnknownNameError."""
    if not reason:
        return guidance
    if reason not in reasons():
        raise UnknownNameError("reason", reason, list(reasons()))
    return f"{guidance.strip().rstrip('.')}. {reasons()[reason]['words']}" if guidance else reasons()[reason]["words"]


def redo_until(
    session: Session, name: str, request: Request, until: Until, tell: Callable[[dict[str, Any]], None]
) -> Redone:
    """Make a frame again until it is near enough, takes or money are used up, or nothing changes.

    What `--max-cost` allows is for all takes together. Raises NoNeighbourError, and what a run raises where the first
    take already fails.
    """
    item = picture_of(session.story, name)
    (scene,) = scene_numbers_of(session.story, [item])
    start = score_of(session.story, item)
    if start is None:
        raise NoNeighbourError(item)
    made = Redone(item)
    was = _shows(session, scene, item)
    made.scores[was[0]] = start
    for _ in range(until.takes):
        if min(made.scores.values()) <= until.score:
            break
        outcome = _run(session, replace(request, scenes=(scene,), shots=(item,)), tell, made)
        if outcome is None:
            break
        number, picture = _shows(session, scene, item)
        made.scores[number] = score_of(session.story, item) or 0.0
        tell({"event": "take", "item": item, "take": number, "score": made.scores[number]})
        if picture == was[1]:
            made.why = "the same picture came again"
            break
        was = (number, picture)
    made.best = min(made.scores, key=lambda number: (made.scores[number], number))
    made.why = made.why or _why(made, until)
    made.now = made.best if made.best == was[0] else use(session, item, made.best)
    return made


def _run(session: Session, request: Request, tell: Callable[[dict[str, Any]], None], made: Redone) -> Outcome | None:
    """One more take; None where it could not be bought: that ends a loop that has some, and fails one that has none."""
    try:
        outcome = Runner(session, request, tell).run()
    except BudgetError as error:
        _end(made, error)
        return None
    made.outcome = outcome
    failure = next(iter(outcome.failed.values()), None)
    if failure is not None:
        _end(made, failure)
        return None
    if outcome.stopped:
        raise outcome.stopped
    made.cost += outcome.cost
    return outcome


def _end(made: Redone, error: StoryforgeError) -> None:
    if len(made.scores) == 1:
        raise error
    made.failed = error
    made.why = f"no more was bought: {error.message.rstrip('.')}"


def _shows(session: Session, scene: str, item: str) -> tuple[int, str]:
    frames = frames_of(session.story, scene)
    frame = frames.pictures()[item] if frames else None
    return (frame.take, frame.picture) if frame else (0, "")


def _why(made: Redone, until: Until) -> str:
    if made.scores[made.best] <= until.score:
        return f"it is at {until.score:g} or below"
    return f"that were {until.takes} takes"
