"""A session: the story of a work tree, opened for reading or for writing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge import __version__
from storyforge.errors import MissingArtifactError
from storyforge.model.kinds import is_ours, kind_of
from storyforge.repo import Repository, WorkTree
from storyforge.story import Story, edited_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storyforge.pipeline.change import Change
    from storyforge.repo import Dirty


@dataclass
class Session:
    """A story as the user sees it: the commit that is checked out, with the edits of the work tree over it."""

    repository: Repository
    story: Story
    parent: str | None
    dirty: tuple[Dirty, ...] = ()
    commits: list[str] = field(default_factory=list)
    run_id: str = field(default_factory=lambda: secrets.token_hex(6))

    @classmethod
    def open(cls, folder: Path) -> Session:
        """Open a story; raises NotARepositoryError, MissingArtifactError where it is no story."""
        repository = Repository.open(folder)
        repository.finish_pending()
        dirty = tuple(change for change in repository.dirty() if is_ours(change.path))
        edits = edited_files(repository.root, (change.path for change in dirty))
        story = Story.open(repository, edits)
        if "story.yaml" not in story.files.ids:
            raise MissingArtifactError("story.yaml")
        return cls(repository, story, repository.head().commit, dirty)

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
        """The branch to write to; raises DetachedHeadError, OperationInProgressError, IdentityError."""
        self.repository.identity()
        return self.repository.writable_branch()

    def commit(self, change: Change, message: str, branch: str) -> str | None:
        """Commit a change on top of what was read; None where nothing differs.

        Raises StaleParentError where somebody else has committed to the branch meanwhile.
        """
        parent = self.parent
        made = self.repository.commit(change.files, message, parent=parent, branch=branch)
        self.story, self.parent = change.after, made
        self.story.summaries  # noqa: B018 - so that the next command finds them in the cache
        if made == parent:
            return None
        self.commits.append(made)
        return made


def as_stored(path: str, content: bytes) -> bytes:
    """A file as it is committed: the attributes of a story say LF for YAML and Markdown; a work tree may differ."""
    kind = kind_of(path)
    return content.replace(b"\r\n", b"\n") if kind and kind.format in ("yaml", "markdown") else content


def message(subject: str, body: str = "", trailers: Mapping[str, str] | None = None) -> str:
    """A commit message: subject, body word for word, trailers."""
    ends = "\n".join(f"Storyforge-{name}: {value}" for name, value in (trailers or {}).items() if value)
    parts = [subject, body.strip(), ends]
    return "\n\n".join(part for part in parts if part) + "\n"


BUILD = f"storyforge {__version__}"
