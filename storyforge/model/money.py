"""Money: a decimal amount with its currency, or unknown, which is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Cost:
    """Money that was spent; `amount` is None where the price is unknown, which is not zero."""

    amount: Decimal | None
    currency: str = "USD"

    def __add__(self, other: Cost) -> Cost:
        """Both together; unknown and something is unknown, and so are two currencies. Nothing has none of its own."""
        if self.amount == 0:
            return other
        if other.amount == 0:
            return self
        if self.amount is None or other.amount is None or self.currency != other.currency:
            return Cost(None, other.currency)
        return Cost(self.amount + other.amount, other.currency)

    def words(self) -> str:
        """`0.42 USD`, `3.00 USD`, `0 USD`, or `unknown USD`."""
        return f"{'unknown' if self.amount is None else in_cents(self.amount)} {self.currency}"

    @classmethod
    def read(cls, data: Any) -> Cost:
        """The cost of plain data; what can't be read is unknown."""
        try:
            amount = data["amount"]
            return cls(None if amount is None else Decimal(amount), data["currency"])
        except (KeyError, TypeError, ArithmeticError):
            return cls(None)

    def plain(self) -> dict[str, str | None]:
        """Plain data: the amount as text, None where it is unknown."""
        return {"amount": None if self.amount is None else format(self.amount, "f"), "currency": self.currency}


def in_cents(amount: Decimal) -> str:
    """An amount with two places at least, so that amounts of one list are alike; nothing is `0`."""
    exponent = amount.as_tuple().exponent
    short = isinstance(exponent, int) and exponent > -2 and (amount or exponent)
    return format(amount, ".2f" if short else "f")


FREE = Cost(Decimal(0))
