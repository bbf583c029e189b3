"""What a language brings to a script: the words of its headings, its speech rate, its direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class SpeechUnit(StrEnum):
    """What a speech rate counts."""

    WORD = "word"
    SYLLABLE = "syllable"
    CHARACTER = "character"


@dataclass(frozen=True)
class HeadingWords:
    """How a scene heading begins.

    Words for an interior, an exterior, both and an establishing shot need a dot or a space after them; bare `markers`,
    such as `○`, need nothing.
    """

    interior: tuple[str, ...] = ()
    exterior: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    establishing: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Language:
    """One language of `templates/languages.yaml`.

    In headings, `qualifiers` stand beside a time, `numerals` count, `articles` stand before a place, `heading_notes`
    are no place (`MONTAGE`), `buildings` hold rooms, and `rooms` lie in them. `times`, `relative` and `extensions` map
    a word as written to its canonical English form (`TAG` to `DAY`). `rate` is in `unit`s a second. `cue_length` is the
    longest line, in characters, that may be read as a cue in a script without capitals. `function_words` and `letters`
    are for detection only.
    """

    code: str
    name: str
    direction: str = "ltr"
    headings: HeadingWords = field(default_factory=HeadingWords)
    times: Mapping[str, str] = field(default_factory=dict)
    relative: Mapping[str, str] = field(default_factory=dict)
    qualifiers: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    heading_notes: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    transitions: tuple[str, ...] = ()
    extensions: Mapping[str, str] = field(default_factory=dict)
    caseless: bool = False
    cue_length: int = 24
    unit: SpeechUnit = SpeechUnit.SYLLABLE
    rate: float = 6.0
    vowels: str = ""
    fonts: tuple[str, ...] = ()
    script: str = "latin"
    function_words: tuple[str, ...] = ()
    letters: str = ""
