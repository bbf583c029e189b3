"""Small parts of a timeline: exact times, spans and markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import opentimelineio as otio

if TYPE_CHECKING:
    from fractions import Fraction

Part: TypeAlias = Any
"""A part of a timeline: clip, gap, track, marker, media reference. OpenTimelineIO has no types."""
NAMESPACE = "storyforge"
"""The key of all our metadata."""


def at_rate(frames: int, rate: Fraction) -> Part:
    """A time in whole frames; the rate is the float nearest to the exact one, as OpenTimelineIO keeps it."""
    return otio.opentime.RationalTime(frames, float(rate))


def span(start: int, frames: int, rate: Fraction) -> Part:
    """Whole frames from one on."""
    return otio.opentime.TimeRange(at_rate(start, rate), at_rate(frames, rate))


def marker(
    name: str, start: int, frames: int, rate: Fraction, colour: str, comment: str, about: dict[str, Any]
) -> Part:
    """A marker over some frames; its comment is in the metadata too, where some programs look for it."""
    metadata = {NAMESPACE: {**about, "comment": comment}}
    return otio.schema.Marker(name, span(start, frames, rate), colour, metadata, comment)
