"""Every error a user can cause: each class writes its own sentence and says what to type next."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class StoryforgeError(Exception):
    """Something a user can cause or mend: one sentence, one hint, and a place where there is one.

    `exit` is the exit code of `docs/story-format.md`: 1 it failed, 2 the request or a file is wrong, 3 a gate is
    closed, 4 over budget.
    """

    exit: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line
        self.column = column

    @property
    def place(self) -> str:
        """`path:line:column` as far as they are known, for an editor to jump to."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.path else self.message

    def as_json(self) -> dict[str, Any]:
        """The one object that `--json` prints for an error."""
        return {
            "error": type(self).__name__,
            "message": self.message,
            "hint": self.hint,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "exit": self.exit,
        }


class FailedError(StoryforgeError):
    """A provider, a program or the disk failed."""

    exit = 1


class RequestError(StoryforgeError):
    """The request or a file is wrong."""

    exit = 2


class GateError(StoryforgeError):
    """A gate is closed: a lock, a confirmation or guidance is missing."""

    exit = 3


class BudgetError(StoryforgeError):
    """The budget, or `--max-cost`, does not reach."""

    exit = 4


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence `Did you mean "…"?` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else ""


class UnknownNameError(RequestError):
    """A name that is in no table: a stage, a provider, a task, a check."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        hint = did_you_mean(name, names) or f"Known: {', '.join(names)}."
        super().__init__(f'There is no {kind} called "{name}".', hint)


class InvalidArtifactError(RequestError):
    """A file's content is not what its schema says."""


class ComesLaterError(RequestError):
    """A thing that this version does not do yet."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what} is not part of this version yet.", hint)


class NotARepositoryError(RequestError):
    """The folder is in no git repository."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f'"{folder}" is not in a story: there is no git repository here or above.',
            "Run `storyforge new DIR`, or name the story with `storyforge -C DIR`.",
        )


class UnsupportedRepositoryError(RequestError):
    """A repository in a format that can't be opened, or that git itself refuses."""

    def __init__(self, folder: str, reason: str, hint: str = "") -> None:
        default = "Run `storyforge new DIR` for a story in git's common format (SHA-1, refs as files)."
        super().__init__(f'The git repository "{folder}" can\'t be used: {reason}.', hint or default)


class RepositoryExistsError(RequestError):
    """A new story was asked for where a repository already is."""

    def __init__(self, folder: str) -> None:
        super().__init__(f'"{folder}" already is a git repository.', "Choose another folder for the new story.")


class GitMissingError(FailedError):
    """The git program is not installed."""

    def __init__(self) -> None:
        super().__init__("The program `git` was not found.", "Install git (https://git-scm.com), then try again.")


class GitFailedError(FailedError):
    """The git program failed; its own words are passed on."""

    def __init__(self, command: str, words: str) -> None:
        super().__init__(f"`git {command}` failed: {words}", "Run `git status` in the story to see how it stands.")


class UnknownRevisionError(RequestError):
    """A revision that names no commit."""

    def __init__(self, rev: str) -> None:
        super().__init__(f'"{rev}" names no commit of this story.', "`git log --oneline --all` lists the commits.")


class MissingObjectError(FailedError):
    """An object that history refers to is not in the repository."""

    def __init__(self, object_id: str) -> None:
        super().__init__(
            f"The object {object_id} is missing from the repository.",
            "Run `git fsck`; `git fetch` brings back what another clone still has.",
        )


class DetachedHeadError(RequestError):
    """No branch is checked out, so that a commit would belong to nothing."""

    def __init__(self) -> None:
        super().__init__(
            "No branch is checked out (detached HEAD), so nothing can be written.",
            "Run `git switch BRANCH`, or `git switch -c NAME` to start a timeline here.",
        )


class OperationInProgressError(RequestError):
    """A merge, a rebase or the like is not finished."""

    def __init__(self, operation: str) -> None:
        way = "`git bisect reset`" if operation == "bisect" else f"`git {operation} --continue` or `--abort`"
        super().__init__(f"A {operation} is in progress, so nothing can be written.", f"End it first: {way}.")


class IdentityError(RequestError):
    """Git does not know who is writing."""

    def __init__(self) -> None:
        super().__init__(
            "Git does not know who you are, and a commit needs a name and an address.",
            'Run `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`.',
        )


class StaleParentError(FailedError):
    """The branch moved since it was read."""

    def __init__(self, branch: str) -> None:
        super().__init__(
            f'The branch "{branch}" moved while this was being made; nothing was committed.',
            "Run the same command again: it starts from the new commit.",
        )


class StoryLockedError(FailedError):
    """Another command is writing to the story."""

    def __init__(self, holder: str, seconds: float) -> None:
        super().__init__(
            f"Another command is writing to this story: {holder} (waited {seconds:.0f} s).",
            "Wait for it to end, then try again.",
        )


class GitLockedError(FailedError):
    """A lock file of git's does not go away."""

    def __init__(self, lock: str) -> None:
        super().__init__(
            f'Git\'s lock file "{lock}" is in the way: another git command runs, or one was killed.',
            "Try again; if nothing else is running, `storyforge doctor` names lock files to remove.",
        )


class SigningError(FailedError):
    """`commit.gpgsign` is set and the commit could not be signed."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"The commit could not be signed, so nothing was committed: {words}",
            "Mend the signing key, or run `git config commit.gpgsign false` in the story.",
        )


class InvalidPathError(RequestError):
    """A path that can't be a file of the story."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f'"{path}" can\'t be a file of the story: {reason}.', "Use a plain path below the story's folder."
        )


class SymlinkError(RequestError):
    """A symbolic link stands where a file or folder of the story should be."""

    def __init__(self, path: str, link: str, use: str) -> None:
        super().__init__(
            f'"{path}" is not {use}: "{link}" is a symbolic link.',
            f'Replace "{link}" by the real file or folder.',
        )


class FileMissingError(RequestError):
    """A file of the story that is not there, or is no file."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f'There is no file "{path}" in the story.', f"`git restore '{path}'` brings back a deleted file."
        )


class LfsPointerError(RequestError):
    """A medium whose content was not fetched from Git LFS."""

    def __init__(self, path: str) -> None:
        super().__init__(f'"{path}" is a Git LFS pointer: its content was not fetched.', "Run `git lfs pull`.")


class LfsNotSetUpError(RequestError):
    """The story keeps media in Git LFS and git-lfs is not set up here."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f'"{path}" belongs into Git LFS, which is not set up on this machine.',
            "Install git-lfs and run `git lfs install`.",
        )


class DiskError(FailedError):
    """The disk is full, read-only, or refuses."""

    def __init__(self, where: str, reason: str, hint: str = "") -> None:
        super().__init__(
            f'Can\'t write "{where}": {reason}.', hint or "Make room or give write permission, then try again."
        )
