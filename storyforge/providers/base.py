"""What a provider is: protocols of one method, and the reply with its usage and cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from storyforge.tasks.base import Context, Output

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Cost:
    """Money that was spent; `amount` is None where the price is unknown, which is not zero."""

    amount: Decimal | None
    currency: str = "USD"

    def __add__(self, other: Cost) -> Cost:
        """Both together; unknown and something is unknown."""
        if self.amount is None or other.amount is None:
            return Cost(None, other.currency)
        return Cost(self.amount + other.amount, other.currency)

    def words(self) -> str:
        """`0.42 USD`, or `unknown USD`."""
        return f"{'unknown' if self.amount is None else format(self.amount, 'f')} {self.currency}"

    def plain(self) -> dict[str, str | None]:
        """Plain data: the amount as text, None where it is unknown."""
        return {"amount": None if self.amount is None else format(self.amount, "f"), "currency": self.currency}


FREE = Cost(Decimal(0))


@dataclass(frozen=True, slots=True)
class Reply(Generic[Value]):
    """An answer, what was used to make it, and what it cost."""

    value: Value
    by: str
    cost: Cost = FREE
    usage: dict[str, Any] = field(default_factory=dict)


class TextProvider(Protocol):
    """Answers text tasks."""

    name: str
    """As written in `story.yaml: models` and in records."""

    pure: bool
    """Whether it only computes: such a provider is run in processes, one that waits for a network in threads."""

    def ask(self, task: str, context: Context) -> Reply[Output]:
        """Answer one task; the value is of the output class that `tasks.TASKS` names for it."""
        ...
