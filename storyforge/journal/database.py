"""The ledger's file: SQLite, written ahead, every transaction on disk before it is said to be done."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storyforge.errors import BrokenLedgerError, DiskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 3
_PATIENCE = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL, order_key TEXT NOT NULL, kind TEXT NOT NULL, by TEXT NOT NULL, task TEXT NOT NULL,
    stage TEXT NOT NULL, scene TEXT NOT NULL, item TEXT NOT NULL, take INTEGER NOT NULL,
    run TEXT NOT NULL, timeline TEXT NOT NULL, author TEXT NOT NULL,
    state TEXT NOT NULL, estimate TEXT, price TEXT, currency TEXT NOT NULL, billionths INTEGER,
    job TEXT, problem TEXT, commit_id TEXT, promised TEXT, process TEXT NOT NULL, begun TEXT NOT NULL, seconds REAL,
    wanted TEXT, agreement TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS calls_by_key ON calls (key, state);
CREATE INDEX IF NOT EXISTS calls_by_state ON calls (state, currency, stage, run, billionths);
CREATE TABLE IF NOT EXISTS paces (
    kind TEXT NOT NULL, by TEXT NOT NULL, pieces REAL NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (kind, by)
) STRICT;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
_UPGRADES = {
    1: "ALTER TABLE calls ADD COLUMN wanted TEXT",
    2: "ALTER TABLE calls ADD COLUMN agreement TEXT",
}
"""Version -> what makes the next one of it."""


class Database:
    """One connection, used by one thread at a time; `durable`: the file system can do what is asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._turn = threading.RLock()
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._told():
            self._connection = sqlite3.connect(
                file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=64
            )
            self._connection.row_factory = sqlite3.Row
            mode = self._connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            self._connection.execute("PRAGMA synchronous=FULL")
            self.durable = mode == "wal"
            self._begin()

    def _begin(self) -> None:
        found = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise BrokenLedgerError(str(self._file), f"it was written by a newer storyforge (version {found})")
        if found < VERSION:
            self._upgrade()

    def _upgrade(self) -> None:
        """Bring it up to date, by whoever comes first; what is empty gets all tables."""
        with self.transaction() as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            upgrades = [_UPGRADES[version] for version in range(found, VERSION)] if found else [_TABLES]
            for statement in ";".join(upgrades).split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={VERSION}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Faults of the file in words of ours."""
        try:
            yield
        except sqlite3.OperationalError as problem:
            raise DiskError(str(self._file), str(problem)) from problem
        except sqlite3.DatabaseError as problem:
            raise BrokenLedgerError(str(self._file), str(problem)) from problem

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Be the only writer; what is done within is on disk afterwards, whole, or not at all."""
        with self._turn, self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a question."""
        with self._turn, self._told():
            return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._connection.close()
