"""Errors of git, of the disk and of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import FailedError, RequestError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
            "Start a timeline here: `storyforge timeline new NAME`; or go to one: `git switch BRANCH`.",
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


class ChangedMeanwhileError(FailedError):
    """Somebody else committed files that this was made from, or would have written, since it was begun."""

    def __init__(self, branch: str, paths: Sequence[str], before: str, now: str) -> None:
        shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        super().__init__(
            f'Meanwhile {shown} changed on "{branch}"; nothing was committed.',
            "Run the same command again: it starts from what is there now. "
            f"What changed: git diff {before[:10]} {now[:10]} -- {paths[0]}",
        )
        self.paths = tuple(paths)


class BranchInUseError(RequestError):
    """The branch is checked out in another work tree, whose files would fall behind."""

    def __init__(self, branch: str, folder: str) -> None:
        super().__init__(
            f'The branch "{branch}" is checked out in "{folder}", so nothing is committed to it from here.',
            f"Run the command there (`storyforge -C '{folder}' ...`), or switch that folder to another branch.",
        )


class InvalidBranchError(RequestError):
    """A name that git allows for no branch."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'"{name}" can\'t be the name of a branch: git does not allow it.',
            "Use letters, digits, hyphens and slashes, such as `darker-ending`.",
        )


class UnknownBranchError(UnknownNameError):
    """A branch that is not there."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__("branch", name, known)


class BranchExistsError(RequestError):
    """A new branch would have the name of one that is there, or would lie below it."""

    def __init__(self, name: str, other: str) -> None:
        way = f'"{other}" is there' if other != name else "it is there already"
        super().__init__(
            f'The branch "{name}" can\'t be made: {way}.',
            "Choose another name; names that differ in case alone are one on some disks.",
        )


class BranchCheckedOutError(RequestError):
    """The branch is checked out, here or in another work tree, so it can be neither deleted nor switched to."""

    def __init__(self, branch: str, folder: str) -> None:
        super().__init__(
            f'The branch "{branch}" is checked out in "{folder}".',
            f"Work on it there, or switch that folder to another branch first: git -C '{folder}' switch OTHER",
        )


class BranchMovedError(FailedError):
    """Somebody committed to a branch while it was being deleted."""

    def __init__(self, branch: str) -> None:
        super().__init__(
            f'The branch "{branch}" moved at this moment; nothing was deleted.', "Look at it, then try again."
        )


class SwitchBlockedError(RequestError):
    """Files of the work tree are in the way of another branch's."""

    def __init__(self, branch: str, paths: Sequence[str]) -> None:
        shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        super().__init__(
            f'Switching to "{branch}" would overwrite {shown}; nothing was changed.',
            "Record them (`storyforge save`, or `git commit`), or move them away, then try again.",
        )
        self.paths = tuple(paths)


class StoryLockedError(FailedError):
    """Another command is writing to the story."""

    def __init__(self, holder: str, seconds: float) -> None:
        waited = f" (waited {seconds:.0f} s)" if seconds else ""
        super().__init__(
            f"Another command is writing to this story: {holder}{waited}.",
            "Wait for it to end, then try again." if seconds else "Leave out --no-wait to wait for it.",
        )


class GitLockedError(FailedError):
    """A lock file of git's does not go away."""

    def __init__(self, lock: str) -> None:
        super().__init__(
            f'Git\'s lock file "{lock}" is in the way: another git command runs, or one was killed.',
            "Try again; if nothing else is running: storyforge doctor --fix",
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

    def __init__(self, path: str, reason: str, hint: str = "") -> None:
        default = "Use a plain path below the story's folder."
        super().__init__(f'"{path}" can\'t be a file of the story: {reason}.', hint or default)


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
    """Media are, or are to be, in Git LFS, and git-lfs is not set up here; without a path, all of them are meant."""

    def __init__(self, path: str = "") -> None:
        what = f'"{path}" belongs' if path else "Media belong"
        super().__init__(
            f"{what} in Git LFS, which is not set up on this machine.",
            "Install git-lfs and run `git lfs install`.",
        )


class NotFetchedError(RequestError):
    """Media whose content is in no place on this machine, so that it can't be moved."""

    def __init__(self, paths: Sequence[str]) -> None:
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        super().__init__(
            f'The content of "{paths[0]}"{more} was not fetched from Git LFS, so nothing was moved.',
            "Run `git lfs pull`, then try again.",
        )
        self.paths = tuple(paths)


class EditsOpenError(RequestError):
    """Files that were edited and not recorded, where a command has to start from what is recorded."""

    def __init__(self, paths: Sequence[str]) -> None:
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        super().__init__(
            f"{paths[0]}{more} {'is' if len(paths) == 1 else 'are'} not as in the last commit; nothing was changed.",
            f"Record it first: storyforge save, or git commit. Or take it back: git restore '{paths[0]}'",
        )
        self.paths = tuple(paths)


class DiskError(FailedError):
    """The disk is full, read-only, or refuses."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f'Can\'t write "{where}": {reason}.', "Make room or give write permission, then try again.")
