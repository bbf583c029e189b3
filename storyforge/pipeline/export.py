"""Exports: a story as it stands, edits included, as files of another trade; nothing is committed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import DiskError, OutTakenError, UnknownSceneError
from storyforge.exporters import EXPORTERS, READS
from storyforge.exporters.base import Exported, Exporter, ExportJob, Revision
from storyforge.model.counted import counted, few
from storyforge.model.finding import Finding
from storyforge.model.kinds import is_ours, scene_folder_of, scene_path
from storyforge.model.money import FREE
from storyforge.model.numbering import folder, number_of
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.speaking import speaking
from storyforge.pipeline.spending.work import workers_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from storyforge.model.money import Cost
    from storyforge.pipeline.session import Session

FOLDER = "exports"
_KIND_OF = {"video": "clips", "frames": "frames", "shots": "shots"}


@dataclass(frozen=True)
class ExportRequest:
    """What is to be exported: the kind, where to, which scenes (all where none is named), and the kind's options.

    `overwrite` lets it replace a file that is no export of ours; never one of the story's own.
    """

    kind: str
    out: Path | None = None
    scenes: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    overwrite: bool = False
    spending: Request = field(default_factory=lambda: Request("export"))
    """Who speaks, and what that may cost."""


@dataclass(frozen=True)
class Outcome:
    """What was written, what it replaced, what is to be said about it, and what its voices cost."""

    exported: Exported
    replaced: tuple[Path, ...]
    findings: tuple[Finding, ...]
    cost: Cost = FREE


def export(session: Session, request: ExportRequest, tell: Callable[[dict[str, Any]], None]) -> Outcome:
    """Export a story.

    Raises UnknownNameError, UnknownSceneError, InvalidArtifactError, OutTakenError, DiskError, and what the exporter
    raises: a gate where what it needs is not made, a failure of ffmpeg.
    """
    exporter = cast("Exporter", EXPORTERS.load(request.kind))
    scenes = _chosen(session, request.scenes)
    session.story.refuse_unreadable(_read(scenes))
    claims = claims_of(session, overwrite=request.overwrite)
    place, cache = session.repository.root / FOLDER, session.repository.common_dir / "storyforge" / FOLDER
    with speaking(session, request.spending, tell) as speech:
        job = ExportJob(
            library=session.story,
            out=request.out,
            folder=place,
            cache=cache,
            scenes=scenes,
            options=request.options,
            commit=revision(session),
            tell=tell,
            workers=workers_wanted(),
            claim=claims.claim,
            versions=lambda: versions(session),
            speech=speech,
        )
        exported = exporter(job)
    claims.ledger.add(exported.files or (exported.path,))
    findings = (*_unsaved(session, scenes), *_stale(session, request.kind, scenes), *exported.findings)
    return Outcome(exported, tuple(dict.fromkeys(claims.replaced)), findings, speech.cost)


def _chosen(session: Session, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Scenes in hub order, each once."""
    known = session.story.scenes
    for number in wanted:
        if number not in known:
            raise UnknownSceneError(number, list(known))
    return tuple(number for number in known if not wanted or number in wanted)


def _read(scenes: tuple[str, ...]) -> Iterator[str]:
    yield from ("story.yaml", "script.fountain")
    for number in scenes:
        for kind in ("scene", "shots", "visuals", "prompts", "frames", "clips"):
            yield scene_path(folder(number), kind)


