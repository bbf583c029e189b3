"""Errors of timelines: which is there, which may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


class TimelineExistsError(RequestError):
    """A new timeline would have the name of one that is there."""

    def __init__(self, name: str) -> None:
        super().__init__(f'The timeline "{name}" is there already.', f"Did you mean: storyforge timeline switch {name}")


class UnknownTimelineError(RequestError):
    """A name that is no timeline, and names no commit either."""

    def __init__(self, name: str, known: Sequence[str], kept: str = "") -> None:
        fetched = f"Bring it back: storyforge timeline new {name} --from {kept}" if kept else ""
        some = ", ".join(known[:8]) + (" ..." if len(known) > 8 else "")
        super().__init__(
            f'There is no timeline called "{name}".',
            fetched or did_you_mean(name, known) or f"Timelines: {some}. New: storyforge timeline new {name}",
        )


class CurrentTimelineError(RequestError):
    """The timeline that is checked out can't be deleted."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'The timeline "{name}" is the current one, so it can\'t be deleted.',
            "Go to another first: storyforge timeline switch NAME",
        )


class UnmergedTimelineError(RequestError):
    """A timeline that would be deleted has commits that the current one has not."""

    def __init__(self, name: str, commits: int, current: str) -> None:
        which = "1 commit that is" if commits == 1 else f"{commits} commits that are"
        super().__init__(
            f'The timeline "{name}" has {which} not in {current}; nothing was deleted.',
            f"Delete it all the same (a backup is kept): storyforge timeline delete {name} --force",
        )


class UnkeptCommitsError(RequestError):
    """On a detached HEAD there are commits that no timeline holds, and going elsewhere would leave them behind."""

    def __init__(self, commit: str) -> None:
        super().__init__(
            f"No timeline holds commit {commit}, which is checked out; going elsewhere would leave it behind.",
            "Make it a timeline first: storyforge timeline new NAME",
        )


class CarriedEditsError(RequestError):
    """Unsaved edits were to be carried to another state of the story than the one they were made on."""

    def __init__(self) -> None:
        super().__init__(
            "Unsaved edits can be carried only to a timeline that begins where they were made.",
            "Leave --from out; or leave --carry out, and they are saved where they were made.",
        )
