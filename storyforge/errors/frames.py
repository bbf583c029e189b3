"""Errors of single frames: takes, comparisons, patches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import GateError, RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence


class FrameMissingError(RequestError):
    """A picture that is not drawn yet, or that its shot does not need."""

    def __init__(self, item: str, scene: str) -> None:
        super().__init__(f"There is no frame {item} yet.", f"What there is: storyforge frame list {scene}")


class UnknownTakeError(RequestError):
    """A take of a frame that there never was."""

    def __init__(self, item: str, take: int, known: Sequence[int]) -> None:
        takes = ", ".join(map(str, known))
        super().__init__(f"{item} has no take {take}; it has {takes}.", f"See them: storyforge frame takes {item}")


class TakeLostError(RequestError):
    """A take whose picture is in no commit of this repository any more."""

    def __init__(self, item: str, take: int) -> None:
        super().__init__(
            f"The picture of take {take} of {item} is not in this repository.",
            "It may be in another clone, or was not fetched: git lfs fetch --all",
        )


class NoNeighbourError(RequestError):
    """A frame that has none before it, so that there is nothing to score it against."""

    def __init__(self, item: str) -> None:
        super().__init__(
            f"{item} has no frame before it in its scene, so it has no drift score.",
            "Leave --until out: storyforge frame redo " + item + ' -m "..."',
        )


class ModeNotChosenError(GateError):
    """Frames of a maker who costs money, without a word on whether all are bought at once."""

    def __init__(self, by: str, scenes: Sequence[str]) -> None:
        numbers = " ".join(scenes)
        where = f"frames {numbers}" if numbers else "frames"
        super().__init__(
            f"Frames by {by} cost money: choose how they are bought, all of a scene at once or one by one.",
            f"All at once: storyforge {where} --quick; each approved before the next: storyforge {where} --control",
        )


class PatchUnreadError(RequestError):
    """A region to be made anew by somebody who can't make one."""

    def __init__(self, by: str) -> None:
        super().__init__(
            f"{by} makes whole pictures, and no parts of one.",
            "Give a picture of your own: --with-picture FILE; or a provider that edits: --with image=PROVIDER",
        )
