"""What is in a book and is not its story: headings, tables of contents, prefaces, dedications, licences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.providers.offline.condense.lexicon import length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.tasks.survey import Section

_NUMBER = re.compile(r"(?:\d+|(?=[cdilmvx])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))(?!\w)")
_CLOSED = re.compile(r"[.!?:;,…。！？؟۔।\"“”’'»)」』\u2014\u2013-][_*]*$")
_MOST_FRONT = 0.2
"""What stands before the first numbered chapter is no longer front matter if it is more of the book than this."""
_LONG_TITLE = 14
"""Characters of a title that is no common word: two in one paragraph make it a list of titles."""
_FIRST = 4
"""Paragraphs of a section among which a list of titles may stand."""
_NUMBERED = 3
"""Sections with a number from which on a book counts as divided by them."""


def is_heading(flat: str) -> bool:
    """Whether a paragraph is a heading or an ornament: no letters, all capitals, or short without a mark at its end."""
    if not any(char.isalpha() for char in flat) or flat == flat.upper() != flat.lower():
        return True
    return len(flat) < 70 and not _CLOSED.search(flat)


def is_verse(block: str) -> bool:
    """Whether a paragraph is verse: at least three short lines, most of which begin with a capital."""
    lines = [line.strip(' \t_>"“«') for line in block.split("\n") if line.strip()]
    if len(lines) < 3 or sum(map(len, lines)) > 52 * len(lines):
        return False
    return sum(line[:1].isupper() for line in lines) * 4 >= 3 * len(lines)


class Front:
    """Which sections and paragraphs of a book belong to its story."""

    def __init__(self, sections: Sequence[Section], words: Lexicon) -> None:
        """Look over the titles of all sections."""
        self._words = words
        self._front, self._numbered = words.words("front"), words.words("numbered")
        self._titles = frozenset(_bare(section.title) for section in sections) - {""}
        self._long_titles = sorted(title for title in self._titles if len(title) >= _LONG_TITLE)
        self._story = self._told(sections)
        self.within = False

    def section(self, index: int) -> bool:
        """Whether a section belongs to the story; what began within the one before is over."""
        self.within = False
        return self._story[index]

    def heading(self, flat: str) -> bool:
        """Whether a paragraph repeats a title, or heads matter that is no story; then what follows is none either."""
        if len(flat) > 160:
            return False
        bare = _bare(flat)
        if bare in self._titles:
            self.within = False
            return True
        if flat == flat.upper() != flat.lower() or (is_heading(flat) and len(flat) < 40):
            if self._is_front(bare):
                self.within = True
                return True
            if self._is_numbered(bare):
                self.within = False
        return False

    def is_story(self, flat: str, number: int) -> bool:
        """Whether a paragraph is told; the first of a section may be what is left of its title, or a list of titles."""
        opening = next((char for char in flat if char.isalnum()), "")
        if number == 0 and (opening.islower() or (not _CLOSED.search(flat) and length(flat) < 60)):
            return False
        if number >= _FIRST:
            return True
        bare = _bare(flat)
        return sum(title in bare for title in self._long_titles) < 2

    def _told(self, sections: Sequence[Section]) -> list[bool]:
        numbered = [self._is_numbered(_bare(section.title)) for section in sections]
        total = sum(len(section.text) for section in sections) or 1
        first = numbered.index(True) if sum(numbered) >= _NUMBERED else 0
        before = sum(len(section.text) for section in sections[:first])
        if before > _MOST_FRONT * total:
            first = 0
        told = [self._is_told(section, index < first) for index, section in enumerate(sections)]
        return told if any(told) else [True] * len(told)

    def _is_told(self, section: Section, early: bool) -> bool:
        bare = _bare(section.title)
        if self._words.words("prologue") & set(bare.split()):
            opening = set(_bare(section.text[:400]).split())
            return not opening & self._words.words("address")
        return not early and not self._is_front(bare)

    def _is_front(self, bare: str) -> bool:
        parts = bare.split()
        if not parts or len(parts) > 12 or self._is_numbered(bare):
            return False
        return parts[0] in self._front or (len(parts) <= 4 and bool(self._front & set(parts)))

    def _is_numbered(self, bare: str) -> bool:
        parts = bare.split()
        return bool(parts) and (parts[0] in self._numbered or bool(_NUMBER.match(bare)))


def _bare(text: str) -> str:
    return " ".join(text.lower().strip(" _*#.:").replace(".", " ").split())
