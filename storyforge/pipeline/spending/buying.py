"""Buying many pictures or clips at once: threads for calls that wait, and one round of questions for all open jobs."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import (
    BusyError,
    FailedError,
    InDoubtError,
    JobLostError,
    NotTakenError,
    ProviderBrokeError,
    StillAtWorkError,
    StoryforgeError,
    UnreachableError,
)
from storyforge.journal.answers import Answer
from storyforge.pipeline.spending import ladder
from storyforge.pipeline.spending.makers import asked, sold
from storyforge.pipeline.spending.patience import TRIES, pauses, wait_for
from storyforge.pipeline.spending.sale import Sale, told
from storyforge.pipeline.spending.work import MOST_CALLS
from storyforge.providers.base import TakesJobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.pipeline.spending.desk import Desk, Pending
    from storyforge.pipeline.spending.makers import Kind
    from storyforge.stages.base import Order

    Result = Answer | StoryforgeError | None

_LOOK = 0.5
"""Seconds after which it is looked whether jobs are to be asked for, while calls are out."""


class Buying:
    """Buys of one provider over one desk; `strict` refuses to send less than a shot wants."""

    def __init__(self, kind: Kind, name: str, provider: Any, desk: Desk, *, strict: bool = False) -> None:
        self._kind = kind
        self._name = name
        self._provider = provider
        self._desk = desk
        self._strict = strict
        self._limit: int | None = getattr(provider, "at_once", None)
        """How many calls may be out and jobs at work; None: as many jobs as there are."""
        self._longest: float | None = getattr(provider, "wait", None)
        self._pool = ThreadPoolExecutor(MOST_CALLS)

    def buy_each(
        self, task: str, orders: Iterable[tuple[Order, str]]
    ) -> Iterator[tuple[Order, Answer | StoryforgeError]]:
        """Each order with its answer or its error, as they come in; orders of one key are one question.

        That `orders` has no more is not believed before nothing is out: others may follow from what comes.
        """
        waiting = iter(orders)
        same: dict[str, list[Order]] = {}
        flying: dict[Future[Result], Sale] = {}
        jobs: list[Sale] = []
        asked = time.monotonic()
        while self._fill(task, waiting, flying, same, len(jobs)) or flying or jobs:
            if jobs and time.monotonic() - asked >= self._provider.every:
                asked = time.monotonic()
                flying |= {self._pool.submit(self._collect, sale): sale for sale in jobs}
                jobs.clear()
            done, _ = wait(flying, timeout=self._pause(jobs, asked), return_when=FIRST_COMPLETED)
            if not flying:
                time.sleep(self._pause(jobs, asked))
            for future in done:
                sale = flying.pop(future)
                found = future.result() or self._tired_of(sale)
                if found is None:
                    jobs.append(sale)
                else:
                    yield from ((order, found) for order in same.pop(sale.key))

    def _pause(self, jobs: list[Sale], asked: float) -> float:
        left = self._provider.every - (time.monotonic() - asked) if jobs else _LOOK
        return max(0.01, min(_LOOK, left))

    def _tired_of(self, sale: Sale) -> StillAtWorkError | None:
        """The error of a job that was waited for long enough; it stays open."""
        if self._longest is None or time.monotonic() - sale.since < self._longest or not sale.asked:
            return None
        minutes, seconds = divmod(round(self._longest), 60)
        return StillAtWorkError(sale.order.item, self._name, f"{minutes}:{seconds:02} minutes")

    def _fill(
        self,
        task: str,
        waiting: Iterator[tuple[Order, str]],
        flying: dict[Future[Result], Sale],
        same: dict[str, list[Order]],
        jobs: int,
    ) -> bool:
        """Put as much in flight as may be; returns whether there may be more."""
        while len(flying) + (jobs if self._limit else 0) < (self._limit or MOST_CALLS):
            following = next(waiting, None)
            if following is None:
                return False
            order, key = following
            if key in same:
                same[key].append(order)
                continue
            same[key] = [order]
            future, sale = self._begin(task, order, key)
            flying[future] = sale
        return True

    def _begin(self, task: str, order: Order, key: str) -> tuple[Future[Result], Sale]:
        """Set money aside, in the order of the film, so that a budget that ends leaves whole scenes; then ask."""
        sale = Sale(self._kind, task, order, key, ladder.way(self._provider, order.bare()))
        try:
            sale.resume(self._desk)
            if self._strict:
                ladder.refuse_steps(sale.way, order.item, self._name)
            for step in sale.way.steps:
                self._desk.say(told(order.item, step))
            call = sale.call(self._desk, self._provider, self._name)
            ground = self._desk.ground(call, sale.suffix)
        except StoryforgeError as error:
            return _settled(error), sale
        if isinstance(ground, Answer):
            return _settled(ground), sale
        return self._pool.submit(self._ask, sale, ground), sale

    def _ask(self, sale: Sale, ground: Pending | None) -> Result:
        """Ask, and ask with less where it is not taken; returns nothing where a job was handed in."""
        try:
            request = sale.order.request()
        except StoryforgeError as error:
            if ground is not None:
                self._desk.release(ground)
            return error
        while True:
            try:
                return self._patiently(sale, sale.way.of(request), ground)
            except NotTakenError as error:
                refused = self._step_down(sale, error)
                if refused is not None:
                    return refused
                ground = None
            except StoryforgeError as error:
                return error

    def _patiently(self, sale: Sale, request: Any, ground: Pending | None) -> Answer | None:
        """Ask; a service that is busy is asked again, each time as a call of its own."""
        for pause in pauses():
            if self._desk.is_ending and ground is None:
                raise FailedError("The run was ended.", "Run it again.")
            try:
                return self._once(sale, request, ground)
            except (BusyError, UnreachableError) as busy:
                if pause is None or self._desk.is_ending:
                    raise
                self._desk.wait(wait_for(busy, pause))
                ground = None
        raise AssertionError("unreachable")

    def _once(self, sale: Sale, request: Any, ground: Pending | None) -> Answer | None:
        call = ground.call if ground else sale.call(self._desk, self._provider, self._name)
        if not isinstance(self._provider, TakesJobs):
            return self._desk.buy(
                call,
                sale.suffix,
                lambda: sold(self._kind, asked(self._kind, self._provider, request), call.wanted),
                ground,
            )
        found = self._desk.hand_in(call, sale.suffix, lambda: self._provider.submit(request), ground)
        if isinstance(found, Answer):
            return found
        sale.pending = found
        return None

    def _step_down(self, sale: Sale, error: NotTakenError) -> StoryforgeError | None:
        """Go one step down the ladder; returns why not, where that is so."""
        if self._strict or not sale.step_down(self._desk, error.why):
            return error
        return None

    def _collect(self, sale: Sale) -> Result:
        """The answer of a job, nothing while it is worked on; a question that went wrong is asked again."""
        pending = cast("Pending", sale.pending)

        def fetch(job: str) -> Any:
            reply = self._provider.fetch(job)
            return None if reply is None else sold(self._kind, reply, pending.call.wanted)

        sale.asked = True
        try:
            found = self._desk.collect(pending, fetch)
        except NotTakenError as error:
            return self._step_down(sale, error) or self._ask(sale, None)
        except (JobLostError, ProviderBrokeError) as error:
            return error
        except (BusyError, UnreachableError, InDoubtError) as error:
            sale.misses += 1
            return None if sale.misses < TRIES else error
        except StoryforgeError as error:
            return error
        sale.misses = 0
        return found

    def close(self) -> None:
        """What is out is waited for and kept; what was not begun is dropped."""
        with self._desk.not_waiting():
            self._pool.shutdown(cancel_futures=True)


def _settled(found: Answer | StoryforgeError) -> Future[Result]:
    """What is known already, in the form of what is not."""
    future: Future[Result] = Future()
    future.set_result(found)
    return future
