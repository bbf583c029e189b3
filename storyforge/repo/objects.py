"""Git objects: names computed here, trees changed path by path, stored one by one or as one pack."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from storyforge.errors import InvalidPathError, SymlinkError
from storyforge.repo.program import git as run_git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

FILE, EXECUTABLE, LINK, FOLDER = "100644", "100755", "120000", "40000"
BLOB, TREE = 3, 2
_LINE = re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL)
_NAMES = {BLOB: b"blob", TREE: b"tree"}


@dataclass(frozen=True)
class Entry:
    """One line of a tree: mode as git writes it, and object id in hexadecimal."""

    mode: str
    id: str


class Spooled(Protocol):
    """A medium that lies in a file until it is committed, so that a film is never in memory as a whole."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, as Git LFS names it."""
        ...

    @property
    def blob(self) -> str:
        """The id that git gives to the content."""
        ...

    def read(self) -> bytes:
        """The content."""
        ...


Content = bytes | Spooled


def content_of(content: Content) -> bytes:
    """The bytes themselves, wherever they lie."""
    return content if isinstance(content, bytes) else content.read()


@dataclass(frozen=True)
class NewObject:
    """An object to be stored: BLOB or TREE, and its content."""

    kind: int
    content: Content

    @property
    def id(self) -> str:
        """Its SHA-1 name."""
        return object_id(self.kind, self.content) if isinstance(self.content, bytes) else self.content.blob


def object_id(kind: int, content: bytes) -> str:
    """The SHA-1 name that git gives to this content."""
    header = b"%s %d\0" % (_NAMES[kind], len(content))
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def blob_id(content: Content) -> str:
    """The name of a file's content, without any filter."""
    return object_id(BLOB, content) if isinstance(content, bytes) else content.blob


def parse_tree(content: bytes) -> dict[str, Entry]:
    """A tree object's entries by name."""
    return {name: Entry(mode, identifier) for mode, name, identifier in tree_lines(content)}


