"""Who asks: one provider, one task or many at once; pure rules go to processes, calls that wait to threads.

The answers come back in the order of the questions, whoever finishes first: one worker and four give the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from storyforge.errors import RequestError, StoryforgeError
from storyforge.model.money import FREE, Cost
from storyforge.model.story import TextSettings
from storyforge.pipeline.spending.asked import Asked
from storyforge.pipeline.spending.choice import Choice
from storyforge.pipeline.spending.opening import is_pure, open_text
from storyforge.tasks.brief import StylePassage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from storyforge.journal.answers import Answer
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.providers.base import Reply, TextProvider
    from storyforge.providers.recorded import Cassettes
    from storyforge.tasks.base import Context, Output

OFFLINE = "offline"
FEW = 24
"""Below this many questions processes cost more than they save."""
MOST_CALLS = 64


def workers_wanted() -> int:
    """How many processes work at once: `STORYFORGE_WORKERS`, else the processors we may use."""
    text = os.environ.get("STORYFORGE_WORKERS", "")
    if text:
        if not text.isdigit() or not 1 <= int(text) <= 256:
            raise RequestError(f'STORYFORGE_WORKERS is "{text}".', "Give a number from 1 to 256, or leave it unset.")
        return int(text)
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Question:
    """One task for one provider, in a form that can go to another process."""

    provider: str
    task: str
    context: Context

    def answer(self) -> Reply[Output] | StoryforgeError:
        provider = cast("TextProvider", open_text(self.provider))
        try:
            return provider.ask(self.task, self.context)
        except StoryforgeError as error:
            return error


def leave_interrupts() -> None:
    """Ctrl-C reaches a worker too; what to do about it is its parent's to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _answer(question: _Question) -> Reply[Output] | StoryforgeError:
    return question.answer()


