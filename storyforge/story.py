"""A story: one state of its files seen as artifacts, read-only; and a change, committed all or nothing."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from storyforge import __version__
from storyforge.errors import InvalidArtifactError, LfsPointerError, MissingArtifactError, StoryforgeError
from storyforge.formats import artifacts, fountain
from storyforge.formats.script_summary import script_summary
from storyforge.model.digest import digest_bytes
from storyforge.model.facets import summarise
from storyforge.model.kinds import BY_NAME, OWN_TEMPLATES, STYLES, SUMMARIES, Kind, is_medium, kind_of
from storyforge.model.record import Record
from storyforge.model.summary import Summaries, Summary
from storyforge.repo import WorkTree, blob_id, content_of, is_pointer, medium_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from storyforge.formats.fountain import Script
    from storyforge.model.assets import Asset
    from storyforge.model.base import Artifact
    from storyforge.model.screenplay import Screenplay, ScriptScene
    from storyforge.model.story import Story as StoryFile
    from storyforge.repo import Content, Repository

CACHED = f"{__version__}/{SUMMARIES}"
INVALID = "invalid"
SCRIPT = "script.fountain"


class Files(Protocol):
    """Files by path: what they are called by content, and what they hold."""

    ids: Mapping[str, str]
    """Path -> blob id."""

    def read(self, path: str) -> bytes:
        """The content of one of `ids`."""
        ...

    def medium(self, path: str) -> bytes:
        """The content of a medium, out of Git LFS where the file is a pointer; raises LfsPointerError."""
        ...

    def digest(self, path: str) -> str:
        """SHA-256 of a medium, fetched or not."""
        ...

    def committed(self, path: str) -> bytes | None:
        """The content of a file in the commit that all this stands on, or None."""
        ...


class Committed:
    """The files of one commit."""

    def __init__(self, repository: Repository, commit: str | None) -> None:
        self._repository = repository
        self.ids: Mapping[str, str] = repository.tree(commit) if commit else {}

    def read(self, path: str) -> bytes:
        """The content of a file of the commit."""
        return self._repository.blob(self.ids[path])

    def medium(self, path: str) -> bytes:
        """The content of a medium of the commit; raises LfsPointerError."""
        return self._repository.medium(self.ids[path], path)

    def digest(self, path: str) -> str:
        """SHA-256 of a medium of the commit."""
        return medium_digest(self.read(path))

    def committed(self, path: str) -> bytes | None:
        """The same, or None where the commit has no such file."""
        return self.read(path) if path in self.ids else None


class Changed:
    """Files with some replaced; None stands for a file that is gone."""

    def __init__(self, below: Files, changes: Mapping[str, Content | None]) -> None:
        self._below = below
        self._changes = {path: content for path, content in changes.items() if content is not None}
        kept = {path: name for path, name in below.ids.items() if path not in changes}
        self.ids: Mapping[str, str] = kept | {path: blob_id(content) for path, content in self._changes.items()}

    def read(self, path: str) -> bytes:
        """The content of a file."""
        return content_of(self._changes[path]) if path in self._changes else self._below.read(path)

    def medium(self, path: str) -> bytes:
        """The content of a medium; raises LfsPointerError."""
        if path not in self._changes:
            return self._below.medium(path)
        content = self.read(path)
        if is_pointer(content):
            raise LfsPointerError(path)
        return content

    def digest(self, path: str) -> str:
        """SHA-256 of a medium."""
        if path not in self._changes:
            return self._below.digest(path)
        content = self._changes[path]
        return medium_digest(content) if isinstance(content, bytes) else content.sha256

    def committed(self, path: str) -> bytes | None:
        """The content of a file in the commit below, or None."""
        return self._below.committed(path)


def edited_files(root: Path, paths: Iterable[str]) -> dict[str, bytes | None]:
    """The content in the work tree of paths that git calls changed; raises SymlinkError."""
    tree = WorkTree(root)
    return {path: tree.read(path) if tree.exists(path) else None for path in paths}


class SummaryCache:
    """Summaries by kind and blob id, kept on this machine; deleting it loses nothing."""

    def __init__(self, common_dir: Path) -> None:
        self._path = common_dir / "storyforge" / "summaries.json"
        self._used: dict[str, Summary] = {}
        self._grown = False

    @property
    def folder(self) -> Path:
        """Where things are kept on this machine."""
        return self._path.parent

    @cached_property
    def _known(self) -> dict[str, list[object]]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        known = isinstance(data, dict) and data.get("version") == CACHED
        return data.get("summaries", {}) if known else {}

    def get(self, key: str) -> Summary | None:
        """The summary of a key, if it is known."""
        if key in self._used:
            return self._used[key]
        if key in self._known:
            self._used[key] = Summary.read(self._known[key])
            return self._used[key]
        return None

    def put(self, key: str, summary: Summary) -> None:
        """Remember a summary."""
        self._used[key] = summary
        self._grown = True

    def save(self) -> None:
        """Write what was used, where something is new; a cache that can't be written is no error."""
        if not self._grown:
            return
        data = {"version": CACHED, "summaries": {key: summary.plain() for key, summary in self._used.items()}}
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        self._grown = False


