"""Beats and treatment by rule: derived backwards from a script; every sentence is the script's own."""

from storyforge.providers.offline.outline.beats import beats
from storyforge.providers.offline.outline.treatment import treatment

__all__ = ["beats", "treatment"]
