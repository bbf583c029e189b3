"""Who makes pictures and clips: one provider, many at once; what is finished is on disk before anything is committed.

Providers that only compute are run in processes, those that wait for a network in threads. A few more than can be
worked on are in flight, so that memory does not grow with the film.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from storyforge import __version__
from storyforge.errors import StoryforgeError
from storyforge.journal.answers import Answer, Answers
from storyforge.model.digest import digest
from storyforge.model.money import FREE, Cost
from storyforge.pipeline.work import MOST_CALLS, leave_interrupts
from storyforge.providers import IMAGE, VIDEO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storyforge.providers.base import ImageProvider, ImageRequest, VideoProvider, VideoRequest
    from storyforge.stages.base import Medium, Order

Kind = Literal["image", "video"]
_SUFFIX = {"image": "png", "video": "mp4"}
_AHEAD = 3


def open_maker(kind: Kind, name: str) -> Any:
    """The provider of a name such as `offline` or `offline:1280x720`; raises UnknownNameError, RequestError."""
    provider, _, model = name.partition(":")
    found = (IMAGE if kind == "image" else VIDEO).load(provider)
    return found(model) if model else found()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One picture or clip to be made, in a form that can go to another process."""

    kind: Kind
    provider: str
    key: str
    request: Any
    answers: Answers

    def make(self) -> Answer | StoryforgeError:
        try:
            content, facts = _made(self.kind, open_maker(self.kind, self.provider), self.request)
        except StoryforgeError as error:
            return error
        return self.answers.keep(self.key, _SUFFIX[self.kind], content, facts)


def _made(kind: Kind, provider: Any, request: Any) -> tuple[bytes, dict[str, Any]]:
    if kind == "image":
        image: ImageProvider = provider
        drawn = image.draw(request)
        picture = drawn.value
        facts = {"digest": picture.digest, "width": picture.width, "height": picture.height}
        return picture.png, {**facts, "by": drawn.by, "cost": drawn.cost.plain()}
    video: VideoProvider = provider
    filmed = video.film(request)
    clip = filmed.value
    facts = {"digest": clip.digest, "width": clip.width, "height": clip.height}
    more = {"frames": clip.frames, "build": clip.build, "by": filmed.by, "cost": filmed.cost.plain()}
    return clip.mp4, {**facts, **more}


def _is_free(answer: Answer) -> bool:
    return Cost.read(answer.facts.get("cost")) == FREE


def _make(piece: _Piece) -> Answer | StoryforgeError:
    return piece.make()


class Making:
    """Makes what a stage orders, keeps it by key, and adds up what it costs."""

    def __init__(
        self,
        kind: Kind,
        name: str,
        workers: int,
        answers: Answers,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self._provider = open_maker(kind, name)
        self._workers = workers
        self._answers = answers
        self._progress = progress
        self._pool: Executor | None = None
        self._done = 0
        self.cost = FREE
        self.by_scene: dict[str, Cost] = {}
        self.found: list[Answer] = []
        """All answers that were used, new and old."""

    def price(self, request: ImageRequest | VideoRequest) -> Cost:
        """What one would cost."""
        cost: Cost = self._provider.price(request)
        return cost

    def make_each(self, task: str, orders: Iterable[Order], total: int) -> dict[str, Medium | StoryforgeError]:
        """Make what is ordered; one that fails has its error, and stops no other."""
        made: dict[str, Medium | StoryforgeError] = {}
        flying: deque[tuple[Order, Future[Answer | StoryforgeError]]] = deque()
        for order in orders:
            known = self._answers.find(self._key(order), _SUFFIX[self.kind])
            if known is not None:
                self._take(made, order, known, task, total)
                continue
            if self._alone(total):
                self._take(made, order, self._ask(order), task, total)
                continue
            flying.append((order, self._submit(order)))
            if len(flying) >= self._in_flight:
                self._land(made, flying, task, total)
        while flying:
            self._land(made, flying, task, total)
        return made

    def _alone(self, total: int) -> bool:
        return self._workers == 1 or total < 2

    @property
    def _in_flight(self) -> int:
        return self._workers * _AHEAD if self._provider.pure else MOST_CALLS

    def _land(
        self,
        made: dict[str, Medium | StoryforgeError],
        flying: deque[tuple[Order, Future[Answer | StoryforgeError]]],
        task: str,
        total: int,
    ) -> None:
        order, future = flying.popleft()
        self._take(made, order, future.result(), task, total)

    def _take(
        self,
        made: dict[str, Medium | StoryforgeError],
        order: Order,
        found: Answer | StoryforgeError,
        task: str,
        total: int,
    ) -> None:
        if isinstance(found, Answer):
            self.found.append(found)
            if found.settled:
                found = replace(found, facts={**found.facts, "cost": FREE.plain()})
            cost = Cost.read(found.facts.get("cost"))
            self.cost += cost
            scene = order.item.partition("/")[0]
            self.by_scene[scene] = self.by_scene.get(scene, FREE) + cost
        made[order.item] = found
        self._done += 1
        if self._progress:
            self._progress(task, self._done, max(total, self._done))

    def _key(self, order: Order) -> str:
        # What a program draws depends on the program; what is bought does not.
        return digest([order.key, __version__ if self._provider.pure else ""])

    def _ask(self, order: Order) -> Answer | StoryforgeError:
        return self._piece(order).make()

    def _piece(self, order: Order) -> _Piece:
        return _Piece(self.kind, self.name, self._key(order), order.request(), self._answers)

    def _submit(self, order: Order) -> Future[Answer | StoryforgeError]:
        if self._pool is None:
            self._pool = self._open_pool()
        return self._pool.submit(_make, self._piece(order))

    def _open_pool(self) -> Executor:
        if not self._provider.pure:
            return ThreadPoolExecutor(MOST_CALLS)
        method = "fork" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=leave_interrupts)

    def settled(self) -> None:
        """What was made is committed: answers that cost money are kept, and never counted again."""
        for answer in self.found:
            if not _is_free(answer) and not answer.settled:
                self._answers.settle(answer)

    def let_go(self) -> None:
        """Nobody reads what was made from its answers any more: those that cost nothing are removed."""
        for answer in self.found:
            if _is_free(answer):
                self._answers.drop(answer)

    def close(self) -> None:
        """Let the workers go; what was not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
