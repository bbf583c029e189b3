"""Scene headings taken apart, in every language of `templates/languages.yaml`.

Times are cut from the end part by part, what is left is places from the outermost in, and what is neither is a note.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.heading_words import Lexicon, Reading, fold_token, lexicon, prefix_of
from storyforge.formats.languages import language_named
from storyforge.model.heading import Heading

if TYPE_CHECKING:
    from storyforge.model.language import Language

# Spaces are taken from their first on and given back to none: else a line full of them would cost their square.
_GAP = r"(?<!\s)\s++"
_BRACKET = re.compile(rf"(?:{_GAP})?[(\[（【〔]([^()\[\]（）【】〔〕]*)[)\]）】〕]")
_DASH = re.compile(rf"{_GAP}[-–]{{1,2}}\s*|(?:{_GAP})?(?:[-–]{{1,2}}\s+|(?:--|—+)\s*|[・－―]\s*)")
_SLASH = re.compile(rf"{_GAP}/\s*|(?:{_GAP})?/\s+|(?<=\w{{3}})/(?=\w{{3}})|／")
_YEAR = re.compile(r"[12]\d{3}(?:\s*[-–]\s*\d{2,4})?s?")
_EDGES = " .,:;/\t\u3000．。、：，-–—"


def parse_heading(text: str, language: str | Language | None = None) -> Heading:
    """Take a scene heading apart, such as `INT. SMITH HOUSE - KITCHEN - NIGHT`; never fails.

    `language` adds the words of one language to the English ones. A heading that names no time leaves `time` empty:
    which time it inherits is known only from the scene before.

    Raises:
        UnknownNameError: there is no such language.
    """
    words = lexicon(language_named(language, lambda: text))
    text = unicodedata.normalize("NFC", text).strip()
    prefix, kinds, rest = prefix_of(text, words)
    rest = _once(prefix, rest)
    found = _Found(kinds=set(kinds))
    rest = _brackets(rest, words, found)
    parts = [part for piece in _DASH.split(rest) if (part := piece.strip(_EDGES))]
    parts = _cut_times(parts, words, found)
    parts = _cut_front(parts, words, found)
    places = _places(parts, words, found)
    interior, exterior = _inside(found.kinds)
    return Heading(prefix, interior, exterior, places, found.time, found.relative, tuple(dict.fromkeys(found.notes)))


@dataclass(slots=True)
class _Found:
    """What has been read so far; the first time and relation win, counted from the end of the heading."""

    kinds: set[str]
    time: str = ""
    relative: str = ""
    notes: list[str] = field(default_factory=list)

    def take(self, reading: Reading) -> None:
        self.time = self.time or reading.time
        self.relative = self.relative or reading.relative
        self.kinds.update(reading.kinds)
        self.notes.extend(reading.notes)


def _inside(kinds: set[str]) -> tuple[bool | None, bool | None]:
    if not kinds:
        return None, None
    both = "both" in kinds
    return both or "interior" in kinds, both or bool(kinds & {"exterior", "establishing"})


def _brackets(rest: str, words: Lexicon, found: _Found) -> str:
    for content in _BRACKET.findall(rest):
        whole = words.read(content.split())
        pieces = [whole] if whole else [words.read(piece.split()) for piece in re.split(r"[/,、・，／]", content)]
        if pieces and all(pieces):
            for reading in pieces:
                found.take(reading)  # type: ignore[arg-type]  # `all` has ruled out None
        elif content.strip():
            found.notes.append(content.strip())
    return _BRACKET.sub(" ", rest).strip(_EDGES)


def _cut_times(parts: list[str], words: Lexicon, found: _Found) -> list[str]:
    """Take times, relations and notes off the end: whole parts, then the last words of the part that is left."""
    while parts:
        part = parts[-1]
        pieces = [words.read(piece.split()) for piece in part.split("/")]
        first, dot, weather = part.partition(". ")
        if dot and len(parts) > 1 and (timed := words.read(first.split())):
            found.take(timed)
            found.notes.append(weather.strip(_EDGES))
        elif all(pieces):
            for reading in pieces:
                found.take(reading)  # type: ignore[arg-type]  # `all` has ruled out None
        elif len(parts) > 1 and (words.is_note(part) or _YEAR.fullmatch(part)):
            found.notes.append(part)
        else:
            break
        parts = parts[:-1]
    if parts:
        parts = [*parts[:-1], _cut_tail(parts[-1], words, found)]
    return parts


def _cut_front(parts: list[str], words: Lexicon, found: _Found) -> list[str]:
    """`JOUR - CUISINE` and `TAG / KÜCHE`, as some write: the time before the place."""
    if len(parts) == 1:
        parts = re.split(r"\.\s+", parts[0], maxsplit=1)
        if len(parts) == 1 or not words.read(parts[0].split()):
            return [". ".join(parts)]
    reading = words.read(parts[0].strip(" /").split()) if len(parts) > 1 and not found.time else None
    if reading is None or not reading.time:
        return parts
    found.take(reading)
    return parts[1:]


def _once(prefix: str, rest: str) -> str:
    """A prefix that is written twice counts once: `INT. INT. HALL`."""
    bare = prefix.strip(_EDGES)
    return re.sub(rf"^{re.escape(bare)}[.\s]\s*", "", rest, flags=re.IGNORECASE) if bare else rest


def _cut_tail(part: str, words: Lexicon, found: _Found) -> str:
    """`PARK, NIGHT` and `PARK NIGHT`: without a dash, where no time was found yet; a year behind a comma always."""
    tokens = part.split()
    if len(tokens) > 1 and _YEAR.fullmatch(tokens[-1]) and tokens[-2].endswith(","):
        found.notes.append(tokens.pop())
    if not found.time:
        for start in range(max(1, len(tokens) - 6), len(tokens)):
            reading = words.read(tokens[start:])
            if reading and (reading.time or reading.relative or reading.kinds):
                found.take(reading)
                tokens = tokens[:start]
                break
    return " ".join(tokens).strip(_EDGES)


def _places(parts: list[str], words: Lexicon, found: _Found) -> tuple[str, ...]:
    names = [name for part in parts for piece in _SLASH.split(part) if (name := piece.strip(_EDGES))]
    notes = [name for name in names[1:] if words.is_note(name)]
    found.notes.extend(notes)
    names = names[:1] + [name for name in names[1:] if name not in notes]
    if len(names) == 1 and ", " in names[0]:
        names = _turn(names[0], words)
    if names:
        names = [*_split_room(names[0], words), *names[1:]]
    return tuple(place for name in names if (place := words.without_article(name)))


def _turn(name: str, words: Lexicon) -> list[str]:
    """`KITCHEN, SMITH HOUSE` is the kitchen of the house; `LONDON, BAKER STREET` is in order already."""
    first, second = (piece.strip(_EDGES) for piece in name.split(", ", 1))
    tokens = [fold_token(token) for token in second.split()]
    owned = bool(tokens) and tokens[-1].endswith(("'s", "s'"))
    return [second, first] if owned or words.buildings.intersection(tokens) else [first, second]


def _split_room(name: str, words: Lexicon) -> list[str]:
    """`SMITH HOUSE KITCHEN` without a dash: split behind the last building, if a room follows."""
    tokens = name.split()
    folded = [fold_token(token).removesuffix("'s") for token in tokens]
    if not folded or folded[-1] not in words.rooms:
        return [name]
    for cut in range(len(tokens) - 1, max(0, len(tokens) - 4), -1):
        if folded[cut - 1] in words.buildings and folded[cut] != "of":
            master = re.sub(r"['’]s$", "", " ".join(tokens[:cut]), flags=re.IGNORECASE)
            return [master, " ".join(tokens[cut:])]
    return [name]
