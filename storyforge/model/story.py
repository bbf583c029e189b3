"""`story.yaml` and `inputs/inputs.yaml`: what stage 1 sets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from storyforge.model.base import Artifact, Model
from storyforge.model.kinds import KINDS
from storyforge.model.timing import Length, parse_rate

if TYPE_CHECKING:
    from collections.abc import Iterable

Mode = Literal["expansion", "condensation", "transformation", "screenplay"]
Pace = Literal["brisk", "standard", "long"]
Rating = Literal["G", "PG", "PG-13", "M"]
ProjectType = Literal["film", "commercial", "audio"]


def _length(text: str) -> str:
    return str(Length.parse(text))


def _rate(text: str) -> str:
    parse_rate(text)
    return text


ALL_STAGES = "all"
"""In `models: stages:`, the settings of every stage."""


def refuse_unknown_stages(names: Iterable[str], *besides: str) -> None:
    """Raise ValueError at the first name that is no stage's, and none of those besides."""
    stages = list(dict.fromkeys(kind.stage for kind in KINDS if kind.stage))
    for name in names:
        if name not in stages and name not in besides:
            raise ValueError(f'there is no stage "{name}"; stages: {", ".join((*besides, *stages))}')


class Parameters(Model):
    """What shapes the story; changing one after the treatment is locked is a gate."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("length", "type", "rating", "genres", "tone", "pace", "action_scale")

    length: Annotated[str, AfterValidator(_length)] | None = Field(
        None, description="Target length, such as 8:00-12:00."
    )
    type: ProjectType = Field("film", description="Narrative film, commercial or trailer, or video for existing audio.")
    rating: Rating | None = Field(None, description="Content rating.")
    genres: tuple[Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)], ...] = Field(
        (), description="Genres, the first the most important."
    )
    tone: Annotated[str, StringConstraints(min_length=10)] | None = Field(
        None, description="Tone in the author's words, at least 10 characters."
    )
    twist: Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)] | None = Field(
        None, description="What is to be different from the source; for the mode transformation."
    )
    pace: Pace = Field("standard", description="Mean length of a shot: brisk about 3.5 s, standard 5 s, long 6.5 s.")
    action_scale: Decimal = Field(
        Decimal(1),
        ge=Decimal("0.8"),
        le=Decimal("1.3"),
        description="Stretches action, never speech, to meet the length.",
    )


class Styles(Model):
    """Names of the written and the visual style, looked up in the story and then among the built-in ones."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("written", "visual")

    written: str | None = Field(None, description="Written style.")
    visual: str | None = Field(None, description="Visual style.")


Effort = Literal["none", "low", "medium", "high"]


class TextSettings(Model):
    """How a text model is asked at one stage; what is left out is as `templates/models.yaml` says."""

    text: str | None = Field(None, description="Provider of text for this stage, such as litellm:openai/gpt-5.")
    fallback: str | None = Field(
        None, description="Who answers where that one fails; none: the stage fails rather than get a lesser answer."
    )
    effort: Effort | None = Field(None, description="How much it may reason before it answers: none to high.")
    temperature: Decimal | None = Field(None, ge=0, le=2, description="How freely it chooses its words.")
    seed: int | None = Field(None, description="For models that repeat themselves by it.")
    timeout: int | None = Field(None, ge=1, le=3600, description="Seconds to wait for an answer.")
    max_tokens: int | None = Field(None, ge=1, description="The longest answer that is paid for, reasoning with it.")
    at_once: int | None = Field(None, ge=1, le=64, description="How many questions may be out at the same time.")
    api_base: str | None = Field(
        None, description="Address of a service of your own, such as http://localhost:8000/v1."
    )


Makes = Literal["image", "video", "speech"]
Drafted = Literal["image", "video"]


class MediaSettings(Model):
    """How a model of pictures, clips or speech is asked; what is left out is as `templates/models.yaml` says."""

    size: str | None = Field(None, description="Size of pictures, as the model sells it, such as 1K, 2K or 4K.")
    resolution: str | None = Field(None, description="Resolution of clips, as the model sells it, such as 720p.")
    sound: bool | None = Field(None, description="Whether clips are bought with sound, where a model sells both.")
    seed: int | None = Field(None, description="For models that repeat themselves by it.")
    timeout: int | None = Field(None, ge=1, le=3600, description="Seconds to wait for an answer.")
    every: Decimal | None = Field(None, gt=0, le=600, description="Seconds between two questions for the same job.")
    wait: int | None = Field(None, ge=1, description="Seconds that a run waits for a job; it goes on without the run.")
    at_once: int | None = Field(
        None, ge=1, le=64, description="How many questions may be out, or jobs at work, at the same time."
    )
    strict_inputs: bool | None = Field(
        None, description="true: a clip is made from the pictures that its shot wants, or not at all."
    )
    api_base: str | None = Field(None, description="Address of a service of your own.")
    project: str | None = Field(None, description="The project that a cloud service is billed to.")
    location: str | None = Field(None, description="The region that a cloud service works in, such as us-central1.")


