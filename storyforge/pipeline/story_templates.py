"""Templates for new stories: built-in ones by name, or another story by its git address."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storyforge.errors import (
    GitFailedError,
    MissingArtifactError,
    OfflineError,
    UnknownNameError,
    UnusableTemplateError,
)
from storyforge.formats.yaml import load_data
from storyforge.model.kinds import OWN_TEMPLATES
from storyforge.model.story import Parameters
from storyforge.providers.network import is_offline
from storyforge.repo import Repository, clone_shallow
from storyforge.resources import templates
from storyforge.story import Story

_FOLDER = "stories"
_BROUGHT = (OWN_TEMPLATES, "styles/")
_TAKEN = ("format", "rate", "language")
_WHO = re.compile(r"(?<=//)[^/@]*@")
"""The name and password of an address."""


@dataclass(frozen=True)
class Brought:
    """What a template brings: a mode, options of set-up, and files."""

    mode: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def names() -> list[str]:
    """The built-in templates."""
    return sorted(path.stem for path in (templates() / _FOLDER).glob("*.yaml"))


def bring(name: str) -> Brought:
    """What a template of a name, or the story at a git address or path, brings.

    Of another story come its parameters, styles and prompt templates; never its inputs, scenes or models.
    Raises UnknownNameError, OfflineError for an address without network, UnusableTemplateError, InvalidArtifactError.
    """
    if name in names():
        data = load_data((templates() / _FOLDER / f"{name}.yaml").read_text("utf-8"), name)
        return Brought(data.get("mode"), dict(data.get("options") or {}))
    if "://" in name or name.endswith(".git") or Path(name).is_dir():
        return _of_story(name)
    raise UnknownNameError("template", name, names())


def _of_story(address: str) -> Brought:
    if is_offline() and not Path(address).is_dir():
        raise OfflineError(f"The template {address}")
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        place = Path(folder) / "story"
        try:
            clone_shallow(address, place)
            story = Story.open(Repository.open(place))
            plain = story.story.plain()
        except (GitFailedError, MissingArtifactError) as error:
            raise UnusableTemplateError(_WHO.sub("", address), error.message, names()) from None
        options = {name: plain[name] for name in _TAKEN if name in plain}
        parameters = plain.get("parameters", {})
        options |= {name: value for name, value in parameters.items() if name in Parameters.model_fields}
        options.pop("twist", None)
        styles = plain.get("styles", {})
        options |= {f"{kind}_style": named for kind, named in styles.items() if named}
        files = {path: story.files.read(path) for path in story.files.ids if path.startswith(_BROUGHT)}
        return Brought(None, options, files)
