"""A session: the story of a work tree, opened for reading or for writing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge import __version__
from storyforge.errors import ChangedMeanwhileError, MissingArtifactError
from storyforge.model.kinds import as_stored, is_medium, is_ours
from storyforge.repo import Repository, WorkTree, medium_digest
from storyforge.story import Committed, Story, SummaryCache, edited_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from storyforge.pipeline.change import Change
    from storyforge.repo import Dirty, Moved


@dataclass
class Session:
    """A story as the user sees it: the commit that is checked out, with the edits of the work tree over it."""

    repository: Repository
    story: Story
    parent: str | None
    dirty: tuple[Dirty, ...] = ()
    commits: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    """What is to be told of how it was opened or made."""
    run_id: str = field(default_factory=lambda: secrets.token_hex(6))

    @classmethod
    def open(cls, folder: Path) -> Session:
        """Open a story; raises NotARepositoryError, MissingArtifactError where it is no story."""
        repository = Repository.open(folder)
        head, found = repository.settled()
        ours = tuple(change for change in found if is_ours(change.path))
        edits = edited_files(repository.root, (change.path for change in ours))
        committed = Committed(repository, head.commit)
        dirty = tuple(change for change in ours if not _is_same_medium(committed, change.path, edits[change.path]))
        story = _story_at(repository, head.commit, {change.path: edits[change.path] for change in dirty})
        if "story.yaml" not in story.files.ids:
            raise MissingArtifactError("story.yaml")
        return cls(repository, story, head.commit, dirty)

    @property
    def work_tree(self) -> WorkTree:
        """The files as they lie on disk."""
        return WorkTree(self.repository.root)

    @property
    def edits(self) -> list[Dirty]:
        """What is to be saved: not deletions, not records, and not files whose line ends alone are another system's."""
        return [
            change
            for change in self.dirty
            if change.state != "deleted" and not change.path.startswith("locks/") and not self._is_stored(change)
        ]

    @property
    def deletions(self) -> list[str]:
        """Paths of artifacts and inputs that the commit has and the disk has not."""
        return [
            change.path for change in self.dirty if change.state == "deleted" and not change.path.startswith("locks/")
        ]

    def _is_stored(self, change: Dirty) -> bool:
        if change.state != "modified":
            return False
        content = self.story.read(change.path)
        return content is not None and as_stored(change.path, content) == self.story.files.committed(change.path)

    def branch(self) -> str:
        """The branch to write to; raises DetachedHeadError, OperationInProgressError, IdentityError.

        A file whose place is taken by a folder or a link is told before anything is made, not when it is to be written.
        """
        self.repository.refuse_blocked(change.path for change in self.dirty if change.state == "deleted")
        self.repository.identity()
        return self.repository.writable_branch()

    def commit(self, change: Change, message: str, branch: str) -> str | None:
        """Commit a change on top of what was read; None where nothing differs.

        Where somebody else committed to the branch meanwhile, it goes on top of theirs. Raises ChangedMeanwhileError
        where theirs are files of this change, or what it was made from.
        """
        onto, after = self.parent, change.after

        def on_top(moved: Moved) -> None:
            nonlocal onto, after
            onto, after = moved.tip, self._on_top(change, moved)

        made = self.repository.commit(change.files, message, parent=self.parent, branch=branch, moved=on_top)
        self.story, self.parent = after, made
        self.story.summaries  # noqa: B018 - so that the next command finds them in the cache
        if made == onto:
            return None
        self.commits.append(made)
        return made

    def _on_top(self, change: Change, moved: Moved) -> Story:
        """The story with others' commits and then this change; raises ChangedMeanwhileError where it can't be both."""
        saved = {edit.path for edit in self.edits}
        left = (found.path for found in self.dirty if found.path not in saved)
        theirs = _story_at(self.repository, moved.tip, edited_files(self.repository.root, left))
        both = theirs.with_changes(change.files)
        changed = set(moved.paths)
        approved = {path.removeprefix("locks/").removesuffix(".json") for path in change.files}
        unlike = approved & changed - set(change.files)
        for facet, digest in change.made_from.items():
            if both.summaries.facet(facet) != digest:
                unlike |= _files_of(facet, changed) or changed
        if unlike:
            raise ChangedMeanwhileError(moved.branch, sorted(unlike), moved.parent, moved.tip)
        return both


def _is_same_medium(committed: Committed, path: str, content: bytes | None) -> bool:
    """Whether a medium is as it was committed, by its content; where LFS is not set up, git compares the pointer."""
    if content is None or path not in committed.ids or not is_medium(path):
        return False
    return medium_digest(content) == committed.digest(path)


def _story_at(repository: Repository, commit: str | None, edits: Mapping[str, bytes | None]) -> Story:
    story = Story(Committed(repository, commit), SummaryCache(repository.common_dir))
    return story.with_changes(edits) if edits else story


def _files_of(facet: str, paths: Iterable[str]) -> set[str]:
    """The files that a facet is of: one, or for what is derived of a scene all of its folder."""
    place = facet.partition("#")[0]
    return {path for path in paths if path == place or path.startswith(f"{place}/")}


def message(subject: str, body: str = "", trailers: Mapping[str, str] | None = None) -> str:
    """A commit message: subject, body word for word, trailers."""
    ends = "\n".join(f"Storyforge-{name}: {value}" for name, value in (trailers or {}).items() if value)
    parts = [subject, body.strip(), ends]
    return "\n\n".join(part for part in parts if part) + "\n"


BUILD = f"storyforge {__version__}"
