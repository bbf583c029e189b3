"""The words of a PDF, read back the way a reader copies them: by its fonts' tables of characters."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"(\d+) 0 obj\n<<((?:(?!endobj).)*?)>>\nstream\n(.*?)\nendstream", re.DOTALL)
_TEXT = re.compile(rb"/F(\d+) [\d.]+ Tf|Td (.*?) ET", re.DOTALL)
_PIECE = re.compile(rb"/ActualText <FEFF([0-9A-F]*)>>> BDC.*?EMC|<([0-9A-F]+)>", re.DOTALL)


def words_of_pdf(data: bytes) -> str:
    """The text of all pages, one line for each piece of text, as it stands on the page from the left."""
    streams = {int(number): _plain(head, body) for number, head, body in _STREAM.findall(data)}
    tables = _tables(data, streams)
    lines: list[str] = []
    for body in streams.values():
        font: dict[int, str] = {}
        for name, text in _TEXT.findall(body) if b" TJ" in body else ():
            if name:
                font = tables.get(int(name), {})
            else:
                lines.append("".join(_shown(font, *found) for found in _PIECE.findall(text)))
    return "\n".join(lines)


def _shown(font: dict[int, str], said: bytes, codes: bytes) -> str:
    if said:
        return bytes.fromhex(said.decode()).decode("utf-16-be")
    return "".join(font.get(int(codes[at : at + 4], 16), "") for at in range(0, len(codes), 4))


def _plain(head: bytes, body: bytes) -> bytes:
    return zlib.decompress(body) if b"/FlateDecode" in head and b"/Image" not in head else body


def _tables(data: bytes, streams: dict[int, bytes]) -> dict[int, dict[int, str]]:
    """Number of a font -> code -> characters."""
    found: dict[int, dict[int, str]] = {}
    fonts = dict(re.findall(rb"(\d+) 0 obj\n<<((?:(?!endobj).)*?/Subtype /Type0(?:(?!endobj).)*?)>>", data, re.DOTALL))
    for name, number in re.findall(rb"/F(\d+) (\d+) 0 R", data):
        table = re.search(rb"/ToUnicode (\d+) 0 R", fonts.get(number, b""))
        if table:
            pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", streams[int(table[1])])
            found[int(name)] = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
    return found
