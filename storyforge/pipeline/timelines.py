"""Timelines: branches of a story, listed, begun, switched between and deleted; nothing is ever overwritten.

What was edited and not saved is recorded on the timeline where it was edited, before anything else happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import (
    BranchCheckedOutError,
    CarriedEditsError,
    CurrentTimelineError,
    DetachedHeadError,
    OperationInProgressError,
    StoryforgeError,
    TimelineExistsError,
    UnkeptCommitsError,
    UnknownRevisionError,
    UnknownTimelineError,
    UnmergedTimelineError,
)
from storyforge.pipeline.editing.save import record_edits
from storyforge.repo import BACKUPS

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.session import Session
    from storyforge.repo import Branch, CommitInfo, Repository

SHORT = 7
"""Digits of a commit in the name of a fork."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline, its last commit, and how far it is from the one that is checked out.

    `ahead` counts the commits that it has and the current one has not, `behind` the other way round. `folder` is
    another work tree that has it checked out.
    """

    name: str
    commit: CommitInfo
    current: bool
    ahead: int
    behind: int
    folder: Path | None = None

    @property
    def merged(self) -> bool:
        """Whether the current timeline holds all its commits."""
        return not self.ahead


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a command has led: the timeline, whether it is new and from which commit, and what was saved before."""

    name: str
    before: str | None
    commit: str
    new: bool = False
    saved: str | None = None
    carried: tuple[str, ...] = ()
    """Edits that came along, not saved yet."""


def timelines(repository: Repository) -> list[Timeline]:
    """All timelines: the current one first, then those with the newest commits."""
    head = repository.head()
    found = [_timeline(repository, branch, head.branch, head.commit) for branch in repository.branches()]
    found.sort(key=lambda line: line.name)
    return sorted(found, key=lambda line: (not line.current, -line.commit.when.timestamp()))


def _timeline(repository: Repository, branch: Branch, current: str | None, head: str | None) -> Timeline:
    ahead, behind = repository.apart(branch.commit, head) if head else (0, 0)
    folder = None if branch.folder == repository.root else branch.folder
    [last] = repository.log(rev=branch.commit, limit=1)
    return Timeline(branch.name, last, branch.name == current, ahead, behind, folder)


def new_timeline(session: Session, name: str, start: str | None = None, *, carry: bool = False) -> Moved:
    """Begin a timeline at the current state, or at the commit `start`, and switch to it.

    With `carry`, and on a detached HEAD, unsaved edits come along unsaved. Raises TimelineExistsError,
    InvalidBranchError, BranchExistsError, UnknownRevisionError, CarriedEditsError, OperationInProgressError,
    SwitchBlockedError, and what recording edits raises.
    """
    repository = session.repository
    with repository.lock():
        _refuse_operation(repository)
        names = {branch.name for branch in repository.branches()}
        if name in names:
            raise TimelineExistsError(name)
        target = repository.resolve(start) if start is not None else None
        head = repository.head()
        keep = carry or head.branch is None
        if keep and session.edits and target not in (None, head.commit):
            # They were made on another state of the story, and would be mixed into this one.
            raise DetachedHeadError if head.branch is None else CarriedEditsError
        if target is not None and head.branch is None:
            _refuse_unkept(repository)
        saved = None if keep else record_edits(session, branch=session.branch())
        commit = target or repository.head().commit or ""
        repository.create_branch(name, commit)
        _switch_or_undo(repository, name)
        carried = tuple(change.path for change in session.edits) if keep else ()
        return Moved(name, head.branch, commit, new=True, saved=saved, carried=carried)


def switch_timeline(session: Session, name: str, fork: str | None = None) -> Moved:
    """Go to a timeline; to an older state of the story by a new one that forks there, called `fork` or after both.

    Raises UnknownTimelineError, BranchCheckedOutError, TimelineExistsError where `fork` is there,
    OperationInProgressError, DetachedHeadError where there are edits, UnkeptCommitsError, SwitchBlockedError, and what
    recording edits raises.
    """
    repository = session.repository
    with repository.lock():
        _refuse_operation(repository)
        known = {branch.name: branch for branch in repository.branches()}
        head = repository.head()
        if name == head.branch:
            return Moved(name, name, head.commit or "")
        if name not in known or fork is not None:
            return _fork(session, name, fork, known)
        _refuse_elsewhere(repository, known[name])
        saved = _recorded(session)
        repository.switch(name)
        return Moved(name, head.branch, known[name].commit, saved=saved)


