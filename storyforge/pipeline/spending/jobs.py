"""Jobs and doubts: what is open at providers, what was bought and is in no commit, and an author's word on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    CopiedJournalError,
    NotAgainError,
    NotAJobError,
    NotInDoubtError,
    StoryforgeError,
    UnknownCallError,
)
from storyforge.journal.answers import SUFFIX
from storyforge.journal.ledger import waits_for_word
from storyforge.journal.place import adopt, origin
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.desk import Pending
from storyforge.pipeline.spending.makers import open_maker, sold
from storyforge.providers.base import CancelsJobs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.journal.calls import Entry
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.desk import Desk

OPEN = ("submitting", "submitted", "doubt", "received", "spoilt")
_MAKES = ("image", "video")


@dataclass(frozen=True, slots=True)
class Open:
    """What is open: calls by number, and the repository that this one is a copy of, if it is one."""

    entries: tuple[Entry, ...]
    copied_from: str = ""
    foreign: int = 0
    """Calls up to this number were made by the repository that this is a copy of."""
    kept: dict[int, str] = field(default_factory=dict)
    """Call -> the file of what came and can't be used."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of the jobs that were asked for: answers that came, jobs still worked on, and those that failed."""

    came: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    failed: dict[int, StoryforgeError]


def listed(session: Session, *, every: bool = False) -> Open:
    """What is open, or every call there ever was."""
    desk = open_desk(session, Request(""))
    try:
        copied = origin(desk.ledger, session.repository.common_dir)
        found = tuple(entry for entry in desk.ledger.entries() if every or entry.state in OPEN)
        spoilt = {entry.number: desk.spoilt(entry) for entry in found if entry.state == "spoilt"}
        kept = {number: str(answer.file) for number, answer in spoilt.items() if answer is not None}
        return Open(found, copied.path if copied else "", copied.last if copied else 0, kept)
    finally:
        desk.close()


def resolve(session: Session, spans: Sequence[tuple[int, int]], *, sold_it: bool) -> list[Entry]:
    """The author's word on calls in doubt or spoilt, by first and last number; all of them or none.

    Between two numbers only those are meant. Raises UnknownCallError, NotInDoubtError.
    """
    desk = open_desk(session, Request(""))
    try:
        known = {entry.number: entry for entry in desk.ledger.entries()}
        meant: dict[int, None] = {}
        for first, last in spans:
            doubts = [n for n in known if first <= n <= last and waits_for_word(known[n])]
            if not doubts and first in known:
                raise NotInDoubtError(first, known[first].state)
            if not doubts:
                raise UnknownCallError(first)
            meant.update(dict.fromkeys(sorted(doubts)))
        return [desk.ledger.resolve(number, sold=sold_it) for number in meant]
    finally:
        desk.close()


def take_over(session: Session) -> str:
    """The jobs of the repository that this is a copy of are this one's from now on; returns where that one was."""
    desk = open_desk(session, Request(""))
    try:
        copied = origin(desk.ledger, session.repository.common_dir)
        adopt(desk.ledger)
        return copied.path if copied else ""
    finally:
        desk.close()


def fetch(session: Session, tell: Callable[[str], None]) -> Fetched:
    """Ask once for every open job and keep the answers that came; raises CopiedJournalError."""
    desk = open_desk(session, Request(""), tell)
    came: list[Entry] = []
    waiting: list[Entry] = []
    failed: dict[int, StoryforgeError] = {}
    try:
        copied = origin(desk.ledger, session.repository.common_dir)
        for entry in [e for e in desk.ledger.entries() if e.state == "submitted" and e.call.kind in _MAKES]:
            if copied and entry.number <= copied.last:
                raise CopiedJournalError(copied.path)
            try:
                (came if _collect(session, desk, entry) else waiting).append(desk.ledger.entry(entry.number))
            except StoryforgeError as error:
                failed[entry.number] = error
    finally:
        desk.close()
    return Fetched(tuple(came), tuple(waiting), failed)


def _collect(session: Session, desk: Desk, entry: Entry) -> bool:
    kind: Any = entry.call.kind
    provider = _maker(session, entry)

    def asked(job: str) -> Any:
        reply = provider.fetch(job)
        return None if reply is None else sold(kind, reply, entry.call.wanted)

    pending = Pending(entry.number, entry.job, entry.call, SUFFIX[kind], 0.0)
    return desk.collect(pending, asked) is not None


def cancel(session: Session, number: int) -> bool:
    """Give a job up at its provider; returns whether it was: false where it was finished first, or can't be.

    Raises UnknownCallError, NotAJobError, CopiedJournalError and what the provider raises.
    """
    desk = open_desk(session, Request(""))
    try:
        entry = desk.ledger.entry(number)
        if entry.state != "submitted":
            raise NotAJobError(number, entry.state)
        copied = origin(desk.ledger, session.repository.common_dir)
        if copied and entry.number <= copied.last:
            raise CopiedJournalError(copied.path)
        provider = _maker(session, entry)
        if not isinstance(provider, CancelsJobs) or not provider.cancel(entry.job):
            return False
        desk.ledger.failed(number, "it was given up")
        return True
    finally:
        desk.close()


def again(session: Session, number: int) -> Entry:
    """A call that came to nothing, free to be asked again: of one that is spoilt it is its author's word that it is.

    Raises UnknownCallError, NotAgainError.
    """
    desk = open_desk(session, Request(""))
    try:
        entry = desk.ledger.entry(number)
        if entry.state == "spoilt":
            return desk.ledger.resolve(number, sold=True)
        if entry.state not in ("failed", "released", "sold"):
            why, hint = _NOT_AGAIN.get(entry.state, (f"it is {entry.state}", "See them: storyforge jobs"))
            raise NotAgainError(number, why, hint.format(number=number))
        return entry
    finally:
        desk.close()


_NOT_AGAIN = {
    "doubt": ("whether it was sold is not known", "Say so first: storyforge jobs resolve {number} --sold, --not-sold"),
    "submitted": (
        "its job is at work",
        "Fetch it: storyforge jobs fetch; or end it: storyforge jobs cancel {number}",
    ),
    "received": ("it was bought", "The next run uses it: storyforge run"),
    "settled": ("it was bought", 'Make another take: storyforge video 3 -m "what should be different"'),
}
"""State -> why a call of it is not asked again, and what to do."""


def _maker(session: Session, entry: Entry) -> Any:
    kind: Any = entry.call.kind
    return open_maker(kind, entry.call.by, session.story.story.models.settings.get(kind))
