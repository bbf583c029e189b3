"""Places that a text names: the words, what kind of place they mean, and whether one is in it or outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.heading_words import lexicon
from storyforge.formats.languages import languages
from storyforge.providers.offline.nouns import THINGS, nouns
from storyforge.providers.offline.scripting.lexicon import common, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from storyforge.providers.offline.scripting.lexicon import Token, Words

_MOST_MODIFIERS = 3
_COMPOUNDED = 4
"""In how many tenths of its senses a noun must be a thing, to be what the noun before it only describes."""
_RANKS = {"at": 3, "to": 2, "": 1}


class Place(NamedTuple):
    """A place as the text names it, without its article; `kind` is empty where nothing says what it is.

    `lead` is the word before it, in lower case.
    """

    name: str
    kind: str
    lead: str = ""


def place_in(text: str, words: Words, people: Collection[str]) -> Place | None:
    """Where a text says that it plays: where one is before where one goes, and what is named first.

    `people` are words of names, in lower case, which name no place.
    """
    read = tokens(text, words.code)
    found = [hit for row in range(len(read)) if (hit := _here(text, read, row, words, people))]
    return max(found, key=lambda hit: hit[0])[1] if found else None


def named_place(name: str, text: str, words: Words, people: Collection[str]) -> Place:
    """A place that was named already, with its kind; as its own text names it, where that says more of it."""
    read = tokens(name, words.code)
    kinds = [hit for row in range(len(read)) if (hit := _kind(read, row, words)[1])]
    bare = lexicon(languages().get(words.code)).without_article(name.strip())
    told = place_in(text, words, people)
    if told is not None and len(told.name) > len(bare) and bare.casefold() in told.name.casefold():
        return told
    return Place(bare, kinds[0 if words.head_first else -1] if kinds else "")


def inside(place: Place | None, text: str, words: Words) -> str:
    """`INT.` or `EXT.` by the kind of place, else by the words of the text; `INT./EXT.` where nothing says it."""
    if place is not None and place.kind:
        outside = place.kind in common()["outside"].split()
        if place.kind == "front" and words.has("enclosing", place.lead):
            return "INT."
        return "EXT." if outside or words.has("beside", place.lead) else "INT."
    lows = [token.low for token in tokens(text, words.code)]
    out, within = (sum(words.has(name, low) for low in lows) for name in ("outdoors", "indoors"))
    return "INT./EXT." if out == within else "EXT." if out > within else "INT."


def _kind(read: Sequence[Token], row: int, words: Words) -> tuple[int, str]:
    """How many words from a row on name a kind of place, and which."""
    hit = words.places.at(read, row)
    return hit or (1, words.kind(read[row].low))


def _here(
    text: str, read: Sequence[Token], row: int, words: Words, people: Collection[str]
) -> tuple[int, Place] | None:
    """The place that begins its noun at a row, with its rank."""
    length, kind = _kind(read, row, words)
    if not kind:
        return _proper(text, read, row, words, people)
    end = row + length
    if not words.head_first and _described(text, read, end, words):
        return None
    start = _start(text, read, row, words)
    lead, role = _lead(text, read, start, words)
    if role == "from" and (edge := _edge(read, start, words)) is not None:
        start = edge
        lead, role = _lead(text, read, start, words)
    opens = start == 0 or (start == 1 and words.has("determiners", read[0].low))
    if role not in _RANKS or (not role and not opens) or _ends_sentence(text, read, start):
        return None
    if _only_seen(text, read, start, words) or (start == row and _bare(text, read, row, end, words)):
        return None
    name = text[read[start].start : read[_through(text, read, end, words) - 1].end]
    return _RANKS[role], Place(name, kind, lead)


def _described(text: str, read: Sequence[Token], end: int, words: Words) -> bool:
    """Whether the next word is what is meant: the kitchen table, the church bells."""
    known = nouns(words.code)
    if not known or end >= len(read) or text[read[end - 1].end : read[end].start] != " ":
        return False
    if text[read[end].start].isupper() or read[end].low in words.function_words:
        return False
    kind, tenths = known.look(read[end].low)
    return (kind in THINGS or kind in ("structure", "person", "body")) and tenths >= _COMPOUNDED


def _start(text: str, read: Sequence[Token], row: int, words: Words) -> int:
    """Where the words that describe a noun begin; the noun itself where no article stands before them.

    A German adjective is left out: its ending belongs to the sentence.
    """
    start = row
    while start > max(0, row - _MOST_MODIFIERS) and _modifies(text, read, start - 1, words):
        start -= 1
        if read[start].low.endswith("'s"):
            return start
    article = start > 0 and (words.has("determiners", read[start - 1].low) or _contracted(read, start, words))
    proper = all(text[token.start].isupper() for token in read[start:row]) and text[read[row].start].isupper()
    if words.code == "de" and article:
        return next((at for at in range(start, row) if text[read[at].start].isupper()), row)
    return start if article or (proper and words.code != "de") else row


def _modifies(text: str, read: Sequence[Token], row: int, words: Words) -> bool:
    low = read[row].low
    if any(map(str.isdigit, low)):
        return False
    if text[read[row].end : read[row + 1].start] not in (" ", "-"):
        return False
    listed = words.has("determiners", low) or words.has("pronouns", low) or low in words.function_words
    return not (listed or words.leading.before(read, row + 1) or words.has("joins", low) or words.has("say", low))


def _contracted(read: Sequence[Token], start: int, words: Words) -> bool:
    hit = words.leading.before(read, start)
    return hit is not None and " ".join(t.low for t in read[start - hit[0] : start]) in words.sets["contracted"]


def _lead(text: str, read: Sequence[Token], start: int, words: Words) -> tuple[str, str]:
    """The word before a place, over its article and what describes it, and what that word says."""
    at = start
    while at and at > start - _MOST_MODIFIERS and words.code == "de" and text[read[at - 1].start].islower():
        if words.has("determiners", read[at - 1].low) or words.leading.before(read, at):
            break
        at -= 1
    if at and not _contracted(read, at, words) and words.has("determiners", read[at - 1].low):
        at -= 1
    hit = words.leading.before(read, at)
    return (" ".join(token.low for token in read[at - hit[0] : at]), hit[1]) if hit else ("", "")


def _edge(read: Sequence[Token], start: int, words: Words) -> int | None:
    """The row of the part by which a place is named: `edge of the forest`."""
    at = start - 1 if start and words.has("determiners", read[start - 1].low) else start
    there = at > 1 and read[at - 1].low == "of" and words.has("edges", read[at - 2].low)
    return at - 2 if there else None


def _ends_sentence(text: str, read: Sequence[Token], start: int) -> bool:
    """Whether a place is the name of somebody's house only because a sentence ended before it."""
    return start > 0 and any(mark in text[read[start - 1].end : read[start].start] for mark in ".!?;:")


