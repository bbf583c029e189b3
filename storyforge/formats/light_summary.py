"""The summary of an artifact in YAML or Markdown, read without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.formats import markdown
from storyforge.formats.yaml import load_data
from storyforge.model.facets import summarise
from storyforge.model.light import Unsure, read_light

if TYPE_CHECKING:
    from storyforge.model.base import Artifact
    from storyforge.model.kinds import Kind
    from storyforge.model.summary import Summary


def light_summary(described: dict[str, Any], kind: Kind, content: bytes) -> Summary:
    """The summary of a file's content; `described` is what `storyforge.model.describe` says of the models.

    Raises Unsure where the model must read it, InvalidArtifactError and UnicodeDecodeError where nobody can.
    """
    text = content.decode("utf-8-sig")
    if kind.format == "markdown":
        head, body, _ = markdown.split(text)
        data = load_data(head) if head.strip() else None
        if not isinstance(data, dict) or "body" in data:
            raise Unsure
        data["body"] = body
    else:
        data = load_data(text)
    return summarise(kind.name, cast("Artifact", read_light(described, kind.name, data)))
