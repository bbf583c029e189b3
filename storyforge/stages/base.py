"""What a stage is: a module with two functions, which sees artifacts and providers, never git or a path on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from storyforge.providers.base import FREE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.errors import StoryforgeError
    from storyforge.model.assets import Asset
    from storyforge.model.base import Artifact
    from storyforge.model.screenplay import Screenplay, ScriptScene
    from storyforge.model.story import Story
    from storyforge.model.summary import Summaries
    from storyforge.providers.base import Cost
    from storyforge.tasks.base import Context, Output

Facets = tuple[str, ...]
Plan = dict[str, dict[str, Facets]]
"""Path -> item -> the facets it is made from. The item `*` stands for all items of a file that is not there yet."""

ALL = "*"


class Library(Protocol):
    """The story as a stage reads it: frozen artifacts, by path."""

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

    def templates(self) -> Mapping[str, str]:
        """The story's own prompt templates, by name."""
        ...


class Asker(Protocol):
    """Asks a text provider, one task or many of a kind at once."""

    name: str

    def ask(self, task: str, context: Context) -> Output:
        """Answer one task."""
        ...

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Answer one task for many scenes; a scene that fails has its error, and stops no other."""
        ...


@dataclass(frozen=True)
class Job:
    """What a stage is given: frozen inputs, the scenes to make, and the providers.

    `recorded` is the guidance that artifacts were made with before, by path: a repair keeps to it.
    """

    library: Library
    text: Asker
    scenes: Sequence[str] = ()
    guidance: str = ""
    auto: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)

    def guidance_for(self, path: str) -> str:
        """What the author wants of one artifact: what is said now, else what was said last."""
        return self.guidance or self.recorded.get(path, "")


@dataclass(frozen=True)
class Made:
    """What a stage returns; nothing is written yet.

    `artifacts` are models by path, or bytes where a file has no model. `agrees` are the digests with which a pair now
    agrees, by path. `failed` are the scenes that could not be made. `cost` is what it cost in all, `costs` by path.
    """

    artifacts: dict[str, Artifact | bytes]
    agrees: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, StoryforgeError] = field(default_factory=dict)
    cost: Cost = FREE
    costs: dict[str, Cost] = field(default_factory=dict)
    by: str = "offline"
    notes: tuple[str, ...] = ()
    subject: str = ""


class Stage(Protocol):
    """A stage module."""

    def items(self, summaries: Summaries) -> Plan:
        """What the stage makes, and from what; computed from summaries alone."""
        ...

    def run(self, job: Job) -> Made:
        """Make it."""
        ...
