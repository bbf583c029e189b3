"""Change a Final Draft file paragraph by paragraph; what did not change keeps its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from storyforge.formats.fdx.anchors import Edit, Running, note_edits
from storyforge.formats.fdx.paragraphs import Settings
from storyforge.formats.fdx.read import Unit, adopted, flatten, read_units
from storyforge.formats.fdx.titles import title_page_xml
from storyforge.formats.fdx.write import Content, groups, shown_text, texts_xml
from storyforge.formats.fdx.xml import Node, tag_end
from storyforge.formats.fountain.write import meaning
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.formats.fdx.read import Read
    from storyforge.model.screenplay import Screenplay

_LOOSE = frozenset({Kind.NOTE, Kind.BONEYARD})
_NUMBER = re.compile(rb"""\s+Number\s*=\s*(?:"[^"]*"|'[^']*')""")
_STYLE = re.compile(rb"""\s+Style\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Atom:
    """Neighbouring paragraphs and elements that can only be kept or written together.

    `start` and `end` are byte offsets, the space before the first paragraph included; `text` is their running text.
    """

    units: list[Unit]
    elements: list[Element]
    start: int
    end: int

    @property
    def length(self) -> int:
        """The length of the running text, newlines included."""
        return sum(len(unit.text) + 1 for unit in self.units)


def patch(original: bytes, screenplay: Screenplay, problems: list[Diagnostic] | None = None) -> bytes:
    """The file with only those paragraphs changed that say something else in `screenplay`.

    A paragraph whose text or number changed keeps its attributes, its scene properties and the font of its first run;
    script notes move with the text they stand at. The lines of the title page are written anew if its keys changed.
    What can't be said in Final Draft is added to `problems`.

    Raises:
        InvalidFdxError: the file is no Final Draft script.
        UnsafeXmlError: it defines entities.
    """
    problems = problems if problems is not None else []
    read = read_units(original)
    edits = _titles(read, screenplay) + _content(read, screenplay, problems)
    data = read.document.data
    for start, end, new in sorted(edits, reverse=True):
        data = data[:start] + new + data[end:]
    return read.document.encode(data)


def _titles(read: Read, screenplay: Screenplay) -> list[Edit]:
    entries = [element for element in screenplay.elements if element.kind is Kind.TITLE_ENTRY]
    if [meaning(entry) for entry in entries] == [meaning(entry) for entry in read.titles]:
        return []
    page = title_page_xml(entries).encode("utf-8")
    content = read.document.root.first("TitlePage", "Content")
    if content is None:
        end = read.document.data.rindex(b"</", 0, read.document.root.end)
        return [(end, end, page + b"\n\n")]
    nodes = {node.line: node for node in content.all("Paragraph")}
    if [entry.key for entry in entries] == [entry.key for entry in read.titles]:
        changed = [(old, new) for old, new in zip(read.titles, entries, strict=True) if old.text != new.text]
        if all(old.line == old.last and new.text for old, new in changed):
            return [
                (nodes[old.line].start, nodes[old.line].end, _changed(read.document.data, nodes[old.line], new))
                for old, new in changed
            ]
    return [(content.start, content.end, page[page.index(b"<Content>") : page.index(b"</Content>") + 10])]


def _content(read: Read, screenplay: Screenplay, problems: list[Diagnostic]) -> list[Edit]:
    atoms = _atoms(read)
    body = [e for e in screenplay.elements if e.kind not in _LOOSE and e.kind is not Kind.TITLE_ENTRY]
    writer = _Rewriter(read, problems)
    for atom, new in _aligned(atoms, body):
        writer.put(atom, new)
    return writer.edits(atoms) + note_edits(read, screenplay, writer.running)


def _atoms(read: Read) -> list[Atom]:
    """Cut the paragraphs where an element ends with a paragraph; empty ones go with what follows them."""
    found: list[Atom] = []
    content = read.document.root.first("Content")
    at = tag_end(read.document.data, content.start) if content else 0
    taken = 0
    for element, rows in adopted(flatten(read.units), Settings()):
        if element.kind in _LOOSE:
            continue
        if found and rows.start < taken:
            found[-1].elements.append(element)
            found[-1].units.extend(read.units[taken : rows.stop])
        else:
            found.append(Atom(read.units[taken : rows.stop], [element], at, at))
        taken = max(taken, rows.stop)
        found[-1].end = at = read.units[taken - 1].node.end
    if found and taken < len(read.units):
        found[-1].units.extend(read.units[taken:])
        found[-1].end = read.units[-1].node.end
    return found


def _aligned(atoms: list[Atom], body: list[Element]) -> list[tuple[Atom | None, list[Element]]]:
    """Pairs of what stood there and what shall: equal, replaced, gone (no elements) or new (no atom)."""
    old = [tuple(meaning(element) for element in atom.elements) for atom in atoms]
    new = _regrouped(body, {len(atom.elements): None for atom in atoms}, set(old))
    keys = [tuple(meaning(element) for element in group) for group in new]
    found: list[tuple[Atom | None, list[Element]]] = []
    for tag, a, b, c, d in _opcodes(old, keys):
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            found.extend(zip(atoms[a:b], new[c:d], strict=True))
        else:
            found.extend((atom, []) for atom in atoms[a:b])
            found.extend((None, group) for group in new[c:d])
    return found


def _opcodes(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    """What to do to get from one list to the other; equal ends are set aside first, since most changes are small."""
    most = min(len(old), len(new))
    head = next((row for row in range(most) if old[row] != new[row]), most)
    tail = next((row for row in range(most - head) if old[-1 - row] != new[-1 - row]), most - head)
    yield "equal", 0, head, 0, head
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    for tag, *ends in middle.get_opcodes():
        a, b, c, d = (end + head for end in ends)
        yield tag, a, b, c, d
    yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _regrouped(body: list[Element], sizes: dict[int, None], known: set[tuple[object, ...]]) -> list[list[Element]]:
    """The new elements in groups: those that an atom holds as they are, else one paragraph each."""
    found: list[list[Element]] = []
    row = 0
    tried = sorted(sizes, reverse=True)
    while row < len(body):
        pieces = (body[row : row + size] for size in tried if row + size <= len(body))
        whole = next((piece for piece in pieces if tuple(map(meaning, piece)) in known), None)
        group = whole or _with_break(body, row)
        found.append(group)
        row += len(group)
    return found


def _with_break(body: list[Element], row: int) -> list[Element]:
    """One new paragraph: an element with the page break before it, or two speeches side by side."""
    start = row
    while row < len(body) - 1 and body[row].kind is Kind.PAGE_BREAK:
        row += 1
    paired = groups(body[row : row + 40])[0]
    return body[start : row + len(paired)]


class _Rewriter:
    """Writes paragraphs in order and keeps count of the running text, so that notes can follow it."""

    def __init__(self, read: Read, problems: list[Diagnostic]) -> None:
        self._data = read.document.data
        self._problems = problems
        self._pieces: list[bytes] = []
        self._separator = _separator(read)
        self.length = 0
        self.running = Running()
        self._changed = False

    def put(self, atom: Atom | None, new: list[Element]) -> None:
        """Keep, change, drop or add."""
        start = self.length
        units = atom.units if atom else []
        for unit in units:
            self.running.places[unit.offset] = (start + unit.offset - units[0].offset, len(unit.text))
        self.running.written.extend((element, start) for element in new)
        if atom is not None and [*map(meaning, atom.elements)] == [*map(meaning, new)]:
            self._pieces.append(self._data[atom.start : atom.end])
            self.length += atom.length
            return
        self._changed = True
        if not new:
            self._moved(atom, start, 0)
            return
        if atom is not None and _changeable(atom, new):
            unit = atom.units[-1]
            self._pieces.append(self._data[atom.start : unit.node.start] + _changed(self._data, unit.node, new[-1]))
            length = len(shown_text(new[-1]))
            self.running.places[unit.offset] = (self.running.places[unit.offset][0], length)
            self.length += sum(len(each.text) + 1 for each in atom.units[:-1]) + length + 1
            return
        content = Content(self._problems)
        for group in groups(new):
            content.add(group)
        self._pieces.extend(self._separator + paragraph.encode("utf-8") for paragraph in content.paragraphs)
        self.length += content.length
        self._moved(atom, start, content.length)

    def _moved(self, atom: Atom | None, start: int, length: int) -> None:
        """Notes of paragraphs that are no more stand at what came in their place, or at the end of what is before."""
        for unit in atom.units if atom else ():
            self.running.places[unit.offset] = (start, length - 1) if length else (max(0, start - 1), 0)

    def edits(self, atoms: list[Atom]) -> list[Edit]:
        """The one edit of the content, if anything changed."""
        if not self._changed:
            return []
        start, end = (atoms[0].start, atoms[-1].end) if atoms else (self._start, self._start)
        return [(start, end, b"".join(self._pieces))]

    @property
    def _start(self) -> int:
        found = re.search(rb"<Content(?:\s[^>]*)?>", self._data)
        return found.end() if found else 0


def _separator(read: Read) -> bytes:
    """The space that the file puts before a paragraph."""
    if not read.units:
        return b"\n    "
    start = read.units[0].node.start
    before = read.document.data[:start]
    return before[len(before.rstrip()) :]


def _changeable(atom: Atom, new: list[Element]) -> bool:
    """Whether one paragraph became another of its kind, so that the paragraph itself can stay."""
    kinds = [element.kind for element in atom.elements]
    full = [unit for unit in atom.units if unit.elements]
    one = len(full) == 1 and atom.units[-1] is full[0] and full[0].node.first("DualDialogue") is None
    same = kinds == [element.kind for element in new] and len([k for k in kinds if k is not Kind.PAGE_BREAK]) == 1
    return one and same and atom.elements[-1].centered == new[-1].centered


def _changed(data: bytes, node: Node, element: Element) -> bytes:
    """A paragraph with another text or number; all else in it stays."""
    opened = tag_end(data, node.start)
    head = data[node.start : opened]
    if element.kind is Kind.SCENE_HEADING:
        head = _numbered(head, element.number)
    texts = list(node.all("Text"))
    if head.endswith(b"/>"):
        return head[:-2].rstrip() + b">" + texts_xml(element).encode("utf-8") + b"</Paragraph>"
    if not texts:
        end = data.rindex(b"</", opened, node.end)
        return head + data[opened:end] + texts_xml(element).encode("utf-8") + data[end : node.end]
    font = _font(data[texts[0].start : tag_end(data, texts[0].start)])
    new = texts_xml(element, font).encode("utf-8")
    return head + data[opened : texts[0].start] + new + data[texts[-1].end : node.end]


def _numbered(head: bytes, number: str | None) -> bytes:
    mark = f' Number="{number}"'.encode() if number else b""
    if _NUMBER.search(head):
        return _NUMBER.sub(lambda _: mark, head)
    return head[: len(b"<Paragraph")] + mark + head[len(b"<Paragraph") :]


def _font(head: bytes) -> str:
    """The attributes of a `Text` tag but its style."""
    return _STYLE.sub(b"", head)[len(b"<Text") :].rstrip(b"/>").rstrip().decode("utf-8")