def _fork(session: Session, rev: str, fork: str | None, known: dict[str, Branch]) -> Moved:
    """Go to the state of a commit by a timeline of its own; one that was forked there before is taken again."""
    repository = session.repository
    commit = _commit_of(repository, rev, list(known))
    head = repository.head()
    if fork is None and commit == head.commit and head.branch is not None:
        return Moved(head.branch, head.branch, commit)
    if fork in known:
        raise TimelineExistsError(fork)
    name = fork or _fork_name(repository, head.branch, rev, commit, known)
    if name in known:
        _refuse_elsewhere(repository, known[name])
    saved = _recorded(session)
    if name not in known:
        repository.create_branch(name, commit)
        _switch_or_undo(repository, name)
    else:
        repository.switch(name)
    return Moved(name, head.branch, commit, new=name not in known, saved=saved)


def _commit_of(repository: Repository, rev: str, names: list[str]) -> str:
    """The commit that a revision names; raises UnknownTimelineError, which knows of what was deleted or fetched."""
    try:
        return repository.resolve(rev)
    except UnknownRevisionError:
        raise UnknownTimelineError(rev, names, _kept(repository, rev)) from None


def _kept(repository: Repository, name: str) -> str:
    """A ref that keeps a timeline of this name: the backup of the last that was deleted, or what was fetched."""
    deleted = [ref for ref in repository.backups() if ref.removeprefix(BACKUPS).rpartition("/")[0] == name]
    if deleted:
        return max(deleted, key=lambda ref: int(ref.rpartition("/")[2]))
    try:
        repository.resolve(f"origin/{name}")
    except UnknownRevisionError:
        return ""
    return f"origin/{name}"


def _fork_name(repository: Repository, current: str | None, rev: str, commit: str, known: dict[str, Branch]) -> str:
    """`main-from-1a2b3c4`, by a tag's name where a tag was named; a number behind it where the name is taken."""
    try:
        repository.resolve(f"refs/tags/{rev}")
        state = rev.replace("/", "-")
    except UnknownRevisionError:
        state = commit[:SHORT]
    wanted = f"{current or 'story'}-from-{state}"
    name, number = wanted, 1
    while name in known and known[name].commit != commit:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _recorded(session: Session) -> str | None:
    """Record what was edited where it was edited; on a detached HEAD nothing may be left behind."""
    if session.repository.head().branch is not None:
        return record_edits(session, branch=session.branch())
    if session.edits:
        raise DetachedHeadError
    _refuse_unkept(session.repository)
    return None


def _refuse_unkept(repository: Repository) -> None:
    head = repository.head().commit
    if head and not any(repository.apart(head, branch.commit)[0] == 0 for branch in repository.branches()):
        raise UnkeptCommitsError(head[:SHORT])


def _refuse_operation(repository: Repository) -> None:
    if repository.operation:
        raise OperationInProgressError(repository.operation)


def _refuse_elsewhere(repository: Repository, branch: Branch) -> None:
    if branch.folder is not None and branch.folder != repository.root:
        raise BranchCheckedOutError(branch.name, str(branch.folder))


def _switch_or_undo(repository: Repository, name: str) -> None:
    """Switch to a timeline that was begun for it; where git refuses, it is taken back."""
    try:
        repository.switch(name)
    except StoryforgeError:
        repository.delete_branch(name)
        raise


def delete_timeline(repository: Repository, name: str, *, force: bool = False) -> str:
    """Delete a timeline; returns the ref that keeps its end.

    Raises UnknownTimelineError, CurrentTimelineError, BranchCheckedOutError where another work tree has it,
    UnmergedTimelineError unless `force`.
    """
    known = {branch.name: branch for branch in repository.branches()}
    head = repository.head()
    if name not in known:
        raise UnknownTimelineError(name, list(known), _kept(repository, name))
    if name == head.branch:
        raise CurrentTimelineError(name)
    _refuse_elsewhere(repository, known[name])
    ahead = repository.apart(known[name].commit, head.commit)[0] if head.commit else 0
    if ahead and not force:
        raise UnmergedTimelineError(name, ahead, head.branch or "the commit that is checked out")
    return repository.delete_branch(name)
