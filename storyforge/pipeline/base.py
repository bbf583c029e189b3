"""The base: all that is known of one state of a story, kept on this machine, so that the next command adds the rest.

It is a cache: another version, a broken file or none at all mean that all is computed anew. Summaries lie packed in it
and are unpacked one by one, when they are asked for. Standard library only.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from storyforge import __version__
from storyforge.model.record import SHAPE as RECORDED
from storyforge.model.summary import Summaries, Summary
from storyforge.pipeline.state import CURRENT, ArtifactState, ItemState, Reason

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = 1
"""Counts up when a base holds other things, or what it holds means something else."""
_KEY = f"storyforge {__version__}/{SHAPE}/{RECORDED} {sys.implementation.cache_tag} {marshal.version}\n".encode()
_SUM = hashlib.sha256().digest_size

Plan = list[tuple[str, str, dict[str, tuple[str, ...]]]]
"""Stage, path, item -> facets; in the order in which states follow from each other."""


@dataclass(frozen=True)
class Base:
    """What is known of a story at one tree, with some files edited over it; everything in it is plain data."""

    tree: str
    edited: list[str]
    """Paths that lay edited over the tree."""
    described: dict[str, Any]
    """The description for `storyforge.model.light`."""
    summaries: dict[str, bytes]
    """Path -> a summary, packed."""
    plan: Plan
    states: dict[str, tuple[Any, ...]]
    """Path -> the state of an artifact, packed."""
    odd: dict[str, tuple[str, ...]]
    """Artifacts whose items were not made from what is named today -> facets that only their records name."""
    facets: dict[str, tuple[str, ...]]
    """Path, or a scene's folder -> its facets that any item is made from."""
    watched: dict[str, tuple[str, ...]]
    """Path -> the facets that follow from it: for these, items wait for it."""
    own: dict[str, tuple[str, ...]]
    """Path -> the facets of its own items that follow from it."""
    stale: dict[str, tuple[str, ...]]
    """Facet -> what an item that is made from it waits for; of those only that are waited for."""
    media: dict[str, str]
    """Path of a medium -> the artifact that refers to it."""
    agreeing: dict[str, list[str]]
    """Path -> the artifacts that agree with it."""


class Packed(Mapping[str, Summary]):
    """Summaries by path, unpacked when asked for; some replaced, some taken out by None."""

    def __init__(self, packed: Mapping[str, bytes], changes: Mapping[str, Summary | None]) -> None:
        self._packed = {**packed, **dict.fromkeys(changes, b"")}
        self._known: dict[str, Summary] = {}
        for path, new in changes.items():
            if new is None:
                del self._packed[path]
            else:
                self._known[path] = new

    def __getitem__(self, path: str) -> Summary:
        found = self._known.get(path)
        if found is None:
            # What `load` read has a true checksum: our own hand wrote it.
            found = self._known[path] = Summary.read(marshal.loads(self._packed[path]))  # noqa: S302
        return found

    def get(self, path: str, default: Any = None) -> Any:
        """The summary at a path, or a default."""
        return self[path] if path in self._packed else default

    def __contains__(self, path: object) -> bool:
        return path in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def summaries_of(base: Base, changes: Mapping[str, Summary | None]) -> Summaries:
    """The summaries of a base with some replaced; None takes one out."""
    found = Summaries({})
    found.by_path = Packed(base.summaries, changes)  # type: ignore[assignment]  # nobody writes into it
    return found


def pack(state: ArtifactState) -> tuple[Any, ...]:
    """The state of an artifact as plain data; where all items are current, their names are enough."""
    items: Any = tuple(state.items)
    if any(item is not CURRENT and item != CURRENT for item in state.items.values()):
        items = {
            name: (item.freshness, tuple(map(_plain, item.reasons)), item.waits_for)
            for name, item in state.items.items()
        }
    reasons = tuple(map(_plain, state.reasons))
    return state.approval, state.freshness, reasons, state.flags, state.error, state.lost, state.left_over, items


def unpack(path: str, stage: str, packed: tuple[Any, ...]) -> ArtifactState:
    """The state of an artifact, the other way round."""
    approval, freshness, reasons, flags, error, lost, left_over, items = packed
    if isinstance(items, tuple):
        found = dict.fromkeys(items, CURRENT)
    else:
        found = {
            name: ItemState(fresh, tuple(Reason(*reason) for reason in why), waits)
            for name, (fresh, why, waits) in items.items()
        }
    told = tuple(Reason(*reason) for reason in reasons)
    return ArtifactState(path, stage, approval, freshness, told, flags, error, lost, left_over, found)


def _plain(reason: Reason) -> tuple[str, str, str]:
    return reason.item, reason.facet, reason.kind


def _file(common_dir: Path) -> Path:
    return common_dir / "storyforge" / "base"


def load(common_dir: Path) -> Base | None:
    """The base that was kept last; None where there is none that this program, on this Python, can read."""
    try:
        content = _file(common_dir).read_bytes()
    except OSError:
        return None
    head, body = content[: len(_KEY) + _SUM], memoryview(content)[len(_KEY) + _SUM :]
    if head != _KEY + hashlib.sha256(body).digest():
        return None
    return Base(**marshal.loads(body))  # noqa: S302 - the checksum is true: our own hand wrote it


def keep(common_dir: Path, base: Base) -> None:
    """Keep a base for the next command; a cache that can't be written is no error."""
    body = marshal.dumps({field.name: getattr(base, field.name) for field in fields(base)})
    file = _file(common_dir)
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_KEY + hashlib.sha256(body).digest() + body)
        temporary.replace(file)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
