"""A call: one question that may cost money, what became of it, and what it may cost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any, Literal

from storyforge.model.money import Cost

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

State = Literal[
    "reserved", "submitting", "submitted", "received", "settled", "spoilt", "failed", "released", "doubt", "sold"
]
"""
reserved: its money is set aside, nothing was sent. submitting: the request may have left. submitted: the provider gave
a job's id. received: the answer is on disk. settled: the answer is in a commit. spoilt: what was sold can't be used.
failed: nothing came; it counts where that took something. released: never sent. doubt: it broke off, and whether it was
sold can't be known from here. sold: its author says that it was.
"""
OPEN: tuple[State, ...] = ("reserved", "submitting", "submitted", "doubt", "spoilt")
"""States in which the same question is not asked again just so."""
SOLD: tuple[State, ...] = ("received", "settled", "spoilt", "sold")
COUNTED: tuple[State, ...] = ("reserved", "submitting", "submitted", "doubt", "failed", *SOLD)
"""States in which a call counts against budgets: with its price where that is known, else with its estimate."""

_BILLION = Decimal(10**9)


def billionths(amount: Decimal) -> int:
    """An amount in whole billionths, rounded up, so that a sum of them is never less than what is owed."""
    return int((amount * _BILLION).to_integral_value(ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an author agreed to for a scene's clips: how much and how many at most, and how much for this one.

    An amount of None is unknown: then the count alone holds.
    """

    id: str
    scene: str
    path: str
    """The file that says so; while that is another on its timeline than it was, nothing more is bought."""
    amount: Decimal | None
    each: Decimal | None
    count: int
    currency: str


@dataclass(frozen=True, slots=True)
class Call:
    """What is about to be asked: of whom, for what, at which price at most."""

    key: str
    """The digest of the whole request: the same question has the same key."""
    kind: str
    by: str
    task: str
    stage: str
    scene: str
    item: str
    take: int
    run: str
    timeline: str
    author: str
    estimate: Cost
    order: str = ""
    """The key of the stage's order, which records name as the answer of an item."""
    wanted: Mapping[str, Any] = field(default_factory=dict)
    """What was sent, and what the answer is held against, as plain data: for whoever fetches it, perhaps days later."""
    agreement: Agreement | None = None
    """What it was agreed to under; the ledger holds it against that, and keeps its id."""

    @property
    def what(self) -> str:
        """What a person calls it: `frames 3/3A.start`."""
        return f"{self.stage} {self.item}".strip() if self.item else self.stage or self.task


@dataclass(frozen=True, slots=True)
class Entry:
    """A call as the ledger has it; `price` is what it cost, unknown while that isn't known."""

    number: int
    call: Call
    state: State
    price: Cost
    job: str
    problem: str
    commit: str
    promised: str
    """Run and stage that were about to commit its answer."""
    process: str
    begun: str
    seconds: float | None
    agreement: str = ""
    """The id of what it was agreed to under."""

    @classmethod
    def read(cls, row: sqlite3.Row) -> Entry:
        """The entry of a row."""
        names = ("key", "kind", "by", "task", "stage", "scene", "item", "take", "run", "timeline", "author")
        told = {name: row[name] for name in names}
        call = Call(
            **told,
            estimate=_cost(row["estimate"], row["currency"]),
            order=row["order_key"],
            wanted=json.loads(row["wanted"] or "{}"),
        )
        return cls(
            number=row["id"],
            call=call,
            state=row["state"],
            price=_cost(row["price"], row["currency"]),
            job=row["job"] or "",
            problem=row["problem"] or "",
            commit=row["commit_id"] or "",
            promised=row["promised"] or "",
            process=row["process"],
            begun=row["begun"],
            seconds=row["seconds"],
            agreement=row["agreement"] or "",
        )

    @property
    def counted(self) -> Cost:
        """What it counts for: its price, or while that is unknown its estimate; nothing where nothing was sold."""
        if self.state not in COUNTED:
            return Cost(Decimal(0), self.price.currency)
        return self.call.estimate if self.price.amount is None else self.price


def _cost(amount: str | None, currency: str) -> Cost:
    return Cost(None if amount is None else Decimal(amount), currency)


@dataclass(frozen=True, slots=True)
class Limit:
    """A budget: its name, how much, for which stage or run, and what was spent that this ledger does not know."""

    name: str
    amount: Decimal
    currency: str
    hint: str
    stage: str = ""
    run: str = ""
    elsewhere: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reserved:
    """A call with its money set aside; `near` are the limits of which four fifths are spent with it, and how much."""

    number: int
    near: tuple[tuple[Limit, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Busy:
    """Another process is asking the same question at this moment."""

    process: str


@dataclass(frozen=True, slots=True)
class Job:
    """The same question was handed in already; its job is to be asked for."""

    number: int
    job: str
