"""Shots that are split, merged and set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable


class ShotWholeError(RequestError):
    """A shot that can't be cut: it is one event, or one line."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is one sentence or one line, and is not cut within.",
            f"Make two sentences of it in the shot list; or make it shorter: storyforge shot set {name} duration=3",
        )


class ShotsApartError(RequestError):
    """Shots that can't be one."""

    def __init__(self, one: str, other: str, why: str) -> None:
        super().__init__(
            f"{one} and {other} can't be one shot: {why}.",
            "Merge neighbours of one scene and one place, in their order: storyforge shot merge 3B 3C",
        )


class ShotsTooLongError(RequestError):
    """Shots that together are longer than a shot may be."""

    def __init__(self, one: str, other: str, seconds: float) -> None:
        super().__init__(
            f"{one} and {other} together last {seconds:.1f} s; a shot is never longer than 8 s.",
            f"Make one of them shorter first: storyforge shot set {one} duration=3",
        )


class ShotFieldError(RequestError):
    """A field of a shot that there is not, or a value that it can't have."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)


def unknown_field(name: str, known: Iterable[str]) -> ShotFieldError:
    """A field that there is not; the words of a shot are the script's."""
    fields = list(known)
    if name == "dialogue":
        return ShotFieldError(
            "What is said is the script's, and no field of a shot.",
            "Change it in script.fountain, then: storyforge sync shots",
        )
    return ShotFieldError(
        f'A shot has no field "{name}".', did_you_mean(name, fields) or f"Fields: {', '.join(fields)}."
    )
