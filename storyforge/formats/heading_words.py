"""The words of scene headings: which ones open a heading, and which are times, relations, qualifiers or notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.languages import fold, languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.model.language import Language

_KINDS = ("both", "interior", "exterior", "establishing")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_AFTER = r"(?=[\s.:：．。、/\-–—]|$)"
_MARKED = r"\s*(?:\d+|[一二三四五六七八九十百]+)?\s*[.、．:：)]?"
_NUMBERED = re.compile(r"(?:\d+\s*[/、．.:：)\-]\s*|第\s*(?:\d+|[一二三四五六七八九十百]+)\s*[场場]\s*)")
# Hours at which a part of the day begins, for headings that give the clock.
_HOURS = ((5, "NIGHT"), (12, "MORNING"), (17, "AFTERNOON"), (21, "EVENING"), (24, "NIGHT"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run of words says; empty fields say nothing."""

    time: str = ""
    relative: str = ""
    kinds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    role: str
    canonical: str


class Lexicon:
    """The words of English and of one more language, whose own meaning of a word comes first."""

    def __init__(self, own: Language | None) -> None:
        english = languages()["en"]
        packs = [english] if own is None or own.code == "en" else [own, english]
        self._phrases: dict[str, list[_Phrase]] = {}
        for phrase in _phrases(packs):
            self._phrases.setdefault(phrase.words[0], []).append(phrase)
        for found in self._phrases.values():
            found.sort(key=lambda phrase: -len(phrase.words))
        self._notes = {tuple(map(fold_token, note.split())) for pack in packs for note in pack.heading_notes}
        self._numerals = {fold_token(word) for pack in packs for word in pack.numerals}
        self._articles = {fold_token(article) for pack in packs for article in pack.articles}
        self.buildings = frozenset(fold_token(word) for pack in packs for word in pack.buildings)
        self.rooms = frozenset(fold_token(word).split()[-1] for pack in packs for word in pack.rooms)
        self.prefix = _prefix_pattern(packs)
        self.prefix_kinds = _prefix_kinds(packs)
        self.markers = tuple(fold(marker) for pack in packs for marker in pack.headings.markers)
        self.numbered = own is not None and own.code != "en"

    def read(self, tokens: Sequence[str]) -> Reading | None:
        """Read words that are, all of them, about time or about inside and outside; nothing if one of them is not."""
        written = " ".join(tokens).strip(" .,;:")
        folded = [word for token in tokens if (word := fold_token(token))]
        if not folded or len(folded) > 8:
            return None
        clock = _clock(written)
        reading = clock or self._read(folded)
        if reading is None or not (reading.time or reading.relative or reading.kinds):
            return None
        # What was counted (TEN YEARS LATER, DAY TWO) says more than its canonical form, so it stays as a note.
        counted = any(word.isdigit() or word in self._numerals for word in folded)
        return (
            replace(reading, notes=(written,))
            if (counted or reading.relative == "DAYS LATER") and not clock
            else reading
        )

    def _read(self, words: list[str]) -> Reading | None:
        if not words:
            return Reading()
        for phrase in (*self._phrases.get(words[0], ()), *self._phrases.get("*", ())):
            for taken in _lengths(phrase.words, words):
                rest = self._read(words[taken:])
                if rest is not None:
                    return _joined(phrase, rest)
        if len(words) == 1 and (words[0].isdigit() or words[0] in self._numerals):
            return Reading()
        return None

    def is_note(self, part: str) -> bool:
        """Whether a part of a heading is a note, such as MONTAGE or INTERCUT WITH."""
        words = tuple(word for token in part.split() if (word := fold_token(token)))
        if words in self._notes:
            return True
        starred = (note for note in self._notes if "*" in note)
        return any(len(words) in _lengths(note, list(words)) for note in starred)

    def without_article(self, name: str) -> str:
        """A place without the article before it."""
        first, _, rest = name.partition(" ")
        return rest if rest and fold_token(first) in self._articles else name


