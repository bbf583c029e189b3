"""A glance at a story: its state by the base, with what differs read anew, and no library loaded for it.

Whatever is not plain (a file that can't be read, a value that a validator must see, another plan) is not for a glance.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from storyforge import repo
from storyforge.errors import StoryforgeError
from storyforge.model.digest import digest_bytes
from storyforge.model.kinds import as_stored, is_medium, is_ours, kind_of
from storyforge.model.light import Unsure
from storyforge.model.record import Record
from storyforge.model.summary import Summary
from storyforge.pipeline.freshness import base as bases
from storyforge.pipeline.freshness.delta import state_after
from storyforge.repo.between import changed_paths, committed_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.summary import Summaries
    from storyforge.pipeline.freshness.base import Base
    from storyforge.pipeline.freshness.states import State
    from storyforge.repo import Dirty, Snapshot

MOST = 200
"""Files that may differ from the base: of more than that, all is read again, and a new base is kept."""


@dataclass(frozen=True)
class Glance:
    """What was seen."""

    summaries: Summaries
    state: State
    contents: dict[str, bytes | None]
    """Path -> content of the files that are not as in the base."""


def glance(seen: Snapshot) -> Glance | None:
    """The state of a story as it lies there; None where it must be computed in full."""
    if seen.pending or seen.tree is None:
        return None
    dirty = _dirty(seen)
    if dirty is None:
        return None
    lying = {
        path: hashlib.sha256(content).hexdigest() if content is not None else "" for path, content in dirty.items()
    }
    base = bases.load(seen.common_dir, lying, seen.tree)
    contents = _contents(seen, base, dirty) if base else None
    if base is None or contents is None:
        return None
    before = bases.summaries_of(base, {})
    reader = _Reader(base, before.index("story.yaml").get("language", "en"))
    records = {path: content for path, content in contents.items() if path.startswith("locks/")}
    try:
        changes = {
            path: reader.summary(path, content)
            for path, content in contents.items()
            if path not in records and lying.get(path) != base.edited.get(path, path)
        }
        touched = frozenset(path.removeprefix("locks/").removesuffix(".json") for path in records)
        found = state_after(base, changes, touched, partial(_record, seen, records))
    except (Unsure, StoryforgeError, OSError, ValueError):
        return None
    return Glance(*found, contents) if found else None


def _dirty(seen: Snapshot) -> dict[str, bytes | None] | None:
    """Path -> content of the files that lie edited; None where one of them is no plain file."""
    found: dict[str, bytes | None] = {}
    for change in seen.dirty:
        place = seen.root / change.path
        if not is_ours(change.path):
            continue
        if change.state != "deleted" and (place.is_symlink() or not place.is_file()):
            return None
        found[change.path] = None if change.state == "deleted" else place.read_bytes()
    return found


def _contents(seen: Snapshot, base: Base, dirty: dict[str, bytes | None]) -> dict[str, bytes | None] | None:
    """Path -> content today, of all files that may differ from the base; None where that can't be told from here."""
    between = changed_paths(seen.root, base.tree, seen.tree or "")
    if between is None:
        return None
    paths = [path for path in dict.fromkeys((*between, *base.edited)) if path not in dirty and is_ours(path)]
    if len(paths) + len(dirty) > MOST or any((seen.root / path).is_symlink() for path in paths):
        return None
    found = committed_files(seen.root, seen.tree or "", paths)
    return None if found is None else {**found, **dirty}


def _record(seen: Snapshot, changed: dict[str, bytes | None], path: str) -> Record | None:
    """The record of an artifact: what differs was read already, the others lie in the work tree as in the base."""
    name = f"locks/{path}.json"
    content = changed[name] if name in changed else _lying(seen, name)
    return None if content is None else Record.read(content.decode("utf-8", "replace"))


def _lying(seen: Snapshot, path: str) -> bytes | None:
    place = seen.root / path
    return place.read_bytes() if place.is_file() else None


class _Reader:
    """Reads files as `storyforge.story` does, as far as that needs no model; a format is loaded when it is met."""

    def __init__(self, base: Base, language: str) -> None:
        self._base = base
        self._language = language

    def summary(self, path: str, content: bytes | None) -> Summary | None:
        """The summary of a file; raises Unsure where the model must read it, else as the formats do."""
        if content is None:
            return None
        kind = kind_of(path)
        if kind is None:
            digest = repo.medium_digest(content) if is_medium(path) else digest_bytes(content)
            return Summary("medium" if is_medium(path) else "input", digest, {"content": digest})
        found: Summary
        if kind.format == "fountain":
            found = import_module("storyforge.formats.script_summary").read_script_summary(content, self._language)
        else:
            read = import_module("storyforge.formats.light_summary").light_summary
            found = read(self._base.described, kind, content)
        return found


def edits_of(seen: Snapshot, contents: Mapping[str, bytes | None]) -> tuple[list[str], list[str]]:
    """Paths that are to be saved, and paths that are deleted, as a session tells them."""
    ours = [change for change in seen.dirty if is_ours(change.path) and not change.path.startswith("locks/")]
    edited = [
        change.path
        for change in ours
        if change.state != "deleted"
        and not (change.state == "modified" and _is_stored(change, contents.get(change.path) or b""))
    ]
    return edited, [change.path for change in ours if change.state == "deleted"]


def _is_stored(change: Dirty, content: bytes) -> bool:
    """Whether a file is in the commit as it lies here, but for line ends that are another system's."""
    stored = as_stored(change.path, content)
    return hashlib.sha1(b"blob %d\0" % len(stored) + stored, usedforsecurity=False).hexdigest() == change.committed
