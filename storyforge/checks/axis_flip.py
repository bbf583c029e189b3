"""The line of action: two people do not change sides from shot to shot unless the audience sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, shot_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.finding import Finding
    from storyforge.model.shots import Shot
    from storyforge.story import Story

_NEUTRAL = frozenset({"ELS", "LS", "INSERT"})
"""Sizes that reset left and right: an object, or a view so wide that everybody sees who stands where (craft 3)."""


def check(story: Story) -> Iterator[Finding]:
    """Who is on the left stays on the left until a neutral shot resets it."""
    tell = Teller(__name__, story)
    for _, path, found in shot_lists(story):
        for index, before, shot in _flips(found.shots):
            sides = f"{shot.axis.left} left and {shot.axis.right} right" if shot.axis else ""
            message = f"{shot.id} has {sides}; in {before} it was the other way round."
            hint = "Change the sides back, or put a wide shot or an insert between the two."
            yield tell.at("warning", message, path, "shots", index, "axis", hint=hint)


def _flips(shots: Sequence[Shot]) -> Iterator[tuple[int, str, Shot]]:
    """(index, id of the shot before, shot) of each shot that swaps two people."""
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for index, shot in enumerate(shots):
        if shot.camera.size in _NEUTRAL or shot.camera.angle == "POV":
            seen = {}
        if shot.axis and shot.axis.left and shot.axis.right:
            pair = frozenset((shot.axis.left, shot.axis.right))
            left, before = seen.get(pair, (shot.axis.left, ""))
            if left != shot.axis.left:
                yield index, before, shot
            seen[pair] = (shot.axis.left, shot.id)
