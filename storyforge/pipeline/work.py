"""Who asks: one provider, one task or many at once; pure rules go to processes, calls that wait to threads.

The answers come back in the order of the questions, whoever finishes first: one worker and four give the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import RequestError, StoryforgeError
from storyforge.model.money import FREE
from storyforge.providers import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import Reply, TextProvider
    from storyforge.tasks.base import Context, Output

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
        provider = open_text(self.provider)
        try:
            return provider.ask(self.task, self.context)
        except StoryforgeError as error:
            return error


def leave_interrupts() -> None:
    """Ctrl-C reaches a worker too; what to do about it is its parent's to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _answer(question: _Question) -> Reply[Output] | StoryforgeError:
    return question.answer()


def open_text(name: str) -> TextProvider:
    """The text provider of a name such as `offline`; raises UnknownNameError."""
    kind, _, _ = name.partition(":")
    provider: TextProvider = TEXT.load(kind)()
    return provider


class Asking:
    """Asks the story's text provider, and adds up what it costs."""

    def __init__(self, name: str, workers: int, progress: Callable[[str, int, int], None] | None = None) -> None:
        self.name = name
        self._provider = open_text(name)
        self._workers = workers
        self._progress = progress
        self._pool: Executor | None = None
        self.cost = FREE
        self.by_scene: dict[str, Cost] = {}

    def ask(self, task: str, context: Context) -> Output:
        """Answer one task."""
        reply = self._provider.ask(task, context)
        self.cost += reply.cost
        return reply.value

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Answer one task for many scenes; a scene that fails has its error, and stops no other."""
        questions = [_Question(self.name, task, context) for context in contexts.values()]
        answers: dict[str, Output | StoryforgeError] = {}
        for name, reply in zip(contexts, self._replies(questions), strict=True):
            if isinstance(reply, StoryforgeError):
                answers[name] = reply
            else:
                self.cost += reply.cost
                self.by_scene[name] = self.by_scene.get(name, FREE) + reply.cost
                answers[name] = reply.value
            if self._progress:
                self._progress(task, len(answers), len(contexts))
        return answers

    def _replies(self, questions: list[_Question]) -> map[Reply[Output] | StoryforgeError]:
        if self._workers == 1 or len(questions) < (FEW if self._provider.pure else 2):
            return map(_answer, questions)
        if self._pool is None:
            self._pool = self._open_pool()
        chunk = max(1, len(questions) // (self._workers * 4)) if self._provider.pure else 1
        return self._pool.map(_answer, questions, chunksize=chunk)  # type: ignore[return-value]  # an iterator too

    def _open_pool(self) -> Executor:
        if not self._provider.pure:
            return ThreadPoolExecutor(MOST_CALLS)
        # Forking is quickest and shares what is loaded; elsewhere than on Linux it isn't safe.
        method = "fork" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=leave_interrupts)

    def close(self) -> None:
        """Let the workers go; what was not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
