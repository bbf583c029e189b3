"""Errors of those who make pictures, clips and speech for money."""

from __future__ import annotations

from typing import Any

from storyforge.errors.base import FailedError, RequestError
from storyforge.errors.money import InDoubtError

_IN_OTHER_WORDS = {"the reference": 'Say it in other words: storyforge asset rewrite NAME -m "..."'}
"""What is refused -> where its words are, if not in the prompts of a shot."""


class NotMadeError(FailedError):
    """A provider that would not make what it was asked for, by its own rules of content; nothing came.

    `cost` is what it took nevertheless (a `model.money.Cost`), None where it took nothing.
    """

    def __init__(self, what: str, by: str, why: str, cost: Any = None) -> None:
        super().__init__(
            f"{by} refused {what}: {why}.",
            _IN_OTHER_WORDS.get(what.partition(" picture ")[0], "Say it in other words in prompts.yaml")
            + ", or ask another: --with image=PROVIDER:MODEL (of a clip: --with video=...)",
        )
        self.cost = cost


class NotTakenError(FailedError):
    """A provider that does not take these inputs together; nothing was sold, and less may be sent."""

    def __init__(self, what: str, by: str, why: str) -> None:
        super().__init__(f"{by} does not take {what} as it was sent: {why}.", "See what it takes: docs/models.md")
        self.why = why


class SpoiltError(FailedError):
    """Something that was sold and can't be used: it is not what was asked for, or does not play.

    `cost` is what was paid for it (a `model.money.Cost`), `content` what came, where anything did.
    """

    def __init__(self, what: str, by: str, why: str, cost: Any, content: bytes = b"") -> None:
        super().__init__(
            f"What {by} sold for {what} can't be used: {why}.",
            f"It is paid{' and kept on this machine' if content else ''}; ask again, if you want to: storyforge jobs",
        )
        self.cost = cost
        self.content = content


class JobFailedError(FailedError):
    """A job that its provider could not finish, or that was given up; nothing was sold."""

    def __init__(self, by: str, job: str, why: str) -> None:
        super().__init__(f"{by} did not finish its job {job}: {why}.", "Run it again; nothing was sold.")


class JobLostError(InDoubtError):
    """A job, or what came of it, that its provider does not know any more."""

    def __init__(self, by: str, job: str, why: str) -> None:
        super().__init__(f"job {job} of {by}", f"it is gone there ({why})")


class StillAtWorkError(FailedError):
    """A job that takes longer than a run waits; it stays what it is."""

    def __init__(self, what: str, by: str, waited: str) -> None:
        super().__init__(
            f"{by} is still at work on {what} after {waited}.",
            "Nothing is lost: run it again later, or fetch it: storyforge jobs fetch",
        )


class TooLongClipError(RequestError):
    """A shot that is longer than any clip that a model sells."""

    def __init__(self, shot: str, seconds: str, by: str, longest: int) -> None:
        super().__init__(
            f"Shot {shot} is {seconds} s long, and {by} sells at most {longest} s.",
            "Make the shot shorter, or name another model: --with video=PROVIDER:MODEL",
        )


class StrictInputsError(FailedError):
    """Pictures that a model does not take, where less is not to be sent."""

    def __init__(self, what: str, by: str, wanted: str, why: str) -> None:
        super().__init__(
            f"{what} is to be made from {wanted}, and {by} does not take that: {why}.",
            "Allow less: story.yaml, under models, settings, video, strict_inputs: false; or name another model",
        )


class UnknownModelError(FailedError):
    """A model that its service does not have: it never did, or it was switched off."""

    def __init__(self, by: str, why: str) -> None:
        super().__init__(
            f"{by} is not to be had: {why}.",
            "Look for its name, and for the day on which it ends, in docs/models.md; then ask one that is there.",
        )


class TooManyReferencesError(FailedError):
    """More reference pictures than go with one request."""

    def __init__(self, what: str, by: str, count: int, most: int) -> None:
        takes = f"at most {most}" if most else "none"
        super().__init__(
            f"{count} reference pictures were to go with {what}, and {by} takes {takes}.",
            "Send fewer, the most important first.",
        )
