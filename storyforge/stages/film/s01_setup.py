"""Stage 1, set-up: the parameters of the story, its inputs, and what is heard in the audio that a film is made for.

The options of a job are the fields of `story.yaml` that are asked for; the rest keeps its value or its default.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from storyforge.errors import InvalidParameterError
from storyforge.model.story import Input, Inputs, Parameters, Story, Styles
from storyforge.model.stretches import AUDIO
from storyforge.model.timing import Length
from storyforge.stages.base import Made

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.audio import Audio
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan

STORY = "story.yaml"
INPUTS = "inputs/inputs.yaml"


def items(summaries: Summaries) -> Plan:
    """One file of parameters and one of inputs, made from what the author asked for; and one of a given audio."""
    plan: Plan = {STORY: {"story": ()}, INPUTS: {"inputs": ()}}
    if AUDIO in summaries:
        index = summaries.index(AUDIO)
        files = [index[name] for name in ("file", "transcript") if index.get(name)]
        plan[AUDIO] = {"audio": tuple(f"{path}#content" for path in files)}
    return plan


def run(job: Job) -> Made:
    """Set up, or change what is set up; raises InvalidParameterError."""
    old = cast("Story | None", job.library.model(STORY))
    options = dict(job.options)
    made: dict[str, Any] = {}
    primary = options.pop("primary", None)
    context = options.pop("context", None)
    if primary or context:
        inputs = cast("Inputs | None", job.library.model(INPUTS))
        made[INPUTS] = Inputs(
            primary=Input(path=primary) if primary else inputs.primary if inputs else Input(path=""),
            context=tuple(Input(path=path, tag=tag) for path, tag in context or ()),
        )
    made[STORY] = set_up(old, options)
    there = AUDIO in job.library.summaries
    notes: tuple[str, ...] = ()
    if made[STORY].parameters.type != "audio":
        made |= {AUDIO: None} if there else {}
    elif not there or AUDIO in job.due:
        inputs = made.get(INPUTS) or cast("Inputs", job.library.model(INPUTS))
        made[AUDIO], notes = _heard(job, inputs, made[STORY])
        made[STORY] = _as_long(made[STORY], made[AUDIO])
    return Made(made, subject=_subject(made[STORY]), notes=notes)


def _heard(job: Job, inputs: Inputs, story: Story) -> tuple[Audio, tuple[str, ...]]:
    from storyforge.stages.film.timed.hearing import heard  # noqa: PLC0415 - ffmpeg, for those who have an audio

    return heard(job.library, inputs, story.language)


def _as_long(story: Story, audio: Audio) -> Story:
    """A target length that nobody gave is that of the audio."""
    if story.parameters.length:
        return story
    length = str(Length(int(audio.length) or 1, math.ceil(audio.length)))
    return story.model_copy(update={"parameters": story.parameters.model_copy(update={"length": length})})


def set_up(old: Story | None, options: Mapping[str, Any]) -> Story:
    """The parameters with some replaced; raises InvalidParameterError naming the first that is wrong."""
    data = old.plain() if old else {}
    for name, value in options.items():
        if name in Parameters.model_fields:
            data.setdefault("parameters", {})[name] = value
        elif name in ("written_style", "visual_style"):
            data.setdefault("styles", {})[name.removesuffix("_style")] = value
        else:
            data[name] = value
    try:
        return Story.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InvalidParameterError(str(first["loc"][-1]), first["msg"], first["input"], _about(first["loc"])) from None


def _about(location: tuple[int | str, ...]) -> str:
    """The description of the parameter at a place."""
    name = str(location[-1])
    for model in (Parameters, Styles, Story):
        if name in model.model_fields:
            return model.model_fields[name].description or ""
    return ""


def _subject(story: Story) -> str:
    length = f", {story.parameters.length}" if story.parameters.length else ""
    return f"{story.title} ({story.mode}, {story.language}{length})"
