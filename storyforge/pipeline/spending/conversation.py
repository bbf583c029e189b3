"""A conversation with a language model: a letter, its answer, and at most two repairs; each bought on its own.

Every answer is on disk by its own key before it is read, so that a run that was killed goes on with the answers that
are there. What one run could not make fit is asked anew by the next, never twice in the same words by one.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    BusyError,
    CutOffError,
    EmptyAnswerError,
    FailedError,
    NotRecordedError,
    RefusedError,
    StoryforgeError,
    UnfitAnswerError,
    UnreachableError,
)
from storyforge.journal.answers import SUFFIX
from storyforge.model.digest import digest
from storyforge.model.money import FREE, Cost
from storyforge.pipeline.spending.patience import pauses, wait_for
from storyforge.providers.base import Reply, Written
from storyforge.providers.keys import redacted
from storyforge.providers.letters import UnreadableAnswer, read_answer, repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.journal.answers import Answer
    from storyforge.journal.calls import Call
    from storyforge.pipeline.spending.desk import Bought, Desk
    from storyforge.providers.base import Letter, LetterProvider
    from storyforge.providers.recorded import Cassettes
    from storyforge.tasks.base import Context, Output

REPAIRS = 2
KIND = "text"
Tell = dict[str, Any]
_LONE = re.compile("[\ud800-\udfff]")


class NotThere(Exception):  # noqa: N818 - no error of a user's: whoever looked asks somebody else, or buys
    """An answer that would have to be bought."""


@dataclass(frozen=True, slots=True)
class Question:
    """A task for a model: the letter, and what it is for."""

    letter: Letter
    context: Context
    scene: str
    take: int


@dataclass(slots=True)
class _Try:
    """One conversation: its answers on disk, what they cost, whether any of them was bought just now."""

    answers: list[Answer] = field(default_factory=list)
    cost: Cost = FREE
    by: str = ""
    usage: Tell = field(default_factory=dict)
    fresh: bool = False
    failure: StoryforgeError | None = None
    value: Output | None = None


@dataclass(frozen=True)
class Conversation:
    """Talks with one provider over the desk; `call` makes a ledger's row, `trace` writes a line of what was said."""

    name: str
    provider: LetterProvider | None
    """None where cassettes answer."""
    desk: Desk
    call: Callable[[Question, str, Cost], Call]
    trace: Callable[[Question, Letter, Tell], None]
    cassettes: Cassettes | None = None
    buys: bool = True
    """Whether what is not on disk is bought; else NotThere is raised."""

    def hold(self, question: Question) -> tuple[Reply[Output], tuple[Answer, ...]]:
        """The answer, and all answers on disk that it took; raises what the desk, the provider and the model raise."""
        taken: list[Answer] = []
        cost = FREE
        failure: StoryforgeError | None = None
        for attempt in count(1):
            said = _Try()
            try:
                self._try(question, attempt, said)
            except NotRecordedError:
                # What failed while it was recorded, and was not asked again then, fails now.
                if failure is None or said.by:
                    raise
                raise failure from None
            taken += said.answers
            cost += said.cost
            if said.value is not None:
                return Reply(said.value, said.by, cost, said.usage), tuple(taken)
            failure = said.failure
            if said.fresh and failure is not None:
                raise failure
        raise AssertionError("unreachable")

    def on_disk(self, question: Question) -> tuple[Answer, ...]:
        """All answers of a question that are there, for one that buys none; one of them would do, or none."""
        taken: list[Answer] = []
        for attempt in count(1):
            said = _Try()
            try:
                self._try(question, attempt, said)
            except NotThere:
                return (*taken, *said.answers)
            taken += said.answers
            if said.value is not None:
                return tuple(taken)
        raise AssertionError("unreachable")

    def _try(self, question: Question, attempt: int, said: _Try) -> None:
        letter = question.letter
        faults: tuple[str, ...] = ()
        for _ in range(REPAIRS + 1):
            reply = self._answer(question, letter, attempt, said)
            try:
                self._refuse(question, reply)
                said.value = read_answer(letter.task, question.context, reply.value.text)
            except UnreadableAnswer as unfit:
                faults = unfit.faults
                letter = repair(letter, reply.value.text, faults)
            except StoryforgeError as failure:
                said.failure = failure
                return
            else:
                return
        empty = not letter.turns[-1].answer.strip()
        told = " ".join(faults)
        said.failure = EmptyAnswerError(letter.task, said.by) if empty else UnfitAnswerError(letter.task, said.by, told)

    def _refuse(self, question: Question, reply: Reply[Written]) -> None:
        task = question.letter.task
        if reply.value.ended == "refusal":
            raise RefusedError(task, reply.by, reply.value.text.strip()[:200])
        if reply.value.ended == "length":
            raise CutOffError(task, reply.by, reply.usage.get("completion_tokens"))

    def _answer(self, question: Question, letter: Letter, attempt: int, said: _Try) -> Reply[Written]:
        """The answer to one letter: recorded, on disk, or bought now."""
        provider = self.provider
        if provider is None:
            return self._recorded(question, letter, attempt, said)
        key = digest([letter.plain(), self.name, dict(provider.parameters), question.take, attempt])
        answer = self.desk.find(key, SUFFIX[KIND])
        if answer is None:
            if not self.buys:
                raise NotThere
            said.fresh = True
            answer = self._buy(provider, question, letter, key)
        reply = _read(answer)
        said.answers.append(answer)
        said.cost += reply.cost
        said.by, said.usage = reply.by, _added(said.usage, reply.usage)
        if self.cassettes is not None:
            self.cassettes.record(letter, question.take, attempt, reply)
        return reply

    def _recorded(self, question: Question, letter: Letter, attempt: int, said: _Try) -> Reply[Written]:
        if self.cassettes is None:
            raise NotThere
        reply = self.cassettes.find(letter, question.scene, question.take, attempt)
        said.by, said.usage = reply.by, reply.usage
        return reply

    def _buy(self, provider: LetterProvider, question: Question, letter: Letter, key: str) -> Answer:
        """Buy one answer; a service that is busy is asked again, each time as a call of its own."""
        for pause in pauses():
            if self.desk.is_ending:
                raise FailedError("The run was ended.", "Run it again.")
            begun = time.monotonic()
            try:
                call = self.call(question, key, provider.price(letter))
                answer = self.desk.buy(call, SUFFIX[KIND], lambda: _sold(provider, letter))
            except (BusyError, UnreachableError) as busy:
                self._tell(question, letter, key, begun, error=busy)
                if pause is None:
                    raise
                self.desk.wait(wait_for(busy, pause))
            except StoryforgeError as error:
                self._tell(question, letter, key, begun, error=error)
                raise
            else:
                self._tell(question, letter, key, begun, reply=_read(answer))
                return answer
        raise AssertionError("unreachable")

    def _tell(
        self,
        question: Question,
        letter: Letter,
        key: str,
        begun: float,
        *,
        reply: Reply[Written] | None = None,
        error: StoryforgeError | None = None,
    ) -> None:
        told: Tell = {"key": key, "by": self.name, "seconds": round(time.monotonic() - begun, 3)}
        if reply is not None:
            told |= {"by": reply.by, "answer": reply.value.text, "ended": reply.value.ended}
            told |= {"usage": reply.usage, "price": reply.cost.plain()}
            # What the service took; loading its client is no part of that.
            told["seconds"] = reply.usage.get("seconds", told["seconds"])
        if error is not None:
            told["error"] = type(error).__name__.removesuffix("Error")
            told["message"] = error.message
        self.trace(question, letter, told)


def _sold(provider: LetterProvider, letter: Letter) -> Bought:
    reply = provider.write(letter)
    # Whatever a model or a proxy echoes, no key is ever written down; half a character can't be.
    text = _LONE.sub("\ufffd", redacted(reply.value.text))
    told = {"answer": text, "ended": reply.value.ended}
    content = json.dumps(told, ensure_ascii=False) + "\n"
    return content.encode(), {"by": reply.by, "usage": reply.usage}, reply.cost


def _read(answer: Answer) -> Reply[Written]:
    told = json.loads(answer.read())
    cost = Cost.read(answer.facts.get("cost"))
    return Reply(Written(told["answer"], told["ended"]), str(answer.facts["by"]), cost, answer.facts.get("usage", {}))


def _added(one: Tell, other: Tell) -> Tell:
    """Two usages as one: numbers added up, the rest as it was said last."""
    summed = {
        name: one.get(name, 0) + value
        for name, value in other.items()
        if isinstance(value, int | float) and isinstance(one.get(name, 0), int | float)
    }
    return {**one, **other, **summed}