def _bare(text: str, read: Sequence[Token], row: int, end: int, words: Words) -> bool:
    """Whether a noun without an article only describes the next one: in pitch darkness."""
    article = row > 0 and (words.has("determiners", read[row - 1].low) or _contracted(read, row, words))
    if article or words.head_first or end >= len(read) or text[read[end - 1].end : read[end].start] != " ":
        return False
    follows = read[end].low
    listed = follows in words.function_words or words.leading.before(read, end + 1) or words.has("joins", follows)
    return not (listed or words.has("pronouns", follows) or text[read[end].start].isupper())


def _only_seen(text: str, read: Sequence[Token], start: int, words: Words) -> bool:
    """Whether the sentence looks at a place, or thinks of it: she looks out at the garden."""
    for row in range(start - 1, -1, -1):
        if words.has("seeing", read[row].low):
            return True
        if _ends_sentence(text, read, row):
            return False
    return False


def _through(text: str, read: Sequence[Token], end: int, words: Words) -> int:
    """The end of a name behind a noun that stands first: `rue Morgue`."""
    while (
        words.head_first
        and end < len(read)
        and text[read[end - 1].end : read[end].start] in (" ", "-")
        and text[read[end].start].isupper()
    ):
        end += 1
    return end


def _proper(
    text: str, read: Sequence[Token], row: int, words: Words, people: Collection[str]
) -> tuple[int, Place] | None:
    """A name behind `in` that is nobody's: `in London`."""
    if row == 0 or not words.has("named", read[row - 1].low) or text[read[row - 1].end : read[row].start] != " ":
        return None
    end = row
    while (
        end < len(read)
        and text[read[end].start].isupper()
        and (end == row or text[read[end - 1].end : read[end].start] in (" ", "-"))
    ):
        low = read[end].low
        if end > row and low in people:
            break
        if low in people or words.has("not_named", low) or low.endswith("'s") or words.has("determiners", low):
            return None
        end += 1
    return (3, Place(text[read[row].start : read[end - 1].end], "", read[row - 1].low)) if end > row else None
