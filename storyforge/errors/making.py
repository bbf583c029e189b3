"""Errors of those who make pictures, clips and speech for money."""

from __future__ import annotations

from typing import Any

from storyforge.errors.base import FailedError


class NotMadeError(FailedError):
    """A provider that would not make what it was asked for, by its own rules of content; nothing came.

    `cost` is what it took nevertheless (a `model.money.Cost`), None where it took nothing.
    """

    def __init__(self, what: str, by: str, why: str, cost: Any = None) -> None:
        super().__init__(
            f"{by} refused {what}: {why}.",
            "Say it in other words in prompts.yaml, or ask another: --with image=PROVIDER:MODEL",
        )
        self.cost = cost


class NotTakenError(FailedError):
    """A provider that does not take these inputs together; nothing was sold, and less may be sent."""

    def __init__(self, what: str, by: str, why: str) -> None:
        super().__init__(f"{by} does not take {what} as it was sent: {why}.", "See what it takes: docs/models.md")


class SpoiltError(FailedError):
    """Something that was sold and can't be used: it is not what was asked for, or does not play.

    `cost` is what was paid for it (a `model.money.Cost`).
    """

    def __init__(self, what: str, by: str, why: str, cost: Any) -> None:
        super().__init__(
            f"What {by} sold for {what} can't be used: {why}.",
            "It is paid and kept on this machine; ask again, if you want to: storyforge jobs",
        )
        self.cost = cost
