"""Who makes pictures and clips: one provider, many at once; what is finished is on disk before anything is committed.

Providers that only compute are run in processes; what others are asked goes over the desk. A few more than can be
worked on are in flight, so that memory does not grow with the film.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from storyforge import __version__
from storyforge.errors import BusyError, NotMadeError, StoryforgeError, UnreachableError
from storyforge.journal.answers import SUFFIX, Answer, Answers
from storyforge.model.digest import digest
from storyforge.model.money import FREE, Cost
from storyforge.model.story import MediaSettings
from storyforge.pipeline.spending import ladder
from storyforge.pipeline.spending.buying import Buying
from storyforge.pipeline.spending.makers import asked, open_maker, price_of, reads_references, sold, terms_of
from storyforge.pipeline.spending.work import leave_interrupts
from storyforge.stages.base import Growing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from storyforge.pipeline.spending.desk import Desk
    from storyforge.pipeline.spending.makers import Kind
    from storyforge.providers.base import ImageRequest, Terms, VideoRequest
    from storyforge.stages.base import Medium, Order

_FOR_ANOTHER = (NotMadeError, BusyError, UnreachableError)
"""What somebody else may still make: it was refused, or there was no getting through, and nothing is in doubt."""
_AHEAD = 3
_WORTH_A_PACE = 4
"""From so many pieces on, how long they took says something."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One picture or clip to be computed, in a form that can go to another process."""

    kind: Kind
    provider: str
    key: str
    request: Any
    answers: Answers

    def make(self) -> Answer | StoryforgeError:
        try:
            content, facts, cost = sold(self.kind, asked(self.kind, open_maker(self.kind, self.provider), self.request))
        except StoryforgeError as error:
            return error
        return self.answers.keep(self.key, SUFFIX[self.kind], content, {**facts, "cost": cost.plain()})


def _is_free(answer: Answer) -> bool:
    return Cost.read(answer.facts.get("cost")) == FREE


def _make(piece: _Piece) -> Answer | StoryforgeError:
    return piece.make()


def strictly(settings: MediaSettings | None) -> MediaSettings:
    """The same settings where no clip may be made from less than its shot wants."""
    return (settings or MediaSettings()).model_copy(update={"strict_inputs": True})


def _elsewhere(settings: MediaSettings | None) -> MediaSettings | None:
    """The settings for whoever is asked instead: an address is of one service alone."""
    return settings.model_copy(update={"api_base": None}) if settings else None


