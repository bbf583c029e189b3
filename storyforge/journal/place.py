"""Where a ledger lies: a repository that was moved takes it along, one that was copied must not work on its jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.journal.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Origin:
    """The repository that this one is a copy of; calls up to `last` were made there."""

    path: str
    last: int


def origin(ledger: Ledger, folder: Path) -> Origin | None:
    """The repository that the one in `folder` is a copy of, until its jobs are adopted; None for any other.

    The same path, or the same folder by number (a repository that was moved), is the same repository.
    """
    here, number = str(folder.resolve()), _number(folder)
    before, before_number = ledger.fact("path"), ledger.fact("folder")
    if before != here and before is not None and before_number != number:
        entries = ledger.entries()
        ledger.remember(copied_from=before, copied_last=str(entries[-1].number if entries else 0))
    if (before, before_number) != (here, number):
        ledger.remember(path=here, folder=number)
    path = ledger.fact("copied_from")
    return Origin(path, int(ledger.fact("copied_last") or 0)) if path else None


def adopt(ledger: Ledger) -> None:
    """From now on the jobs of the repository that this is a copy of are this one's."""
    ledger.remember(copied_from="", copied_last="0")


def _number(folder: Path) -> str:
    found = folder.stat()
    return f"{found.st_dev}:{found.st_ino}"
