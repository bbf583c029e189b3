"""Repair: what making again what an edit outdates costs, in money and in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.money import Cost
    from storyforge.pipeline.repairing.rehearsal import Purchase


class Pace(NamedTuple):
    """Seconds that a piece takes, and how many are made at once."""

    seconds: float
    at_once: int = 1


Rates = Mapping[tuple[str, str], Pace]
"""Kind of work and provider -> how fast it goes."""


@dataclass(frozen=True)
class Repair:
    """What is to be bought again.

    `buys` counts the pieces by stage, `known` is the sum in each currency, `unknown` counts the pieces whose price
    nobody knows, `unsure` those that may not be needed, and are in the sums all the same. `seconds` is how long it
    takes as far as that is known; `untimed` counts the pieces of which it is not.
    """

    buys: Mapping[str, int] = field(default_factory=dict)
    known: tuple[Cost, ...] = ()
    unknown: int = 0
    unsure: int = 0
    seconds: float = 0.0
    untimed: int = 0

    @property
    def is_free(self) -> bool:
        """Whether nothing is to be paid; an unknown price is not nothing."""
        return not self.unknown and not any(cost.amount for cost in self.known)

    @property
    def price(self) -> str:
        """`0.42 USD, and 3 at an unknown price`; nothing where it is free."""
        known = " and ".join(cost.words() for cost in self.known if cost.amount)
        unknown = f"{self.unknown} at an unknown price" if self.unknown else ""
        return ", and ".join(filter(None, (known, unknown)))

    def plain(self) -> dict[str, Any]:
        """Plain data; amounts as text."""
        return {
            "buys": dict(self.buys),
            "known": [cost.plain() for cost in self.known],
            "unknown": self.unknown,
            "unsure": self.unsure,
            "seconds": round(self.seconds, 3),
            "untimed": self.untimed,
        }

    @classmethod
    def of(cls, purchases: Sequence[Purchase], rates: Rates, more: Mapping[str, int], *, unsure: bool = True) -> Repair:
        """What some purchases come to, those included that may not be needed.

        `more` counts by stage what has no price, such as what waits for answers that nobody knows yet; `unsure` says
        that it may not be needed.
        """
        known: dict[str, Cost] = {}
        for price in (purchase.estimate for purchase in purchases):
            if price.amount:
                known[price.currency] = known[price.currency] + price if price.currency in known else price
        groups = Counter((purchase.kind, purchase.by) for purchase in purchases)
        times = {group: rates[group] for group in groups if group in rates}
        return cls(
            buys=Counter(purchase.stage for purchase in purchases) + Counter(more),
            known=tuple(known.values()),
            unknown=sum(purchase.estimate.amount is None for purchase in purchases) + sum(more.values()),
            unsure=sum(purchase.waits for purchase in purchases) + unsure * sum(more.values()),
            seconds=sum(pace.seconds * ceil(groups[group] / pace.at_once) for group, pace in times.items()),
            untimed=sum(count for group, count in groups.items() if group not in times) + sum(more.values()),
        )


NOTHING = Repair()
