"""A text provider that answers by our rules, at a price, and fails where a test wants it to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from storyforge.errors import FailedError
from storyforge.model.money import Cost
from storyforge.providers.base import Reply
from storyforge.providers.offline import RULES

if TYPE_CHECKING:
    from storyforge.tasks.base import Context, Output


class Scripted:
    """Waits for nobody, but is run as one that does: in threads."""

    name = "scripted"
    pure = False

    def __init__(self, model: str = "") -> None:
        """What is behind the colon is its model's name, and changes nothing."""

    amount: ClassVar[Decimal | None] = Decimal("0.05")
    fails: ClassVar[tuple[str, ...]] = ()
    asked: ClassVar[list[str]] = []

    def parameters(self, _task: str) -> dict[str, str]:
        """None."""
        return {}

    def price(self, _task: str, _context: Context) -> Cost:
        """The same for every answer."""
        return Cost(self.amount, "EUR")

    def ask(self, task: str, context: Context) -> Reply[Output]:
        """The rule's answer, for money."""
        scene = getattr(context, "scene", "")
        type(self).asked.append(f"{task} {scene}".strip())
        if scene and scene in self.fails:
            raise FailedError("The provider hung up.", "Try again later.")
        return Reply(RULES.load(task)(context), by="scripted:model-1", cost=Cost(self.amount, "EUR"))
