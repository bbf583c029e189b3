"""`assets/<kind>/<slug>/images.yaml`: the reference pictures of an asset, each approved by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from storyforge.model.assets import AssetKind
from storyforge.model.base import Artifact, Model

if TYPE_CHECKING:
    from collections.abc import Callable

ImageKind = Literal["key", "face", "body", "outfit"]


class AssetImage(Model):
    """One reference picture: its file, the two digests that say whether it is the same picture, and its approval."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("approved",)

    id: str = Field(description="Name within the asset, such as key or face-1.")
    kind: ImageKind = Field(description="key: the whole of it; face, body, outfit: of a person.")
    file: str = Field(description="Path of the picture, from this file's folder.")
    content: str = Field(description="SHA-256 of the file.")
    picture: str = Field(description="Digest of the decoded pixels: the same whatever program wrote the file.")
    by: str = Field("offline", description="Who drew it; hand: its author did, and it is never overwritten.")
    take: int = Field(1, ge=1, description="1, and one more each time it was asked for again.")
    approved: bool = Field(False, description="The director's approval of this very picture.")
    primary: bool = Field(False, description="Of several of one kind, the one that is sent as a reference.")
    guidance: str = Field("", description="What was asked for, where it was made again.")
    rights: str = Field("", description="Licence or source, where its author put it there.")
    sent: tuple[str, ...] = Field((), description="Reference pictures that whoever drew it was sent.")


class AssetImages(Artifact):
    """The reference pictures of one asset; where none of a kind is primary, the first is."""

    SCHEMA: ClassVar[str] = "images/1"

    asset: str = Field(description="The asset's slug.")
    of: AssetKind = Field(description="What it is: character, prop or setting.")
    images: tuple[AssetImage, ...] = Field((), description="What was made, in the order in which it is made.")

    def pictures(self) -> dict[str, AssetImage]:
        """Id -> picture."""
        return {image.id: image for image in self.images}

    def primary(self, kind: str) -> AssetImage | None:
        """The picture that stands for a kind, approved or not."""
        mine = [image for image in self.images if image.kind == kind]
        return next((image for image in mine if image.primary), mine[0] if mine else None)

    def ticked(self, wanted: Callable[[str], bool]) -> AssetImages:
        """The same with those approved that are wanted, by id."""
        images = (image.model_copy(update={"approved": True}) if wanted(image.id) else image for image in self.images)
        return self.model_copy(update={"images": tuple(images)})

    def with_primary(self, name: str) -> AssetImages:
        """The same with one picture standing for its kind."""
        kind = self.pictures()[name].kind
        mine = {image.id: image.id == name for image in self.images if image.kind == kind}
        images = (i.model_copy(update={"primary": mine[i.id]}) if i.id in mine else i for i in self.images)
        return self.model_copy(update={"images": tuple(images)})
