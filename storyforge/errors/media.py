"""Errors of pictures, clips, sound and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import GateError, RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence


def _scenes(numbers: Sequence[str]) -> str:
    """`scene 3`, `scenes 1, 2 and 40 more`."""
    some = ", ".join(numbers[:8])
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"scene {some}" if len(numbers) == 1 else f"scenes {some}{more}"


class ShotsMissingError(GateError):
    """An export of scenes that have no shot list yet."""

    def __init__(self, scenes: Sequence[str]) -> None:
        what = f"There is no shot list yet of {_scenes(scenes)}." if scenes else "The story has no scenes yet."
        super().__init__(what, "Make it: storyforge run shots")


class ClipsMissingError(GateError):
    """An export of shots that have no clip yet."""

    def __init__(self, kind: str, scenes: Sequence[str], shots: int) -> None:
        what = f"{shots} shots" if shots > 1 else "a shot"
        super().__init__(
            f"The {kind} needs clips, and {what} of {_scenes(scenes)} {'have' if shots > 1 else 'has'} none yet.",
            "Make them: storyforge run video",
        )


class OutTakenError(RequestError):
    """A file that an export would overwrite, and that is none of storyforge's exports."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f'"{path}" is not overwritten: {why}.', "Name another file or folder with --out, or move this one away."
        )


class OutSuffixError(RequestError):
    """A file name that does not end as an export of its kind does."""

    def __init__(self, path: str, kind: str, suffix: str) -> None:
        super().__init__(
            f'"{path}" is no name for this export: {kind} writes a {suffix} file.',
            f"Name a file that ends in {suffix}, or a folder.",
        )


class ForeignOptionError(RequestError):
    """An option of another kind of export."""

    def __init__(self, option: str, kind: str, kinds: Sequence[str]) -> None:
        super().__init__(f"{option} does nothing for {kind}.", f"It belongs to: storyforge export {' or '.join(kinds)}")
