"""How to wait for another process: said once, by a command line, for all that a command writes."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Waiting:
    """What to do while another process holds the lock: for how many seconds to wait, and whom to tell for whom."""

    seconds: float = 30.0
    tell: Callable[[str], None] | None = None


_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def waiting(way: Waiting) -> Iterator[None]:
    """Take all locks inside in this way."""
    token = _waiting.set(way)
    try:
        yield
    finally:
        _waiting.reset(token)


def way_of_waiting() -> Waiting:
    """The way that is in force here."""
    return _waiting.get() or Waiting()
