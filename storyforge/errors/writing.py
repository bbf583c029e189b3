"""The writing room: options, passages, gaps, timelines that a rewritten script needs."""

from __future__ import annotations

from storyforge.errors.base import GateError, RequestError


class NotChosenError(GateError):
    """Options are there, and nobody has said which it shall be."""

    def __init__(self, stage: str, count: int) -> None:
        super().__init__(
            f"{stage} has {count} options, and none is chosen.",
            f"Read them: storyforge show {stage}; then: storyforge choose {stage} 1",
        )


class NoSuchOptionError(RequestError):
    """An option that there is not."""

    def __init__(self, stage: str, option: str, there: list[str]) -> None:
        known = f"There are: {', '.join(there)}." if there else f"Make them: storyforge {stage}"
        super().__init__(f"{stage} has no option {option}.", known)


class GapsLeftError(GateError):
    """Gaps that only the author can fill."""

    def __init__(self, path: str, line: int, count: int, question: str) -> None:
        gaps = "a gap" if count == 1 else f"{count} gaps"
        super().__init__(
            f"{path}:{line}: there {'is' if count == 1 else 'are'} {gaps} left: {question}",
            "Write what belongs there, all of them: storyforge check; or lock it as it is: --allow-todo",
        )


class TimelineNeededError(GateError):
    """A script that is to be made anew although its beats were edited."""

    def __init__(self, what: str, since: str) -> None:
        super().__init__(
            f"{what} was written from other beats ({since}); making it anew is another telling of the story.",
            f'Give it a timeline of its own: storyforge {what} -m "..." --timeline NAME',
        )


class PassageMissingError(RequestError):
    """A passage that is not in the file."""

    def __init__(self, path: str, passage: str, near: str) -> None:
        hint = f'Did you mean "{near}"?' if near else f"Copy it from the file: storyforge show {path}"
        super().__init__(f'{path} has no passage "{passage}".', hint)


class PassageAmbiguousError(RequestError):
    """A passage that is there more than once."""

    def __init__(self, path: str, passage: str, lines: list[int]) -> None:
        at = ", ".join(map(str, lines))
        super().__init__(
            f'"{passage}" is in {path} {len(lines)} times (lines {at}).', "Say which with --nth, counted from 1."
        )


class UnknownBeatError(RequestError):
    """A beat that there is not."""

    def __init__(self, beat: str, known: list[str]) -> None:
        span = f"{known[0]} to {known[-1]}" if known else "none"
        super().__init__(f"There is no beat {beat}.", f"Beats: {span}. See them: storyforge show beats")


class NoRunnersUpError(RequestError):
    """A beat that nothing could stand in for."""

    def __init__(self, beat: str, nth: int, count: int) -> None:
        if count:
            super().__init__(f"{beat} has {count} runners-up, and no number {nth}.", "See them: storyforge beat swap")
        else:
            super().__init__(
                f"{beat} has no runners-up.", f"Edit its text, or ask for others: storyforge beat brainstorm {beat}"
            )
