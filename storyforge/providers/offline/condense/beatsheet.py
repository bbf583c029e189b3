"""The rule `beatsheet` for a book: every paragraph of the approved telling is a beat, with what could stand instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.formats.prose import sentences
from storyforge.model.beats import Beat, RunnerUp, Source
from storyforge.providers.offline.condense.acts import act_at, step_of
from storyforge.providers.offline.condense.lexicon import Lexicon, lexicon, numbers
from storyforge.providers.offline.words import table
from storyforge.tasks.beatsheet import FEWEST, MOST, BeatSheetOutput
from storyforge.tasks.gaps import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.tasks.beatsheet import BeatSheetContext
    from storyforge.tasks.survey import Passage

_BLOCK = re.compile(r"[^\s][^\n]*(?:\n[ \t]*[^\s][^\n]*)*")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_RULE = re.compile(r"[-*_\s]{3,}$")
_LANGUAGES = ("en", "es", "de", "fr")
_PART = 24
"""Characters of a paragraph's longest sentence from which on it tells that a passage was edited."""


@dataclass(frozen=True)
class _Piece:
    """What becomes a beat: the words of the telling, the passages of the book in them, their place, the act."""

    text: str
    quote: str
    passages: tuple[Passage, ...]
    share: float
    act: str


def beats_of_book(context: BeatSheetContext) -> BeatSheetOutput:
    """15 to 30 beats in the order of the telling, each with up to five passages that could stand in its place.

    A paragraph that is in the book word for word has its origin; one that its author wrote or changed has none. Too
    many are merged with their neighbours; too few are filled up with passages between them, then split.
    """
    words = lexicon(context.brief.language)
    pool = context.survey.passages if context.survey else ()
    pieces = _pieces(context.telling, pool, words)
    pieces = _fewer(pieces)
    pieces = _more(pieces, pool, words)
    return BeatSheetOutput(beats=_beats(pieces, pool, context))


def _pieces(telling: str, pool: Sequence[Passage], words: Lexicon) -> list[_Piece]:
    """The paragraphs of a telling; headings name the act, the line that says what it is tells nothing."""
    notes = {_flat(table("condense", code)["says"]["note"]) for code in _LANGUAGES}
    index = _Index(pool, words)
    found: list[_Piece] = []
    act = ""
    for block in _BLOCK.finditer(telling):
        flat = _flat(block[0])
        if flat.strip("#*_> ") in notes or _RULE.match(flat):
            continue
        heading = _HEADING.match(flat)
        if heading:
            act = heading[1]
        else:
            found.append(_Piece(flat, flat, index.within(flat), -1.0, act))
    return _placed(found)


