"""Provenance: which commits made a difference to a story's files, and since when a record says what it says.

Old versions are summarised as today's are, with the same cache, and nothing of them is written anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.kinds import record_path
from storyforge.model.record import Record
from storyforge.repo import medium_digest
from storyforge.story import SCRIPT, PassingCache, Story, SummaryCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from storyforge.model.summary import Summaries, Summary
    from storyforge.pipeline.session import Session
    from storyforge.repo import CommitInfo, Repository, Version

    Measure = Callable[[Summaries], str | None]
    Edit = CommitInfo | None

STORY = "story.yaml"
MOST = 3
"""Edits that are named of one difference."""
DEEP = 200
"""Versions of a file that are looked at for one difference."""


class _Few:
    """A few files by blob id, with what is missing taken from the story of today."""

    def __init__(self, repository: Repository, ids: Mapping[str, str], today: Story) -> None:
        self._repository = repository
        self._old = dict(ids)
        needed = {path: today.files.ids[path] for path in (STORY,) if path in today.files.ids}
        self.ids: Mapping[str, str] = {**needed, **ids}
        self._today = today

    def read(self, path: str) -> bytes:
        return self._repository.blob(self._old[path]) if path in self._old else self._today.files.read(path)

    def medium(self, path: str) -> bytes:
        return self._repository.medium(self._old[path], path)

    def digest(self, path: str) -> str:
        return medium_digest(self.read(path))

    def committed(self, path: str) -> bytes | None:
        return self.read(path) if path in self.ids else None


class Provenance:
    """The past of a story's files, as far as it is asked for."""

    def __init__(self, session: Session) -> None:
        self._repository = session.repository
        self._story = session.story
        self._dirty = {change.path for change in session.dirty}
        self._cache = PassingCache(SummaryCache(session.repository.common_dir))
        self._versions: dict[tuple[str, tuple[str, ...]], list[Version]] = {}
        self._summaries: dict[tuple[str, str], Summary | None] = {}
        self._records: dict[str, Record | None] = {}

    def versions(self, paths: Sequence[str], rev: str = "HEAD") -> list[Version]:
        """The commits from `rev` back that brought new versions of some files, newest first."""
        key = (rev, tuple(paths))
        if key not in self._versions:
            self._versions[key] = self._repository.lineage(paths, rev)
        return self._versions[key]

    def look_up(self, paths: Iterable[str]) -> None:
        """Learn the versions of many files at once, as is quicker than one by one."""
        wanted = tuple(dict.fromkeys(paths))
        found = self.versions(wanted)
        for path in wanted:
            self._versions["HEAD", (path,)] = [version for version in found if path in version.blobs]

    def edits(self, files: Sequence[str], measure: Measure, was: str | None, before: str | None = None) -> list[Edit]:
        """The commits that made `measure` what it is and no longer `was`, newest first; None: not saved yet.

        With `before`, as it stood at that commit, and not as it stands today.
        """
        states = _States(self, files, self.versions(files, before or "HEAD"))
        found: list[Edit] = []
        here = measure(states.after(0))
        edited = before is None and bool(self._dirty.intersection(files))
        if edited and measure(self._story.summaries) != here:
            found.append(None)
        for index, version in enumerate(states.versions[:DEEP]):
            if here == was or len(found) >= MOST:
                break
            side = self._side(files, measure, version.commit, here)
            if side is not None:
                return [*found, *self.edits(files, measure, was, side)][:MOST]
            older = measure(states.after(index + 1))
            if older != here:
                found.append(version.commit)
            here = older
        return found

    def _side(self, files: Sequence[str], measure: Measure, commit: CommitInfo, here: str | None) -> str | None:
        """The parent of a merge that says the same already, so that the merge is not what said it first."""
        if len(commit.parents) < 2:
            return None
        for parent in commit.parents:
            if measure(_States(self, files, self.versions(files, parent)).after(0)) == here:
                return parent
        return None

    def summaries_at(self, blobs: Mapping[str, str | None]) -> Summaries:
        """The story of today with some files as they were."""
        new = {path: name for path, name in blobs.items() if name and (path, name) not in self._summaries}
        if new:
            small = Story(_Few(self._repository, new, self._story), self._cache)
            for path, name in new.items():
                self._summaries[path, name] = small.summaries.get(path)
        found = {path: self._summaries[path, name] if name else None for path, name in blobs.items()}
        return self._story.summaries.with_changes(found)

    def record_at(self, path: str, version: Version) -> Record | None:
        """An artifact's record as a commit brought it."""
        name = version.blobs.get(record_path(path))
        if not name:
            return None
        if name not in self._records:
            self._records[name] = Record.read(self._repository.blob(name).decode("utf-8", "replace"))
        return self._records[name]

    def since(self, path: str, holds: Callable[[Record], bool]) -> CommitInfo | None:
        """The commit since which an artifact's record is like this without a break; None where today's is not."""
        first = None
        for version in self.versions([record_path(path)]):
            record = self.record_at(path, version)
            if record is None or not holds(record):
                break
            first = version.commit
        return first

    def records_around(self, path: str, commit: str) -> tuple[Record | None, Record | None]:
        """An artifact's record as a commit brought it, and the one before; None where it brought none."""
        versions = self.versions([record_path(path)], commit)
        if not versions or versions[0].commit.id != commit:
            return None, None
        older = self.record_at(path, versions[1]) if len(versions) > 1 else None
        return self.record_at(path, versions[0]), older


class _States:
    """Some files after each of their versions, newest first; behind the last one they are not there."""

    def __init__(self, past: Provenance, files: Sequence[str], versions: Sequence[Version]) -> None:
        self.versions = versions
        self._past = past
        self._files = files
        self._known: dict[int, Summaries] = {}

    def after(self, index: int) -> Summaries:
        if index not in self._known:
            self._known[index] = self._past.summaries_at({path: self._blob(path, index) for path in self._files})
        return self._known[index]

    def _blob(self, path: str, index: int) -> str | None:
        return next((version.blobs[path] for version in self.versions[index:] if path in version.blobs), None)


def sources(facet: str, summaries: Summaries) -> list[str]:
    """The files that a facet is read from; a derived one follows from several."""
    path, _, name = facet.partition("#")
    if path in summaries or not path.startswith("scenes/") or path.count("/") != 1:
        return [path]
    here = path.removeprefix("scenes/")
    scenes = [here]
    other = name.rpartition(".")[2]
    if other in summaries.order and here in summaries.order:
        rows = sorted((summaries.order[other], summaries.order[here]))
        scenes = list(summaries.order)[rows[0] : rows[1] + 1]
    found = [f"scenes/{scene}/{kind}.yaml" for scene in scenes for kind in ("scene", "shots", "visuals")]
    return [SCRIPT, *found]
