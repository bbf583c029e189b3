"""What is open at providers, counted without opening the ledger for writing: for those who only want a word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_QUERY = "SELECT state, count(*) FROM calls WHERE state IN ('doubt', 'submitted', 'received', 'spoilt') GROUP BY state"


def open_calls(folder: Path) -> dict[str, int]:
    """State -> how many calls are in doubt, jobs at work, spoilt, or bought and not committed; unreadable is none."""
    file = folder / "journal.sqlite"
    if not file.exists():
        return {}
    import sqlite3  # noqa: PLC0415 - most stories have spent nothing

    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2)
        try:
            return dict(connection.execute(_QUERY).fetchall())
        finally:
            connection.close()
    except sqlite3.Error:
        return {}
