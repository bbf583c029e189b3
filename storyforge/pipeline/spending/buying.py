"""Buying many pictures or clips at once: threads for calls that wait, and one round of questions for all open jobs."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from storyforge.errors import StoryforgeError
from storyforge.journal.answers import SUFFIX, Answer
from storyforge.journal.calls import Call
from storyforge.pipeline.spending.desk import Pending
from storyforge.pipeline.spending.makers import asked, sold
from storyforge.pipeline.spending.work import MOST_CALLS
from storyforge.providers.base import TakesJobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.model.money import Cost
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.pipeline.spending.makers import Kind
    from storyforge.stages.base import Order

    Result = Answer | Pending | StoryforgeError | None

_LOOK = 0.5
"""Seconds after which it is looked whether jobs are to be asked for, while calls are out."""


class Buying:
    """Buys of one provider over one desk."""

    def __init__(self, kind: Kind, name: str, provider: Any, desk: Desk) -> None:
        self._kind = kind
        self._name = name
        self._provider = provider
        self._desk = desk
        self._pool = ThreadPoolExecutor(MOST_CALLS)

    def buy_each(
        self, task: str, orders: Iterable[tuple[Order, str]]
    ) -> Iterator[tuple[Order, Answer | StoryforgeError]]:
        """Each order with its answer or its error, as they come in; orders of one key are one question."""
        waiting = iter(orders)
        same: dict[str, list[Order]] = {}
        flying: dict[Future[Result], tuple[str, Pending | None]] = {}
        jobs: dict[str, Pending] = {}
        asked = time.monotonic()
        more = True
        while more or flying or jobs:
            more = more and self._fill(task, waiting, flying, same)
            if jobs and time.monotonic() - asked >= self._provider.every:
                asked = time.monotonic()
                for key, job in jobs.items():
                    flying[self._pool.submit(self._collect, job)] = (key, job)
                jobs.clear()
            done, _ = wait(flying, timeout=self._pause(jobs, asked), return_when=FIRST_COMPLETED)
            if not flying:
                time.sleep(self._pause(jobs, asked))
            for future in done:
                key, pending = flying.pop(future)
                found = future.result() or pending
                if isinstance(found, Pending):
                    jobs[key] = found
                elif found is not None:
                    yield from ((order, found) for order in same.pop(key))

    def _pause(self, jobs: dict[str, Pending], asked: float) -> float:
        left = self._provider.every - (time.monotonic() - asked) if jobs else _LOOK
        return max(0.01, min(_LOOK, left))

    def _fill(
        self,
        task: str,
        waiting: Iterator[tuple[Order, str]],
        flying: dict[Future[Result], tuple[str, Pending | None]],
        same: dict[str, list[Order]],
    ) -> bool:
        """Put as much in flight as may be; returns whether there may be more."""
        while len(flying) < MOST_CALLS:
            following = next(waiting, None)
            if following is None:
                return False
            order, key = following
            if key in same:
                same[key].append(order)
                continue
            same[key] = [order]
            flying[self._begin(task, order, key)] = (key, None)
        return True

    def _begin(self, task: str, order: Order, key: str) -> Future[Result]:
        """Set money aside, in the order of the film, so that a budget that ends leaves whole scenes; then ask."""
        try:
            call = self._call(task, order, key, self._provider.price(order.bare()))
            ground = self._desk.ground(call, SUFFIX[self._kind])
        except StoryforgeError as error:
            return _settled(error)
        if isinstance(ground, Answer):
            return _settled(ground)
        return self._pool.submit(self._ask, order, call, ground)

    def _ask(self, order: Order, call: Call, ground: Pending | None) -> Result:
        suffix = SUFFIX[self._kind]
        try:
            request = order.request()
        except StoryforgeError as error:
            if ground is not None:
                self._desk.release(ground)
            return error
        try:
            if isinstance(self._provider, TakesJobs):
                return self._desk.hand_in(call, suffix, lambda: self._provider.submit(request), ground)
            return self._desk.buy(
                call, suffix, lambda: sold(self._kind, asked(self._kind, self._provider, request)), ground
            )
        except StoryforgeError as error:
            return error

    def _collect(self, pending: Pending) -> Result:
        def fetch(job: str) -> Any:
            reply = self._provider.fetch(job)
            return None if reply is None else sold(self._kind, reply)

        try:
            return self._desk.collect(pending, fetch)
        except StoryforgeError as error:
            return error

    def _call(self, task: str, order: Order, key: str, estimate: Cost) -> Call:
        terms = self._desk.terms
        return Call(
            key=key,
            kind=self._kind,
            by=self._name,
            task=task,
            stage=task,
            scene=order.item.partition("/")[0],
            item=order.item,
            take=order.take,
            run=terms.run,
            timeline=terms.timeline,
            author=terms.author,
            estimate=estimate,
            order=order.key,
        )

    def close(self) -> None:
        """What is out is waited for and kept; what was not begun is dropped."""
        with self._desk.not_waiting():
            self._pool.shutdown(cancel_futures=True)


def _settled(found: Answer | StoryforgeError) -> Future[Result]:
    """What is known already, in the form of what is not."""
    future: Future[Result] = Future()
    future.set_result(found)
    return future
