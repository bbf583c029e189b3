"""The tasks `frame-prompt`, `end-frame-prompt` and `video-prompt`: one prompt of one shot, put into words for a model.

Rules have written each already, and every fact is in theirs. Who compiles one of a picture is told nothing that is
heard; who compiles one of a clip is told nobody's looks.
"""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import Field

from storyforge.model.base import OURS
from storyforge.tasks.base import Context, Output, Role

_MARKS = re.compile(r"reference picture \d+|\d+(?:\.\d+)?-\d+(?:\.\d+)? s\b", re.IGNORECASE)
"""Numbers that mean something outside of the text: pictures as they are sent, times as they are played."""
_QUOTED = re.compile(r"“[^”]*\w[^”]*”|\"[^\"]*\w[^\"]*\"|«[^»]*\w[^»]*»|„[^“”]*\w[^“”]*[“”]")


class Refused(Context):
    """Words that have no place in a prompt: a pattern, and what is wrong with them."""

    pattern: str = Field(description="Regular expression.")
    why: str = Field(description="What is wrong with them, such as `is a brand`.")


class Spoken(Context):
    """One line as it is said."""

    name: str = Field(description="Who says it.")
    language: str = Field(description="In which language.")
    words: str = Field(description="The words, which stay letter by letter, in quotation marks.")


class PromptContext(Context):
    """One prompt as rules wrote it, and what of it stays as it is."""

    family: str = Field(description="The family of models that it is for.")
    reads: str = Field(description="What models of that family read well.")
    text: str = Field(description="The prompt as rules wrote it; every fact is in it.")
    longest: int = Field(ge=1, description="The most words that the new prompt may have.")
    keep: tuple[str, ...] = Field((), description="Passages that stay letter by letter, each as often as it is there.")
    lines: tuple[str, ...] = Field((), description="Lines that stay letter by letter, each as a line of its own.")
    names: tuple[str, ...] = Field((), description="Who and what must be named.")
    wording: str = Field("", description="Which of several wordings this is; each is another.")
    instruction: str = Field("", description="What the author wants of it.")
    refused: tuple[Refused, ...] = Field((), description="What has no place in it.", json_schema_extra={OURS: True})


class FramePromptContext(PromptContext):
    """The prompt of a start frame."""


class EndFramePromptContext(PromptContext):
    """The prompt of an end frame, which goes with the start frame."""


class VideoPromptContext(PromptContext):
    """The prompt of a clip."""

    spoken: tuple[Spoken, ...] = Field((), description="Who says which words, in order.")


class _Prompt(Output):
    """A prompt in words of its own."""

    ROLE: ClassVar[Role] = "prompt-compiler"

    text: str = Field(description="The whole prompt, as plain text.")

    @property
    def written(self) -> str:
        """The prompt as it is kept: no space at its ends or the ends of lines."""
        return "\n".join(line.rstrip() for line in self.text.strip().splitlines())

    def faults(self, context: PromptContext) -> tuple[str, ...]:
        """Nothing, too much, a passage that is gone or changed, another number, words that have no place in it."""
        text = self.written
        if not text:
            return ("The prompt is empty.",)
        count = len(text.split())
        found = [f"It has {count} words; {context.longest} are the most."] if count > context.longest else []
        for passage in context.keep:
            there, wanted = text.count(passage), context.text.count(passage)
            if there != wanted:
                found.append(
                    f"It must have this {_times(wanted)}, letter by letter, and has it {_times(there)}: {passage}"
                )
        lines = text.splitlines()
        gone = [line for line in context.lines if line not in lines]
        found += [f"This must be a line of its own, letter by letter: {line}" for line in gone]
        found += [f"{name} is not named." for name in context.names if name.casefold() not in text.casefold()]
        if _marks(text) != _marks(context.text):
            found.append(f"Numbers must be as they are: {', '.join(_marks(context.text)) or 'there are none'}.")
        return (*found, *self._refused(context, _without(text, (*context.lines, *context.keep))))

    def _refused(self, context: PromptContext, rest: str) -> list[str]:
        found = []
        for each in context.refused:
            words = re.search(each.pattern, rest)
            if words:
                found.append(f'Take out "{words[0].strip()}": it {each.why}.')
        return found


class _Picture(_Prompt):
    """A prompt of a picture, in which nothing is said."""

    def faults(self, context: PromptContext) -> tuple[str, ...]:
        """The same, and words in quotation marks: a picture has none."""
        rest = _without(self.written, (*context.lines, *context.keep))
        quoted = [words for words in _QUOTED.findall(rest) if words not in context.text]
        said = [f"Take out {words}: nothing is said or written in a picture." for words in quoted]
        return (*super().faults(context), *said)


class FramePromptOutput(_Picture):
    """The prompt of a start frame."""


class EndFramePromptOutput(_Picture):
    """The prompt of an end frame."""


class VideoPromptOutput(_Prompt):
    """The prompt of a clip."""

    def faults(self, context: VideoPromptContext) -> tuple[str, ...]:  # type: ignore[override]  # a task has one context
        """The same; and lines changed, left out, out of order, without a speaker or a language, or invented."""
        text, at, found = self.written, 0, []
        rest = text
        for line in context.spoken:
            said = re.compile(rf"[“\"„«]\s*{re.escape(line.words)}\s*[”\"“»]").search(text, at)
            if said is None:
                found.append(f"{line.name} must say this here, letter by letter and in quotation marks: “{line.words}”")
                continue
            before = text[at : said.start()].rpartition("\n")[2]
            if line.name not in before:
                found.append(f"Say in the line of “{line.words}” that it is {line.name} who says it.")
            if line.language not in before:
                found.append(f"Say in the line of “{line.words}” that it is said in {line.language}.")
            rest, at = rest.replace(said[0], " ", 1), said.end()
        known = _without(context.text, [line.words for line in context.spoken])
        others = [words for words in _QUOTED.findall(rest) if words not in known]
        found += [f"Nobody says {words}; take it out." for words in others]
        return (*super().faults(context), *found)

    def _refused(self, context: PromptContext, rest: str) -> list[str]:
        spoken = context.spoken if isinstance(context, VideoPromptContext) else ()
        return super()._refused(context, _without(rest, [line.words for line in spoken]))


def _marks(text: str) -> list[str]:
    return sorted(found.casefold() for found in _MARKS.findall(text))


def _without(text: str, passages: tuple[str, ...] | list[str]) -> str:
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, " ")
    return text


def _times(count: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(count, f"{count} times")
