"""What in a parsed script is probably not what its author meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.model.furniture import is_furniture
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.formats.fountain.source import Source
    from storyforge.model.language import Language

_SPOKEN = frozenset({Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRIC})
_DOUBLED = re.compile(r"\s*((?:INT|EXT)\.)\s*\1", re.IGNORECASE)
_SURROGATE = re.compile("[\udc80-\udcff]")


def heading_needs_space(line: int, *, lenient: bool) -> Diagnostic:
    """A heading that touches text; it is read as a heading only when lenient."""
    read = "It is read as a heading all the same" if lenient else "It is read as action"
    return Diagnostic(
        line,
        "heading-spacing",
        f"This looks like a scene heading but touches the text before or after it. {read}.",
        "Put an empty line before and after it.",
    )


def diagnose(source: Source, elements: Sequence[Element], language: Language | None = None) -> Iterator[Diagnostic]:
    """Look through the elements and the file they come from."""
    yield from _undecodable(source)
    yield from _of_paper(elements, classify.words_of(language))
    before: Element | None = None
    speech = False
    for index, element in enumerate(elements):
        kind = element.kind
        if kind is Kind.BONEYARD or kind is Kind.NOTE:
            if kind is Kind.BONEYARD and not element.inline:
                yield from _comment_in_speech(element, before, elements[index + 1 : index + 2])
            continue
        if kind is Kind.CHARACTER:
            if element.dual and not speech:
                yield Diagnostic(
                    element.line,
                    "dual-alone",
                    "This cue ends in ^ but no speech stands directly before it.",
                    "Remove the ^.",
                )
            speech = True
        elif kind not in _SPOKEN:
            if kind is Kind.SECTION:
                yield from _section_in_speech(element, before)
            speech = False
        before = element


def _of_paper(elements: Sequence[Element], words: classify.Words) -> Iterator[Diagnostic]:
    """What is left of a printed page: headings with numbers before them, and page furniture."""
    furniture = []
    for element in elements:
        if element.kind is Kind.SCENE_HEADING and (doubled := _DOUBLED.match(element.text)):
            yield Diagnostic(
                element.line,
                "heading-doubled",
                f"The heading says {doubled.group(1)} twice.",
                "Take one of them out.",
            )
        if element.forced or element.kind not in {Kind.ACTION, Kind.CHARACTER}:
            continue
        if is_furniture(element.text):
            furniture.append(element)
        for offset, line in enumerate(element.text.split("\n")):
            if classify.numbered_heading(line, words):
                yield Diagnostic(
                    element.line + offset,
                    "heading-number",
                    "This looks like a scene heading with a number before it. It is read as action.",
                    "Write the number behind it, like: INT. KITCHEN - DAY #12#",
                )
    if furniture:
        shown = furniture[0].text.strip().partition("\n")[0]
        lines = f"{len(furniture)} lines like this are" if len(furniture) > 1 else "This line is"
        yield Diagnostic(
            furniture[0].line,
            "page-furniture",
            f'"{shown}": {lines} left from a printed page, and left out of the scenes.',
            "Remove it, or put ! before it if it is meant.",
        )


def _section_in_speech(section: Element, before: Element | None) -> Iterator[Diagnostic]:
    if before is not None and before.kind in _SPOKEN and before.last == section.line - 1:
        yield Diagnostic(
            section.line,
            "section-in-speech",
            "A line under a speech begins with #, which makes it a section.",
            "If it is spoken, begin it with another sign: Fountain has no way to write a spoken # at its start.",
        )


def _comment_in_speech(comment: Element, before: Element | None, after: Sequence[Element]) -> Iterator[Diagnostic]:
    touches = before is not None and before.kind in _SPOKEN and before.last == comment.line - 1
    if touches and after and after[0].line == comment.last + 1 and after[0].kind is Kind.ACTION:
        yield Diagnostic(
            comment.line,
            "boneyard-ends-speech",
            "A boneyard alone on its line counts as an empty line, so the speech ends here.",
            "Put it at the end of a spoken line, or use a note.",
        )


def _undecodable(source: Source) -> Iterator[Diagnostic]:
    if source.codec != "utf-8" or source.text.isascii() or not _SURROGATE.search(source.text):
        return
    line = next(number for number, raw in enumerate(source.raw, 1) if _SURROGATE.search(raw))
    message = "The file holds bytes that are not UTF-8; they are kept as they are."
    yield Diagnostic(line, "encoding", message, "Save it as UTF-8.")
