"""The offline rules of stage 4: beats become scenes, and their own sentences a script; nothing is made up."""

from storyforge.providers.offline.scripting.outlining import outline
from storyforge.providers.offline.scripting.scening import scene

__all__ = ["outline", "scene"]
