"""A story as those see it who read it: frozen artifacts by path, and their media."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Asset
    from storyforge.model.base import Artifact
    from storyforge.model.screenplay import Screenplay, ScriptScene
    from storyforge.model.story import Story
    from storyforge.model.summary import Summaries


class Library(Protocol):
    """The story as a stage reads it: frozen artifacts, by path; it never changes."""

    def __hash__(self) -> int:
        """By identity."""
        ...

    @property
    def summaries(self) -> Summaries:
        """What is known of all artifacts."""
        ...

    @property
    def story(self) -> Story:
        """`story.yaml`."""
        ...

    @property
    def script(self) -> Screenplay:
        """The master script."""
        ...

    @property
    def scenes(self) -> Mapping[str, ScriptScene]:
        """Scene number -> scene, in script order, omitted ones left out."""
        ...

    @property
    def assets(self) -> Mapping[str, Asset]:
        """Slug -> asset."""
        ...

    def model(self, path: str) -> Artifact | None:
        """The artifact at a path, or None."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes at a path, or None."""
        ...

    def medium(self, path: str) -> bytes:
        """A picture or recording; raises MissingArtifactError, LfsPointerError."""
        ...