@lru_cache(maxsize=64)
def lexicon(language: Language | None) -> Lexicon:
    """The lexicon of a language, made once."""
    return Lexicon(language)


def fold_token(token: str) -> str:
    """A word of a heading, folded, without punctuation at its ends."""
    return fold(token).strip(" .,;:!…．。、：，")


def prefix_of(text: str, words: Lexicon) -> tuple[str, tuple[str, ...], str]:
    """The opening word of a heading as written, what it says about inside and outside, and the rest of the heading."""
    folded: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for piece in fold(char):
            folded.append(piece)
            origin.append(index)
    line = "".join(folded)
    start = _opening(line, words)
    match = words.prefix.match(line, start)
    end = match.end() if match else start
    kinds = tuple(words.prefix_kinds[word] for word in match.groups() if word) if match else ()
    cut = origin[end] if end < len(origin) else len(text)
    return text[:cut].strip(), kinds, text[cut:].strip(" .:．。、：-–—/\t\u3000")


def _opening(line: str, words: Lexicon) -> int:
    """The end of a marker (`○`, `S#12.`) or of a number written before the heading (`20、`)."""
    for marker in words.markers:
        if line.startswith(marker):
            match = re.compile(_MARKED).match(line, len(marker))
            return match.end() if match else len(marker)
    match = _NUMBERED.match(line) if words.numbered else None
    return match.end() if match else 0


def _prefix_kinds(packs: list[Language]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for pack in packs:
        for kind in _KINDS:
            for word in getattr(pack.headings, kind):
                kinds.setdefault(fold(word).rstrip("."), kind)
    return kinds


def _prefix_pattern(packs: list[Language]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_prefix_kinds(packs), key=lambda word: (-len(word), word)))
    return re.compile(rf"({words})\.?{_AFTER}(?:\s*[/-]\s*({words})\.?{_AFTER})?\.?")


def _phrases(packs: list[Language]) -> Iterable[_Phrase]:
    seen: set[tuple[str, ...]] = set()
    for pack in packs:
        tables = (("time", pack.times), ("relative", pack.relative), ("qualifier", dict.fromkeys(pack.qualifiers, "")))
        kinds = {word: kind for kind in _KINDS for word in getattr(pack.headings, kind)}
        for role, table in (*tables, ("kind", kinds)):
            for written, canonical in table.items():
                words = tuple(fold_token(word) for word in written.split())
                if words not in seen or role == "qualifier":
                    seen.add(words)
                    yield _Phrase(words, role, canonical)


def _joined(phrase: _Phrase, rest: Reading) -> Reading:
    """One more phrase before what was read already; the first time and the first relation of a part win."""
    match phrase.role:
        case "time":
            return replace(rest, time=phrase.canonical)
        case "relative":
            return replace(rest, relative=phrase.canonical)
        case "kind":
            return replace(rest, kinds=(phrase.canonical, *rest.kinds))
        case _:
            return rest


def _lengths(phrase: Sequence[str], words: Sequence[str]) -> list[int]:
    """How many words a phrase can take from the front; a star takes one to four."""
    if not phrase:
        return [0]
    if phrase[0] != "*":
        fits = bool(words) and words[0] == phrase[0]
        return [1 + more for more in _lengths(phrase[1:], words[1:])] if fits else []
    return [taken + more for taken in range(1, min(4, len(words)) + 1) for more in _lengths(phrase[1:], words[taken:])]


def _clock(written: str) -> Reading | None:
    """`5:30 AM` and `17.45`: the clock stays as a note, the part of the day is read from the hour."""
    match = _CLOCK.fullmatch(written)
    if match is None or not (match.group(2) or match.group(3)):
        return None
    hour = int(match.group(1))
    if match.group(3):
        hour = hour % 12 + (12 if match.group(3).lower().startswith("p") else 0)
    if hour >= 24:
        return None
    return Reading(time=next(name for end, name in _HOURS if hour < end), notes=(written,))
