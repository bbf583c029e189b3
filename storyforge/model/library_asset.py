"""`<kinds>/<slug>.yaml` of a library: an asset without a story, for all stories to take."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from storyforge.model.assets import AssetKind, Pronouns, Slug, VoiceProfile
from storyforge.model.base import Artifact, Model
from storyforge.model.images import ImageKind


class LibraryPicture(Model):
    """A reference picture that lies beside the entry."""

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+\.png$")] = Field(
        description="Its file, from the entry's folder: inge/face-1.png."
    )
    kind: ImageKind = Field(description="key, face, body or outfit.")
    primary: bool = Field(False, description="Of several of one kind, the one that stands for it.")
    by: str = Field("", description="Who drew it; hand: its author.")
    rights: str = Field("", description="Licence or source.")


class Origin(Model):
    """The story that an asset comes from."""

    story: str = Field("", description="Title of the story.")
    commit: str = Field("", description="The commit that it stood on.")


class LibraryAsset(Artifact):
    """An asset as a library keeps it: what it is and how it looks and sounds; nothing of any script."""

    SCHEMA: ClassVar[str] = "asset/1"
    ALWAYS: ClassVar[tuple[str, ...]] = ("id", "kind", "name", "description", "rights")

    id: Slug = Field(description="The slug; the file's name.")
    kind: AssetKind = Field(description="character, prop or setting.")
    name: Annotated[str, StringConstraints(min_length=1)] = Field(description="The name.")
    aliases: tuple[str, ...] = Field((), description="Other names for the same.")
    description: str = Field("", description="How it looks.")
    identity_line: str = Field("", description="One line that goes into every picture of this character.")
    age: str = Field("", description="Age of a character.")
    pronouns: Pronouns = Field("unknown", description="she, he, they, it or unknown.")
    category: str = Field("", description="Category of a prop.")
    voice: VoiceProfile = Field(default_factory=VoiceProfile, description="How a character sounds.")
    rights: str = Field("", description="Licence or source of the likeness or design.")
    pictures: tuple[LibraryPicture, ...] = Field((), description="Approved pictures.")
    origin: Origin = Field(default_factory=Origin, description="Where it comes from.")
