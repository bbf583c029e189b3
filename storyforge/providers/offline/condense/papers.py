"""Letters and diaries in a novel: who writes and when, as far as their headings say it.

A heading opens a paper, a signature ends it; what a heading does not say is not known. A paper within a paper is held
to be the innermost one; where it ends without a signature nobody can tell, so a new section or heading forgets it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.words import either, straight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.providers.offline.condense.lexicon import Lexicon

DATED = 4
"""Dated paragraphs from which on a book is a diary, or has one."""
MOST_BESIDE = 5
"""Words of a place or a day beside a date that is a heading by itself."""
LONGEST = 14
"""Words of the longest heading of a paper."""
_LONGEST_LINE = 160
_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'-]*|of|de|del|van|von|la)"
_MARKS = " _*\"'()[].,;:\u2014\u2013-"


class Rules(NamedTuple):
    """Patterns of one language."""

    owner: re.Pattern[str]
    sender: re.Pattern[str]
    paper: re.Pattern[str]
    dated: re.Pattern[str]
    date: re.Pattern[str]


def rules(words: Lexicon) -> Rules:
    """How papers are headed and dated in a language."""
    paper = either(sorted(words.words("papers")))
    source, target = either(sorted(words.words("from"))), either(sorted(words.words("addressed")))
    month = words.months or r"(?!)"
    date = (
        rf"\d{{1,2}}(?:st|nd|rd|th|º|\.)?(?: de)? (?:{month})\b\.?(?:,?(?: de)? \d{{2,4}}\b)?"
        rf"|(?:{month})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?"
    )
    run = rf"({_NAME}(?: {_NAME}){{0,4}}?)"
    return Rules(
        owner=re.compile(rf"(?i:\b(?:{paper})\b (?:{source}) ){run}$|{run}'[sS] (?:\w+ )?(?i:{paper})\b"),
        sender=re.compile(
            rf"(?i:^(?:{paper})\b)[^\w]*(?:\w+ (?:(?i:{source})) |(?i:{source}) )?{run},? (?i:{target}) "
            rf"|(?i:\b(?:{paper})\b.*? (?:{source}) ){run}(?:,? (?i:{target}) |$)"
        ),
        paper=re.compile(rf"(?i:\b(?:{paper})\b)"),
        dated=re.compile(rf"[_*\"“\s]*(?P<date>{date})(?P<rest>[^\n]{{0,60}}?)[_*.\"”]*\s*(?:--+|[—–])\s*"),
        date=re.compile(date),
    )


class Papers:
    """Who writes the paragraph at hand, and its date; paragraphs are shown to it in order."""

    def __init__(self, words: Lexicon, texts: Iterable[str] = ()) -> None:
        """Nobody writes yet. Dates count only in a paper, or where `texts` date their paragraphs again and again."""
        self._rules = rules(words)
        dated = (line for text in texts for line in text.split("\n") if self._rules.dated.match(line[:_LONGEST_LINE]))
        self._diary = sum(1 for _ in dated) >= DATED
        self._never = words.words("no_names")
        chapter = either(sorted(words.words("numbered") - words.words("papers")))
        self._numbering = re.compile(rf"(?i:{chapter})\b\s*(?:[ivxlcdm]+|\d+|\w+)\b[.:—–-]*\s*", re.IGNORECASE)
        self._numbered, self._papers = words.words("numbered"), words.words("papers")
        self.writer = ""
        self.dated = ""
        self._open = False

    def section(self, title: str) -> None:
        """A new section: its title may head a paper; else nothing is known."""
        self.writer = self.dated = ""
        self._open = False
        self.heading(self._numbering.sub("", title.strip(" _*#")))

    def heading(self, text: str) -> bool:
        """Whether a short paragraph heads a paper; then its writer and date hold from here on."""
        if len(text) > _LONGEST_LINE:
            return False
        bare = straight(text).strip(_MARKS)
        if not bare or len(bare.split()) > LONGEST:
            return False
        if text.startswith(("(", "[")) and text.rstrip("_*.").endswith((")", "]")):
            # Such as `(Kept in shorthand.)`: it says something of the heading before it.
            return self._rules.paper.search(bare) is not None
        found = self._rules.date.search(bare)
        named = self._writer(bare) if self._is_set_apart(text.strip(), bare) else None
        if named is None:
            return bool(found) and self._only_date(bare)
        self.writer, self.dated, self._open = named, found[0].rstrip(".") if found else "", True
        return True

    def _writer(self, bare: str) -> str | None:
        """The writer that a heading names, empty where it names none, nothing where it heads no paper."""
        if not self._rules.paper.search(bare) or bare.split(maxsplit=1)[0].lower() in self._numbered - self._papers:
            return None
        found = self._rules.sender.search(bare) or self._rules.owner.search(bare)
        if not found:
            return "" if len(bare.split()) < 8 and not bare.endswith(("?", "!")) else None
        name = next((value for value in found.groups() if value), "")
        return " ".join(_spelt(word) for word in name.strip(_MARKS).split())

    def _is_set_apart(self, text: str, bare: str) -> bool:
        """Whether a paragraph is set as headings are, or is one by its form: `He tore the letter in two.` is none."""
        if text[:1] in "_*#" or text == text.upper() != text.lower() or text.rstrip('_*"”’)')[-1:] not in ".!?…":
            return True
        owned = self._rules.owner.match(bare)
        first = bare.split(maxsplit=1)[0].strip(",.:").lower()
        return first in self._papers or (owned is not None and len(bare[owned.end() :].split()) <= 2)

    def _only_date(self, bare: str) -> bool:
        found = self._rules.date.search(bare)
        if not found or not (self._open or self._diary):
            return False
        rest = (bare[: found.start()] + bare[found.end() :]).split()
        if len(rest) > MOST_BESIDE or any(word[:1].islower() for word in rest):
            return False
        self.dated = found[0].rstrip(".")
        return True

    def date_of(self, text: str) -> int:
        """Where the text of a paragraph begins behind a date such as `_3 May._--`; the date holds from here on."""
        found = self._rules.dated.match(text)
        if not found or not (self._open or self._diary):
            return 0
        self.dated = found["date"].rstrip(".")
        return found.end()

    def signature(self, text: str) -> bool:
        """Whether a paragraph is a signature; behind it nobody is known to write."""
        if not self._open or len(text) > _LONGEST_LINE:
            return False
        bare = straight(text).strip(_MARKS + "'!")
        parts = bare.split()
        named = {part.strip(_MARKS).lower() for part in parts}
        own = not self.writer or bool(named & {part.lower() for part in self.writer.split()})
        signed = 0 < len(parts) <= 4 and all(part[:1].isupper() for part in parts) and not named & self._never
        if signed and own:
            self.writer = self.dated = ""
            self._open = False
        return signed and own


def _spelt(word: str) -> str:
    return word.capitalize() if word.isupper() and len(word.strip(".")) > 1 else word
