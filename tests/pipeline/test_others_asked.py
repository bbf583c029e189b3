"""Who is asked after a model that refused: the next one, and nobody while something of it may be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import BusyError, FailedError, InDoubtError, NotMadeError, OverBudgetError, SpoiltError
from storyforge.model.money import Cost
from storyforge.pipeline.spending import making
from storyforge.pipeline.spending.making import Making
from storyforge.stages.base import Order

if TYPE_CHECKING:
    from storyforge.errors import StoryforgeError

NOTHING: Any = None
ORDER = Order("1/1A.start", "k", lambda: NOTHING, lambda: NOTHING)
REFUSED = NotMadeError("it", "p:a", "unsafe")
SAYS: dict[str, tuple[StoryforgeError, list[str]]] = {
    "refused": (NotMadeError("it", "p:b", "unsafe"), ["p:b", "p:c"]),
    "busy": (BusyError("p:b", "busy"), ["p:b", "p:c"]),
    "in doubt": (InDoubtError("it", "the connection broke off"), ["p:b"]),
    "spoilt": (SpoiltError("it", "p:b", "no picture", Cost(None)), ["p:b"]),
    "over budget": (OverBudgetError("it", "1 USD", "all", "0 USD", ""), ["p:b"]),
}


class _Desk:
    def say(self, _sentence: str) -> None:
        """Nobody listens."""


@pytest.mark.parametrize("how", SAYS)
def test_what_may_be_paid_is_asked_of_nobody_else(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    error, expected = SAYS[how]
    desk: Any = _Desk()
    first = Making("image", "offline", 1, desk, fallbacks=("p:b", "p:c"))
    asked: list[str] = []

    class Other:
        def __init__(self, _kind: str, name: str, *_: object, **__: object) -> None:
            self.name = name

        def make_each(self, _task: str, orders: list[Order], _total: int) -> dict[str, StoryforgeError]:
            asked.append(self.name)
            return {order.item: error if self.name == "p:b" else FailedError("no", "") for order in orders}

        def close(self) -> None:
            """Nothing is open."""

    monkeypatch.setattr(making, "Making", Other)
    came = list(first._asked_of_others("frames", [(ORDER, REFUSED)]))
    assert asked == expected
    assert [order for order, _ in came] == [ORDER]
    assert (came[0][1] is error) == (expected == ["p:b"])
