"""The ledger: every call that may cost money, from the moment its price is set aside until its answer is committed.

A call is on disk before its request leaves, a job's id before it is first asked for, an answer before it is committed;
so that whatever is killed, the next command knows what was asked, what was sold, and what can't be known.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    AbsurdPriceError,
    AgreementChangedError,
    AgreementUsedError,
    DoubtOpenError,
    NotInDoubtError,
    OtherCurrencyError,
    OverBudgetError,
    SpoiltOpenError,
    TooManyUnknownError,
    UnknownCallError,
    UnknownPriceError,
)
from storyforge.journal.calls import COUNTED, OPEN, Busy, Entry, Job, Limit, Reserved, billionths
from storyforge.journal.database import Database
from storyforge.journal.processes import is_alive, is_elsewhere, this_process
from storyforge.model.money import FREE, Cost

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from storyforge.journal.calls import Agreement, Call, State

FILE = "journal.sqlite"
NEAR = Decimal("0.8")
"""The share of a limit from which on its author is told."""
_ENDED = "the program ended while it was asked"
_COUNTED = ", ".join(f"'{state}'" for state in COUNTED)
_OPEN = ", ".join(f"'{state}'" for state in OPEN)
_BOUGHT = f"state IN ({_COUNTED}) AND NOT (state = 'failed' AND price IS '0')"
"""Calls that were sold, may have been, or are about to be."""
_REMEMBERED = 200
"""Pieces of which the pace is an average: older ones fade."""


class Ledger:
    """The ledger of a repository on this machine; raises DiskError, BrokenLedgerError."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / FILE)
        self.durable = self._database.durable

    def reserve(
        self,
        call: Call,
        limits: Sequence[Limit] = (),
        unknown: int | None = None,
        stands: Callable[[Agreement], bool] | None = None,
    ) -> Reserved | Busy | Job:
        """Set the price of a call aside, in the transaction that holds it against all limits and its agreement.

        `unknown` is how many calls of its run may have an unknown price; None: no call may that was not agreed to.
        `stands` says whether what it was agreed to under is still so. Where the same question is being asked, or was
        handed in as a job, that is the answer, and nothing is set aside.

        Raises DoubtOpenError, SpoiltOpenError, OverBudgetError, UnknownPriceError, TooManyUnknownError,
        OtherCurrencyError, AbsurdPriceError, AgreementChangedError and AgreementUsedError.
        """
        if call.estimate.believed() != call.estimate:
            raise AbsurdPriceError(call.what, call.by, call.estimate.words())
        with self._database.transaction() as connection:
            same = connection.execute(
                f"SELECT * FROM calls WHERE key = ? AND state IN ({_OPEN}) ORDER BY id DESC LIMIT 1",  # noqa: S608
                (call.key,),
            ).fetchone()
            found = _standing(connection, Entry.read(same)) if same else None
            if found is None:
                _refuse_beyond(connection, call, stands)
                near = _held_against(connection, call, limits, unknown)
                return Reserved(_insert(connection, call), near)
        if isinstance(found, Entry) and found.state == "spoilt":
            raise SpoiltOpenError(found.number, found.call.what, found.call.by, found.problem)
        if isinstance(found, Entry):
            raise DoubtOpenError(found.number, found.call.what, found.call.by)
        return found

    def submitting(self, number: int) -> None:
        """The request leaves now."""
        self._note(number, "submitting")

    def submitted(self, number: int, job: str) -> None:
        """The provider has taken the request as a job."""
        self._note(number, "submitted", job=job)

    def received(self, number: int, price: Cost, seconds: float | None = None) -> None:
        """The answer is on disk; an unknown price goes on counting as its estimate."""
        self._note(number, "received", seconds=seconds, **_priced(price))

    def failed(self, number: int, problem: str, cost: Cost = FREE) -> None:
        """Nothing came; `cost` is what it took all the same, an unknown one counts as its estimate."""
        self._note(number, "failed", problem=problem, **_priced(cost))

    def spoilt(self, number: int, problem: str, cost: Cost) -> None:
        """It was sold, and can't be used."""
        self._note(number, "spoilt", problem=problem, **_priced(cost))

    def released(self, number: int) -> None:
        """It was never sent."""
        self._note(number, "released")

    def doubt(self, number: int, problem: str) -> None:
        """It broke off, and whether it was sold can't be known from here."""
        self._note(number, "doubt", problem=problem)

    def promise(self, keys: Iterable[str], run: str, stage: str, tip: str) -> None:
        """The answers of some questions are about to be committed by a stage of a run, on top of a commit."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE calls SET promised = ? WHERE key = ? AND state = 'received'",
                [(f"{run} {stage} {tip}", key) for key in keys],
            )

    def settle(self, keys: Iterable[str], commit: str) -> None:
        """The answers of some questions are in a commit."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE calls SET state = 'settled', commit_id = ? WHERE key = ? AND state = 'received'",
                [(commit, key) for key in keys],
            )

    def resolve(self, number: int, *, sold: bool) -> Entry:
        """Its author's word on a call in doubt or spoilt: one that was sold goes on counting, any may be asked again.

        A call of another machine, of which nobody here can see whether it is at work, is its author's to judge too.

        Raises UnknownCallError, NotInDoubtError.
        """
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM calls WHERE id = ?", (number,)).fetchone()
            if row is None:
                raise UnknownCallError(number)
            entry = Entry.read(row)
            if not waits_for_word(entry):
                raise NotInDoubtError(number, entry.state)
            state: State = "sold" if sold else "failed"
            if not sold:
                _change(connection, number, state, price="0", billionths=0)
            else:
                _change(connection, number, state)
        return self.entry(number)

    def recover(self) -> list[Entry]:
        """What ended programs left: money set aside is let go, requests that may have left are in doubt.

        Returns the calls that are in doubt or wait as jobs now.
        """
        with self._database.transaction() as connection:
            for row in connection.execute(f"SELECT * FROM calls WHERE state IN ({_OPEN})").fetchall():  # noqa: S608
                entry = Entry.read(row)
                if entry.state in ("reserved", "submitting") and not is_alive(entry.process):
                    state: State = "released" if entry.state == "reserved" else "doubt"
                    _change(connection, entry.number, state, problem=_ENDED)
        return [entry for entry in self.entries() if entry.state in ("submitted", "doubt")]

    def entry(self, number: int) -> Entry:
        """One call; raises UnknownCallError."""
        rows = self._database.rows("SELECT * FROM calls WHERE id = ?", number)
        if not rows:
            raise UnknownCallError(number)
        return Entry.read(rows[0])

    def standing(self, keys: Sequence[str]) -> Entry | None:
        """The newest call of some questions that keeps the same from being asked just so."""
        marks = ", ".join("?" * len(keys))
        query = f"SELECT * FROM calls WHERE key IN ({marks}) AND state IN ({_OPEN}) ORDER BY id DESC LIMIT 1"  # noqa: S608
        rows = self._database.rows(query, *keys)
        return Entry.read(rows[0]) if rows else None

    def entries(self) -> list[Entry]:
        """All calls, oldest first."""
        return [Entry.read(row) for row in self._database.rows("SELECT * FROM calls ORDER BY id")]

    def spent(self, limit: Limit) -> Decimal:
        """What counts against a limit, with what was spent elsewhere; raises nothing."""
        return limit.elsewhere + _spent(self._database.rows, limit)

    def agreements(self) -> frozenset[str]:
        """What anything was bought under, or is about to be."""
        query = f"SELECT DISTINCT agreement FROM calls WHERE agreement IS NOT NULL AND {_BOUGHT}"  # noqa: S608
        return frozenset(row["agreement"] for row in self._database.rows(query))

    def runs(self) -> set[str]:
        """The runs that this ledger knows."""
        return {row["run"] for row in self._database.rows("SELECT DISTINCT run FROM calls")}

    def pace(self, kind: str, by: str, pieces: int, seconds: float) -> None:
        """Remember how long so many pieces took."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM paces WHERE kind = ? AND by = ?", (kind, by)).fetchone()
            fade = min(1.0, _REMEMBERED / row["pieces"]) if row else 0.0
            values = (pieces + fade * row["pieces"], seconds + fade * row["seconds"]) if row else (pieces, seconds)
            connection.execute("INSERT OR REPLACE INTO paces VALUES (?, ?, ?, ?)", (kind, by, *map(float, values)))

    def paces(self) -> dict[tuple[str, str], float]:
        """Kind and maker -> seconds that a piece takes."""
        rows = self._database.rows("SELECT * FROM paces")
        return {(row["kind"], row["by"]): row["seconds"] / row["pieces"] for row in rows if row["pieces"]}

    def fact(self, name: str) -> str | None:
        """Something this ledger remembers of itself."""
        rows = self._database.rows("SELECT value FROM facts WHERE name = ?", name)
        return rows[0]["value"] if rows else None

    def remember(self, **facts: str) -> None:
        """Remember something of itself."""
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", list(facts.items()))

    def close(self) -> None:
        """Close its file."""
        self._database.close()

    def _note(self, number: int, state: State, **values: object) -> None:
        with self._database.transaction() as connection:
            _change(connection, number, state, **values)


def is_in_doubt(entry: Entry) -> bool:
    """Whether its author alone can say what became of a call: it broke off, or was made where nobody here can look."""
    return entry.state == "doubt" or (entry.state in ("reserved", "submitting") and is_elsewhere(entry.process))


def waits_for_word(entry: Entry) -> bool:
    """Whether a call stays as it is until its author says something: it is in doubt, or what came of it is spoilt."""
    return entry.state == "spoilt" or is_in_doubt(entry)


def _standing(connection: sqlite3.Connection, same: Entry) -> Busy | Job | Entry | None:
    """What the same question, asked before, means for one that is asked now: it is in doubt, at work, or a job.

    One whose process has ended is let go where it was never sent, and is in doubt where it may have been.
    """
    if waits_for_word(same):
        return same
    ours = same.process == this_process() or is_elsewhere(same.process)
    if is_alive(same.process) and (same.state != "submitted" or not ours):
        return Busy(same.process)
    if same.state == "submitted":
        _change(connection, same.number, "submitted", process=this_process())
        return Job(same.number, same.job)
    if same.state == "submitting":
        _change(connection, same.number, "doubt", problem=_ENDED)
        return same
    _change(connection, same.number, "released")
    return None


def _insert(connection: sqlite3.Connection, call: Call) -> int:
    estimate = call.estimate.amount
    now = datetime.now(UTC).isoformat(timespec="seconds")
    values = {
        **{name: getattr(call, name) for name in ("key", "kind", "by", "task", "stage", "scene", "item", "take")},
        **{name: getattr(call, name) for name in ("run", "timeline", "author")},
        "order_key": call.order or call.key,
        "state": "reserved",
        "estimate": None if estimate is None else format(estimate, "f"),
        "currency": call.estimate.currency,
        "billionths": None if estimate is None else billionths(estimate),
        "process": this_process(),
        "begun": now,
        "agreement": call.agreement.id if call.agreement else None,
        "wanted": json.dumps(dict(call.wanted), sort_keys=True) if call.wanted else None,
    }
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO calls ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608
    return int(cursor.lastrowid or 0)


def _priced(cost: Cost) -> dict[str, object]:
    """The columns of a price; an unknown one leaves the estimate to count."""
    cost = cost.believed()
    if cost.amount is None:
        return {}
    return {"price": format(cost.amount, "f"), "currency": cost.currency, "billionths": billionths(cost.amount)}


def _change(connection: sqlite3.Connection, number: int, state: State, **values: object) -> None:
    names = ", ".join(f"{name} = ?" for name in ("state", *values))
    connection.execute(f"UPDATE calls SET {names} WHERE id = ?", (state, *values.values(), number))  # noqa: S608


def _held_against(
    connection: sqlite3.Connection, call: Call, limits: Sequence[Limit], unknown: int | None
) -> tuple[tuple[Limit, Decimal], ...]:
    """Refuse what a limit does not reach for; returns those of which four fifths are spent with this call."""
    amount = call.estimate.amount
    if amount is None:
        if call.agreement is None:
            _refuse_unknown(connection, call, unknown)
        return ()
    if not amount:
        return ()
    near = []
    for limit in limits:
        if limit.currency != call.estimate.currency:
            raise OtherCurrencyError(call.estimate.currency, limit.name, limit.currency)
        spent = limit.elsewhere + _spent(lambda query, *values: connection.execute(query, values).fetchall(), limit)
        if spent + amount > limit.amount:
            left = Cost(max(limit.amount - spent, Decimal(0)), limit.currency)
            raise OverBudgetError(call.what, call.estimate.words(), limit.name, left.words(), limit.hint)
        if spent + amount >= NEAR * limit.amount:
            near.append((limit, spent + amount))
    return tuple(near)


def _refuse_beyond(connection: sqlite3.Connection, call: Call, stands: Callable[[Agreement], bool] | None) -> None:
    """Refuse what was not agreed to: what is agreed to no more, and what is more than was agreed to."""
    agreed = call.agreement
    if agreed is None:
        return
    if stands is not None and not stands(agreed):
        raise AgreementChangedError(agreed.scene, call.what)
    query = f"SELECT * FROM calls WHERE agreement = ? AND {_BOUGHT}"  # noqa: S608
    bought = [Entry.read(row) for row in connection.execute(query, (agreed.id,)).fetchall()]
    mine = [entry for entry in bought if entry.call.item == call.item]
    amount = call.estimate.amount
    if amount is not None and agreed.amount is not None and call.estimate.currency != agreed.currency:
        raise OtherCurrencyError(call.estimate.currency, f"what was agreed to for {call.what}", agreed.currency)
    for calls, most, count in ((mine, agreed.each, 1), (bought, agreed.amount, agreed.count)):
        spent = sum((entry.counted.amount or Decimal(0) for entry in calls), Decimal(0))
        if len(calls) >= count or (most is not None and (amount is None or spent + amount > most)):
            whole = Cost(most, agreed.currency).words()
            raise AgreementUsedError(agreed.scene, call.what, count, whole, len(calls))


def _refuse_unknown(connection: sqlite3.Connection, call: Call, unknown: int | None) -> None:
    if unknown is None:
        raise UnknownPriceError(call.what, call.by)
    query = f"SELECT count(*) FROM calls WHERE run = ? AND estimate IS NULL AND {_BOUGHT}"  # noqa: S608
    if connection.execute(query, (call.run,)).fetchone()[0] >= unknown:
        raise TooManyUnknownError(unknown)


def _spent(ask: Any, limit: Limit) -> Decimal:
    query = f"SELECT coalesce(sum(billionths), 0) FROM calls WHERE state IN ({_COUNTED}) AND currency = ?"  # noqa: S608
    values = [limit.currency]
    for name in ("stage", "run"):
        if getattr(limit, name):
            query += f" AND {name} = ?"
            values.append(getattr(limit, name))
    return Decimal(int(ask(query, *values)[0][0])) / 10**9
