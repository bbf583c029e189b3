"""What a stage would cost: it is run with stand-ins that hear every question and promise every picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.errors import StoryforgeError
from storyforge.model.money import FREE, Cost
from storyforge.model.story import TextSettings
from storyforge.pipeline.repairing.pretending import OFFLINE, Listening, Promising
from storyforge.pipeline.spending.choice import Choice
from storyforge.stages.base import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.stages import Row
    from storyforge.stages.base import Medium, Order


def price_of(
    row: Row,
    given: Mapping[str, Any],
    text: Choice,
    maker: str = "",
    find: Callable[[Order], Medium | None] = lambda _: None,
) -> tuple[Cost, int]:
    """What making would cost, and how many calls it is; `given` are the fields of the job without its makers.

    `text` answers questions, `maker` makes pictures or clips where the stage asks for them, `find` has those that were
    bought before.

    Unknown where what it is made from isn't there yet.
    """
    rules = Listening(Choice(OFFLINE, TextSettings()))
    listening = Listening(text, None, given["library"].templates()) if row.asks == "text" else rules
    settings = given["library"].story.models.settings
    promising = None if row.asks == "text" else Promising(row.asks, maker, settings.get(row.asks), find)
    makers: dict[str, Any] = {"text": listening, "rules": rules} | ({row.asks: promising} if promising else {})
    try:
        row.load().run(Job(**given, **makers))
    except StoryforgeError:
        return Cost(None), 0
    finally:
        listening.close()
        rules.close()
    if promising is not None:
        prices = [promising.price(order.bare()) for order in promising.orders]
    else:
        prices = [question.price for question in listening.heard]
    return sum(prices, FREE), len(prices)
