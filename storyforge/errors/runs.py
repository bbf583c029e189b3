"""Runs that go on by themselves: those that nobody knows, and those that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnknownRunError(RequestError):
    """An id that is no run's, or that several begin with."""

    def __init__(self, run: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no run {run}." if run else "Which run is not said.",
            f"Known: {', '.join(known[:5])}. See them: storyforge jobs" if known else "See them: storyforge jobs",
        )


class RunOverError(RequestError):
    """A run that can't be told to end."""

    def __init__(self, run: str, state: str) -> None:
        what = "is not at work here" if state in ("starting", "running", "ending") else f"is over: {state}"
        super().__init__(f"Run {run} {what}.", "See them: storyforge jobs")


class NotAgainError(RequestError):
    """A call that is not asked again by its number."""

    def __init__(self, number: int, why: str, hint: str) -> None:
        super().__init__(f"Call {number} is not asked again: {why}.", hint)
