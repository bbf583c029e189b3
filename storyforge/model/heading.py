"""A scene heading taken apart: inside or outside, where, and when."""

from __future__ import annotations

from dataclasses import dataclass

GOES_ON = ("CONTINUOUS", "SAME", "MOMENTS LATER")
"""Relative times of a scene that goes on without a gap."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a scene heading says.

    `interior` and `exterior` are both true for INT./EXT. and unknown (`None`) where nothing says so. `prefix` is
    the opening word as written. `places` are as written, leading articles dropped, the master place first and then
    what lies within it. `time` (DAY, NIGHT, MORNING, ...) and `relative` (CONTINUOUS, SAME, MOMENTS LATER, LATER,
    NEXT DAY, DAYS LATER, YEARS LATER, EARLIER) are canonical English, or empty. `notes` are what is neither: MONTAGE,
    DRIVING, a year, a clock time, what stood in brackets.
    """

    prefix: str = ""
    interior: bool | None = None
    exterior: bool | None = None
    places: tuple[str, ...] = ()
    time: str = ""
    relative: str = ""
    notes: tuple[str, ...] = ()

    @property
    def master(self) -> str:
        """The place that the others lie in, or nothing."""
        return self.places[0] if self.places else ""
