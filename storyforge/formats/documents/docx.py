"""Word documents: headings as sections, or a screenplay by styles or indents. The only module on python-docx."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import BrokenDocumentError, EmptyDocumentError, UnsafeDocumentError
from storyforge.formats.documents.bound import bound
from storyforge.formats.documents.chapters import chapters
from storyforge.formats.documents.columns import screenplay_of
from storyforge.formats.documents.document import Document
from storyforge.formats.documents.html import Block
from storyforge.formats.documents.paragraphs import Paragraph
from storyforge.formats.documents.printed import Cell, Line
from storyforge.formats.documents.scripts import built
from storyforge.formats.documents.zips import Zip
from storyforge.formats.fountain import classify
from storyforge.model.screenplay import Element, Kind, Screenplay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = "a Word document"
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_SPACES = re.compile(r"[ \t\n]+")
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_TWIP = 1 / 20
_TAB = 36.0
"""Points of a tab where a document sets none: half an inch."""
_SPACE = 7.2
"""Points of a space in Courier 12, which screenplays are set in."""
# What programs for screenplays, and templates for Word, call their styles.
_STYLES = {
    Kind.SCENE_HEADING: ("scene heading", "sceneheading", "slugline", "slug line", "slug", "scene header", "shot"),
    Kind.ACTION: ("action", "scene description", "general"),
    Kind.CHARACTER: ("character", "character name", "speaker"),
    Kind.PARENTHETICAL: ("parenthetical", "wryly"),
    Kind.DIALOGUE: ("dialogue", "dialog"),
    Kind.TRANSITION: ("transition",),
}
_KINDS = {name: kind for kind, names in _STYLES.items() for name in names}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph: its text with its own spaces, its style's name in small letters, and its left edge in points."""

    text: str
    style: str
    indent: float
    level: int


def read_docx(path: str, data: bytes, language: str = "") -> Document:
    """Read a Word document: as a screenplay where its styles or indents are those of one, else by its headings.

    Inserted text counts, deleted text does not; footnotes, comments, headers and text boxes are left out.

    Raises:
        BrokenDocumentError: it is no whole Word document.
        UnsafeDocumentError: it unpacks without end, leads outside, or defines entities.
        LockedDocumentError: it is encrypted.
        EmptyDocumentError: it has no words.
    """
    pack = Zip(path, data, _NAME)
    for name in pack.names():
        if name.lower().endswith((".xml", ".rels")) and _declares(pack.read(name)):
            raise UnsafeDocumentError(path, f"{name} in it defines XML entities")
    if _MAIN not in pack.names():
        raise BrokenDocumentError(path, _NAME, "it holds no Word text")
    pieces, (title, author, told) = _taken(path, data)
    if not any(piece.text.strip() for piece in pieces):
        raise EmptyDocumentError(path)
    author = "" if author.lower() in {"python-docx", "user", "admin", "author"} else author
    notes = ("Left out: its footnotes.",) if _has_notes(pack) else ()
    script = _by_styles(pieces) or screenplay_of(_lines(pieces), language)
    if script is not None:
        made = built(path, script, language, ("Read as a screenplay, a guess: look through the Fountain text.", *notes))
        return replace(made, title=made.title or title, author=made.author or author)
    blocks = [Block(text, piece.level) for piece in pieces if (text := _SPACES.sub(" ", piece.text).strip())]
    head = next((text for piece in pieces if piece.style == "title" and (text := piece.text.strip())), "")
    titles = {"title", "subtitle"}
    body = [block for block, piece in zip(blocks, _full(pieces), strict=True) if piece.style not in titles]
    headed = any(block.level for block in body)
    found = bound(body, (), {}) if headed else chapters([Paragraph((b.text,), row) for row, b in enumerate(body, 1)])
    if not found.sections:
        raise EmptyDocumentError(path)
    return Document("prose", found.sections, title or head, author, told, notes=(*notes, *found.notes))


def _declares(data: bytes) -> bool:
    """Whether a part of the file has a document type: none that Word writes has one."""
    return _ENTITY.search(data) is not None or _ENTITY.search(data.replace(b"\0", b"")) is not None


def _taken(path: str, data: bytes) -> tuple[list[_Piece], tuple[str, str, str]]:
    """The paragraphs of a file, and its title, author and language."""
    from docx import api  # noqa: PLC0415 - slow to load, and few documents are Word's
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    # A damaged file can break the library at any part that it misses, and it says so with whatever Python says.
    broken = (
        OpcError, SyntaxError, LookupError, ValueError, TypeError, AttributeError, RuntimeError, OSError, EOFError,
        zipfile.BadZipFile, zlib.error, struct.error,
    )  # fmt: skip
    try:
        document = api.Document(io.BytesIO(data))
        said = document.core_properties
        title, author, told = (" ".join((text or "").split()) for text in (said.title, said.author, said.language))
        return list(_pieces(document)), (title, author, told)
    except broken as error:
        raise BrokenDocumentError(path, _NAME, "a part of it is missing or damaged") from error


def _has_notes(pack: Zip) -> bool:
    return any(name in pack.names() and pack.read(name).count(b"<w:footnote ") > 2 for name in ("word/footnotes.xml",))


