"""Condensation without a model: people, places and telling passages of a novel, word for word; nothing is invented."""

from storyforge.providers.offline.condense.survey import digest, survey

__all__ = ["digest", "survey"]
