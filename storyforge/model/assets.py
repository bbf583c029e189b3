"""Assets: characters, props and settings, one file each, and the definition sheet that may pre-define them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from storyforge.model.base import OURS, Artifact, Model

if TYPE_CHECKING:
    from collections.abc import Sized

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
AssetKind = Literal["character", "prop", "setting"]
Role = Literal["main", "secondary", "background"]
Pronouns = Literal["she", "he", "they", "it", "unknown"]


class Mention(Model):
    """A passage of the script that names or describes an asset, verbatim."""

    scene: str = Field(description="Scene number.")
    quote: str = Field(description="The passage, word for word.")
    describes: bool = Field(False, description="Whether it says how the asset looks.")


class Question(Model):
    """Something only the author can decide, such as whether two names are one person."""

    ask: str = Field(description="The question.")
    about: tuple[str, ...] = Field((), description="Slugs or names it is about.")
    evidence: str = Field("", description="The passage that raised it.")


class Asset(Artifact):
    """What characters, props and settings have in common."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("id", "kind", "name", "aliases", "description", "scenes", "key")

    id: Slug = Field(description="The slug; the file's name.")
    kind: AssetKind = Field(description="character, prop or setting.")
    name: Annotated[str, StringConstraints(min_length=1)] = Field(description="The name as the script writes it.")
    aliases: tuple[str, ...] = Field((), description="Other names for the same; yours to add, never guessed.")
    description: str = Field("", description="How it looks, gathered from the script; yours to edit.")
    scenes: tuple[str, ...] = Field((), description="Numbers of the scenes it is in, in script order.")
    key: bool = Field(False, description="In two scenes or more, or speaks, or pinned: needs a key image.")
    pinned: bool = Field(False, description="Keep it key whatever the script says.")
    rights: str = Field("", description="Licence or source of the likeness or design.")
    source: str = Field("", description="Library and revision it was pulled from.")
    mentions: tuple[Mention, ...] = Field((), description="Every passage that names it.")
    questions: tuple[Question, ...] = Field((), description="Open questions to the author.")


def is_key(scenes: Sized, *, speaks: bool = False, pinned: bool = False) -> bool:
    """Whether an asset needs a key image: in two scenes or more, or speaks, or pinned (the contract of assets)."""
    return pinned or speaks or len(scenes) > 1


Pace = Literal["slow", "normal", "quick"]
Pitch = Literal["low", "normal", "high"]


class VoiceProfile(Model):
    """How a character sounds: what is told to whoever makes clips, and which voice of a speech provider it is."""

    voice: str = Field("", description="What kind of voice, such as a gravelly alto.")
    accent: str = Field("", description="Accent, such as Northern Irish.")
    pace: Pace = Field("normal", description="slow, normal or quick.")
    pitch: Pitch = Field("normal", description="low, normal or high.")
    tone: tuple[str, ...] = Field((), description="Words for the tone, such as dry or warm.")
    ids: dict[str, str] = Field(
        {},
        description="Speech provider -> its name of the voice: litellm:openai -> nova.",
        json_schema_extra={OURS: True},
    )

    @property
    def words(self) -> str:
        """The voice in words, for a prompt; ids are nobody's to read."""
        pitch = "" if self.pitch == "normal" else f"{self.pitch} pitch"
        pace = "" if self.pace == "normal" else f"{self.pace} pace"
        accent = f"{self.accent} accent" if self.accent else ""
        return ", ".join(part for part in (self.voice, pitch, pace, accent, *self.tone) if part)

    def id_for(self, provider: str) -> str:
        """The voice's name at a provider: `litellm:openai/tts-1` has one of its own, of its service, or none."""
        kind, _, _ = provider.partition(":")
        service, _, _ = provider.partition("/")
        return next((self.ids[name] for name in (provider, service, kind) if name in self.ids), "")


class Character(Asset):
    """`assets/characters/<slug>.yaml`."""

    SCHEMA: ClassVar[str] = "character/1"
    ALWAYS: ClassVar[tuple[str, ...]] = (*Asset.ALWAYS, "role", "identity_line")

    kind: Literal["character"] = "character"
    role: Role = Field("background", description="Main, secondary or background, by share of lines and scenes.")
    identity_line: str = Field("", description="One line that goes into every picture of this character.")
    age: str = Field("", description="Age as the script gives it.")
    pronouns: Pronouns = Field("unknown", description="Learnt from clear sentences, never from the name.")
    group: bool = Field(False, description="Several people under one cue, such as ALL or GUARDS.")
    speeches: int = Field(0, ge=0, description="Number of speeches.")
    voice: VoiceProfile = Field(default_factory=VoiceProfile, description="How the character sounds; yours to say.")


class Prop(Asset):
    """`assets/props/<slug>.yaml`."""

    SCHEMA: ClassVar[str] = "prop/1"

    kind: Literal["prop"] = "prop"
    category: str = Field(
        "prop", description="weapon, vehicle, wardrobe, dressing, document, money, food, animal, plant or prop."
    )
    hero: bool = Field(False, description="The story turns on it: handled, read or written in capitals, not only seen.")


class Setting(Asset):
    """`assets/settings/<slug>.yaml`: a master place with its sub-places."""

    SCHEMA: ClassVar[str] = "setting/1"

    kind: Literal["setting"] = "setting"
    interior: bool = Field(False, description="Seen from inside.")
    exterior: bool = Field(False, description="Seen from outside.")
    sub_places: tuple[str, ...] = Field((), description="Rooms and parts named in headings.")
    times: tuple[str, ...] = Field((), description="Times of day it is seen at.")
    flagged: bool = Field(False, description="It looks different from shot to shot: give it reference pictures.")
    spatial_notes: str = Field("", description="What stands where: goes into every picture of it; yours to write.")
    locked_elements: tuple[str, ...] = Field((), description="What is always there and never changes; yours to write.")


class CharacterDefinition(Model):
    """A character that the author defines beforehand."""

    name: Annotated[str, StringConstraints(min_length=1)] = Field(description="The name as the script writes it.")
    aliases: tuple[str, ...] = Field((), description="Other names for the same person.")
    description: str = Field("", description="How the person looks.")
    identity_line: str = Field("", description="One line that goes into every picture.")
    age: str = Field("", description="Age.")
    pronouns: Pronouns = Field("unknown", description="she, he, they, it or unknown.")
    role: Role | None = Field(None, description="main, secondary or background.")
    pinned: bool = Field(False, description="Keep it key whatever the script says.")
    rights: str = Field("", description="Licence or source of the likeness.")


class ThingDefinition(Model):
    """A prop or a setting that the author defines beforehand."""

    name: Annotated[str, StringConstraints(min_length=1)] = Field(description="The name as the script writes it.")
    aliases: tuple[str, ...] = Field((), description="Other names for the same.")
    description: str = Field("", description="How it looks.")
    pinned: bool = Field(False, description="Keep it key whatever the script says.")
    rights: str = Field("", description="Licence or source of the design.")


class Definitions(Artifact):
    """A definition sheet (YAML or JSON): assets pre-defined by the author; what it says always wins."""

    SCHEMA: ClassVar[str] = "definitions/1"

    characters: tuple[CharacterDefinition, ...] = Field((), description="Characters.")
    props: tuple[ThingDefinition, ...] = Field((), description="Props.")
    settings: tuple[ThingDefinition, ...] = Field((), description="Settings, by master place.")
