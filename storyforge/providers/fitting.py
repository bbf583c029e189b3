"""Whether a model of clips takes what a shot has for it: held against its row before anything is sent or paid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from storyforge.model.counted import counted
from storyforge.tasks.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Severity
    from storyforge.model.story import MediaSettings
    from storyforge.providers.base import Sent
    from storyforge.providers.media_catalogue import VideoModel

Part = Literal["shot", "inputs", "prompt", "settings"]
"""What of a story is to be changed: the shot itself, what it sends, its words, or how the model is asked."""

LADDER: tuple[Sent, ...] = ("first+last", "first", "references", "text")


@dataclass(frozen=True, slots=True)
class ClipNeed:
    """What one shot wants of whoever makes its clip; `spoken` are the seconds that its words take to say."""

    scene: str
    shot: str
    seconds: Fraction
    sent: Sent = "first+last"
    end_frame: bool = True
    references: int = 0
    spoken: Fraction = Fraction(0)
    prompt: str = ""
    aspect: str = "16:9"
    made: bool = False
    """Whether its clip is there."""

    @property
    def tokens(self) -> int:
        """About how many tokens its prompt is."""
        return tokens(self.prompt)

    @property
    def pictures(self) -> int:
        """How many pictures go with it."""
        return {"first+last": 2, "first": 1, "references": self.references, "text": 0}[self.sent]


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not go together, and what to do about it; an error is refused by the model, or spoils it."""

    severity: Severity
    part: Part
    message: str
    hint: str
    anywhere: bool = False
    """Whether every model would spoil it."""


def sent_to(model: VideoModel, need: ClipNeed) -> Sent | None:
    """What a model would be given of a shot: what it sends, else the next looser; None where it takes none of it."""
    below = LADDER[LADDER.index(need.sent) :]
    fits = (one for one in below if one in model.takes and (one != "references" or need.references))
    return next(fits, None)


def bought_seconds(model: VideoModel, need: ClipNeed, resolution: str) -> int | None:
    """The length that would be bought: the shortest on sale that the shot fits into; None where there is none."""
    sent = sent_to(model, need)
    return None if sent is None else model.length_for(need.seconds, resolution, sent)


def misfits(model: VideoModel, need: ClipNeed, settings: MediaSettings, *, draft: bool = False) -> list[Misfit]:
    """What a model does not take of a shot, the worst first."""
    resolution = model.resolution_of(settings.resolution, draft=draft)
    found = [
        *_inputs(model, need),
        *_length(model, need, resolution),
        *_words(model, need, settings),
        *_settings(model, need, resolution, settings),
    ]
    return sorted(found, key=lambda one: ("error", "warning", "note").index(one.severity))


def _inputs(model: VideoModel, need: ClipNeed) -> Iterator[Misfit]:
    hint = f"Send something else of {need.shot} in prompts.yaml: input_contract, sends: anchors, references or text."
    if need.sent == "references":
        if not need.references:
            yield Misfit("error", "inputs", f"{need.shot} sends references and names none", hint)
        elif need.references > model.references:
            most = counted(model.references, "reference picture")
            message = f"{need.shot} sends {need.references} reference pictures; {model.name} takes {most}"
            yield Misfit("error", "inputs", message, f"Name fewer references of {need.shot} in prompts.yaml.")
        elif need.end_frame:
            message = f"{need.shot} sends references, which go without its frames: it may begin and end differently"
            yield Misfit("warning", "inputs", message, "Send its frames instead, in prompts.yaml: sends: anchors")
    given = sent_to(model, need)
    if given is None:
        yield Misfit("error", "inputs", f"{model.name} takes nothing of what {need.shot} sends ({need.sent})", hint)
    elif given != need.sent:
        message = f"{model.name} does not take {need.sent} of {need.shot}; it would be sent {given} alone"
        yield Misfit("warning", "inputs", message, hint)


def _length(model: VideoModel, need: ClipNeed, resolution: str) -> Iterator[Misfit]:
    if not model.durations or (given := sent_to(model, need)) is None:
        return
    sold = model.sells(resolution, given)
    if not sold:
        message = f"{model.name} sells no clip in {resolution} with {given}"
        yield Misfit("error", "settings", message, "Choose another resolution: story.yaml, models, settings, video.")
    elif need.seconds > sold[-1]:
        message = f"{need.shot} lasts {_span(need.seconds)} s; {model.name} sells {sold[-1]} s at most"
        yield Misfit("error", "shot", message, f"Split {need.shot}, or shorten it in shots.yaml.")
    elif need.seconds not in sold:
        buys = next(length for length in sold if length >= need.seconds)
        why = "" if sold == model.durations else f" ({' and '.join(_limits(model, resolution, given))})"
        message = f"{need.shot} lasts {_span(need.seconds)} s and is bought as {buys} s{why}"
        shorter = [length for length in sold if length < need.seconds]
        hint = f"The next shorter on sale is {shorter[-1]} s." if shorter else "It is the shortest on sale."
        yield Misfit("note", "shot", message, hint)


def _limits(model: VideoModel, resolution: str, sent: str) -> list[str]:
    """What of a request leaves fewer lengths to choose from."""
    return [name for name in (sent, resolution) if name in model.only]


def _words(model: VideoModel, need: ClipNeed, settings: MediaSettings) -> Iterator[Misfit]:
    if model.prompt is not None and need.tokens > model.prompt:
        message = (
            f"The video prompt of {need.shot} is about {need.tokens} tokens; {model.name} reads {model.prompt} of them"
        )
        yield Misfit("error", "prompt", message, "Shorten it in prompts.yaml, or its shot in shots.yaml.")
    if not need.spoken:
        return
    if not model.sound or settings.sound is False:
        why = "makes no sound" if not model.sound else "is asked for no sound"
        message = f"{need.shot} has words, and {model.name} {why}: they must be recorded apart"
        yield Misfit("warning", "settings", message, "Choose a model with sound, or record the lines.")
    elif need.spoken > need.seconds:
        message = (
            f"The words of {need.shot} take {_span(need.spoken)} s to say and it lasts {_span(need.seconds)} s: "
            "words would be dropped"
        )
        hint = f"Make {need.shot} longer in shots.yaml, or move a line to another shot."
        yield Misfit("error", "shot", message, hint, anywhere=True)


def _settings(model: VideoModel, need: ClipNeed, resolution: str, settings: MediaSettings) -> Iterator[Misfit]:
    if model.resolutions and resolution not in model.resolutions:
        message = f"{model.name} sells no {resolution}; it sells {', '.join(model.resolutions)}"
        yield Misfit(
            "error", "settings", message, "Choose one of them: story.yaml, models, settings, video, resolution."
        )
    if model.aspects and need.aspect not in model.aspects:
        message = f"{model.name} makes no clips of {need.aspect}; it makes {', '.join(model.aspects)}"
        yield Misfit("error", "settings", message, "Choose another model: storyforge cost routes")
    if settings.seed is not None and not model.seed:
        yield Misfit(
            "warning", "settings", f"{model.name} takes no seed: it is left out", "Take it out of story.yaml: models."
        )


def _span(seconds: Fraction) -> str:
    return f"{float(seconds):.2f}".rstrip("0").rstrip(".")
