"""What a stage would cost: it is run with stand-ins that hear every question and promise every picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.errors import StoryforgeError
from storyforge.model.money import FREE, Cost
from storyforge.pipeline.repairing.pretending import OFFLINE, Listening, Promising
from storyforge.stages.base import Job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.stages import Row


def price_of(row: Row, given: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Cost, int]:
    """What making would cost, and how many calls it is; `given` are the fields of the job without its makers.

    Unknown where what it is made from isn't there yet.
    """
    listening = Listening(names["text"] if row.asks == "text" else OFFLINE)
    promising = None if row.asks == "text" else Promising(row.asks, names[row.asks])
    makers: dict[str, Any] = {"text": listening} | ({row.asks: promising} if promising else {})
    try:
        row.load().run(Job(**given, **makers))
    except StoryforgeError:
        return Cost(None), 0
    finally:
        listening.close()
    if promising is not None:
        prices = [promising.price(order.bare()) for order in promising.orders]
    else:
        prices = [question.price for question in listening.heard]
    return sum(prices, FREE), len(prices)