class PassingCache(SummaryCache):
    """Summaries of states that nobody keeps: those that are known are taken from below, new ones die with it."""

    def __init__(self, below: SummaryCache) -> None:
        self._below = below
        self._used: dict[str, Summary] = {}

    @property
    def folder(self) -> Path:
        """Where things are kept on this machine."""
        return self._below.folder

    def get(self, key: str) -> Summary | None:
        """The summary of a key, if it is known here or below."""
        return self._used.get(key) or self._below.get(key)

    def put(self, key: str, summary: Summary) -> None:
        """Remember a summary while this lasts."""
        self._used[key] = summary

    def save(self) -> None:
        """Write nothing."""


class Story:
    """Artifacts by path, read when asked for; the `Library` that stages are given."""

    def __init__(self, files: Files, cache: SummaryCache) -> None:
        self.files = files
        self._cache = cache
        self._models: dict[str, Artifact] = {}
        self._records: dict[str, Record | None] = {}

    @classmethod
    def open(cls, repository: Repository, edits: Mapping[str, bytes | None] | None = None) -> Story:
        """The story as committed, with `edits` of the work tree over it."""
        committed = Committed(repository, repository.head().commit)
        return cls(Changed(committed, edits) if edits else committed, SummaryCache(repository.common_dir))

    def with_changes(
        self, changes: Mapping[str, Content | None], models: Mapping[str, Artifact] | None = None
    ) -> Story:
        """The story with some files replaced; `models` are those of the new files, where they are known already."""
        changed = Story(Changed(self.files, changes), self._cache)
        changed._models = {path: model for path, model in self._models.items() if path not in changes}
        changed._models |= models or {}
        changed._records = self._records
        if SCRIPT not in changes and "source" in self.__dict__:
            changed.__dict__["source"] = self.source
        return changed

    def imagined(self) -> Story:
        """The same story, to be changed in memory alone: nothing of it reaches the cache on disk."""
        story = Story(self.files, PassingCache(self._cache))
        story._models, story._records = dict(self._models), self._records
        return story

    def at(self, files: Files) -> Story:
        """Another state of the same story, such as an older commit; nothing of it reaches the cache on disk."""
        story = Story(files, PassingCache(self._cache))
        story._records = dict(self._records)
        return story

    @property
    def cache_folder(self) -> Path:
        """Where this machine keeps what was worked out of the story's contents."""
        return self._cache.folder

    def read(self, path: str) -> bytes | None:
        """The bytes at a path, or None."""
        return self.files.read(path) if path in self.files.ids else None

    def medium(self, path: str) -> bytes:
        """A picture or recording; raises MissingArtifactError, LfsPointerError where its content was not fetched."""
        if path not in self.files.ids:
            raise MissingArtifactError(path)
        return self.files.medium(path)

    def text(self, path: str) -> str:
        """The text at a path; raises MissingArtifactError, InvalidArtifactError where it is not UTF-8."""
        data = self.read(path)
        if data is None:
            raise MissingArtifactError(path)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InvalidArtifactError(
                "The file is not UTF-8.", "Save it as UTF-8 in your editor.", path=path, line=line
            ) from None

    def model(self, path: str) -> Artifact | None:
        """The artifact at a path, or None; raises InvalidArtifactError."""
        kind = kind_of(path)
        if kind is None or not kind.model or path not in self.files.ids:
            return None
        if path not in self._models:
            self._models[path] = artifacts.read(kind, path, self.text(path))
        return self._models[path]

    @cached_property
    def story(self) -> StoryFile:
        """`story.yaml`; raises MissingArtifactError, InvalidArtifactError."""
        found = self.model("story.yaml")
        if found is None:
            raise MissingArtifactError("story.yaml")
        return cast("StoryFile", found)

    @cached_property
    def source(self) -> Script:
        """The master script with its bytes; raises MissingArtifactError, InvalidArtifactError where it is not UTF-8."""
        data = self.read(SCRIPT)
        if data is None:
            raise MissingArtifactError(SCRIPT)
        return fountain.read(data, self.story.language, SCRIPT)

    @property
    def script(self) -> Screenplay:
        """The master script's elements."""
        return self.source.screenplay

    @cached_property
    def scenes(self) -> dict[str, ScriptScene]:
        """Scene number -> scene, in script order, omitted ones left out."""
        return {scene.number: scene for scene in self.script.scenes if scene.number and not scene.omitted}

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """Slug -> asset; raises InvalidArtifactError."""
        paths = self.summaries.assets
        found = {slug: self.model(path) for slug, path in paths.items()}
        return {slug: cast("Asset", asset) for slug, asset in found.items() if asset is not None}

    def templates(self) -> dict[str, str]:
        """The story's own prompt templates, by name."""
        return {
            path.removeprefix(OWN_TEMPLATES): self.text(path)
            for path in self.files.ids
            if path.startswith(OWN_TEMPLATES)
        }

    @cached_property
    def records(self) -> dict[str, Record]:
        """Path of an artifact -> its record, as far as records can be read."""
        found: dict[str, Record] = {}
        for path, name in self.files.ids.items():
            if path.startswith("locks/") and path.endswith(".json"):
                if name not in self._records:
                    self._records[name] = Record.read(self.files.read(path).decode("utf-8", "replace"))
                record = self._records[name]
                if record is not None:
                    found[path.removeprefix("locks/").removesuffix(".json")] = record
        return found

    @cached_property
    def summaries(self) -> Summaries:
        """What is known of all artifacts and inputs, from the cache where that knows them."""
        found: dict[str, Summary] = {}
        for path, name in self.files.ids.items():
            kind = kind_of(path)
            if kind is not None:
                found[path] = self._summary(kind, path, name)
            elif is_medium(path):
                found[path] = self._plain("medium", path, self.files.digest)
            elif path.startswith(("inputs/", OWN_TEMPLATES, STYLES)):
                found[path] = self._plain("input", path, self._input_digest)
        self._cache.save()
        return Summaries(found)

    def refuse_unreadable(self, paths: Iterable[str]) -> None:
        """The first of some artifacts that can't be read, as the error with its place; raises InvalidArtifactError."""
        for path in paths:
            summary = self.summaries.get(path)
            if summary is not None and summary.kind == INVALID:
                error = summary.index["error"]
                place = {name: error[name] for name in ("line", "column")}
                raise InvalidArtifactError(error["message"], error["hint"], path=error["path"] or path, **place)

    def _plain(self, kind: str, path: str, digest: Callable[[str], str]) -> Summary:
        """The summary of a file that has no model: its content is all that is known of it."""
        key = f"{kind}:{self.files.ids[path]}"
        known = self._cache.get(key)
        if known is None:
            content = digest(path)
            known = Summary(kind, content, {"content": content})
            self._cache.put(key, known)
        return known

    def _input_digest(self, path: str) -> str:
        return digest_bytes(self.files.read(path))

    def _summary(self, kind: Kind, path: str, name: str) -> Summary:
        key = f"{kind.name}:{name}"
        if kind is BY_NAME["script"]:
            key = f"{key}:{self._language()}"
        known = self._cache.get(key)
        if known is None:
            try:
                known = self._summarise(kind, path)
            except StoryforgeError as error:
                return Summary(INVALID, name, {}, {"error": error.as_json()})
            self._cache.put(key, known)
        return known

    def _language(self) -> str:
        try:
            return self.story.language
        except StoryforgeError:
            return "en"

    def _summarise(self, kind: Kind, path: str) -> Summary:
        if kind is BY_NAME["script"]:
            return script_summary(self.script, self._language())
        artifact = self.model(path)
        if artifact is None:
            raise MissingArtifactError(path)
        return summarise(kind.name, artifact)
