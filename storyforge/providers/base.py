"""What a provider is: protocols of one method, and the reply with its usage and cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, runtime_checkable

from storyforge.model.money import FREE, Cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from storyforge.media.sound import Sound
    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.tasks.base import Context, Output

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reply(Generic[Value]):
    """An answer, what was used to make it, and what it cost."""

    value: Value
    by: str
    cost: Cost = FREE
    usage: dict[str, Any] = field(default_factory=dict)


class TextProvider(Protocol):
    """Answers text tasks."""

    name: str
    """As written in `story.yaml: models` and in records."""

    pure: bool
    """Whether it only computes: such a provider is run in processes, one that waits for a network in threads."""

    def parameters(self, task: str) -> Mapping[str, Any]:
        """What else an answer depends on: the template's digest, temperature, seed; part of a request's key."""
        ...

    def price(self, task: str, context: Context) -> Cost:
        """What an answer would cost at most; unknown is a cost too."""
        ...

    def ask(self, task: str, context: Context) -> Reply[Output]:
        """Answer one task; the value is of the output class that `tasks.TASKS` names for it.

        Raises FailedError where nothing was sold, InDoubtError where that can't be known.
        """
        ...


Ended = Literal["stop", "length", "refusal", "empty"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer that would not do, and what is to be mended in it."""

    answer: str
    faults: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A task as a language model reads it: who it is, what is asked and told, and the form of the answer.

    `schema` is the JSON schema of the answer, all fields required. `turns` are the answers before that would not do.
    """

    task: str
    system: str
    prompt: str
    schema: Mapping[str, Any]
    turns: tuple[Turn, ...] = ()

    def plain(self) -> list[Any]:
        """All of it as plain data: what a key is taken over."""
        turns = [[turn.answer, turn.faults] for turn in self.turns]
        return [self.task, self.system, self.prompt, dict(self.schema), turns]


@dataclass(frozen=True, slots=True)
class Written:
    """What came back, and how it ended: by itself, at the longest length, by a refusal, or with nothing at all.

    Whatever came back was sold.
    """

    text: str
    ended: Ended = "stop"


class LetterProvider(Protocol):
    """Answers letters; whoever asks reads the answer, has it mended, and asks again where it would not do."""

    name: str
    """As written in `story.yaml: models` and in records: `litellm:openai/gpt-5`."""

    pure: bool
    parameters: Mapping[str, Any]
    """What else an answer depends on: temperature, seed, effort; part of a letter's key."""

    def price(self, letter: Letter) -> Cost:
        """What an answer costs at most; unknown is a cost too. No network."""
        ...

    def write(self, letter: Letter) -> Reply[Written]:
        """Send one letter, once; retries and repairs are not its own to make.

        Raises BusyError where it may be asked again later, FailedError where nothing was sold, InDoubtError where
        that can't be known.
        """
        ...


ReferenceRole = Literal[
    "base", "mask", "continues", "establishing", "face", "body", "outfit", "instance", "prop", "setting", "style"
]
"""
What a picture is sent for. base: to be changed, where the mask is white and nowhere else. continues: the end frame that
this one grows out of. establishing: the place of the scene. face, body, outfit: who it is. instance: somebody or
something as it is in this scene. prop, setting: what it is. style: how it is drawn.
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that goes with a request: a PNG file, what it is sent for, and the name of what it shows."""

    png: bytes
    role: ReferenceRole
    name: str = ""


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to be made: words and reference pictures for a model, the frame as data for the previz artist.

    `references` are at most three, the most important first: the frame that this one grows out of, where it continues.
    Where the first is a `base`, a region of it is to be made anew, and the second is its `mask`. `aspect` is width to
    height, such as `16:9`; `draft` asks for the cheapest quality that the model sells.
    """

    prompt: str
    spec: FrameSpec
    moment: Moment
    references: tuple[Reference, ...] = ()
    guidance: str = ""
    aspect: str = "16:9"
    draft: bool = False

    @property
    def edits(self) -> bool:
        """Whether a region of a picture is to be made anew, rather than a picture."""
        return bool(self.references) and self.references[0].role == "base"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: a PNG file, its size in pixels, and the digest of its decoded pixels."""

    png: bytes
    width: int
    height: int
    digest: str


class ImageProvider(Protocol):
    """Draws frames.

    One may say by `reads_references` whether it looks at the reference pictures of a request; else who computes does
    not, and who is asked over a network does.
    """

    name: str
    pure: bool
    parameters: Mapping[str, Any]
    """What else a picture depends on, such as its size and a seed; part of a request's key."""

    def price(self, request: ImageRequest) -> Cost:
        """What a picture would cost; unknown is a cost too. The request may lack its reference pictures."""
        ...

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """Draw one picture; raises FailedError where nothing was sold, InDoubtError where that can't be known."""
        ...


