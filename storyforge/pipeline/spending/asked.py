"""A question to a text model: its key, its call, and its answer as a file that can be read again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.journal.answers import SUFFIX
from storyforge.journal.calls import Call
from storyforge.model.digest import digest
from storyforge.model.money import Cost
from storyforge.providers.base import Reply
from storyforge.tasks import TASKS

if TYPE_CHECKING:
    from storyforge.journal.answers import Answer
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.providers.base import TextProvider
    from storyforge.tasks.base import Context, Output

KIND = "text"


@cache
def _form(task: str) -> str:
    """The digest of what a task must be answered with: an answer to another form of it is another answer."""
    return digest(TASKS.load(task).model_json_schema())


@dataclass(frozen=True, slots=True)
class BoughtText:
    """An answer as it lies on disk, and as a reply with what it cost, whenever that was."""

    answer: Answer
    reply: Reply[Output]


@dataclass(frozen=True, slots=True)
class Asked:
    """Asks one provider over the desk, for one stage."""

    name: str
    provider: TextProvider
    desk: Desk
    stage: str

    def buy(self, task: str, context: Context, scene: str, take: int) -> BoughtText:
        """The answer to a question; raises what the desk and the provider raise."""
        key = digest(
            [task, _form(task), context.model_dump(mode="json"), self.name, dict(self.provider.parameters(task)), take]
        )
        answer = self.desk.find(key, SUFFIX[KIND]) or self.desk.buy(
            self._call(task, context, scene, key, take), SUFFIX[KIND], lambda: self._sold(task, context)
        )
        value: Output = TASKS.load(task).model_validate_json(answer.read())
        cost = Cost.read(answer.facts.get("cost"))
        return BoughtText(answer, Reply(value, str(answer.facts["by"]), cost, answer.facts.get("usage", {})))

    def _sold(self, task: str, context: Context) -> tuple[bytes, dict[str, Any], Cost]:
        reply = self.provider.ask(task, context)
        content = json.dumps(reply.value.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
        return content.encode(), {"by": reply.by, "usage": reply.usage}, reply.cost

    def _call(self, task: str, context: Context, scene: str, key: str, take: int) -> Call:
        terms = self.desk.terms
        return Call(
            key=key,
            kind=KIND,
            by=self.name,
            task=task,
            stage=self.stage or task,
            scene=scene,
            item=scene,
            take=take,
            run=terms.run,
            timeline=terms.timeline,
            author=terms.author,
            estimate=self.provider.price(task, context),
        )
