"""Builds that are broken on purpose, each in one place that keeps money or work: the sweep has to find every one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyforge.journal.answers import Answer, Answers
from storyforge.journal.ledger import Ledger
from storyforge.repo import blob_id, publish

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Unkept(Answer):
    content: bytes = b""

    def read(self) -> bytes:
        return self.content


def _answers_not_stored() -> None:
    """Answers live as long as the process that bought them."""

    def forget(self: Answers, key: str, suffix: str, content: bytes, facts: dict[str, Any], **_: Any) -> Answer:
        name, sha256 = self.folder / f"{key}.{suffix}", hashlib.sha256(content).hexdigest()
        return _Unkept(name, len(content), sha256, blob_id(content), facts, content=content)

    _put(Answers, "keep", forget)


def _pending_skipped() -> None:
    """A branch moves without a record of what the work tree is to become."""
    _put(publish, "write_pending", lambda *_: None)


def _submitting_not_written() -> None:
    """A request leaves, and the ledger says that it didn't."""
    _put(Ledger, "submitting", lambda *_: None)


def _job_not_written() -> None:
    """A job's id is kept in memory."""
    _put(Ledger, "submitted", lambda *_: None)


def _put(owner: Any, name: str, new: Callable[..., Any]) -> None:
    setattr(owner, name, new)


BROKEN: dict[str, Callable[[], None]] = {
    "answers not stored": _answers_not_stored,
    "pending.json skipped": _pending_skipped,
    "submitting not written": _submitting_not_written,
    "job not written": _job_not_written,
}