Sent = Literal["first+last", "first", "references", "text"]
"""What a model of clips is given besides words, from the strictest contract to the loosest."""


@dataclass(frozen=True, slots=True)
class VideoRequest:
    """One clip to be made, of `spec.frames` frames at least, from its confirmed frames and prompt.

    `start` and `end` are PNG files; `end` is empty where the start frame alone is given. `sent` says which
    pictures a model is to be given: both frames, the first, the `references` (three at most), or none. `drawn` says
    that both frames were drawn from this very `spec`, so that a provider which draws may draw what lies between.
    `draft` asks for the cheapest quality that the model sells; `duration` is the length in seconds that is bought, None
    for the shot's own.
    """

    prompt: str
    spec: FrameSpec
    start: bytes
    end: bytes = b""
    drawn: bool = False
    sent: Sent = "first+last"
    references: tuple[Reference, ...] = ()
    aspect: str = "16:9"
    draft: bool = False
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip as it was delivered: an MP4 file, its number of frames, its size, and the digest of its pictures.

    `build` is the version of the encoder, where it is ours. `rate` is frames a second, where that is not the shot's.
    `sound` says that it has sound of its own. The file alone is enough: then it is played, measured, and held against
    what was asked for.
    """

    mp4: bytes
    frames: int = 0
    width: int = 0
    height: int = 0
    digest: str = ""
    build: str = ""
    rate: str = ""
    sound: bool = False


class VideoProvider(Protocol):
    """Makes clips."""

    name: str
    pure: bool
    parameters: Mapping[str, Any]

    def price(self, request: VideoRequest) -> Cost:
        """What a clip would cost; unknown is a cost too. The request may lack its pictures."""
        ...

    def film(self, request: VideoRequest) -> Reply[Footage]:
        """Make one clip; raises FailedError where nothing was sold, InDoubtError where that can't be known."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What a clip is bought as: seconds, resolution, sound, seed, the price of a second and when that was looked up."""

    seconds: int | None = None
    resolution: str = ""
    sound: bool | None = None
    seed: int | None = None
    second: Decimal | None = None
    checked: str = ""


class NamesTerms(Protocol):
    """A video provider that says what a clip is bought as."""

    def terms(self, request: VideoRequest) -> Terms:
        """What it would be bought as; raises what `price` raises."""
        ...


@runtime_checkable
class TakesJobs(Protocol):
    """A provider that takes a request as a job and answers later; it is not asked to draw or film.

    The id of a job is on disk before it is first asked for, so that a job outlives the program that gave it.
    """

    every: float
    """Seconds between two questions for the same job."""

    def submit(self, request: Any) -> str:
        """Hand a request in and return the job's id; raises FailedError, InDoubtError."""
        ...

    def fetch(self, job: str) -> Reply[Any] | None:
        """The answer of a job, None while it is worked on; raises FailedError where it failed and nothing was sold."""
        ...


@runtime_checkable
class CancelsJobs(Protocol):
    """A provider whose jobs can be given up before they are finished."""

    def cancel(self, job: str) -> bool:
        """Give a job up; returns whether it was: false where it was finished first. Raises FailedError."""
        ...


Pace = Literal["slow", "normal", "quick"]
Pitch = Literal["low", "normal", "high"]


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """Words to be spoken, verbatim; who speaks decides the voice, `direction` how (a parenthetical).

    `voice` is the provider's own name of a voice, where the author chose one; `sound` says in words how the speaker
    sounds, `pace` and `pitch` in one.
    """

    text: str
    language: str
    speaker: str
    age: str = ""
    pronouns: str = "unknown"
    direction: str = ""
    voice: str = ""
    sound: str = ""
    accent: str = ""
    pace: Pace = "normal"
    pitch: Pitch = "normal"


class SpeechProvider(Protocol):
    """Speaks lines."""

    name: str
    pure: bool

    def price(self, request: SpeechRequest) -> Cost:
        """What the line would cost; unknown is a cost too."""
        ...

    def speak(self, request: SpeechRequest) -> Reply[Sound]:
        """Speak one line."""
        ...


Vector = tuple[float, ...]


class EmbeddingProvider(Protocol):
    """Turns texts into vectors that point the same way where the texts are about the same."""

    name: str
    """As written in `story.yaml: models`; vectors of two names don't compare."""

    pure: bool
    parameters: Mapping[str, Any]

    def price(self, texts: Sequence[str]) -> Cost:
        """What the vectors of some texts would cost; unknown is a cost too. No network."""
        ...

    def embed(self, texts: Sequence[str]) -> Reply[tuple[Vector, ...]]:
        """The vector of each text, in one call, all of one length.

        Raises BusyError where it may be asked again later, FailedError where nothing was sold, InDoubtError where
        that can't be known.
        """
        ...
