"""Which two states of a story an impact lies between: the last commit or an older one, and the files on disk."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from storyforge.errors import MissingArtifactError, StoryforgeError, UnknownPathError, UnknownRevisionError
from storyforge.journal.ledger import FILE, Ledger
from storyforge.model.kinds import is_ours
from storyforge.pipeline.editing.save import edited_story
from storyforge.pipeline.repairing.impact import changed_files, impact_of, providers_of
from storyforge.pipeline.repairing.repair import Pace
from storyforge.pipeline.spending.work import MOST_CALLS
from storyforge.repo import Repository, staged_files
from storyforge.story import Committed, Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.repairing.repair import Rates
    from storyforge.pipeline.session import Session

REMEMBERED = 200
"""Calls of which the pace is an average."""


@dataclass(frozen=True)
class Edits:
    """Two states of a story; `since` is the revision between which and the disk they lie, None for the last commit."""

    before: Story
    after: Story
    repository: Repository
    since: str | None = None

    @property
    def differ(self) -> bool:
        """Whether there is any edit."""
        return bool(changed_files(self.before, self.after))

    def impact(self, given: Mapping[str, str]) -> Impact:
        """The impact, rehearsed; `given` are providers over the story's."""
        names = providers_of(self.after, given)
        return impact_of(self.before, self.after, names, rates=rates_of(self.repository), exact=True)


def edits_on_disk(session: Session, names: Sequence[str]) -> Edits:
    """The edits of the work tree, scene numbers written in as `save` does.

    `names` may be a revision, from which to look, and files or folders, to look at their edits only. Raises
    UnknownPathError, and what recording the edits would raise.
    """
    since, paths = _told_apart(session, names)
    files, after = edited_story(session)
    committed = Committed(session.repository, since or session.parent)
    before = session.story.at(committed)
    after.summaries  # noqa: B018 - the cache on disk is of the story at hand
    if paths:
        gone: dict[str, bytes | None] = dict.fromkeys(session.deletions)
        changed = {**files, **gone} if since is None else _between(before, after)
        after = before.with_changes({path: new for path, new in changed.items() if _is_among(path, paths)})
    return Edits(before, after, session.repository, names[0] if since else None)


def _between(before: Story, after: Story) -> dict[str, bytes | None]:
    """Path -> content, of the files that differ."""
    paths = sorted(before.files.ids.keys() | after.files.ids.keys())
    return {path: after.read(path) for path in paths if before.files.ids.get(path) != after.files.ids.get(path)}


def _told_apart(session: Session, names: Sequence[str]) -> tuple[str | None, list[str]]:
    """A commit, where the first name is a revision and no file, and paths."""
    known = [*session.story.files.ids, *session.deletions]
    since = None
    paths = []
    for index, name in enumerate(names):
        clean = name.rstrip("/").removeprefix("./")
        if any(_is_among(path, [clean]) for path in known):
            paths.append(clean)
            continue
        try:
            commit = session.repository.resolve(name)
        except UnknownRevisionError:
            raise UnknownPathError(name) from None
        if index:
            raise UnknownPathError(name)
        since = commit
    return since, paths


def _is_among(path: str, names: Sequence[str]) -> bool:
    return any(path == name or path.startswith(f"{name}/") for name in names)


def staged_edits(folder: Path) -> Edits | None:
    """What a plain `git commit` would commit of a story, None where that is nothing; it takes no lock.

    Raises NotARepositoryError, MissingArtifactError where it is no story.
    """
    repository = Repository.open(folder)
    head = repository.head().commit
    files = {path: new for path, new in staged_files(repository).items() if is_ours(path)} if head else {}
    if not files:
        return None
    before = Story.open(repository)
    if "story.yaml" not in before.files.ids:
        raise MissingArtifactError("story.yaml")
    after = before.at(before.files).with_changes(files)
    after.refuse_unreadable(files)
    return Edits(before, after, repository)


def rates_of(repository: Repository) -> Rates:
    """How fast what was made on this machine was made: rules one piece after another, calls many at once.

    Where the ledger can't be read, as on a read-only disk, no time is known; that is no reason to say nothing else.
    """
    folder = repository.common_dir / "storyforge"
    if not (folder / FILE).exists():
        return {}
    try:
        ledger = Ledger(folder)
    except StoryforgeError:
        return {}
    try:
        found = {group: Pace(seconds) for group, seconds in ledger.paces().items()}
        calls: dict[tuple[str, str], list[float]] = {}
        for entry in ledger.entries():
            if entry.seconds is not None:
                calls.setdefault((entry.call.kind, entry.call.by), []).append(entry.seconds)
    finally:
        ledger.close()
    return found | {group: Pace(fmean(times[-REMEMBERED:]), MOST_CALLS) for group, times in calls.items()}
