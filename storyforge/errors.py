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


class BranchInUseError(RequestError):
    """The branch is checked out in another work tree, whose files would fall behind."""

    def __init__(self, branch: str, folder: str) -> None:
        super().__init__(
            f'The branch "{branch}" is checked out in "{folder}", so nothing is committed to it from here.',
            f"Run the command there (`storyforge -C '{folder}' ...`), or switch that folder to another branch.",
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

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            f'Can\'t write "{where}": {reason}.', "Make room or give write permission, then try again."
        )


class MissingArtifactError(RequestError):
    """A file that a story must have is not there."""

    def __init__(self, path: str) -> None:
        what = "This folder is no story" if path == "story.yaml" else f"There is no {path}"
        hint = (
            "Start one with: storyforge new DIR --mode screenplay --primary SCRIPT"
            if path == "story.yaml"
            else "See what comes next with: storyforge status"
        )
        super().__init__(f"{what}: {path} is missing." if path == "story.yaml" else f"{what} yet.", hint)


class InvalidParameterError(RequestError):
    """A parameter of the story that is not what it may be."""

    def __init__(self, name: str, problem: str, given: object, about: str) -> None:
        problem = problem.removeprefix("Value error, ").removeprefix("Input ")
        super().__init__(f'The parameter "{name}" is {given!r}: {problem}.', about)


class BinaryScriptError(RequestError):
    """A primary input that is no text."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "This is not a text file.",
            "Give the screenplay as Fountain (.fountain) or Final Draft XML (.fdx).",
            path=path,
        )


class EmptyScriptError(RequestError):
    """A screenplay without a word."""

    def __init__(self, path: str) -> None:
        super().__init__("The script is empty.", "Write at least one scene: INT. KITCHEN - DAY", path=path)


class NoScenesError(RequestError):
    """A screenplay without a scene heading."""

    def __init__(self, path: str) -> None:
        super().__init__(
            "The script has no scene heading.",
            "A heading stands alone between blank lines, like: INT. KITCHEN - DAY (or start the line with a period).",
            path=path,
            line=1,
        )


class CarryUndecidedError(GateError):
    """A condition meets a scene border, and nobody has decided whether it lives on."""

    def __init__(self, scene: str, element: str, conditions: tuple[str, ...], since: str) -> None:
        tags = ", ".join(conditions)
        super().__init__(
            f"Scene {scene}: {element} left scene {since} {tags}. Is that still so?",
            f"Decide under `carry:` in the scene's scene.yaml "
            f"(- {{element: {element}, condition: {conditions[0]}, keep: true}}), or take the rule's word with --auto.",
        )


class ConflictMarkersError(RequestError):
    """A file with the marks of an unfinished merge."""

    def __init__(self, path: str, line: int) -> None:
        super().__init__(
            "The file holds conflict markers.", "Choose one side, take the markers out and save.", path=path, line=line
        )


class ConflictedFileError(RequestError):
    """A file that git calls unmerged."""

    def __init__(self, path: str) -> None:
        super().__init__("Git has not finished merging this file.", f"Mend it, then: git add {path}", path=path)


class UnwritableElementError(RequestError):
    """An element that Fountain has no way to write where it should stand."""

    def __init__(self, kind: str, text: str, line: int | None, why: str = "") -> None:
        shown = text.split("\n", maxsplit=1)[0][:60]
        reason = why or "it would be read as something else"
        name = kind.replace("_", " ")
        super().__init__(
            f'The {name} "{shown}" can\'t be written in Fountain here: {reason}.',
            "Change its text, or the empty lines around it.",
            line=line or None,
        )


class ForeignElementError(RequestError):
    """An element that is not one of the script it should be changed in."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(
            f'The script has no such {kind.replace("_", " ")}: "{text[:60]}".',
            "Take the element from the script as it was last read.",
        )


class SceneNumberError(RequestError):
    """A scene number that is not of the form productions use."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f'"{number}" is no scene number.',
            "Write up to two capitals, one to four digits, up to two capitals: 3, A4, 110A.",
        )


class DuplicateSceneNumberError(RequestError):
    """Two scenes with the same number."""

    def __init__(self, number: str, first: int, line: int, path: str) -> None:
        super().__init__(
            f"Scene number {number} is used twice; the first is on line {first}.",
            "Take one of the two numbers out, and the scene is given a new one.",
            path=path,
            line=line,
        )


class UnsafeXmlError(RequestError):
    """An XML file that defines entities."""

    def __init__(self, path: str | None = None) -> None:
        super().__init__(
            "This file defines XML entities, which no screenplay needs and which can be used to do harm.",
            "Open it in the program it comes from and save it again as FDX.",
            path=path,
        )


class InvalidFdxError(RequestError):
    """A file that is not Final Draft XML."""

    def __init__(self, why: str, path: str | None = None, line: int | None = None, column: int | None = None) -> None:
        super().__init__(
            f"This is no readable Final Draft file: {why}.",
            "Open it in the program it comes from and save it again as FDX.",
            path=path,
            line=line,
            column=column,
        )


class GuidanceTooShortError(GateError):
    """Guidance that says too little to be a commit message."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"Guidance must have at least {least} characters: it becomes the commit message.",
            'Say what should be different: -m "tighter, more close-ups"',
        )


