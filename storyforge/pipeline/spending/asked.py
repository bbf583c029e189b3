"""A question to whoever is paid for text: its key, its call, and its answer as files that can be read again."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import BudgetError, FailedError, GateError, InDoubtError, OfflineError, StoryforgeError
from storyforge.journal.answers import SUFFIX
from storyforge.journal.calls import Call
from storyforge.journal.traces import Traces
from storyforge.model.digest import digest
from storyforge.model.money import Cost
from storyforge.pipeline.spending.conversation import KIND, Conversation, NotThere, Question
from storyforge.pipeline.spending.opening import open_text
from storyforge.providers.base import Reply
from storyforge.providers.keys import redacted
from storyforge.providers.letters import template_digest, write_letter
from storyforge.providers.network import is_offline
from storyforge.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.journal.answers import Answer
    from storyforge.model.story import TextSettings
    from storyforge.pipeline.spending.choice import Choice
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.providers.base import Letter, LetterProvider, TextProvider
    from storyforge.providers.recorded import Cassettes
    from storyforge.tasks.base import Context, Output


def _service(name: str) -> str:
    """`litellm:openai/gpt-5` gives litellm:openai."""
    return name.partition("/")[0]


@cache
def _form(task: str) -> str:
    """The digest of what a task must be answered with: an answer to another form of it is another answer."""
    return digest(TASKS.load(task).model_json_schema())


@dataclass(frozen=True, slots=True)
class BoughtText:
    """An answer as a reply with what it cost, whenever that was; who gave it, and its files, the last one last."""

    reply: Reply[Output]
    by: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Asks whoever is chosen for a stage, over the desk; where they fail, whoever is to answer then.

    `templates` are the story's own. With `cassettes`, answers are recorded, or taken from there and nobody is asked.
    """

    choice: Choice
    desk: Desk
    stage: str
    templates: Mapping[str, str] = field(default_factory=dict)
    cassettes: Cassettes | None = None

    def buy(self, task: str, context: Context, scene: str, take: int) -> BoughtText:
        """The answer to a question; raises what the desk and the provider raise."""
        if not self.choice.fallback or self._replays:
            return self._buy(self.choice.name, task, context, scene, take)
        # Where the first one failed and another one answered, that answer is there; nobody is paid again.
        kept = self._found(task, context, scene, take)
        if kept is not None:
            return kept
        try:
            bought = self._buy(self.choice.name, task, context, scene, take)
            return self._with_failed(bought, self._on_disk(self.choice.fallback, task, context, scene, take))
        except InDoubtError:
            raise
        except FailedError as failure:
            return self._instead(failure, task, context, scene, take)

    def _instead(self, failure: FailedError, task: str, context: Context, scene: str, take: int) -> BoughtText:
        """The answer of whoever is to answer where the first one failed."""
        try:
            bought = self._buy(self.choice.fallback, task, context, scene, take)
        except (InDoubtError, GateError, BudgetError):
            # Only the author can go on from here.
            raise
        except StoryforgeError:
            # What is wrong with the one that was asked for says more than what is wrong with its stand-in.
            raise failure from None
        return self._with_failed(bought, self._on_disk(self.choice.name, task, context, scene, take))

    def _found(self, task: str, context: Context, scene: str, take: int) -> BoughtText | None:
        """The answer that is on disk of whoever was asked instead, where the first one is known to have failed."""
        failed = self._on_disk(self.choice.name, task, context, scene, take)
        stood_in = self._on_disk(self.choice.fallback, task, context, scene, take)
        if not failed or not stood_in:
            return None
        for name in (self.choice.name, self.choice.fallback):
            with suppress(NotThere):
                bought = self._buy(name, task, context, scene, take, buys=False)
                other = failed if name == self.choice.fallback else stood_in
                return self._with_failed(bought, other)
        return None

    def _on_disk(self, name: str, task: str, context: Context, scene: str, take: int) -> tuple[Answer, ...]:
        provider = self._open(name)
        if not hasattr(provider, "write"):
            return ()
        question = self._question(task, context, scene, take)
        talk = replace(self._talk(name, cast("LetterProvider", provider)), buys=False, cassettes=None)
        return talk.on_disk(question)

    @staticmethod
    def _with_failed(bought: BoughtText, failed: tuple[Answer, ...]) -> BoughtText:
        """An answer with those of somebody else before it: they were paid for the same, and are told with it."""
        return replace(bought, answers=(*failed, *bought.answers)) if bought.answers else bought

    @property
    def _replays(self) -> bool:
        return self.cassettes is not None and self.cassettes.replay

    def _buy(self, name: str, task: str, context: Context, scene: str, take: int, *, buys: bool = True) -> BoughtText:
        if self._replays:
            return self._conversed(name, None, task, context, scene, take)
        if is_offline():
            raise OfflineError(f"The text provider {name}")
        provider = self._open(name)
        if hasattr(provider, "write"):
            return self._conversed(name, cast("LetterProvider", provider), task, context, scene, take, buys=buys)
        return self._answered(provider, name, task, context, scene, take)

    def _open(self, name: str) -> TextProvider | LetterProvider:
        if name not in self._opened:
            self._opened[name] = open_text(name, self._settings_of(name))
        return self._opened[name]

    def _settings_of(self, name: str) -> TextSettings:
        """How a model is asked; an address that is given is that of the first one's service, and of no other."""
        settings = self.choice.settings
        if _service(name) == _service(self.choice.name):
            return settings
        return settings.model_copy(update={"api_base": None})

    @cached_property
    def _opened(self) -> dict[str, TextProvider | LetterProvider]:
        return {}

    @cached_property
    def _traces(self) -> Traces:
        return Traces(self.desk.folder)

    def _conversed(
        self,
        name: str,
        provider: LetterProvider | None,
        task: str,
        context: Context,
        scene: str,
        take: int,
        *,
        buys: bool = True,
    ) -> BoughtText:
        talk = replace(self._talk(name, provider), buys=buys)
        reply, answers = talk.hold(self._question(task, context, scene, take))
        return BoughtText(reply, reply.by, answers)

    def _question(self, task: str, context: Context, scene: str, take: int) -> Question:
        return Question(write_letter(task, context, self.templates), context, scene, take)

    def _talk(self, name: str, provider: LetterProvider | None) -> Conversation:
        def call(asked: Question, key: str, estimate: Cost) -> Call:
            return self._call(name, asked.letter.task, asked.scene, key, asked.take, estimate)

        return Conversation(name, provider, self.desk, call, self._trace, self.cassettes)

    def _trace(self, question: Question, letter: Letter, told: Mapping[str, Any]) -> None:
        brief = getattr(question.context, "brief", None)
        passages = [[each.source, str(each.score)] for each in getattr(brief, "passages", ())]
        line = {
            "run": self.desk.terms.run,
            "stage": self.stage or letter.task,
            "task": letter.task,
            "scene": question.scene,
            "take": question.take,
            "turn": len(letter.turns),
            "template": template_digest(letter.task, self.templates),
            "passages": passages,
            "system": letter.system,
            "prompt": letter.prompt,
            "mended": [[turn.answer, turn.faults] for turn in letter.turns],
            **told,
        }
        self._traces.write(json.loads(redacted(json.dumps(line, ensure_ascii=False))))

    def _answered(
        self, provider: TextProvider, name: str, task: str, context: Context, scene: str, take: int
    ) -> BoughtText:
        """The answer of a provider that answers tasks as such."""
        key = digest([task, _form(task), context.model_dump(mode="json"), name, dict(provider.parameters(task)), take])

        def sold() -> tuple[bytes, dict[str, Any], Cost]:
            reply = provider.ask(task, context)
            content = json.dumps(reply.value.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
            return content.encode(), {"by": reply.by, "usage": reply.usage}, reply.cost

        answer = self.desk.find(key, SUFFIX[KIND]) or self.desk.buy(
            self._call(name, task, scene, key, take, provider.price(task, context)), SUFFIX[KIND], sold
        )
        value: Output = TASKS.load(task).model_validate_json(answer.read())
        cost = Cost.read(answer.facts.get("cost"))
        reply: Reply[Output] = Reply(value, str(answer.facts["by"]), cost, answer.facts.get("usage", {}))
        return BoughtText(reply, name, (answer,))

    def _call(self, name: str, task: str, scene: str, key: str, take: int, estimate: Cost) -> Call:
        terms = self.desk.terms
        return Call(
            key=key,
            kind=KIND,
            by=name,
            task=task,
            stage=self.stage or task,
            scene=scene,
            item=scene,
            take=take,
            run=terms.run,
            timeline=terms.timeline,
            author=terms.author,
            estimate=estimate,
        )