def tree_lines(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Mode, name and id of a tree's entries, in git's order."""
    for mode, name, identifier in _LINE.findall(content):
        yield mode.decode(), name.decode("utf-8", "surrogateescape"), identifier.hex()


def write_tree(entries: Mapping[str, Entry]) -> bytes:
    """A tree object of these entries, in git's order: by bytes, a folder as if its name ended in a slash."""
    lines = []
    for name, entry in entries.items():
        raw = name.encode("utf-8", "surrogateescape")
        key = raw + b"/" if entry.mode == FOLDER else raw
        lines.append((key, entry.mode.encode() + b" " + raw + b"\0" + bytes.fromhex(entry.id)))
    return b"".join(line for _, line in sorted(lines))


class Trees:
    """The folders of one commit's tree, each read once; `read` gives a tree object's content by id."""

    def __init__(self, root: str | None, read: Callable[[str], bytes]) -> None:
        self._root = root
        self._read = read
        self._folders: dict[str, dict[str, Entry]] = {}

    def folder(self, path: str) -> dict[str, Entry]:
        """The entries of a folder ("" is the root), empty where there is none; InvalidPathError for a file."""
        if path in self._folders:
            return self._folders[path]
        if path:
            above, _, name = path.rpartition("/")
            entry = self.folder(above).get(name)
            if entry and entry.mode != FOLDER:
                raise InvalidPathError(path, "the last commit has a file there, not a folder")
            tree = entry.id if entry else None
        else:
            tree = self._root
        self._folders[path] = parse_tree(self._read(tree)) if tree else {}
        return self._folders[path]

    def file(self, path: str) -> Entry | None:
        """The entry of a file, None where there is none; raises InvalidPathError and SymlinkError for other kinds."""
        above, _, name = path.rpartition("/")
        entry = self.folder(above).get(name)
        if entry and entry.mode == LINK:
            raise SymlinkError(path, path, "written")
        if entry and entry.mode not in {FILE, EXECUTABLE}:
            raise InvalidPathError(path, "the last commit has a folder there, not a file")
        return entry

    def differing(self, other: Trees) -> Iterator[str]:
        """Paths that are not the same entry in both, of whatever kind; where equal folders are, nothing is read."""
        yield from self._differing(other, "", "")

    def _differing(self, other: Trees, path: str, above: str) -> Iterator[str]:
        mine, theirs = self._below(path), other._below(path)
        for name in sorted(mine.keys() | theirs.keys()):
            one, two = mine.get(name), theirs.get(name)
            if one == two:
                continue
            folders = [entry for entry in (one, two) if entry and entry.mode == FOLDER]
            if folders:
                yield from self._differing(other, above + name, f"{above}{name}/")
            if len(folders) < sum(entry is not None for entry in (one, two)):
                yield above + name

    def _below(self, path: str) -> dict[str, Entry]:
        """The entries of a folder; of a file, none."""
        above, _, name = path.rpartition("/")
        entry = self._below(above).get(name) if path else None
        return {} if path and (entry is None or entry.mode != FOLDER) else self.folder(path)

    def changed(self, files: Mapping[str, Entry | None]) -> tuple[str, list[NewObject]]:
        """The root tree's id after these files were put (None: deleted), and the tree objects that are new."""
        new: list[NewObject] = []
        root = self._change("", _nested(files), new)
        if root is None:
            new.append(NewObject(TREE, b""))
        return root or object_id(TREE, b""), new

    def _change(self, path: str, edits: Mapping[str, _Edit], new: list[NewObject]) -> str | None:
        entries = dict(self.folder(path))
        for name, edit in edits.items():
            put: Entry | None
            if isinstance(edit, dict):
                below = self._change(f"{path}/{name}" if path else name, edit, new)
                put = Entry(FOLDER, below) if below else None
            else:
                put = edit
            if put is None:
                entries.pop(name, None)
            else:
                entries[name] = put
        if not entries:
            return None
        content = write_tree(entries)
        new.append(NewObject(TREE, content))
        return object_id(TREE, content)


_Edit = Entry | None | dict[str, "_Edit"]


def _nested(files: Mapping[str, Entry | None]) -> dict[str, _Edit]:
    """`{"a/b": entry}` as `{"a": {"b": entry}}`; InvalidPathError where one path is file and folder at once."""
    top: dict[str, _Edit] = {}
    for path in sorted(files):
        *parents, name = path.split("/")
        folder = top
        for part in parents:
            below = folder.setdefault(part, {})
            if not isinstance(below, dict):
                raise InvalidPathError(path, f'"{part}" is a file in the same commit')
            folder = below
        if name in folder:
            raise InvalidPathError(path, "it is a file and a folder in the same commit")
        folder[name] = files[path]
    return top


def packed(objects: Iterable[NewObject]) -> Iterator[bytes]:
    """A pack of whole objects (gitformat-pack(5), version 2), piece by piece."""
    different = {item.id: item for item in objects}
    digest = hashlib.sha1(usedforsecurity=False)
    for piece in _pieces(different):
        digest.update(piece)
        yield piece
    yield digest.digest()


def _pieces(objects: Mapping[str, NewObject]) -> Iterator[bytes]:
    yield b"PACK" + (2).to_bytes(4, "big") + len(objects).to_bytes(4, "big")
    for item in objects.values():
        content = content_of(item.content)
        # Pictures and films are compressed already; doing it again costs more than making them did.
        level = -1 if isinstance(item.content, bytes) else 0
        yield _entry_header(item.kind, len(content)) + zlib.compress(content, level)


def _entry_header(kind: int, size: int) -> bytes:
    """Kind and size: four bits of size in the first byte, seven in each that follows, the high bit says "more"."""
    byte, size = kind << 4 | size & 15, size >> 4
    header = bytearray()
    while size:
        header.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    return bytes([*header, byte])


def store_pack(root: Path, objects: Iterable[NewObject]) -> None:
    """Store many objects as one pack through `git index-pack`, synced but for its folder; GitFailedError."""
    run_git(root, "-c", "core.fsync=committed", "index-pack", "--stdin", stdin=packed(objects))
