"""Condensation without a model: people, places and telling passages of a novel, word for word; nothing is invented."""

from storyforge.providers.offline.condense.beatsheet import beats_of_book
from storyforge.providers.offline.condense.options import treatments_of_book
from storyforge.providers.offline.condense.survey import digest, survey

__all__ = ["beats_of_book", "digest", "survey", "treatments_of_book"]
