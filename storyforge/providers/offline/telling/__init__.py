"""The offline teller: the author's own sentences laid out along a structure, with questions where they say nothing."""

from storyforge.providers.offline.telling.beatsheet import beatsheet
from storyforge.providers.offline.telling.options import lores, narratives, treatments
from storyforge.providers.offline.telling.revising import revise

__all__ = ["beatsheet", "lores", "narratives", "revise", "treatments"]
