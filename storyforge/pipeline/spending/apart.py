"""Pictures made apart from any stage: tried, or shown as a preview. They are bought over the same desk as all others.

What costs money is asked only where its author has said how much it may be. An answer is kept by its key, so that the
same picture is never bought twice, whether or not it ever becomes part of the story.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storyforge.errors import PriceNotAcceptedError
from storyforge.model.digest import digest
from storyforge.model.money import FREE, Cost
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.making import Making
from storyforge.pipeline.spending.routing import is_auto, named
from storyforge.pipeline.spending.work import workers_wanted
from storyforge.stages.base import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from storyforge.errors import StoryforgeError
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.providers.base import ImageRequest
    from storyforge.stages.base import Medium


class Apart:
    """Makes pictures of one provider, outside of a run; `task` is what they are told as in the journal."""

    def __init__(self, making: Making, request: Request, task: str) -> None:
        self._making = making
        self._request = request
        self._task = task

    @property
    def name(self) -> str:
        """Who makes them."""
        return self._making.name

    @property
    def cost(self) -> Cost:
        """What was paid for now."""
        return self._making.cost

    def price(self, wanted: Mapping[str, ImageRequest]) -> Cost:
        """What all would cost at most, those that are there already too; unknown where one is."""
        return sum((self._making.price(request) for request in wanted.values()), FREE)

    def refuse_unagreed(self, price: Cost, what: str, command: str) -> None:
        """Raise PriceNotAcceptedError where it would cost something and nobody has said how much it may."""
        agreed = self._request.max_cost is not None if price.amount else self._request.unknown is not None
        if price != FREE and price.amount != 0 and not agreed:
            word = f"--max-cost {price.amount}" if price.amount else "--allow-unknown-price --max-count N"
            raise PriceNotAcceptedError(what, price.words(), f"{command} {word}")

    def make(self, wanted: Mapping[str, ImageRequest]) -> dict[str, Medium | StoryforgeError]:
        """The picture, or the error, of each request by its name."""
        return self._making.make_each(self._task, [self._order(*each) for each in wanted.items()], len(wanted))

    def _order(self, name: str, request: ImageRequest) -> Order:
        shows = [request.spec.seen(request.moment), request.prompt, request.aspect, request.draft]
        sends = [[one.role, digest(one.png.hex())] for one in request.references]
        key = digest([self._making.name, request.moment, *shows, sends, request.guidance])
        return Order(name, key, lambda: request, lambda: request)

    def let_go(self) -> None:
        """Nobody reads what was drawn for nothing any more."""
        self._making.let_go()


@contextmanager
def pictures_apart(
    session: Session, request: Request, task: str, tell: Callable[[dict[str, Any]], None] | None = None
) -> Iterator[Apart]:
    """Whoever makes pictures, as the command says, else as the story says."""
    said = tell or (lambda _: None)
    models = session.story.story.models
    name = request.providers.get("image") or models.image
    name = named(session.story, "image", name, datetime.now(UTC).date()).name if is_auto(name) else name
    desk = open_desk(session, request, lambda text: said({"event": "warning", "message": text}))

    def progress(what: str, done: int, total: int) -> None:
        said({"event": "progress", "task": what, "done": done, "total": total})

    making = Making("image", name, workers_wanted(), desk, progress, models.settings.get("image"))
    try:
        yield Apart(making, request, task)
    finally:
        making.close()
        desk.close()