class Models(Model):
    """Who makes what: `provider` or `provider:model` for each kind of work."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("text", "image", "video", "speech", "embedding")

    text: str = Field("offline", description="Provider of text.")
    image: str = Field("offline", description="Provider of pictures.")
    video: str = Field("offline", description="Provider of clips.")
    speech: str = Field("offline", description="Provider of speech.")
    embedding: str = Field("offline", description="Provider of embeddings.")
    stages: dict[str, TextSettings] = Field(
        {}, description="How text models are asked, by stage, such as script; all is for every stage."
    )
    settings: dict[Makes, MediaSettings] = Field(
        {}, description="How models of pictures, clips and speech are asked: image, video, speech."
    )
    drafts: dict[Drafted, str] = Field(
        {}, description="Who makes drafts, by kind; left out: the same model at the cheapest quality that it sells."
    )

    @field_validator("drafts", mode="before")
    @classmethod
    def _speech_has_no_drafts(cls, value: object) -> object:
        if isinstance(value, dict) and "speech" in value:
            raise ValueError("speech has no drafts: a line is spoken once, and kept; drafts are of image and video")
        return value

    fallbacks: dict[Literal["image"], tuple[str, ...]] = Field(
        {}, description="Who is asked, one after the other, for pictures that the first one refuses or is too busy for."
    )

    @field_validator("stages")
    @classmethod
    def _names_stages(cls, value: dict[str, TextSettings]) -> dict[str, TextSettings]:
        refuse_unknown_stages(value, ALL_STAGES)
        return value


class Budget(Model):
    """The most that may be spent on this story."""

    amount: Decimal = Field(ge=0, description="Amount.")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field("USD", description="ISO 4217 code.")
    stages: dict[str, Annotated[Decimal, Field(ge=0)]] = Field(
        {}, description="The most of it that single stages may spend, such as video: 20."
    )

    @field_validator("stages")
    @classmethod
    def _names_stages(cls, value: dict[str, Decimal]) -> dict[str, Decimal]:
        refuse_unknown_stages(value)
        return value


Grave = Literal["error", "warning", "note"]


class QualityGate(Model):
    """What holds a stage back: findings of this severity and worse that nobody has accepted."""

    severity: Grave = Field("error", description="error, warning or note.")
    checks: tuple[str, ...] = Field((), description="Names of the checks that count; left out: all.")


class Story(Artifact):
    """`story.yaml`: parameters, mode, language, rate, styles, models, budget, media."""

    SCHEMA: ClassVar[str] = "story/1"
    ALWAYS: ClassVar[tuple[str, ...]] = ("format", "rate", "parameters", "styles", "models", "media")

    title: Annotated[str, StringConstraints(min_length=1)] = Field(description="The title, in any script.")
    format: Literal["film", "storyboard", "webtoon"] = Field("film", description="What the story becomes.")
    mode: Mode = Field(description="Where the story starts from.")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = Field(
        description="ISO 639 code: chooses speech rate, heading words and fonts. Detected; correct it here."
    )
    rate: Annotated[str, AfterValidator(_rate)] = Field(
        "24", description="Frames a second: 24, 25, 30, 24000/1001 or 30000/1001."
    )
    parameters: Parameters = Field(default_factory=Parameters, description="What shapes the story.")
    styles: Styles = Field(default_factory=Styles, description="Written and visual style.")
    models: Models = Field(default_factory=Models, description="Who makes what.")
    budget: Budget | None = Field(None, description="The most that may be spent.")
    media: Literal["git", "lfs"] = Field("git", description="Where media are kept.")
    gates: dict[str, QualityGate] = Field(
        {}, description="Stages that findings hold back, such as confirm: {severity: warning}."
    )
    library: str = Field("", description="Folder or git address of the library that assets are shared by.")

    @field_validator("gates")
    @classmethod
    def _gates_are_stages(cls, value: dict[str, QualityGate]) -> dict[str, QualityGate]:
        refuse_unknown_stages(value)
        return value

    @field_validator("rate", mode="before")
    @classmethod
    def _rate_is_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Input(Model):
    """One input file."""

    path: str = Field(description="Path within the story, below inputs/.")
    tag: str = Field("", description="What a context file is for, such as world, cast or definitions.")


class Inputs(Artifact):
    """`inputs/inputs.yaml`: the primary input and the context files, each with a tag."""

    SCHEMA: ClassVar[str] = "inputs/1"

    primary: Input = Field(description="The one input that the story is made from.")
    context: tuple[Input, ...] = Field((), description="Further files; the tag definitions marks a definition sheet.")
