"""The script as the breakdown reads it: sentences of action and speeches, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.fountain.emphasis import plain
from storyforge.formats.languages import canonical_extension, languages
from storyforge.formats.prose import sentences
from storyforge.providers.offline.words import Word, spelt, straight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.providers.offline.breakdown.lexicon import Lexicon
    from storyforge.tasks.breakdown import BreakdownContext


HEARD = frozenset({"V.O.", "O.S.", "O.C.", "FILTERED", "PRE-LAP"})
"""Extensions of a cue whose speaker is not in the picture."""


class Place(NamedTuple):
    """Where in the script: index of the scene and of the piece in it. Compares in script order."""

    scene: int
    piece: int


@dataclass(frozen=True)
class Passage:
    """One sentence of action, or of a direction within a speech.

    `quote` is verbatim; `shown` is without emphasis; `text` also has straight quotes, letter for letter with `shown`.
    `offset` is the place in the paragraph, in letters.
    """

    at: Place
    number: str
    quote: str
    shown: str
    text: str
    offset: int = 0
    speaker: str = ""

    @cached_property
    def words(self) -> list[Word]:
        """The words of `text`."""
        return spelt(self.text)

    @cached_property
    def capitals(self) -> list[tuple[int, int]]:
        """Runs of words in capitals, as spans of `text`; none where all of it is in capitals."""
        return capital_runs(self.text, self.words)


class Spoken(NamedTuple):
    """A speech: its cue as written, how much is said, and whether it is only heard (V.O., O.S.)."""

    at: Place
    number: str
    cue: str
    size: int
    heard: bool = False


@dataclass(frozen=True)
class Reading:
    """All passages and speeches in script order."""

    passages: tuple[Passage, ...]
    speeches: tuple[Spoken, ...]
    scenes: int


def read(context: BreakdownContext, lexicon: Lexicon) -> Reading:
    """Cut the script into passages and speeches."""
    passages: list[Passage] = []
    speeches: list[Spoken] = []
    for at, number, text, cue in _texts(context, speeches):
        offset = 0
        for quote in sentences(text, lexicon.language):
            shown = plain(quote)
            passages.append(Passage(at, number, quote, shown, straight(shown), offset, cue))
            offset += len(quote) + 1
    return Reading(tuple(passages), tuple(speeches), len(context.scenes))


def _texts(context: BreakdownContext, speeches: list[Spoken]) -> Iterator[tuple[Place, str, str, str]]:
    pack = languages().get(context.language.partition("-")[0].lower())
    for row, scene in enumerate(context.scenes):
        for column, piece in enumerate(scene.pieces):
            at = Place(row, column)
            if piece.kind == "action":
                yield at, scene.number, piece.text, ""
            elif piece.kind == "speech":
                heard = any(canonical_extension(extension, pack) in HEARD for extension in piece.extensions)
                speeches.append(Spoken(at, scene.number, piece.name, len(piece.words.split()), heard))
                for part in piece.parts:
                    if part.kind == "parenthetical":
                        yield at, scene.number, part.text, piece.name


def capital_runs(text: str, spelt_words: list[Word]) -> list[tuple[int, int]]:
    """Spans of neighbouring words in capitals; one letter counts only inside a run, as in `J. R. HOLT`."""
    runs: list[tuple[int, int]] = []
    lower = False
    for word in spelt_words:
        bare = word.text.removesuffix("'s")
        if not bare.isupper():
            lower = lower or word.text[-1].islower()
            continue
        joins = bool(runs) and text[runs[-1][1] : word.start] in (" ", ". ", ' "', '" ')
        if joins:
            runs[-1] = (runs[-1][0], word.end)
        elif len(bare) > 1 or text[word.end : word.end + 2] == ". ":
            runs.append((word.start, word.end))
    if not lower and len(spelt_words) > 4:
        return []
    return [(start, _end(text, start, end)) for start, end in runs if end - start > 1]


def _end(text: str, start: int, end: int) -> int:
    return end - 2 if text[start:end].lower().endswith("'s") else end
