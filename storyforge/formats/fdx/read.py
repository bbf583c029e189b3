"""Final Draft XML to a screenplay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.errors import InvalidFdxError
from storyforge.formats.fdx.paragraphs import (
    Settings,
    diagnostics_of,
    paragraph_elements,
    raw_text,
    settings_of,
)
from storyforge.formats.fdx.titles import read_titles
from storyforge.formats.fdx.xml import Document, Node, read_xml
from storyforge.model.screenplay import Element, Kind, Screenplay

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPOKEN = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})
# What a file may hold beside the script, and Fountain has no place for.
_BESIDE = ("TagData", "LockedPages", "AltCollection", "DisplayBoards", "Images", "CastList", "Cast")


@dataclass(slots=True)
class Unit:
    """One paragraph directly under `Content`: its node, its elements, its running text, and where that text begins.

    `notes` are elements read from the file's script notes, which stand elsewhere and point here.
    """

    node: Node
    elements: list[Element]
    text: str
    offset: int
    notes: list[Element]


@dataclass(frozen=True)
class Read:
    """A file as it was read: the document, its paragraphs, its title page and what could not be taken over."""

    document: Document
    units: list[Unit]
    titles: list[Element]
    settings: Settings


def read_fdx(data: bytes, path: str | None = None) -> Screenplay:
    """Read a Final Draft file; `line` of an element is its line in the XML.

    Raises:
        InvalidFdxError: it is no Final Draft script.
        UnsafeXmlError: it defines entities.
    """
    read = read_units(data, path)
    flat = flatten(read.units)
    if read.titles:
        read.settings.notice("fdx-title-page", read.titles[0].line)
    elements = (*read.titles, *(element for element, _ in adopted(flat, read.settings)))
    _beside(read)
    return Screenplay(elements, tuple(sorted(diagnostics_of(read.settings), key=lambda d: (d.line, d.rule))))


def read_units(data: bytes, path: str | None = None) -> Read:
    """Read a file paragraph by paragraph."""
    document = read_xml(data, path)
    content = document.root.first("Content")
    if document.root.tag != "FinalDraft" or content is None:
        raise InvalidFdxError("it has no FinalDraft/Content", path)
    settings = settings_of(document.root)
    units: list[Unit] = []
    offset = 0
    for node in content.all("Paragraph"):
        text = _running(node)
        units.append(Unit(node, paragraph_elements(node, settings), text, offset, []))
        offset += len(text) + 1
    _place_notes(document.root, units, settings)
    return Read(document, units, read_titles(document.root), settings)


def _running(node: Node) -> str:
    dual = node.first("DualDialogue")
    return "\n".join(map(raw_text, dual.all("Paragraph"))) if dual else raw_text(node)


def _place_notes(root: Node, units: list[Unit], settings: Settings) -> None:
    """Put script notes behind the paragraph their range begins in; one that begins at its very end stands by itself."""
    for note in note_nodes(root):
        text = "\n".join(raw_text(paragraph) for paragraph in note.all("Paragraph")).strip() or raw_text(note).strip()
        if not text:
            continue
        start = note_start(note)
        unit = next((unit for unit in reversed(units) if start is not None and unit.offset <= start), None)
        if unit is None or start is None:
            settings.notice("fdx-note", note.line)
            unit = units[0] if units else None
        if unit is not None:
            inline = start is not None and start < unit.offset + len(unit.text) and bool(unit.elements)
            unit.notes.append(Element(Kind.NOTE, text, note.line, note.line, inline=inline))


def note_nodes(root: Node) -> list[Node]:
    """The script notes of a file."""
    notes = root.first("ScriptNotes")
    return list(notes.all("ScriptNote")) if notes else []


def note_start(note: Node) -> int | None:
    """The offset in the running text at which a note's range begins."""
    start = note.attributes.get("Range", "").split(",")[0].strip()
    return int(start) if start.isdecimal() else None


def flatten(units: Iterable[Unit]) -> list[tuple[Element, range]]:
    """All elements with the paragraphs they come from; dialogue over several paragraphs is one element."""
    found: list[tuple[Element, range]] = []
    for index, unit in enumerate(units):
        for element in (*unit.elements, *sorted(unit.notes, key=lambda note: not note.inline)):
            if found and element.kind is Kind.DIALOGUE is found[-1][0].kind:
                before, rows = found[-1]
                joined = replace(before, text=f"{before.text}\n{element.text}", last=element.last)
                found[-1] = (joined, range(rows.start, index + 1))
            else:
                found.append((element, range(index, index + 1)))
    return found


def adopted(flat: list[tuple[Element, range]], settings: Settings) -> list[tuple[Element, range]]:
    """Dialogue without a cue above it becomes action, as Fountain has it; a lyric behind an empty line stands alone."""
    found = []
    speech = False
    at = 0
    for element, rows in flat:
        if rows.start > at and element.kind is Kind.LYRIC:
            speech = False
        at = rows.stop
        if element.kind is Kind.CHARACTER:
            speech = True
        elif element.kind not in _SPOKEN and element.kind is not Kind.NOTE:
            speech = False
        orphan = element.kind in (Kind.PARENTHETICAL, Kind.DIALOGUE) and not speech
        if orphan:
            settings.notice("fdx-orphan", element.line)
        element_read = replace(element, kind=Kind.ACTION) if orphan else element
        alone = element.kind is Kind.LYRIC and not speech
        found.append((replace(element_read, alone=True) if alone else element_read, rows))
    return found


def _beside(read: Read) -> None:
    for tag in _BESIDE:
        node = read.document.root.first(tag)
        if node is not None and _holds_something(node):
            read.settings.notice(f"fdx-beside:{tag}", node.line)


def _holds_something(node: Node) -> bool:
    """Whether there is more in a node than the empty tables that every file has."""
    if node.tag == "TagData":
        tags = node.first("Tags")
        return bool(tags and tags.children)
    return any(child.tag in ("Member", "LockedPage", "Image", "AltText", "DisplayBoard") for child in node.children)