class Asking:
    """Asks the story's text provider, and adds up what it costs.

    Rules are asked at once, models over the desk; `take` says which take of a scene's answers is wanted. `templates`
    are the story's own; `cassettes` record what models answer, or answer in their place.
    """

    def __init__(
        self,
        choice: Choice | str,
        workers: int,
        progress: Callable[[str, int, int], None] | None = None,
        *,
        desk: Desk | None = None,
        stage: str = "",
        take: Callable[[str], int] = lambda _: 1,
        templates: Mapping[str, str] | None = None,
        cassettes: Cassettes | None = None,
    ) -> None:
        self._choice = Choice(choice, TextSettings()) if isinstance(choice, str) else choice
        self.pure = is_pure(self._choice.name)
        self._templates = templates or {}
        self._cassettes = cassettes
        self._names: dict[str, None] = {}
        """Who answered, each once."""
        self._workers = workers
        self._progress = progress
        self._desk = desk
        self._stage = stage
        self._take = take
        self._pool: Executor | None = None
        self.cost = FREE
        self._whole = FREE
        """What was asked for the whole story."""
        self.by_scene: dict[str, Cost] = {}
        self.found: dict[Path, tuple[str, Answer]] = {}
        """All answers that were bought and not settled before, each once, for one may serve two scenes."""
        self._turn = threading.Lock()
        self.keys: dict[str, str] = {}
        """Scene, or nothing for the whole story -> the key of the first answer that it was made from."""

        self.passages: dict[str, dict[str, None]] = {}
        """Scene, or nothing for the whole story -> passages of the written style that were told, each once."""

    @property
    def name(self) -> str:
        """Who answered; where nobody was asked, the rules that made it all the same."""
        return ", ".join(sorted(self._names)) or (self._choice.name if self.pure else OFFLINE)

    @property
    def was_asked(self) -> bool:
        """Whether anybody besides the rules answered."""
        return bool(self._names)

    def ask(self, task: str, context: Context) -> Output:
        """Answer one task; raises what the provider raises, and where it costs money what the desk does."""
        self._note_passages("", context)
        reply = self._answer("", task, context)
        if isinstance(reply, StoryforgeError):
            raise reply
        self.cost += reply.cost
        self._whole += reply.cost
        return reply.value

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Answer one task for many scenes; a scene that fails has its error, and stops no other."""
        answers: dict[str, Output | StoryforgeError] = {}
        for name, context in contexts.items():
            self._note_passages(name, context)
        for name, reply in zip(contexts, self._replies(task, contexts), strict=True):
            if isinstance(reply, StoryforgeError):
                answers[name] = reply
            else:
                self.cost += reply.cost
                self.by_scene[name] = self.by_scene.get(name, FREE) + reply.cost
                answers[name] = reply.value
            if self._progress:
                self._progress(task, len(answers), len(contexts))
        return answers

    def _note_passages(self, scene: str, context: Context) -> None:
        brief = getattr(context, "brief", None)
        told: tuple[object, ...] = getattr(context, "passages", ()) or getattr(brief, "passages", ())
        for passage in told:
            # The passages of a book that is being condensed are no style's.
            if isinstance(passage, StylePassage):
                self.passages.setdefault(scene, {})[f"{passage.source} ({passage.score})"] = None

    def _answer(self, scene: str, task: str, context: Context) -> Reply[Output] | StoryforgeError:
        if self.pure:
            return _Question(self._choice.name, task, context).answer()
        try:
            bought = self._asked.buy(task, context, scene, self._take(scene))
        except StoryforgeError as error:
            return error
        with self._turn:
            self._names[bought.by] = None
            if bought.answers:
                self.keys.setdefault(scene, bought.answers[-1].file.stem)
            new = [answer for answer in bought.answers if not answer.settled and answer.file not in self.found]
            self.found.update((answer.file, (scene, answer)) for answer in new)
        return replace(bought.reply, cost=sum((Cost.read(answer.facts.get("cost")) for answer in new), FREE))

    @cached_property
    def _asked(self) -> Asked:
        if self._desk is None:
            raise ValueError(f"nobody was given to buy from {self._choice.name}")
        return Asked(self._choice, self._desk, self._stage, self._templates, self._cassettes)

    def _replies(self, task: str, contexts: Mapping[str, Context]) -> Iterable[Reply[Output] | StoryforgeError]:
        if not self.pure:
            return self._bought(task, contexts)
        questions = [_Question(self._choice.name, task, context) for context in contexts.values()]
        if self._workers == 1 or len(questions) < FEW:
            return map(_answer, questions)
        if self._pool is None:
            # Forking is quickest and shares what is loaded; elsewhere than on Linux it isn't safe.
            method = "fork" if sys.platform == "linux" else "spawn"
            around = multiprocessing.get_context(method)
            self._pool = ProcessPoolExecutor(self._workers, mp_context=around, initializer=leave_interrupts)
        return self._pool.map(_answer, questions, chunksize=max(1, len(questions) // (self._workers * 4)))

    def _bought(self, task: str, contexts: Mapping[str, Context]) -> Iterable[Reply[Output] | StoryforgeError]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._choice.settings.at_once or MOST_CALLS)
        scenes, given = list(contexts), list(contexts.values())
        return self._pool.map(self._answer, scenes, [task] * len(scenes), given)

    def leave(self, scenes: Collection[str]) -> None:
        """What was bought for scenes that failed is told with the commit that uses it."""
        for scene in scenes:
            self.by_scene.pop(scene, None)
        self.cost = sum(self.by_scene.values(), self._whole)
        self.found = {file: found for file, found in self.found.items() if found[0] not in scenes}

    def promised(self, stage: str) -> None:
        """What was made of the answers is about to be committed."""
        if self._desk is not None:
            self._desk.promise(self._bought_here, stage)

    def settled(self, commit: str) -> None:
        """What was made of the answers is committed; they are kept, and never counted again."""
        if self._desk is not None:
            self._desk.settle(self._bought_here, commit)

    @property
    def _bought_here(self) -> list[Answer]:
        return [answer for _, answer in self.found.values()]

    def close(self) -> None:
        """Let the workers go; what was not begun is dropped."""
        if self._pool is not None:
            with self._desk.not_waiting() if self._desk else nullcontext():
                self._pool.shutdown(cancel_futures=True)
            self._pool = None
