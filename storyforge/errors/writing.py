"""The writing room: options, passages, gaps, timelines that a rewritten script needs."""

from __future__ import annotations

from storyforge.errors.base import FailedError, GateError, RequestError, did_you_mean


class TwistMissingError(RequestError):
    """A transformation without a word on what is to be different."""

    def __init__(self) -> None:
        super().__init__(
            "A transformation needs its twist: what is to be different from the source.",
            'Such as: --twist "told by the detective, who did it"',
        )


class NothingToTellError(FailedError):
    """A source in which nothing was found that could be told."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} has no sentence that tells more than the others.",
            "Give a text in which something happens, or tell it yourself: --mode expansion with an idea.",
        )


class NotChosenError(GateError):
    """Options are there, and nobody has said which it shall be; with `anew` for one that is outdated."""

    def __init__(self, stage: str, count: int, *, anew: bool = False) -> None:
        new = "new " if anew else ""
        super().__init__(
            f"{stage} has {count} {new}options, and none is chosen.",
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
    """A passage that is there more than once, or not as often as `nth` says; `places` are lines or beats."""

    def __init__(self, path: str, passage: str, places: list[str], nth: int | None = None) -> None:
        at, often = ", ".join(places), "once" if len(places) == 1 else f"{len(places)} times"
        if nth is None:
            super().__init__(f'"{passage}" is in {path} {often} ({at}).', "Say which with --nth, counted from 1.")
        else:
            super().__init__(
                f'"{passage}" is in {path} {often} ({at}), and there is no number {nth}.',
                "Count from 1 with --nth, or leave it out where it is there once.",
            )


class EmptyPassageError(RequestError):
    """A passage without a letter."""

    def __init__(self, path: str) -> None:
        super().__init__(f"An empty passage of {path} can't be rewritten.", 'Name its words: --select "..."')


class PassagesOverlapError(RequestError):
    """Two passages of which each has words of the other."""

    def __init__(self, path: str, one: str, other: str) -> None:
        super().__init__(
            f'Two of the passages in {path} overlap: "{one}" and "{other}".',
            "Select them as one, or one after another.",
        )


class NotRewritableError(RequestError):
    """An artifact that is no text of its author's."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what} is not rewritten passage by passage.", hint)


class StructureChangedError(FailedError):
    """A passage of a script after which what stands around it would be read otherwise."""

    def __init__(self, path: str, line: int, what: str) -> None:
        super().__init__(
            f"The new passage would change what stands around it: {what}.",
            "Nothing was written. Select whole paragraphs or speeches, or say it otherwise with -m.",
            path=path,
            line=line,
        )


class BeatsMisusedError(RequestError):
    """Beats that can't be brought into the order, or the form, that was asked for."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what, f"{hint} Nothing was written.")


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


class UnknownStyleError(RequestError):
    """A written style that neither the story, nor the library, nor the program has."""

    def __init__(self, name: str, known: list[str]) -> None:
        hint = did_you_mean(name, known)
        super().__init__(
            f'There is no written style called "{name}".',
            f"{hint} See them: storyforge style list; or add texts: storyforge style add NAME FILES".strip(),
        )


class StyleNameError(RequestError):
    """A name that can't be a style's."""

    def __init__(self, name: str, slug: str) -> None:
        super().__init__(
            f'A style can\'t be called "{name}": its name is lower-case letters, digits and hyphens, 64 at most.',
            f"Call it: {slug}",
        )


class StyleFileError(RequestError):
    """A file that can't be a text of a style."""

    def __init__(self, file: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{file} can't be added to a style: {problem}.", hint or "Nothing was added.")


class StyleFileTakenError(RequestError):
    """Another file of that name is there."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(
            f"The style {name} has another file called {file}.",
            f"Give yours another name, or take that one out first: storyforge style remove {name} {file}",
        )


class NotYourStyleError(RequestError):
    """A style or a file of it that isn't where something is to be removed."""

    def __init__(self, name: str, where: str, hint: str) -> None:
        super().__init__(f"{where} has no written style {name} of its own.", hint)


class StyleInUseError(RequestError):
    """A style that the story is written in, and that would be gone."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The story is written in the style {name}, and there would be none of that name.",
            'Choose another first: storyforge setup --style NAME; or none: storyforge setup --style ""',
        )


class NothingToAssistError(RequestError):
    """A story of which nothing is told yet."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"There is nothing yet that assist {what} could go by: no script, no beats, no telling, no idea.",
            'Say what it is about: storyforge assist plot -m "..."; or: storyforge run beats',
        )


class UnknownSpeakerError(RequestError):
    """Somebody who does not speak in a scene."""

    def __init__(self, scene: str, name: str, there: list[str]) -> None:
        known = f"These do: {', '.join(there)}." if there else "Nobody does."
        super().__init__(f"{name} does not speak in scene {scene}.", did_you_mean(name, there) or known)


class NoSuchRemarkError(RequestError):
    """An alternative that the assistant did not offer."""

    def __init__(self, scene: str, number: int, count: int) -> None:
        offered = f"There are {count}: see storyforge assist dialogue {scene}" if count else ""
        hint = offered or "Rules offer none; a language model does: --with text=litellm:PROVIDER/MODEL"
        super().__init__(f"There is no alternative {number} for a line of scene {scene}.", hint)


class NotUnderstoodError(RequestError):
    """Words for which there is no command."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(
            f'"{text}" can\'t be done as it is said: {why}',
            'Such as: "make scene 4 sadder", "merge b03 and b04", "lock the treatment", "what is outdated".',
        )
