"""The offline story assistant: what rules can say about a story as it is, in its own words; it invents nothing."""

from storyforge.providers.offline.assisting.dialogue import dialogue
from storyforge.providers.offline.assisting.holes import holes
from storyforge.providers.offline.assisting.intent import intent
from storyforge.providers.offline.assisting.plot import plot
from storyforge.providers.offline.assisting.twists import twists

__all__ = ["dialogue", "holes", "intent", "plot", "twists"]