class Making:
    """Makes what a stage orders, keeps it by key, and adds up what it costs."""

    def __init__(
        self,
        kind: Kind,
        name: str,
        workers: int,
        desk: Desk,
        progress: Callable[[str, int, int], None] | None = None,
        settings: MediaSettings | None = None,
        fallbacks: Sequence[str] = (),
    ) -> None:
        self.kind = kind
        self._fallbacks = tuple(fallbacks)
        self.name = name
        self._settings = settings
        self._provider = open_maker(kind, name, settings)
        self.reads_references = reads_references(self._provider)
        self._workers = workers
        self._desk = desk
        self._progress = progress
        self._pool: Executor | None = None
        self._buying: Buying | None = None
        self._done = 0
        self.cost = FREE
        self.by_scene: dict[str, Cost] = {}
        self.found: list[Answer] = []
        """All answers that were used and not settled before, each once, for one may serve two orders."""
        self._scene: dict[Path, str] = {}
        """Answer -> the scene that its price is told with."""

    def price(self, request: ImageRequest | VideoRequest) -> Cost:
        """What one would cost."""
        return price_of(self._provider, request)

    def terms(self, request: VideoRequest) -> Terms:
        """What a clip would be bought as; raises StrictInputsError where less would be sent than may be."""
        if self._strict:
            ladder.refuse_steps(ladder.way(self._provider, request), f"Shot {request.spec.shot}", self.name)
        return terms_of(self._provider, request)

    def find(self, order: Order) -> Answer | None:
        """The answer to an order that is there already."""
        return self._desk.find(self._key(order), SUFFIX[self.kind])

    def make_each(self, task: str, orders: Iterable[Order], total: int) -> dict[str, Medium | StoryforgeError]:
        """Make what is ordered; one that fails has its error, and stops no other.

        Orders that have `answered` are told each as it comes, and may have more then: so nobody waits for a round.
        """
        made: dict[str, Medium | StoryforgeError] = {}
        start, before = time.monotonic(), self._done
        finished = self._compute(orders, total) if self._provider.pure else self._buy(task, orders)
        left: list[tuple[Order, StoryforgeError]] = []
        for order, found in finished:
            if self._fallbacks and isinstance(found, _FOR_ANOTHER):
                left.append((order, found))
            else:
                self._take(made, order, found, task, total)
                if isinstance(orders, Growing):
                    orders.answered(order.item, made[order.item])
        for order, found in self._asked_of_others(task, left):
            self._take(made, order, found, task, total)
        count = self._done - before
        if self._provider.pure and count >= _WORTH_A_PACE:
            self._desk.pace(self.kind, self.name, count, time.monotonic() - start)
        return made

    def _asked_of_others(
        self, task: str, left: list[tuple[Order, StoryforgeError]]
    ) -> Iterable[tuple[Order, Answer | StoryforgeError]]:
        """What the first one did not make, of those who are asked after it; what nobody makes has its last error."""
        for name in self._fallbacks:
            if not left:
                return
            for order, error in left:
                self._desk.say(f"{order.item}: {error.message.rstrip('.')}. {name} is asked instead.")
            other = Making(self.kind, name, self._workers, self._desk, settings=_elsewhere(self._settings))
            try:
                found = other.make_each(task, [order for order, _ in left], len(left))
            finally:
                other.close()
            answers = {item: answer for item, answer in found.items() if isinstance(answer, Answer)}
            yield from ((order, answers[order.item]) for order, _ in left if order.item in answers)
            pairs = [(order, found[order.item]) for order, _ in left if order.item in found]
            failed = [(order, error) for order, error in pairs if isinstance(error, StoryforgeError)]
            # What is in doubt or spoilt there may be paid: only its author may have it bought of somebody else.
            yield from ((order, error) for order, error in failed if not isinstance(error, _FOR_ANOTHER))
            left = [(order, error) for order, error in failed if isinstance(error, _FOR_ANOTHER)]
        yield from left

    def _compute(self, orders: Iterable[Order], total: int) -> Iterable[tuple[Order, Answer | StoryforgeError]]:
        flying: deque[tuple[Order, Future[Answer | StoryforgeError]]] = deque()
        alone = self._workers == 1 or total < 2
        same: dict[str, Future[Answer | StoryforgeError]] = {}
        for order in orders:
            key = self._key(order)
            known = None if key in same else self._desk.answers.find(key, SUFFIX[self.kind])
            if known is not None or alone:
                yield order, known or self._piece(order).make()
                continue
            # Two of one key may differ in what is written beside the picture: one file can't be both.
            same[key] = same.get(key) or self._submit(order)
            flying.append((order, same[key]))
            if len(flying) >= self._workers * _AHEAD:
                first, future = flying.popleft()
                yield first, future.result()
        for order, future in flying:
            yield order, future.result()

    def _buy(self, task: str, orders: Iterable[Order]) -> Iterable[tuple[Order, Answer | StoryforgeError]]:
        if self._buying is None:
            self._buying = Buying(self.kind, self.name, self._provider, self._desk, strict=self._strict)
        return self._buying.buy_each(task, map(self._keyed, orders))

    def _keyed(self, order: Order) -> tuple[Order, str]:
        return order, self._key(order)

    def _take(
        self,
        made: dict[str, Medium | StoryforgeError],
        order: Order,
        found: Answer | StoryforgeError,
        task: str,
        total: int,
    ) -> None:
        if isinstance(found, Answer):
            scene = order.item.partition("/")[0]
            if found.settled or found.file in self._scene:
                found = replace(found, facts={**found.facts, "cost": FREE.plain()})
            else:
                self.found.append(found)
                self._scene[found.file] = scene
            cost = Cost.read(found.facts.get("cost"))
            self.cost += cost
            self.by_scene[scene] = self.by_scene.get(scene, FREE) + cost
        made[order.item] = found
        self._done += 1
        if self._progress:
            self._progress(task, self._done, max(total, self._done))

    @property
    def _strict(self) -> bool:
        """Whether a clip is made from the pictures that its shot wants, or not at all."""
        return bool(self._settings and self._settings.strict_inputs)

    def _key(self, order: Order) -> str:
        # What a program draws depends on the program; what is bought does not.
        return digest([order.key, __version__ if self._provider.pure else dict(self._provider.parameters)])

    def _piece(self, order: Order) -> _Piece:
        return _Piece(self.kind, self.name, self._key(order), order.request(), self._desk.answers)

    def _submit(self, order: Order) -> Future[Answer | StoryforgeError]:
        if self._pool is None:
            method = "fork" if sys.platform == "linux" else "spawn"
            context = multiprocessing.get_context(method)
            self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=leave_interrupts)
        return self._pool.submit(_make, self._piece(order))

    def leave(self, scenes: Collection[str]) -> None:
        """What was bought for scenes that failed is told with the commit that uses it."""
        for scene in scenes:
            self.by_scene.pop(scene, None)
        self.cost = sum(self.by_scene.values(), FREE)
        self.found = [answer for answer in self.found if self._scene[answer.file] not in scenes or _is_free(answer)]

    def promised(self, stage: str) -> None:
        """What was made is about to be committed."""
        self._desk.promise(self._bought, stage)

    def settled(self, commit: str) -> None:
        """What was made is committed: answers that cost money are kept, and never counted again."""
        self._desk.settle(self._bought, commit)

    @property
    def _bought(self) -> list[Answer]:
        return [answer for answer in self.found if not _is_free(answer)]

    def let_go(self) -> None:
        """Nobody reads what was made from its answers any more: those that cost nothing are removed."""
        for answer in self.found:
            if _is_free(answer):
                self._desk.answers.drop(answer)

    def close(self) -> None:
        """Let the workers go; what was not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        if self._buying is not None:
            self._buying.close()
            self._buying = None
