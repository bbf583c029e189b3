"""`scenes/NNN/instances.yaml`: pictures of elements as they are in one scene, where that is not as their asset says."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from storyforge.model.base import Artifact, Model

if TYPE_CHECKING:
    from collections.abc import Callable


class Instance(Model):
    """One element in one state."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("approved",)

    id: str = Field(description="The element's slug, and behind a dot the conditions it is in: john.muddy+wet.")
    conditions: tuple[str, ...] = Field((), description="The conditions that the picture shows.")
    file: str = Field(description="Path of the picture, from the scene's folder.")
    content: str = Field(description="SHA-256 of the file.")
    picture: str = Field(description="Digest of the decoded pixels: the same whatever program wrote the file.")
    by: str = Field("offline", description="Who drew it; hand: its author did, and it is never overwritten.")
    take: int = Field(1, ge=1, description="1, and one more each time it was asked for again.")
    approved: bool = Field(False, description="The director's approval of this very picture.")
    guidance: str = Field("", description="What was asked for, where it was made again.")
    sent: tuple[str, ...] = Field((), description="Reference pictures that whoever drew it was sent.")


class InstanceSet(Artifact):
    """The instances of one scene."""

    SCHEMA: ClassVar[str] = "instances/1"

    scene: str = Field(description="The scene's number.")
    instances: tuple[Instance, ...] = Field((), description="One for each element and state.")

    def pictures(self) -> dict[str, Instance]:
        """Id -> picture."""
        return {instance.id: instance for instance in self.instances}

    def ticked(self, wanted: Callable[[str], bool]) -> InstanceSet:
        """The same with those approved that are wanted, by id."""
        ticked = (one.model_copy(update={"approved": True}) if wanted(one.id) else one for one in self.instances)
        return self.model_copy(update={"instances": tuple(ticked)})
