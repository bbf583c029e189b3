"""Bytes to physical lines and back, without losing one byte."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


@dataclass(frozen=True)
class Source:
    """A text file as physical lines: `raw[i] + eols[i]` joined is the text, `to_bytes()` is the file.

    Only CR, LF and CRLF end a line; U+2028, U+0085, form feeds and the like stay within it. Bytes that the codec
    can't read are kept as lone surrogates (`surrogateescape`).
    """

    raw: tuple[str, ...]
    eols: tuple[str, ...]
    codec: str = "utf-8"
    bom: bytes = b""

    @classmethod
    def from_text(cls, text: str, codec: str = "utf-8", bom: bytes = b"") -> Source:
        """Cut a text into physical lines; a byte order mark that was decoded with it is taken off and remembered."""
        if not bom and text.startswith("\ufeff"):
            text, bom = text[1:], codecs.BOM_UTF8
        if "\r" not in text:
            raw = text.split("\n")
            if raw[-1]:
                return cls(tuple(raw), ("\n",) * (len(raw) - 1) + ("",), codec, bom)
            return cls(tuple(raw[:-1]), ("\n",) * (len(raw) - 1), codec, bom)
        pairs = _LINE.findall(text)
        pairs.pop()  # the pattern matches once more, empty, at the end of the text
        if pairs and not pairs[-1][0] and not pairs[-1][1]:
            pairs.pop()
        return cls(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs), codec, bom)

    @classmethod
    def from_bytes(cls, data: bytes) -> Source:
        """Decode a file: UTF-8 with or without a byte order mark, or UTF-16 with one."""
        for bom, codec in _BOMS:
            if not data.startswith(bom):
                continue
            try:
                text = data[len(bom) :].decode(codec, _errors(codec))
            except UnicodeDecodeError:
                break
            return cls.from_text(text, codec, bom)
        return cls.from_text(data.decode("utf-8", "surrogateescape"))

    @cached_property
    def text(self) -> str:
        """The whole text, without the byte order mark."""
        return "".join(line for pair in zip(self.raw, self.eols, strict=True) for line in pair)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The physical lines as `(raw, eol)`; `eol` is CRLF, LF, CR, or nothing at the end of the file."""
        return tuple(zip(self.raw, self.eols, strict=True))

    @cached_property
    def eol(self) -> str:
        """The line ending used most, LF where there is none."""
        found = Counter(eol for eol in self.eols if eol)
        return max(sorted(found, reverse=True), key=lambda eol: found[eol]) if found else "\n"

    @cached_property
    def undecoded(self) -> tuple[int, int] | None:
        """Line and column, from 1, of the first byte that its codec can't read."""
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            before = 0
            for row, (raw, eol) in enumerate(self.lines):
                if error.start < before + len(raw) + len(eol):
                    return row + 1, error.start - before + 1
                before += len(raw) + len(eol)
        return None

    def to_bytes(self) -> bytes:
        """The file, exactly as it was read."""
        return self.bom + self.text.encode(self.codec, _errors(self.codec))

    def spliced(self, first: int, last: int, lines: Sequence[str]) -> Source:
        """This source with lines `first` to `last` (0-based, `last` excluded) replaced.

        New lines get the usual ending. A replaced line hands its own on to the line that takes its place, and a file
        whose last line has no ending keeps none; an ending is only added where a line would be glued to the next.
        """
        eols = [self.eols[first + i] if first + i < last else self.eol for i in range(len(lines))]
        raw = [*self.raw[:first], *lines, *self.raw[last:]]
        ends = [*self.eols[:first], *eols, *self.eols[last:]]
        for index, end in enumerate(ends[:-1]):
            if not end:
                ends[index] = self.eol
        if ends and self.eols and not self.eols[-1] and last == len(self.raw):
            ends[-1] = ""
        return replace(self, raw=tuple(raw), eols=tuple(ends))


def _errors(codec: str) -> str:
    return "surrogateescape" if codec == "utf-8" else "surrogatepass"


def looks_binary(data: bytes) -> bool:
    """Whether a file is no text: it holds NUL bytes and no UTF-16 byte order mark, or begins like a PDF or zip."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return data.startswith((b"%PDF-", b"PK\x03\x04")) or b"\0" in data[:65536]
