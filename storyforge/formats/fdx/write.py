"""A screenplay to Final Draft XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from storyforge.formats.fdx.titles import title_page_xml
from storyforge.formats.fountain import plain, runs
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.screenplay import Screenplay

TYPES = {
    Kind.SCENE_HEADING: "Scene Heading",
    Kind.ACTION: "Action",
    Kind.CHARACTER: "Character",
    Kind.PARENTHETICAL: "Parenthetical",
    Kind.DIALOGUE: "Dialogue",
    Kind.LYRIC: "Lyrics",
    Kind.TRANSITION: "Transition",
    Kind.SYNOPSIS: "Outline Body",
}
SPOKEN = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})
LOOSE = frozenset({Kind.NOTE, Kind.BONEYARD})
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))
_HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">

"""


def write_fdx(screenplay: Screenplay, problems: list[Diagnostic] | None = None) -> bytes:
    """Write a screenplay as a Final Draft file, UTF-8.

    What Final Draft has no place for (boneyards, sections deeper than four, signs that XML forbids) is left out and
    added to `problems`.
    """
    problems = problems if problems is not None else []
    body = [element for element in screenplay.elements if element.kind is not Kind.TITLE_ENTRY]
    titles = [element for element in screenplay.elements if element.kind is Kind.TITLE_ENTRY]
    content = Content(problems)
    for group in groups(body):
        content.add(group)
    content.end()
    empty = (entry for entry in titles if not entry.text)
    problems.extend(_unwritten(entry, "a title page entry without a value is left out") for entry in empty)
    parts = [_HEAD, "  <Content>\n", *(f"    {xml}\n" for xml in content.paragraphs), "  </Content>\n"]
    if titles:
        parts += ["\n", title_page_xml(titles), "\n"]
    if content.notes:
        parts += ["\n", notes_xml(content.notes), "\n"]
    return "".join([*parts, "\n</FinalDraft>\n"]).encode("utf-8")


def groups(elements: Sequence[Element]) -> list[list[Element]]:
    """Elements that share a paragraph: two speeches side by side are one; everything else stands by itself."""
    found: list[list[Element]] = []
    start: int | None = None
    for element in elements:
        if element.kind is Kind.CHARACTER and element.dual and start is not None and len(found[start]) == 1:
            loose = [group for group in found[start:] if group[0].kind in LOOSE]
            pair = [each for group in found[start:] for each in group if group not in loose]
            found[start:] = [[*pair, element], *loose]
        elif element.kind is Kind.CHARACTER:
            start = len(found)
            found.append([element])
        elif element.kind in SPOKEN and not element.alone and start is not None and len(found[start]) > 1:
            found[start].append(element)
        else:
            within = (element.kind in SPOKEN and not element.alone) or element.kind in LOOSE
            start = start if within else None
            found.append([element])
    return found


class Content:
    """The paragraphs written so far, and the running text that notes point into."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        self.paragraphs: list[str] = []
        self.notes: list[tuple[int, str]] = []
        self.length = 0
        self._problems = problems
        self._break: Element | None = None
        self._spoken = False

    def add(self, group: list[Element]) -> None:
        """Write the paragraph of one group."""
        element = group[0]
        match element.kind:
            case Kind.NOTE if not self.length:
                self._problem(element, "a note before the first paragraph has nothing to stand at and is left out")
            case Kind.NOTE:
                self.notes.append((max(0, self.length - (2 if element.inline else 1)), element.text))
            case Kind.BONEYARD:
                self._problem(element, "a boneyard has no place in Final Draft and is left out")
            case Kind.PAGE_BREAK:
                self._break = element
            case _:
                self._check(group)
                self._paragraph(group)

    def end(self) -> None:
        """Say what is left over."""
        if self._break is not None:
            self._problem(self._break, "a page break after the last element is left out")

    def _paragraph(self, group: list[Element]) -> None:
        if group[0].alone and self._spoken:
            # Without this it would be sung by whoever spoke last.
            self.paragraphs.append('<Paragraph Type="Action"><Text></Text></Paragraph>')
            self.length += 1
        self._spoken = group[-1].kind in SPOKEN and not group[-1].alone
        attributes = ' StartsNewPage="Yes"' if self._break else ""
        self._break = None
        if len(group) > 1:
            inner = "".join(paragraph_xml(element) for element in group)
            self.paragraphs.append(f"<Paragraph{attributes}><DualDialogue>{inner}</DualDialogue></Paragraph>")
        else:
            self.paragraphs.append(paragraph_xml(group[0], attributes))
        self.length += sum(len(shown_text(element)) + 1 for element in group)

    def _check(self, group: Sequence[Element]) -> None:
        if group[0].dual:
            self._problem(group[0], "no speech stands before this one to put it beside")
        for element in group:
            if element.kind is Kind.SECTION and element.depth > 4:
                self._problem(element, "a section deeper than four is written as the fourth level")
            if element.text != element.text.translate(_ILLEGAL):
                self._problem(element, "signs that XML forbids are left out")

    def _problem(self, element: Element, what: str) -> None:
        self._problems.append(_unwritten(element, what))


def _unwritten(element: Element, what: str) -> Diagnostic:
    shown = (element.text or element.key).strip().split("\n", maxsplit=1)[0][:40]
    message = f'"{shown}": {what}.' if shown else f"{what[0].upper()}{what[1:]}."
    return Diagnostic(element.line, "fdx-unwritable", message)


def cue_text(element: Element) -> str:
    """A cue with its extensions."""
    return element.text + "".join(f" ({extension})" for extension in element.extensions)


def shown_text(element: Element) -> str:
    """The text of an element without marks, as Final Draft counts it."""
    return plain(cue_text(element) if element.kind is Kind.CHARACTER else element.text).translate(_ILLEGAL)


def paragraph_xml(element: Element, attributes: str = "") -> str:
    """One paragraph."""
    type_ = f"Outline {min(4, element.depth)}" if element.kind is Kind.SECTION else TYPES[element.kind]
    if element.number:
        attributes += f" Number={quoteattr(element.number)}"
    if element.centered:
        attributes += ' Alignment="Center"'
    return f'<Paragraph{attributes} Type="{type_}">{texts_xml(element)}</Paragraph>'


def texts_xml(element: Element, attributes: str = "") -> str:
    """The `Text` children: one for each run of one style."""
    text = cue_text(element) if element.kind is Kind.CHARACTER else element.text
    pieces = runs(text)
    return "".join(
        f"<Text{attributes}{f' Style={quoteattr(run.style)}' if run.style else ''}>{_escaped(run.text)}</Text>"
        for run in pieces
    )


def _escaped(text: str) -> str:
    return escape(text.translate(_ILLEGAL))


def notes_xml(notes: Sequence[tuple[int, str]]) -> str:
    """The `ScriptNotes` element: offsets in the running text, and what the notes say."""
    return "\n".join(["  <ScriptNotes>", *(f"    {note_xml(*note)}" for note in notes), "  </ScriptNotes>"])


def note_xml(start: int, text: str) -> str:
    """One script note."""
    lines = "".join(f"<Paragraph><Text>{_escaped(line)}</Text></Paragraph>" for line in text.split("\n"))
    return f'<ScriptNote Range="{start},{start}">{lines}</ScriptNote>'
