"""XML to a small tree that remembers where in the file each node stands; no entities, no network, no surprises."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from storyforge.errors import InvalidFdxError, UnsafeXmlError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TAG = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_DEEPEST = 200


@dataclass(slots=True)
class Node:
    """An element: `start` and `end` are offsets in the UTF-8 form of the file, `text` its own text before any child."""

    tag: str
    attributes: dict[str, str]
    line: int
    start: int
    end: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Node]:
        """The direct children with a tag; never those deeper down."""
        return (child for child in self.children if child.tag == tag)

    def first(self, *path: str) -> Node | None:
        """The first direct child with a tag, and so on down a path."""
        node: Node | None = self
        for tag in path:
            node = next(node.all(tag), None) if node else None
        return node


@dataclass(frozen=True)
class Document:
    """An XML file: its tree, its bytes as UTF-8, and how the file itself is encoded."""

    root: Node
    data: bytes
    codec: str
    bom: bytes

    def encode(self, data: bytes) -> bytes:
        """UTF-8 bytes in the file's own encoding."""
        if self.codec == "utf-8":
            return self.bom + data
        return self.bom + data.decode("utf-8").encode(self.codec, "xmlcharrefreplace")


def read_xml(data: bytes, path: str | None = None) -> Document:
    """Parse a file.

    Raises:
        UnsafeXmlError: it defines entities.
        InvalidFdxError: it is not well-formed, or in an encoding that nobody knows.
    """
    text, codec, bom = _decoded(data, path)
    builder = _Builder(text, path)
    return Document(builder.parse(), text, codec, bom)


def _decoded(data: bytes, path: str | None) -> tuple[bytes, str, bytes]:
    bom, codec = next((found for found in _BOMS if data.startswith(found[0])), (b"", ""))
    body = data[len(bom) :]
    if not codec:
        declared = _DECLARED.match(body)
        codec = declared.group(1).decode().lower() if declared else "utf-8"
    try:
        return body.decode(codec).encode("utf-8"), "utf-8" if codec == "utf8" else codec, bom
    except (LookupError, UnicodeError) as error:
        raise InvalidFdxError(f"its text is not {codec.upper()}", path) from error


class _Builder:
    """Feeds expat, and keeps the open nodes on a stack."""

    def __init__(self, data: bytes, path: str | None) -> None:
        self._data = data
        self._path = path
        self._stack: list[Node] = []
        self._root: Node | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity

    def parse(self) -> Node:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise InvalidFdxError(why, self._path, error.lineno, error.offset + 1) from error
        if self._root is None:
            raise InvalidFdxError("it is empty", self._path)
        return self._root

    def _entity(self, *_: object) -> None:
        raise UnsafeXmlError(self._path)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= _DEEPEST:
            raise InvalidFdxError("its elements are nested too deeply", self._path, self._parser.CurrentLineNumber)
        node = Node(tag, attributes, self._parser.CurrentLineNumber, self._parser.CurrentByteIndex)
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self._root = node
        self._stack.append(node)

    def _close(self, _tag: str) -> None:
        node = self._stack.pop()
        opened = tag_end(self._data, node.start)
        empty = self._data[opened - 2 : opened] == b"/>"
        node.end = opened if empty else tag_end(self._data, self._parser.CurrentByteIndex)

    def _characters(self, text: str) -> None:
        node = self._stack[-1]
        if not node.children:
            node.text += text


def tag_end(data: bytes, start: int) -> int:
    """The offset behind the tag that begins at `start`; a `>` in quotes does not end it."""
    match = _TAG.match(data, start)
    return match.end() if match else len(data)
