"""Screenplays in plain text: written as Fountain, or set in columns with spaces as on a typewriter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.formats.documents.columns import screenplay_of
from storyforge.formats.documents.printed import Cell, Line
from storyforge.formats.documents.scripts import built, script_document
from storyforge.formats.fountain import parse
from storyforge.model.screenplay import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.formats.documents.document import Document
    from storyforge.formats.documents.encodings import Decoded

_LETTER = 7.2
"""Points of a letter in Courier 12, which the columns of craft 1 are measured in."""
_LINE = 12.0
_TOGETHER = re.compile(r"\S+(?: {1,2}\S+)*+")
_INDENTED = 8
"""Spaces before a cue, at least, where a script is set in columns."""


def script_of(path: str, decoded: Decoded, language: str) -> Document | None:
    """A screenplay, or None where the text has no speeches under its headings."""
    note = "Read as a screenplay by its headings and speeches, a guess: look through the Fountain text."
    lines = list(_lines(decoded.text))
    edges = {round(line.x) for line in lines}
    if max(edges, default=0) - min(edges, default=0) >= _INDENTED * _LETTER:
        script = screenplay_of(lines, language)
        if script is not None:
            return built(path, script, language, (*decoded.notes, note))
    kinds = [element.kind for element in parse(decoded.text, language or None).elements]
    if kinds.count(Kind.SCENE_HEADING) < 2 or kinds.count(Kind.DIALOGUE) < kinds.count(Kind.SCENE_HEADING) / 2:
        return None
    return script_document(
        path,
        decoded.text,
        language,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        notes=(*decoded.notes, note),
    )


def _lines(text: str) -> Iterator[Line]:
    """Lines with their places on paper; words far apart on one line are cells of their own."""
    for row, line in enumerate(text.expandtabs(4).split("\n")):
        pieces = [(piece.start(), " ".join(piece[0].split())) for piece in _TOGETHER.finditer(line)]
        cells = tuple(Cell(start * _LETTER, shown, len(shown) * _LETTER) for start, shown in pieces)
        if cells:
            yield Line(0, -row * _LINE, _LINE, cells)
