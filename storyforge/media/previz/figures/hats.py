"""What is worn on the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Mark, Part, Pen
    from storyforge.media.previz.figures.skeleton import Skeleton


def hat_behind(look: Look, bones: Skeleton, ahead: float) -> list[Part | Mark]:
    return []


def hat_over(pen: Pen, look: Look, bones: Skeleton, ahead: float, above: float) -> list[Part | Mark]:
    return []
