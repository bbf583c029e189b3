"""Calls that cost or took much more than others of their kind in the same story."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Any

from storyforge.model.money import in_cents
from storyforge.providers.media_rows import media_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storyforge.journal.calls import Entry


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One call, in what it is unusual, and what is usual."""

    number: int
    what: str
    by: str
    measure: str
    value: Decimal
    median: Decimal
    unit: str

    @property
    def times(self) -> Decimal:
        """How many times the median it is, to one place."""
        return (self.value / self.median).quantize(Decimal("0.1"))

    def words(self) -> str:
        """`frames 3/3A.start cost 0.40 USD, 10.0 times the median of 0.04 USD`."""
        verb = "cost" if self.measure == "cost" else "took"
        return (
            f"{self.what} {verb} {self._said(self.value)}, {self.times} times the median of {self._said(self.median)}"
        )

    def _said(self, value: Decimal) -> str:
        return f"{in_cents(value) if self.measure == 'cost' else f'{value:.1f}'} {self.unit}"

    def plain(self) -> dict[str, Any]:
        """Plain data; amounts as text."""
        return {
            "call": self.number,
            "what": self.what,
            "by": self.by,
            "measure": self.measure,
            "value": format(self.value, "f"),
            "median": format(self.median, "f"),
            "unit": self.unit,
            "times": format(self.times, "f"),
        }


def anomalies(entries: Iterable[Entry]) -> list[Anomaly]:
    """Calls above so many times the median of their kind, the worst first; of few calls of a kind nothing is said.

    A kind is one task asked of one provider; how many times, and how few, stands in `templates/models.yaml`, media.
    """
    kinds: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        kinds.setdefault((entry.call.task, entry.call.by), []).append(entry)
    found = [one for calls in kinds.values() for one in (*_by(calls, "cost", _paid), *_by(calls, "time", _taken))]
    return sorted(found, key=lambda one: (-one.value / one.median, one.number))


def _by(calls: list[Entry], measure: str, read: Callable[[Entry], tuple[Decimal, str] | None]) -> Iterator[Anomaly]:
    table = media_table()
    units: dict[str, list[tuple[Entry, Decimal]]] = {}
    for entry in calls:
        if (value := read(entry)) is not None:
            units.setdefault(value[1], []).append((entry, value[0]))
    for unit, values in units.items():
        if len(values) < table["few"]:
            continue
        usual = median(value for _, value in values)
        most = usual * Decimal(str(table["unusual"]))
        for entry, much in values:
            if much > most:
                yield Anomaly(entry.number, entry.call.what, entry.call.by, measure, much, usual, unit)


def _paid(entry: Entry) -> tuple[Decimal, str] | None:
    """What a call cost, where that is known and not nothing."""
    return (entry.price.amount, entry.price.currency) if entry.price.amount else None


def _taken(entry: Entry) -> tuple[Decimal, str] | None:
    """How many seconds it took, where it was answered."""
    return (Decimal(str(entry.seconds)), "s") if entry.seconds else None