class GuidanceMissingError(GateError):
    """Making again what is there needs a word on what should be different."""

    def __init__(self, what: str, command: str) -> None:
        super().__init__(
            f"{what} is made already; making it again needs guidance.",
            f'Say what should be different: storyforge {command} -m "..." (at least 10 characters)',
        )


class NotLockedError(GateError):
    """A stage that reads what is not locked yet."""

    def __init__(self, stage: str, need: str, paths: list[str], *, missing: bool) -> None:
        what = f"{len(paths)} of its files" if len(paths) > 1 else paths[0] if paths else "it"
        if missing:
            super().__init__(
                f"{stage} needs {need}, and {what} {'are' if len(paths) > 1 else 'is'} not made yet.",
                f"Make it: storyforge run {need}",
            )
        else:
            super().__init__(
                f"{stage} needs {need} locked, and {what} {'are drafts' if len(paths) > 1 else 'is a draft'}.",
                f"Read it, then: storyforge lock {need}",
            )
        self.need = need
        self.missing = missing


class UnknownSceneError(RequestError):
    """A scene number that the script does not have."""

    def __init__(self, number: str, known: list[str]) -> None:
        near = did_you_mean(number, known)
        some = ", ".join(known[:8]) + (" ..." if len(known) > 8 else "")
        super().__init__(f'The script has no scene "{number}".', near or f"Its scenes: {some}")


class UndeclaredWriteError(FailedError):
    """A stage that would write what it has not declared: a bug of the stage, stopped before anything is written."""

    def __init__(self, stage: str, path: str) -> None:
        super().__init__(
            f"The stage {stage} would write {path}, which it does not declare.",
            "Nothing was written. This is a fault of the stage; report it.",
        )


class UnknownArtifactError(RequestError):
    """A name that is no artifact, stage or asset of the story."""

    def __init__(self, name: str, known: list[str]) -> None:
        hint = did_you_mean(name, known) or "Name a stage (shots), a file (beats.yaml) or an asset (edward)."
        super().__init__(f'There is no artifact called "{name}" in this story.', hint)


class NothingToApproveError(RequestError):
    """Nothing of what was named is made yet."""

    def __init__(self, names: str) -> None:
        super().__init__(f"Nothing of {names} is made yet.", "See what comes next with: storyforge status")


class FolderTakenError(RequestError):
    """A folder for a new story that is not empty."""

    def __init__(self, folder: str) -> None:
        super().__init__(f'The folder "{folder}" is not empty.', "Choose another name; nothing was changed.")


class InputMissingError(RequestError):
    """An input file that is not there or can't be read."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f'The input "{path}" can\'t be read: {problem}.', "Check the path and its permissions.")


class ContextTagError(RequestError):
    """A context file without a tag."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f'The context "{given}" has no tag.', "Write it as FILE:TAG, such as --context world.md:world"
        )


class SameNameError(RequestError):
    """Two inputs with the same file name."""

    def __init__(self, name: str) -> None:
        super().__init__(f'Two inputs are called "{name}".', "Rename one of them; they go into one folder.")


class PrimaryMissingError(RequestError):
    """A new story without a primary input."""

    def __init__(self) -> None:
        super().__init__(
            "A story needs exactly one primary input.", "Name it: --primary script.fountain (or script.fdx)"
        )


class BrokenTemplateError(RequestError):
    """A prompt template that can't be read, asks for what is not there, or does more than templates may."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(
            f"The template does not work: {problem}.",
            "docs/prompts.md lists what a template may do and what it is given; delete the file to use the built-in one.",
            path=path,
            line=line,
        )


class ImpactNotAcceptedError(GateError):
    """A parameter would change under a locked treatment."""

    def __init__(self, outdated: dict[str, int], command: str) -> None:
        what = ", ".join(f"{count} {stage}" for stage, count in outdated.items()) or "nothing that is made yet"
        super().__init__(
            f"The treatment is locked; this change would outdate {what}.",
            f"Accept that: {command}; or make the change on a new branch: git switch -c NAME",
        )
