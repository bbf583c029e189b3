"""Plain text: novels, stories, notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.errors import EmptyDocumentError
from storyforge.formats.documents.chapters import chapters
from storyforge.formats.documents.document import Document
from storyforge.formats.documents.encodings import decode
from storyforge.formats.documents.gutenberg import Book, is_credit, unwrapped, without_notes
from storyforge.formats.documents.paragraphs import paragraphs
from storyforge.formats.documents.words import bare

if TYPE_CHECKING:
    from storyforge.formats.documents.encodings import Decoded
    from storyforge.formats.documents.paragraphs import Paragraph

_SLUG = re.compile(r"^[ \t]*(?:[A-Z]?\d{1,4}[A-Z]?[.)]?[ \t]+)?(?:INT|EXT|I/E)[./ ][^a-z\n]*$", re.MULTILINE)
_OPENING = 12
"""Paragraphs at the beginning among which title, author and credits are looked for."""


def read_plain(path: str, data: bytes, language: str = "") -> Document:
    """Read a text file: as a screenplay where it has the headings and speeches of one, else as prose.

    Raises:
        BinaryTextError: it is no text.
        EmptyDocumentError: it has no words.
    """
    decoded = decode(path, data)
    return _script(path, decoded, language) or plain_document(path, decoded)


def _script(path: str, decoded: Decoded, language: str) -> Document | None:
    """A screenplay in plain text: Fountain but for its suffix, or set in columns by spaces."""
    headings = _SLUG.findall(decoded.text)
    if len(headings) < 2 or len(headings) * 8_000 < len(decoded.text):
        return None
    # Loaded only for what looks like a script: most texts are not.
    from storyforge.formats.documents.typed import script_of  # noqa: PLC0415

    return script_of(path, decoded, language)


def plain_document(path: str, decoded: Decoded) -> Document:
    """A text that was decoded, as chapters."""
    book = unwrapped(decoded.text)
    text, pictures = without_notes(book.text)
    found = paragraphs(text)
    kept = _opened(found, book)
    made = chapters(kept)
    if not made.sections:
        raise EmptyDocumentError(path, " of its own" if book.cut else "")
    notes = [*decoded.notes]
    if book.cut:
        notes.append(f"Left out: {book.cut:,} words of Project Gutenberg's own.")
    if pictures:
        many = "1 note" if pictures == 1 else f"{pictures} notes"
        notes.append(f"Left out: {many} in brackets on pictures and the transcription.")
    return Document(
        kind="prose",
        sections=made.sections,
        title=book.title,
        author=book.author,
        language=book.language,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        notes=(*notes, *made.notes),
    )


def _opened(found: list[Paragraph], book: Book) -> list[Paragraph]:
    """Paragraphs without credits, and without the title and the author's name above the text."""
    title, author = bare(book.title), bare(book.author)
    head = [row for row in found[:_OPENING] if not (book.cut and is_credit(row.text))]
    if book.cut:
        head = [row for row in head if bare(row.text) not in {title, author, f"by {author}", f"{title} by {author}"}]
    return [*head, *found[_OPENING:]]
