"""What an exporter is: a function from a story, as it stands, to files of another trade."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from storyforge.model.finding import Finding
    from storyforge.model.library import Library
    from storyforge.providers.base import SpeechProvider


@dataclass(frozen=True, slots=True)
class Revision:
    """The commit that a story stands on: `date` is its author's, with its zone; `id` is empty before the first one."""

    id: str
    date: datetime
    author: str
    branch: str


def _free(_path: Path) -> None:
    """Every path may be written."""


@dataclass(frozen=True)
class ExportJob:
    """What an exporter is given.

    `out` is where the user wants it, a file or a folder; None: under `folder`, the story's `exports/`, which exists.
    `cache` keeps what another export of this machine can go on from. `scenes` are chosen, in hub order. `tell` takes
    `{"event": "progress", "task": ..., "done": n, "total": n}`. `claim` is called with every path before it is written:
    it raises OutTakenError where something lies there that is no export. `versions` counts, by path, how often each
    file of the story was committed.
    """

    library: Library
    out: Path | None
    folder: Path
    cache: Path
    scenes: tuple[str, ...]
    options: Mapping[str, Any]
    commit: Revision
    tell: Callable[[dict[str, Any]], None]
    workers: int
    claim: Callable[[Path], None] = _free
    versions: Callable[[], Mapping[str, int]] = dict
    speech: SpeechProvider | None = None
    """Who speaks; the scratch voices, where nobody is given."""

    @property
    def root(self) -> Path:
        """The story's folder."""
        return self.folder.parent


@dataclass(frozen=True)
class Exported:
    """What was written: `path` is what the user opens, `files` all that was written, that one among them."""

    path: Path
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


class Exporter(Protocol):
    """An exporter."""

    def __call__(self, job: ExportJob) -> Exported:
        """Write it."""
