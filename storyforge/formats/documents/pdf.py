"""PDF: the lines of its pages, read as a novel or as a screenplay. The only module that imports pypdf."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import (
    BrokenDocumentError,
    LargeDocumentError,
    LockedDocumentError,
    PictureDocumentError,
    UnsafeDocumentError,
)
from storyforge.formats.documents.bound import bound
from storyforge.formats.documents.chapters import chapters
from storyforge.formats.documents.columns import screenplay_of
from storyforge.formats.documents.document import Document
from storyforge.formats.documents.flowing import flow
from storyforge.formats.documents.paragraphs import Paragraph
from storyforge.formats.documents.printed import Cell, Line, without_furniture
from storyforge.formats.documents.scripts import built

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_NAME = "PDF"
MOST_PAGES = 3_000
LARGEST_PAGE = 8 * 1024 * 1024
"""Bytes of the drawing of one page: a page of text has ten thousand."""
_FEWEST = 3
"""Words that a page of text has at least, on average."""
_JUNK = re.compile(r"untitled|microsoft word|\.(?:docx?|pdf|indd|tex|odt|pages)$|^document\d*$", re.IGNORECASE)
_MONO = re.compile("courier|mono|typewriter|consol|fixed", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


class _Fragment:
    """A piece of text as the page draws it."""

    __slots__ = ("size", "text", "width", "x", "y")

    def __init__(self, text: str, x: float, y: float, size: float, *, mono: bool) -> None:
        self.text, self.x, self.y, self.size = text, x, y, size
        # Letters of other fonts are about half as wide as they are high.
        self.width = len(text.strip()) * size * (0.6 if mono else 0.5)


def read_pdf(path: str, data: bytes, language: str = "") -> Document:
    """Read a PDF: as a screenplay where its columns are those of one, else as prose.

    Running heads and page numbers are left out, words parted at line ends mended.

    Raises:
        BrokenDocumentError: it is no whole PDF, with the page that can't be read.
        LockedDocumentError: it asks for a password.
        PictureDocumentError: its pages are pictures.
        LargeDocumentError: it has more pages than any book.
        UnsafeDocumentError: a page unpacks to far more than a page is.
    """
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - slow to load, and few documents are PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # A damaged file can break the reader anywhere within its tables, and it says so with whatever Python says.
    broken = (
        PyPdfError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError,
        RuntimeError, OSError, EOFError, struct.error, zlib.error,
    )  # fmt: skip
    try:
        reader = _opened(path, data)
        count = len(reader.pages)
    except broken as error:
        raise BrokenDocumentError(path, _NAME, "it is cut off or damaged") from error
    if count > MOST_PAGES:
        raise LargeDocumentError(path, f"{count:,} pages", f"{MOST_PAGES:,}")
    lines: list[Line] = []
    for number in range(count):
        try:
            page = reader.pages[number]
            _guard(path, page, number)
            lines.extend(_lines(page, number))
        except broken as error:
            raise BrokenDocumentError(path, _NAME, f"its page {number + 1} is damaged") from error
    if not lines or (count > 2 and sum(len(line.text.split()) for line in lines) < _FEWEST * count):
        raise PictureDocumentError(path, count)
    try:
        said = {key: str(value) for key, value in (reader.metadata or {}).items()}
    except broken:
        said = {}
    return _document(path, lines, said, language)


def _opened(path: str, data: bytes) -> PdfReader:
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(data), strict=False)
    if not reader.is_encrypted:
        return reader
    try:
        # Many files forbid copying and can be read by everybody: their password for reading is empty.
        opened = reader.decrypt("") != PasswordType.NOT_DECRYPTED
    except (DependencyError, NotImplementedError):
        opened = False
    if not opened:
        raise LockedDocumentError(path, "encrypted: it asks for a password")
    return reader


def _guard(path: str, page: PageObject, number: int) -> None:
    """Refuse a page that unpacks to more than any page has: it would be drawn for minutes."""
    drawn = page.get_contents()
    size = len(drawn.get_data()) if drawn is not None else 0
    if size > LARGEST_PAGE:
        raise UnsafeDocumentError(path, f"its page {number + 1} unpacks to {size / 2**20:,.0f} MB")


def _lines(page: PageObject, number: int) -> list[Line]:
    found: list[_Fragment] = []

    def visit(text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:
        shown = text.strip("\n")
        if not shown.strip() or abs(inner[1] * outer[0] + inner[3] * outer[1]) > abs(inner[3] * outer[3]) + 0.01:
            return
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        name = str((font or {}).get("/BaseFont", ""))
        scale = abs(inner[3] * outer[3]) or 1.0
        found.append(_Fragment(shown.replace("\n", " "), x, y, size * scale, mono=bool(_MONO.search(name))))

    page.extract_text(visitor_text=visit)
    found.sort(key=lambda piece: (-round(piece.y), piece.x))
    rows: list[list[_Fragment]] = []
    for piece in found:
        if rows and abs(rows[-1][0].y - piece.y) <= 0.35 * max(rows[-1][0].size, 1):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda piece: piece.x), number) for row in rows]


def _line(row: list[_Fragment], number: int) -> Line:
    """Fragments of one height: those that touch are one cell."""
    cells: list[Cell] = []
    for piece in row:
        text = _SPACE.sub(" ", piece.text)
        last = cells[-1] if cells else None
        gap = piece.x - (last.x + last.width) if last else 0.0
        if last is None or gap > 1.8 * piece.size:
            cells.append(Cell(piece.x, text, piece.width))
            continue
        parted = last.text.endswith(" ") or text.startswith(" ") or gap > 0.3 * piece.size
        joined = f"{last.text.rstrip()} {text.lstrip()}" if parted else last.text + text
        cells[-1] = Cell(last.x, joined, max(last.width, piece.x + piece.width - last.x))
    kept = tuple(Cell(cell.x, cell.text.strip(), cell.width) for cell in cells)
    return Line(number, row[0].y, max(piece.size for piece in row), kept)


def _document(path: str, lines: list[Line], said: dict[str, str], language: str) -> Document:
    bare, furniture = without_furniture(lines)
    heads = (f"Left out: {furniture} running heads and page numbers.",) if furniture else ()
    title = _said(said.get("/Title", ""))
    author = _said(said.get("/Author", ""))
    script = screenplay_of(bare, language)
    if script is not None:
        note = "Read as a screenplay by its columns, a guess: look through the Fountain text."
        made = built(path, script, language, (note, *heads))
        return _renamed(made, title, author)
    flowed = flow(bare)
    found = chapters([Paragraph((block.text,), row) for row, block in enumerate(flowed.blocks, 1)])
    if len(found.sections) < 2 and sum(block.level > 0 for block in flowed.blocks) > 1:
        found = bound(flowed.blocks, (), {})
    mended = (f"{flowed.mended} words that were parted at line ends are whole again.",) if flowed.mended else ()
    if not found.sections:
        raise PictureDocumentError(path, lines[-1].page + 1)
    return Document("prose", found.sections, title, author, notes=(*heads, *mended, *found.notes))


def _renamed(document: Document, title: str, author: str) -> Document:
    """A script with what the file says of itself where its title page says nothing."""
    return replace(document, title=document.title or title, author=document.author or author)


def _said(value: str) -> str:
    clean = " ".join(value.split())
    return "" if _JUNK.search(clean) else clean
