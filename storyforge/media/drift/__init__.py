"""Drift: whether two neighbouring frames show the same set, light and people, apart from what is planned to differ."""

from storyforge.media.drift.scoring import Drift, Reason, drift
from storyforge.media.drift.views import Shot

__all__ = ["Drift", "Reason", "Shot", "drift"]
