"""Script notes, which Final Draft anchors by offsets in the running text: moved, taken out, added."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.fdx.read import note_nodes, note_start
from storyforge.formats.fdx.write import note_xml, notes_xml, shown_text
from storyforge.formats.fdx.xml import Node, tag_end
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from storyforge.formats.fdx.read import Read
    from storyforge.model.screenplay import Screenplay

_LOOSE = frozenset({Kind.NOTE, Kind.BONEYARD})
Edit = tuple[int, int, bytes]


@dataclass(slots=True)
class Running:
    """The running text of a changed file.

    `places` maps the old offset of a paragraph to its new offset and length, `written` says where each element begins.
    """

    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    written: list[tuple[Element, int]] = field(default_factory=list)


def note_edits(read: Read, screenplay: Screenplay, running: Running) -> list[Edit]:
    """Move the ranges of notes that stay, take out those that are gone, add those that are new."""
    notes = [element for element in screenplay.elements if element.kind is Kind.NOTE]
    wanted = [note.text for note in notes]
    edits: list[Edit] = []
    for node, text in _known(read):
        if text not in wanted:
            edits.append((node.start, node.end, b""))
            continue
        wanted.remove(text)
        edits.extend(_moved(read, node, running))
    added = [note for note in notes if note.text in wanted]
    places = [(_place(note, running, screenplay), note.text) for note in added]
    return edits + _added(read, places) if places else edits


def _known(read: Read) -> list[tuple[Node, str]]:
    by_line = {note.line: note.text for unit in read.units for note in unit.notes}
    return [(node, by_line[node.line]) for node in note_nodes(read.document.root) if node.line in by_line]


def _moved(read: Read, node: Node, running: Running) -> list[Edit]:
    start = note_start(node)
    if start is None:
        return []
    unit = next(unit for unit in reversed(read.units) if unit.offset <= start)
    begin, length = running.places.get(unit.offset, (unit.offset, len(unit.text)))
    inside = start < unit.offset + len(unit.text)
    new = begin + (min(start - unit.offset, max(0, length - 1)) if inside else length)
    if new == start:
        return []
    head = read.document.data[node.start : tag_end(read.document.data, node.start)]
    ends = [str(int(end) + new - start) for end in node.attributes["Range"].split(",") if end.strip().isdecimal()]
    fresh = re.sub(rb"""(Range\s*=\s*["'])[^"']*""", lambda found: found.group(1) + ",".join(ends).encode(), head)
    return [(node.start, node.start + len(head), fresh)]


def _place(note: Element, running: Running, screenplay: Screenplay) -> int:
    """Where in the new running text a note stands: at the paragraph of the element before it."""
    rows = [row for row, element in enumerate(screenplay.elements) if element is note]
    before = [e for e in screenplay.elements[: rows[0]] if e.kind not in _LOOSE] if rows else []
    start = next((start for element, start in running.written if before and element is before[-1]), 0)
    length = len(shown_text(before[-1])) if before else 0
    return start + (max(0, length - 1) if note.inline else length)


def _added(read: Read, places: list[tuple[int, str]]) -> list[Edit]:
    node = read.document.root.first("ScriptNotes")
    data = read.document.data
    if node is None:
        end = data.rindex(b"</", 0, read.document.root.end)
        return [(end, end, (notes_xml(places) + "\n\n").encode("utf-8"))]
    inner = "".join(f"\n    {note_xml(*place)}" for place in places).encode("utf-8")
    opened = tag_end(data, node.start)
    if data[opened - 2 : opened] == b"/>":
        return [(opened - 2, opened, b">" + inner + b"\n  </ScriptNotes>")]
    end = data.rindex(b"</", opened, node.end)
    return [(end, end, inner + b"\n  ")]