def _placed(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces with their shares: the book's where it is known, else between those of their neighbours."""
    known = {i: float(piece.passages[0].share) for i, piece in enumerate(pieces) if piece.passages}
    placed = []
    for number, piece in enumerate(pieces):
        before = max((i for i in known if i <= number), default=None)
        after = min((i for i in known if i >= number), default=None)
        if before is None and after is None:
            share = number / max(1, len(pieces) - 1)
        elif before is None or after is None or known[after] < known[before]:
            share = known[before if before is not None else after or 0]
        else:
            width = max(1, after - before)
            share = known[before] + (known[after] - known[before]) * (number - before) / width
        placed.append(replace(piece, share=share))
    return placed


class _Index:
    """Finds passages of the pool in paragraphs, whole or as what is left of them."""

    def __init__(self, pool: Sequence[Passage], words: Lexicon) -> None:
        self._words = words
        self._by_sentence: dict[str, Passage] = {}
        for passage in pool:
            for sentence in (passage.text, *sentences(passage.text, words.code)):
                if len(sentence) >= _PART or sentence == passage.text:
                    self._by_sentence.setdefault(sentence, passage)

    def within(self, flat: str) -> tuple[Passage, ...]:
        """The passages whose sentences, whole, make up a paragraph; nothing where it has a sentence of its own."""
        if flat in self._by_sentence:
            return (self._by_sentence[flat],)
        found: dict[int, Passage] = {}
        rest = flat
        for sentence in sentences(flat, self._words.code):
            passage = self._by_sentence.get(sentence)
            if passage is None and not any(sentence in known.text for known in found.values()):
                return ()
            if passage is not None:
                found.setdefault(passage.offset, passage)
                rest = rest.replace(sentence, "", 1)
        return tuple(found.values())


def _fewer(pieces: list[_Piece]) -> list[_Piece]:
    """At most 30: the shortest two neighbours of one act are put together until they are few enough."""
    pieces = list(pieces)
    while len(pieces) > MOST:
        pairs = [
            (pieces[i].act != pieces[i + 1].act, len(pieces[i].text) + len(pieces[i + 1].text), i)
            for i in range(len(pieces) - 1)
        ]
        *_, at = min(pairs)
        one, other = pieces[at], pieces[at + 1]
        pieces[at : at + 2] = [
            _Piece(
                f"{one.text} {other.text}",
                f"{one.quote} {other.quote}",
                (*one.passages, *other.passages),
                one.share,
                one.act,
            )
        ]
    return pieces


def _more(pieces: list[_Piece], pool: Sequence[Passage], words: Lexicon) -> list[_Piece]:
    """At least 15 where the book has enough: the widest space gets its best passage; then long beats are split."""
    pieces = list(pieces)
    used = {passage.offset for piece in pieces for passage in piece.passages}
    while len(pieces) < FEWEST and (best := _widest(pieces, pool, used)):
        at, passage = best
        used.add(passage.offset)
        act = pieces[at - 1].act if pieces else act_at(float(passage.share), words)
        pieces.insert(at, _Piece(passage.text, "", (passage,), float(passage.share), act))
    while 0 < len(pieces) < FEWEST:
        parts = [(len(sentences(piece.text, words.code)), -i) for i, piece in enumerate(pieces)]
        most, at = max(parts)
        if most < 2:
            break
        pieces[-at : -at + 1] = _halves(pieces[-at], words)
    return pieces


def _widest(pieces: Sequence[_Piece], pool: Sequence[Passage], used: set[int]) -> tuple[int, Passage] | None:
    """Where a passage is missed most, and the best one there."""
    spaces = []
    edges = [0.0, *(piece.share for piece in pieces), 1.0]
    for at, (low, high) in enumerate(pairwise(edges)):
        inside = [p for p in pool if low < float(p.share) < high and p.offset not in used]
        if inside:
            spaces.append((high - low, -at, max(inside, key=lambda p: (p.score, -p.offset))))
    if not spaces:
        return None
    _, at, passage = max(spaces, key=lambda space: space[:2])
    return -at, passage


def _halves(piece: _Piece, words: Lexicon) -> list[_Piece]:
    told = sentences(piece.text, words.code)
    middle = len(told) // 2
    return [
        replace(piece, text=half, quote=half if piece.quote else "", passages=_holding(half, piece.passages))
        for half in (" ".join(told[:middle]), " ".join(told[middle:]))
    ]


def _holding(text: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(passage for passage in passages if text in passage.text)


def _beats(pieces: Sequence[_Piece], pool: Sequence[Passage], context: BeatSheetContext) -> tuple[Beat, ...]:
    words = lexicon(context.brief.language)
    runners = _runners(pieces, pool)
    last = len(pieces) - 1
    return tuple(
        Beat(
            id=f"b{number + 1:02}",
            text=piece.text,
            goal=step_of(piece.share, first=number == 0, last=number == last).goal,
            act=piece.act or act_at(piece.share, words),
            source=Source(file=context.path, quote=piece.quote) if piece.quote else None,
            people=_people(piece, context),
            place=next((passage.place for passage in piece.passages if passage.place), ""),
            origin=_origin(piece, context.source),
            runners_up=tuple(_runner(passage, context.source) for passage in runners[number]),
        )
        for number, piece in enumerate(pieces)
    )


def _origin(piece: _Piece, file: str) -> Source | None:
    """What the book says, where the whole beat is in one passage of it."""
    if not file or not piece.passages or stretches(piece.text):
        return None
    return Source(file=file, quote=piece.text) if piece.text in " ".join(p.text for p in piece.passages) else None


def _people(piece: _Piece, context: BeatSheetContext) -> tuple[str, ...]:
    """Whom the beat names: as the survey found them, or, in the author's own words, by their names in full."""
    if piece.passages:
        named = dict.fromkeys(name for passage in piece.passages for name in passage.people)
        if piece.text == " ".join(passage.text for passage in piece.passages):
            return tuple(named)
    people = context.survey.people if context.survey else ()
    found = []
    for person in people:
        forms = [person.name, *person.aliases]
        hits = [m.start() for form in forms if (m := re.search(rf"(?<!\w){re.escape(form)}(?!\w)", piece.text))]
        if hits:
            found.append((min(hits), person.name))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _runners(pieces: Sequence[_Piece], pool: Sequence[Passage]) -> list[list[Passage]]:
    """For each piece the best passages of its own tenth that are nobody's, each given to the nearest piece."""
    least, most = numbers()["pick"]["runners"]
    told = {passage.offset for piece in pieces for passage in piece.passages}
    texts = " ".join(piece.text for piece in pieces)
    free = [passage for passage in pool if passage.offset not in told and passage.text not in texts]
    tenths = [int(min(9.999, 10 * piece.share)) for piece in pieces]
    given: list[list[Passage]] = [[] for _ in pieces]
    for passage in free:
        share = float(passage.share)
        here = [i for i, tenth in enumerate(tenths) if tenth == int(min(9.999, 10 * share))]
        if here:
            given[min(here, key=lambda i: (abs(pieces[i].share - share), i))].append(passage)
    found = []
    for number, own in enumerate(given):
        best = sorted(own, key=lambda p: (-p.score, p.offset))[:most]
        if len(best) < least:
            near = [p for i, o in enumerate(given) if tenths[i] == tenths[number] for p in o if p not in best]
            best += sorted(near, key=lambda p: (-p.score, p.offset))[: least - len(best)]
        found.append(best)
    return found


def _runner(passage: Passage, file: str) -> RunnerUp:
    source = Source(file=file, quote=passage.text) if file else None
    return RunnerUp(text=passage.text, source=source, people=passage.people, place=passage.place)


def _flat(text: str) -> str:
    return " ".join(text.split())
