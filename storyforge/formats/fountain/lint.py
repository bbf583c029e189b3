"""What in a parsed script is probably not what its author meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.formats.fountain.source import Source

_SPOKEN = frozenset({Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRIC})
_BETWEEN = frozenset({Kind.NOTE, Kind.BONEYARD})
_SURROGATE = re.compile("[\udc80-\udcff]")


def heading_needs_space(line: int, lenient: bool) -> Diagnostic:
    """A heading that touches text; read as a heading only when lenient."""
    read = "read as a heading all the same" if lenient else "read as action"
    return Diagnostic(
        line,
        "heading-spacing",
        f"This looks like a scene heading but has text directly before or after it; it is {read}.",
        "Put an empty line before and after it.",
    )


def diagnose(source: Source, elements: Sequence[Element]) -> Iterator[Diagnostic]:
    """Look through the elements and the file they come from."""
    yield from _undecodable(source)
    spoken: Element | None = None
    speech = False
    for index, element in enumerate(elements):
        if element.inline or element.kind in _BETWEEN:
            if element.kind is Kind.BONEYARD and not element.inline:
                yield from _comment_in_speech(element, spoken, elements[index + 1 : index + 2])
            continue
        if element.kind is Kind.CHARACTER:
            if element.dual and not speech:
                yield _dual_alone(element.line)
            speech = True
        elif element.kind not in _SPOKEN:
            if element.kind is Kind.SECTION and spoken is not None and spoken.last == element.line - 1:
                yield _section_in_speech(element.line)
            speech = False
        spoken = element if element.kind in _SPOKEN else None


def _comment_in_speech(comment: Element, spoken: Element | None, after: Sequence[Element]) -> Iterator[Diagnostic]:
    touches = spoken is not None and spoken.last == comment.line - 1
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
    yield Diagnostic(line, "encoding", "The file holds bytes that are not UTF-8; they are kept as they are.", "Save it as UTF-8.")


def _dual_alone(line: int) -> Diagnostic:
    return Diagnostic(line, "dual-alone", "This cue ends in ^ but no speech stands directly before it.", "Remove the ^.")


def _section_in_speech(line: int) -> Diagnostic:
    return Diagnostic(
        line,
        "section-in-speech",
        "A spoken line begins with #, which makes it a section.",
        "Begin the line with another sign; Fountain has no way to write a spoken # at its start.",
    )
