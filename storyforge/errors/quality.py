"""Findings that hold a stage back, and those that are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors.base import GateError, RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


class QualityGateError(GateError):
    """Findings that the story says hold a stage back."""

    def __init__(self, stage: str, first: str, name: str, count: int) -> None:
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(
            f"{stage} is held back: {first}{more}",
            f'See them: storyforge check; mend it, or live with it: storyforge accept {name} -m "..."',
        )


class UnknownFindingError(RequestError):
    """A finding that there is not."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        hint = did_you_mean(name, known) or "See what there is: storyforge check --names"
        super().__init__(f'Nothing is found that is called "{name}".', hint)
