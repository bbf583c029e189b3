"""Money: a decimal amount with its currency, or unknown, which is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MOST = Decimal(10**7)
"""The most that one call is believed to cost, in whatever currency."""


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

    def believed(self) -> Cost:
        """The same; unknown where it is no price of anything: less than nothing, or beyond all measure."""
        amount = self.amount
        return self if amount is None or (amount.is_finite() and 0 <= amount <= MOST) else Cost(None, self.currency)

    @classmethod
    def read(cls, data: Any) -> Cost:
        """The cost of plain data; what can't be read, or is less than nothing, is unknown."""
        try:
            amount = None if data["amount"] is None else Decimal(data["amount"])
            return cls(amount if amount is not None and amount.is_finite() and amount >= 0 else None, data["currency"])
        except (KeyError, TypeError, ValueError, ArithmeticError):
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
