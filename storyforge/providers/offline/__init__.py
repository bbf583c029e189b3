"""The offline provider: rules instead of models; no key, no network, deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.money import FREE
from storyforge.providers.base import Reply
from storyforge.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.tasks.base import Context, Output

RULES = Registry(
    "offline rule",
    {
        "breakdown": "storyforge.providers.offline.breakdown:breakdown",
        "describe": "storyforge.providers.offline.breakdown.described:describe",
        "redescribe": "storyforge.providers.offline.breakdown.redescribed:redescribe",
        "beats": "storyforge.providers.offline.outline:beats",
        "treatment": "storyforge.providers.offline.outline:treatment",
        "shots": "storyforge.providers.offline.director:direct",
        "conditions": "storyforge.providers.offline.conditions:conditions",
        "carry": "storyforge.providers.offline.conditions:carry",
        "cohere": "storyforge.providers.offline.cohering:cohere",
        "survey": "storyforge.providers.offline.condense:survey",
        "digest": "storyforge.providers.offline.condense:digest",
        "treatments": "storyforge.providers.offline.telling:treatments",
        "lores": "storyforge.providers.offline.telling:lores",
        "narratives": "storyforge.providers.offline.telling:narratives",
        "revise": "storyforge.providers.offline.telling:revise",
        "beatsheet": "storyforge.providers.offline.telling:beatsheet",
        "beat": "storyforge.providers.offline.scripting:beat",
        "outline": "storyforge.providers.offline.scripting:outline",
        "scene": "storyforge.providers.offline.scripting:scene",
        "coherence": "storyforge.providers.offline.scripting:coherence",
        "rewrite": "storyforge.providers.offline.scripting:rewrite",
        "plot": "storyforge.providers.offline.assisting:plot",
        "twists": "storyforge.providers.offline.assisting:twists",
        "holes": "storyforge.providers.offline.assisting:holes",
        "dialogue": "storyforge.providers.offline.assisting:dialogue",
        "intent": "storyforge.providers.offline.assisting:intent",
        "attribution": "storyforge.providers.offline.attributing:attribute",
        "frame-prompt": "storyforge.providers.offline.compiling:frame_prompt",
        "end-frame-prompt": "storyforge.providers.offline.compiling:end_frame_prompt",
        "video-prompt": "storyforge.providers.offline.compiling:video_prompt",
    },
)
"""Task name -> the function that answers it: context in, output out."""


class OfflineText:
    """Answers every text task by the rule of its name."""

    name = "offline"
    pure = True

    def parameters(self, task: str) -> Mapping[str, Any]:
        """Rules have none."""
        del task
        return {}

    def price(self, task: str, context: Context) -> Cost:
        """Nothing."""
        del task, context
        return FREE

    def ask(self, task: str, context: Context) -> Reply[Output]:
        """Answer one task; raises UnknownNameError for a task that has no rule."""
        return Reply(RULES.load(task)(context), by=self.name)
