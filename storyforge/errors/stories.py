"""Errors of a story's files, its parameters and its inputs."""

from __future__ import annotations

from storyforge.errors.base import FailedError, RequestError, did_you_mean


class MissingArtifactError(RequestError):
    """A file that a story must have is not there."""

    def __init__(self, path: str) -> None:
        what = "This folder is no story" if path == "story.yaml" else f"There is no {path}"
        hint = (
            'Start one with: storyforge new DIR --primary FILE, or --idea "..."'
            if path == "story.yaml"
            else "See what comes next with: storyforge status"
        )
        super().__init__(f"{what}: {path} is missing." if path == "story.yaml" else f"{what} yet.", hint)


class UnusableTemplateError(FailedError):
    """A git repository that can't be read, or is no story, where a template for a new one was asked for."""

    def __init__(self, address: str, reason: str, known: list[str]) -> None:
        super().__init__(
            f"{address} is no template: {reason}",
            f"A template is the address or folder of a story in git, or one of: {', '.join(known)}.",
        )


class InvalidParameterError(RequestError):
    """A parameter of the story that is not what it may be."""

    def __init__(self, name: str, problem: str, given: object, about: str) -> None:
        problem = problem.removeprefix("Value error, ").removeprefix("Input ")
        super().__init__(f'The parameter "{name}" is {given!r}: {problem}.', about)


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


class UnknownPathError(RequestError):
    """A word that is neither a file of the story nor a revision."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'"{name}" is no file of this story, and no commit.',
            "Files: git ls-files; commits: git log --oneline --all. A commit comes first, files after it.",
        )


class UnknownArtifactError(RequestError):
    """A name that is no artifact, stage or asset of the story."""

    def __init__(self, name: str, known: list[str], hint: str = "") -> None:
        other = hint or "Name a stage (shots), a file (beats.yaml) or an asset (edward)."
        hint = did_you_mean(name, known) or other
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
        super().__init__(f'The context "{given}" has no tag.', "Write it as FILE:TAG, such as --context world.md:world")


class SameNameError(RequestError):
    """Two inputs with the same file name."""

    def __init__(self, name: str) -> None:
        super().__init__(f'Two inputs are called "{name}".', "Rename one of them; they go into one folder.")


class ReservedNameError(RequestError):
    """An input with the file name of the story's own list of inputs."""

    def __init__(self, name: str) -> None:
        super().__init__(f'No input can be called "{name}": the story keeps its list of inputs there.', "Rename it.")


class PrimaryMissingError(RequestError):
    """A new story without a primary input."""

    def __init__(self) -> None:
        super().__init__(
            "A story needs exactly one primary input.",
            'Name it: --primary script.fountain (or a novel, an audio), or tell it: --idea "A ferryman ..."',
        )
