"""Staging: from a frame as data to a small world with a camera in it."""

from __future__ import annotations

from storyforge.media.previz.staging.build import stage
from storyforge.media.previz.staging.stage import Stage

__all__ = ["Stage", "stage"]
