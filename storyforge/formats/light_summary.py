"""The summary of an artifact's YAML, read without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.formats.yaml import load_data
from storyforge.model.facets import summarise
from storyforge.model.light import read_light

if TYPE_CHECKING:
    from storyforge.model.base import Artifact
    from storyforge.model.summary import Summary


def light_summary(described: dict[str, Any], kind: str, content: bytes) -> Summary:
    """The summary of a file's content; `described` is what `storyforge.model.describe` says of the models.

    Raises Unsure where the model must read it, InvalidArtifactError and UnicodeDecodeError where nobody can.
    """
    artifact = read_light(described, kind, load_data(content.decode("utf-8-sig")))
    return summarise(kind, cast("Artifact", artifact))
