"""The formats by suffix, and what a file is whose suffix says nothing."""

from __future__ import annotations

import codecs
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from storyforge.errors import EmptyDocumentError, LargeDocumentError, OtherFormatError, UnknownFormatError

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.formats.documents.document import Document

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest document: a novel has two million."""


class Format(NamedTuple):
    """How a format is called, how its files begin (`text`, `zip`, `pdf`), and its reader: module and function."""

    name: str
    begins: str
    module: str
    function: str


# Each reader is imported with its first document: most commands read none.
_FORMATS = {
    ".txt": Format("plain text", "text", "plain", "read_plain"),
    ".md": Format("Markdown", "text", "marked", "read_markdown"),
    ".markdown": Format("Markdown", "text", "marked", "read_markdown"),
    ".pdf": Format("PDF", "pdf", "pdf", "read_pdf"),
    ".docx": Format("a Word document", "zip", "docx", "read_docx"),
    ".epub": Format("an EPUB book", "zip", "epub", "read_epub"),
    ".fountain": Format("Fountain", "text", "scripts", "read_fountain"),
    ".fdx": Format("Final Draft XML", "text", "scripts", "read_final_draft"),
    ".srt": Format("SubRip", "text", "subtitles", "read_subtitles"),
    ".vtt": Format("WebVTT", "text", "subtitles", "read_subtitles"),
    ".json": Format("a JSON transcript", "text", "transcripts", "read_json"),
    ".tsv": Format("a table of times and words", "text", "transcripts", "read_table"),
}
_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "old Word"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
)
_CALLED = {
    "pdf": "a PDF",
    "zip": "a zip file, as Word and EPUB are",
    "old Word": "an old Word document (.doc)",
    "RTF": "rich text (.rtf)",
    "picture": "a picture",
    "text": "plain text",
}


def supported() -> tuple[str, ...]:
    """The suffixes of documents that can be read."""
    return tuple(_FORMATS)


def read_document(path: str, data: bytes, language: str = "") -> Document:
    """Read a document by its suffix, or by its content where the suffix is unknown.

    `path` is for messages alone: nothing is opened. `language` is the code that the author gave; it decides which words
    begin a scene heading.

    Raises:
        UnknownFormatError: nothing here reads it.
        StoryforgeError: it is broken, locked, unsafe, too large, or has no words; the error names the path.
    """
    if len(data) > LARGEST:
        raise LargeDocumentError(path, f"{len(data) / 2**20:.0f} MB", f"{LARGEST / 2**20:.0f} MB")
    if not data.strip():
        raise EmptyDocumentError(path)
    suffix = PurePosixPath(path.replace("\\", "/")).suffix.lower()
    begins = _begins(data)
    chosen = _FORMATS.get(suffix) or _sniffed(path, data, begins)
    # Some programs write something before `%PDF-`, and readers of PDF look for it themselves.
    if begins != chosen.begins and not (chosen.begins == "pdf" and b"%PDF-" in data[:1024]):
        raise OtherFormatError(path, chosen.name, _CALLED[begins])
    module = import_module(f"storyforge.formats.documents.{chosen.module}")
    reader: Callable[[str, bytes, str], Document] = getattr(module, chosen.function)
    return reader(path, data, language)


def _begins(data: bytes) -> str:
    return next((name for beginning, name in _BEGINNINGS if data.startswith(beginning)), "text")


def _sniffed(path: str, data: bytes, begins: str) -> Format:
    """The format of a file that its suffix does not tell."""
    suffix = {"pdf": ".pdf", "zip": _zipped(data), "text": _written(data)}.get(begins, "")
    if not suffix:
        raise UnknownFormatError(path, supported())
    return _FORMATS[suffix]


def _zipped(data: bytes) -> str:
    if b"application/epub+zip" in data[:200]:
        return ".epub"
    return ".docx" if b"word/document.xml" in data else ""


def _written(data: bytes) -> str:
    """The format of a text, or nothing where its bytes are none."""
    head = data[:2000].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"WEBVTT"):
        return ".vtt"
    if b"<FinalDraft" in head:
        return ".fdx"
    if head.startswith((b"{", b"[")) and b'"' in head and head.rstrip(b"\0")[1:].lstrip()[:1] in (b'"', b"{"):
        return ".json"
    if b" --> " in head:
        return ".srt"
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "" if head.startswith((b"<?xml", b"<html", b"<!DOCTYPE")) or (b"\0" in head and not wide) else ".txt"
