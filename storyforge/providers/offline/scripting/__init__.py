"""The offline rules of stage 4: beats become scenes, and their own sentences a script; nothing is made up."""

from storyforge.providers.offline.scripting.beating import beat
from storyforge.providers.offline.scripting.judging import coherence
from storyforge.providers.offline.scripting.outlining import outline
from storyforge.providers.offline.scripting.rewriting import rewrite
from storyforge.providers.offline.scripting.scening import scene

__all__ = ["beat", "coherence", "outline", "rewrite", "scene"]