def _pieces(document: Any) -> Iterator[_Piece]:
    """The paragraphs of the body in order, those in tables too."""
    styles = {style.style_id: style for style in document.styles if style.type == 1}
    known = {key: (str(style.name).strip().lower(), _indent_of(style)) for key, style in styles.items()}
    plain = next((found for found in known.values() if found[0] == "normal"), ("normal", 0.0))
    for element in document.element.body.iter(f"{_W}p"):
        if any(parent.tag == f"{_W}txbxContent" for parent in element.iterancestors()):
            continue
        properties = element.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        name, indent = known.get(style.get(f"{_W}val", ""), plain) if style is not None else plain
        own = properties.find(f"{_W}ind") if properties is not None else None
        yield _Piece(_text(element), name, _points(own, indent), _level(name, properties))


def _indent_of(style: Any) -> float:
    """The left edge that a style, or the one it is based on, sets."""
    depth = 0
    while style is not None and depth < 12:
        left = style.paragraph_format.left_indent
        if left is not None:
            return float(left.pt)
        style, depth = style.base_style, depth + 1
    return 0.0


def _points(indent: Any, usual: float) -> float:
    if indent is None:
        return usual
    written = indent.get(f"{_W}left") or indent.get(f"{_W}start")
    try:
        return float(written) * _TWIP if written else usual
    except ValueError:
        return usual


def _level(name: str, properties: Any) -> int:
    heading = _HEADING.fullmatch(name)
    if heading:
        return min(6, int(heading[1]) or 1)
    outline = properties.find(f"{_W}outlineLvl") if properties is not None else None
    value = outline.get(f"{_W}val", "") if outline is not None else ""
    return int(value) + 1 if value.isdecimal() and int(value) < 6 else 0


def _text(paragraph: Any) -> str:
    """What a paragraph says: deleted text is in elements of another name, what is drawn twice is taken once."""
    found: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        tag = element.tag.rpartition("}")[2]
        if any("Fallback" in parent.tag or parent.tag == f"{_W}txbxContent" for parent in element.iterancestors()):
            continue
        if tag == "tab" and element.getparent().tag == f"{_W}tabs":
            continue
        found.append({"t": element.text or "", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}[tag])
    return "".join(found)


def _full(pieces: Sequence[_Piece]) -> list[_Piece]:
    return [piece for piece in pieces if piece.text.strip()]


def _by_styles(pieces: Sequence[_Piece]) -> Screenplay | None:
    """A screenplay where its paragraphs have the styles of one."""
    kinds = [_KINDS.get(piece.style) for piece in pieces]
    if kinds.count(Kind.SCENE_HEADING) < 1 or kinds.count(Kind.CHARACTER) < 1:
        return None
    elements: list[Element] = []
    for piece, kind in zip(pieces, kinds, strict=True):
        text = _SPACES.sub(" ", piece.text).strip()
        if not text:
            continue
        if kind is Kind.CHARACTER:
            cue = classify.split_cue(text)
            elements.append(Element(kind, cue.name.upper(), 0, 0, extensions=cue.extensions))
        elif kind is Kind.DIALOGUE and elements and elements[-1].kind is Kind.DIALOGUE:
            elements[-1] = replace(elements[-1], text=f"{elements[-1].text}\n{text}")
        elif kind in {Kind.DIALOGUE, Kind.PARENTHETICAL} and not _in_speech(elements):
            elements.append(Element(Kind.ACTION, text, 0, 0))
        elif piece.style == "title":
            elements.insert(0, Element(Kind.TITLE_ENTRY, text, 0, 0, key="Title"))
        else:
            elements.append(_element(kind or Kind.ACTION, text))
    return Screenplay(tuple(elements))


def _in_speech(elements: Sequence[Element]) -> bool:
    return bool(elements) and elements[-1].kind in {Kind.CHARACTER, Kind.DIALOGUE, Kind.PARENTHETICAL}


def _element(kind: Kind, text: str) -> Element:
    if kind is Kind.SCENE_HEADING:
        found = classify.numbered_heading(text.upper(), classify.words_of(None))
        return Element(kind, found[1], 0, 0, number=found[0]) if found else Element(kind, text.upper(), 0, 0)
    return Element(kind, text, 0, 0)


def _lines(pieces: Sequence[_Piece]) -> list[Line]:
    """Paragraphs as lines of one long page: an empty one leaves a gap, a paragraph of action has one around it."""
    found: list[Line] = []
    y = 0.0
    before = 0.0
    for piece in pieces:
        for number, row in enumerate(piece.text.split("\n")):
            if not row.strip():
                y -= 12.0
                continue
            lead = row[: len(row) - len(row.lstrip())]
            x = 108.0 + piece.indent + lead.count("\t") * _TAB + lead.count(" ") * _SPACE
            # Space above a paragraph is set, not written: action has it, and a cue, which stands far to the right.
            y -= 24.0 if not number and (x < 128.0 or x > before + 40.0) else 12.0
            text = " ".join(row.split())
            found.append(Line(0, y, 12.0, (Cell(x, text, len(text) * _SPACE),)))
            before = x
    return found
