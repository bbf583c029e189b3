"""Zip files from elsewhere: opened in memory, and refused where they are built to do harm."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from storyforge.errors import BrokenDocumentError, LargeDocumentError, LockedDocumentError, UnsafeDocumentError

MOST_ENTRIES = 10_000
LARGEST = 512 * 1024 * 1024
"""Bytes that all entries may unpack to: an illustrated book has a tenth."""
LARGEST_TEXT = 64 * 1024 * 1024
"""Bytes of one entry that is read: a novel has two million."""
_PLAIN_SIZE = 4 * 1024 * 1024
_RATIO = 200
"""How many times its packed size a large entry may have: text packs to a third, drawings to a fiftieth."""
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


class Zip:
    """The entries of a zip file by name; nothing is ever written to disk.

    Raises:
        BrokenDocumentError: it is no whole zip file.
        UnsafeDocumentError: it unpacks to far more than it is, or an entry's name leads out of it.
        LargeDocumentError: it has more, or larger, entries than any book.
        LockedDocumentError: it is encrypted.
    """

    def __init__(self, path: str, data: bytes, format_name: str) -> None:
        self._path = path
        self._format = format_name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise BrokenDocumentError(path, format_name, "it is cut off, or no zip file") from None
        self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        self._guard(len(data))

    def _guard(self, size: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise LargeDocumentError(self._path, f"{len(entries):,} entries", f"{MOST_ENTRIES:,}")
        for entry in entries:
            self._guard_entry(entry)
        whole = sum(entry.file_size for entry in entries)
        if whole > LARGEST or (whole > max(size, 1) * _RATIO > 0 and whole > _PLAIN_SIZE):
            raise UnsafeDocumentError(self._path, f"it would unpack to {whole / 2**20:,.0f} MB")

    def _guard_entry(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
            raise UnsafeDocumentError(self._path, f'its entry "{name[:60]}" leads out of it')
        if entry.flag_bits & 1:
            raise LockedDocumentError(self._path, "encrypted")
        if entry.file_size > _PLAIN_SIZE and entry.file_size > _RATIO * max(entry.compress_size, 1):
            raise UnsafeDocumentError(self._path, f"it would unpack to {entry.file_size / 2**20:,.0f} MB")

    def names(self) -> tuple[str, ...]:
        """The names of all entries, in their order."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of an entry.

        Raises:
            BrokenDocumentError: there is none, or it is damaged.
            LargeDocumentError: it is larger than any text.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise BrokenDocumentError(self._path, self._format, f"{name} is missing in it")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(LARGEST_TEXT + 1)
        except _BROKEN:
            raise BrokenDocumentError(self._path, self._format, f"{name} in it is damaged") from None
        if len(data) > LARGEST_TEXT:
            most = f"{LARGEST_TEXT >> 20} MB"
            raise LargeDocumentError(self._path, f"more than {most} in {name}", most)
        return data

    def beside(self, name: str, link: str) -> str:
        """The entry that a link in another entry leads to.

        Raises:
            UnsafeDocumentError: it leads out of the file.
        """
        found = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
        if found.startswith(("..", "/")):
            raise UnsafeDocumentError(self._path, f'its link "{link[:60]}" leads out of it')
        return found
