"""Errors a user can cause or mend: the kinds, by exit code, and the few that every room raises."""

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

    def __reduce__(self) -> tuple[Any, ...]:
        # An error may come back from another process; its own arguments are gone by then.
        return _revived, (type(self), dict(self.__dict__))

    def as_json(self) -> dict[str, Any]:
        """The one object that `--json` prints for an error."""
        return {
            "error": type(self).__name__.removesuffix("Error"),
            "message": self.message,
            "hint": self.hint,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "exit": self.exit,
        }


def _revived(kind: type[StoryforgeError], state: dict[str, Any]) -> StoryforgeError:
    error = kind.__new__(kind, state["message"])
    error.__dict__.update(state)
    return error


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
    names = {name.lower(): name for name in sorted(known)}
    near = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f'Did you mean "{names[near[0]]}"?' if near else ""


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