def _make(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(str(place), error.strerror or str(error)) from None


def revision(session: Session) -> Revision:
    """The commit that the story stands on; before the first one, an empty id and the first day of all clocks."""
    commits = session.repository.log(limit=1)
    branch = session.repository.head().branch or ""
    if not commits:
        return Revision("", datetime.fromtimestamp(0, UTC), "", branch)
    return Revision(commits[0].id, commits[0].when, commits[0].author, branch)


def versions(session: Session) -> dict[str, int]:
    """How often each file below scenes/ was committed; a version that is not committed yet counts too."""
    found = session.repository.versions("scenes")
    for change in session.dirty:
        if change.state != "deleted":
            found[change.path] = found.get(change.path, 0) + 1
    return found


class Ledger:
    """What exports of this machine wrote outside `exports/`: path -> size and time, so that it is known again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            data = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            data = {}
        self._known: dict[str, list[int]] = data if isinstance(data, dict) else {}

    def knows(self, path: Path) -> bool:
        """Whether a file is what an export wrote, and nobody changed it since."""
        return self._known.get(str(path.resolve())) == _mark(path)

    def add(self, paths: tuple[Path, ...]) -> None:
        """Remember what was written; a list that can't be written is no error: its files are then not known again."""
        marks = {str(path.resolve()): _mark(path) for path in paths if path.is_file()}
        temporary = self._path.with_name(f"{self._path.name}.new")
        try:
            temporary.write_text(json.dumps(self._known | marks, indent=0, sort_keys=True), "utf-8")
            temporary.replace(self._path)
        except OSError:
            return


def _mark(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


class Claims:
    """Says which paths may be written, and remembers which of them held something."""

    def __init__(self, session: Session, exports: Path, ledger: Ledger, *, overwrite: bool) -> None:
        self._root = session.repository.root.resolve()
        self._exports = exports.resolve()
        self._committed = session.story.files.ids
        self.ledger = ledger
        self._overwrite = overwrite
        self.replaced: list[Path] = []

    def claim(self, path: Path) -> None:
        """Raises OutTakenError where a path belongs to the story, is a folder, or is nobody's export."""
        real = path.resolve()
        if path.is_dir():
            raise OutTakenError(str(path), "it is a folder")
        inside = real.is_relative_to(self._root) and not real.is_relative_to(self._exports)
        if inside and self._of_the_story(real.relative_to(self._root).as_posix()):
            raise OutTakenError(str(path), "it belongs to the story")
        if not path.exists():
            return
        ours = real.is_relative_to(self._exports) or self.ledger.knows(path)
        if not ours and not self._overwrite:
            raise OutTakenError(str(path), "it is not an export of this story, or was changed since")
        self.replaced.append(path)

    def _of_the_story(self, name: str) -> bool:
        return name in self._committed or is_ours(name) or name.split("/", maxsplit=1)[0] in (".git", ".storyforge")


def claims_of(session: Session, *, overwrite: bool) -> Claims:
    """Who says which paths may be written; makes the folders of exports and of their cache. Raises DiskError."""
    place, cache = session.repository.root / FOLDER, session.repository.common_dir / "storyforge" / FOLDER
    _make(place)
    _make(cache)
    return Claims(session, place, Ledger(cache / "written.json"), overwrite=overwrite)


def _unsaved(session: Session, scenes: tuple[str, ...]) -> Iterator[Finding]:
    """Edits that are in the export and in no commit."""
    folders = {folder(number) for number in scenes}
    edits = [edit.path for edit in session.edits if scene_folder_of(edit.path) in {None, *folders}]
    if edits:
        what = edits[0] if len(edits) == 1 else counted(len(edits), "file")
        message = f"Edits of {what} are in the export, and in no commit yet."
        yield Finding("unsaved", "note", message, edits[0], hint="Record them: storyforge save")


def _stale(session: Session, kind: str, scenes: tuple[str, ...]) -> Iterator[Finding]:
    """What the export was made from and is not up to date itself; one for each stage."""
    state = state_of(session.story.summaries, session.story.records)
    chosen = set(scenes)
    for stage in READS.get(kind, ()):
        if stage not in state.stages:
            continue
        stale = [a.path for a in state.stages[stage].artifacts if a.freshness != "current" and a.approval != "missing"]
        numbers = [number_of(name) for path in stale if (name := scene_folder_of(path))]
        numbers = [number for number in numbers if number in chosen]
        if numbers:
            some = f"scene{'s' if len(numbers) > 1 else ''} {few(numbers, 8)}"
            what = f"The {_KIND_OF[stage]} of {some} are not up to date."
            path = scene_path(folder(numbers[0]), _KIND_OF[stage])
            yield Finding("outdated", "warning", what, path, hint=f"Repair: storyforge run {stage} --outdated")
