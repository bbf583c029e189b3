"""A language model that answers every task, over a real wire: as a rule of ours does, or as it was told to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from storyforge.pipeline.spending import asked
from storyforge.providers.letters import write_letter
from storyforge.providers.offline import RULES
from storyforge.tasks.strict import is_ours
from tests.pipeline.scripted_writer import ANSWERS, Writer, task_of
from tests.providers.openai_server import Say

if TYPE_CHECKING:
    import pytest

    from storyforge.providers.base import Letter
    from storyforge.tasks.base import Context


def written(value: Any) -> Any:
    """An output as a model would write it: all fields, and none that is ours."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return {name: written(getattr(value, name)) for name, field in fields if not is_ours(field)}
    if isinstance(value, (tuple, list)):
        return [written(each) for each in value]
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    return value


class RuleWriter(Writer):
    """Reads the letter as it arrived, and answers what the rule of the task makes of what the letter was made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **instead: list[Say]) -> None:
        super().__init__(**instead)
        self.told: dict[str, tuple[str, Context]] = {}
        """Prompt -> the task and the context that it was written from."""

        def overheard(task: str, context: Context, own_templates: dict[str, str]) -> Letter:
            letter = write_letter(task, context, own_templates)
            self.told[letter.prompt] = (task, context)
            return letter

        monkeypatch.setattr(asked, "write_letter", overheard)

    def answer(self, asked_for: Any) -> Say:
        """The answer to a task without one that was told to come first."""
        task, context = self.told[asked_for["messages"][1]["content"]]
        assert task == task_of(asked_for)
        if task in ANSWERS:
            return Say(json.dumps(ANSWERS[task]()))
        return Say(json.dumps(written(RULES.load(task)(context)), default=str))
