"""The base: all that is known of one state of a story, kept on this machine, so that the next command adds the rest.

It is a cache: another version, a broken file or none at all mean that all is computed anew. There are two: one of a
state without edits, and one of the edits that no other could be added to. Standard library only.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from storyforge import __version__
from storyforge.model.kinds import SUMMARIES
from storyforge.model.record import SHAPE as RECORDED
from storyforge.model.summary import Summaries, Summary
from storyforge.pipeline.freshness.states import CURRENT, ArtifactState, ItemState, Reason

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = 3
"""Counts up when a base holds other things, or what it holds means something else."""
_PYTHON = f"{sys.implementation.cache_tag} {marshal.version}"
_KEY = f"storyforge {__version__}/{SHAPE}/{SUMMARIES}/{RECORDED} {_PYTHON}\n".encode()
_SUM = 12

Items = dict[str, tuple[str, ...]]
"""Item -> the facets it is made from."""


@dataclass(frozen=True)
class Base:
    """What is known of a story at one tree, with some files edited over it.

    Everything in it is plain data; what is `bytes` is packed, for most of it is never asked for.
    """

    tree: str
    edited: dict[str, str]
    """Path -> SHA-256 of the files that lay edited over the tree; empty for one that was deleted."""
    described: dict[str, Any]
    """The description for `storyforge.model.light`."""
    summaries: dict[str, bytes]
    plan: list[tuple[str, str, bytes]]
    """Stage, path, `Items`; in the order in which states follow from each other."""
    states: dict[str, tuple[Any, ...]]
    """Path -> the state of an artifact, as `pack` has it."""
    odd: frozenset[str]
    """Artifacts whose items were not made from just what the plan names today."""
    named: dict[str, bytes]
    """Path, or a scene's folder -> facet -> places in the plan of the artifacts that are made from it."""
    watched: dict[str, bytes]
    """Path -> the facets that follow from it: for these, items wait for it."""
    own: dict[str, tuple[str, ...]]
    """Path -> the facets of its own items that follow from it."""
    stale: dict[str, tuple[str, ...]]
    """Facet -> what an item that is made from it waits for; of those only that are waited for."""
    media: bytes
    """Path of a medium -> the artifact that refers to it."""
    agreeing: dict[str, list[str]]
    """Path -> the artifacts that agree with it."""

    def users(self, path: str) -> dict[str, tuple[int, ...]]:
        """Facets of a path -> places in the plan of the artifacts that are made from them."""
        return opened(self.named[path]) if path in self.named else {}


def packed(value: Any) -> bytes:
    """Plain data as bytes."""
    return marshal.dumps(value)


def opened(content: bytes | memoryview) -> Any:
    """The other way round; only for what `load` read, whose checksum says that our own hand wrote it."""
    return marshal.loads(content)  # noqa: S302


class Packed(Mapping[str, Summary]):
    """Summaries by path, opened when asked for; some replaced, some taken out by None."""

    def __init__(self, content: Mapping[str, bytes], changes: Mapping[str, Summary | None]) -> None:
        self._content = {**content, **dict.fromkeys(changes, b"")}
        self._known: dict[str, Summary] = {}
        for path, new in changes.items():
            if new is None:
                del self._content[path]
            else:
                self._known[path] = new

    def __getitem__(self, path: str) -> Summary:
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = Summary.read(opened(self._content[path]))
        return found

    def get(self, path: str, default: Any = None) -> Any:
        """The summary at a path, or a default."""
        return self[path] if path in self._content else default

    def __contains__(self, path: object) -> bool:
        return path in self._content

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)


class AllCurrent(Mapping[str, ItemState]):
    """The items of an artifact that are all current, named when somebody asks."""

    def __init__(self, items: bytes) -> None:
        self._packed = items
        self._names: dict[str, ItemState] | None = None

    def _known(self) -> dict[str, ItemState]:
        if self._names is None:
            self._names = dict.fromkeys(opened(self._packed), CURRENT)
        return self._names

    def __getitem__(self, name: str) -> ItemState:
        return self._known()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())


def summaries_of(base: Base, changes: Mapping[str, Summary | None]) -> Summaries:
    """The summaries of a base with some replaced; None takes one out."""
    found = Summaries({})
    found.by_path = Packed(base.summaries, changes)  # type: ignore[assignment]  # nobody writes into it
    return found


def pack(state: ArtifactState, items: Collection[str]) -> tuple[Any, ...]:
    """The state of an artifact as plain data; None in the place of its items where these are `items`, all current."""
    found: Any = None
    if list(state.items) != list(items) or any(item != CURRENT for item in state.items.values()):
        found = {
            name: (item.freshness, tuple(map(_plain, item.reasons)), item.waits_for)
            for name, item in state.items.items()
        }
    reasons = tuple(map(_plain, state.reasons))
    return state.approval, state.freshness, reasons, state.flags, state.error, state.lost, state.left_over, found


def unpack(stage: str, path: str, content: tuple[Any, ...], planned: bytes) -> ArtifactState:
    """The state of an artifact, the other way round; `planned` are the packed items of the plan."""
    approval, freshness, reasons, flags, error, lost, left_over, items = content
    found: Mapping[str, ItemState] = AllCurrent(planned)
    if items is not None:
        found = {
            name: ItemState(fresh, tuple(Reason(*reason) for reason in why), waits)
            for name, (fresh, why, waits) in items.items()
        }
    told = tuple([Reason(*reason) for reason in reasons])
    return ArtifactState(path, stage, approval, freshness, told, flags, error, lost, left_over, found)


def _plain(reason: Reason) -> tuple[str, str, str]:
    return reason.item, reason.facet, reason.kind


_NAMES = ("edited", "base")


def load(common_dir: Path, edited: Mapping[str, str], tree: str | None = None) -> Base | None:
    """The base that is nearest to some edited files (path -> SHA-256), of those that were kept last.

    That is the one of the same tree with just these edits or fewer, else the one of a tree without edits; None where
    there is none that this program, on this Python, can read.
    """
    for name in _NAMES:
        content = _read(common_dir / "storyforge" / name)
        if content is None:
            continue
        size = int.from_bytes(content[:8], "big")
        head = opened(content[8 : 8 + size])
        if not head["edited"] or (head["tree"] == tree and head["edited"].items() <= edited.items()):
            return Base(**head, **opened(content[8 + size :]))
    return None


def _read(file: Path) -> memoryview | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    body = memoryview(content)[len(_KEY) + _SUM :]
    return body if content[: len(_KEY) + _SUM] == _KEY + _sum(body) else None


def _sum(body: bytes | memoryview) -> bytes:
    """Length and checksum: enough to know a file that was cut short or damaged, and quick on ten megabytes."""
    return len(body).to_bytes(8, "big") + zlib.crc32(body).to_bytes(4, "big")


def keep(common_dir: Path, base: Base) -> None:
    """Keep a base for the next command; a cache that can't be written is no error."""
    known = {field.name: getattr(base, field.name) for field in fields(base)}
    head = {name: known.pop(name) for name in ("tree", "edited")}
    first = packed(head)
    body = len(first).to_bytes(8, "big") + first + packed(known)
    file = common_dir / "storyforge" / _NAMES[0 if base.edited else 1]
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_KEY + _sum(body) + body)
        temporary.replace(file)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
