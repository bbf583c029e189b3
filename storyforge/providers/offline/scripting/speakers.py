"""Who says what a sentence quotes: only a name, or `the captain`, beside a word of saying; never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.providers.offline.nouns import THINGS, nouns
from storyforge.providers.offline.scripting.lexicon import tokens
from storyforge.providers.offline.scripting.quotes import is_dashed, quotes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.providers.offline.scripting.lexicon import Token, Words
    from storyforge.providers.offline.scripting.quotes import Quote

_MOST_NAME = 4
_ENDS = ".!?…,;:—–-"
_SURELY = 5
"""In how many tenths of its senses a noun must be a thing, so that nobody is meant: `a card said`."""
_SAID_ENDS = (",", ".", "!", "?", "…", "—")
_MARKS = '“”„«»"'
_SPACE = " \t\u202f\u00a0"


@dataclass(frozen=True)
class Said:
    """Words that somebody says in a sentence: what the sentence tells before and behind them, without the inquit.

    `writes` is for words that are written, not spoken; `speaker` is empty where nobody is named beside them.
    """

    speaker: str
    words: str
    before: str = ""
    behind: str = ""
    writes: bool = False


def said_in(sentence: str, words: Words, names: Mapping[str, str]) -> Said | None:
    """What a sentence lets somebody say; None where it quotes nothing that is said.

    `names` are the people of the story as they are compared, and what the story calls them.
    """
    found = quotes(sentence)
    if not found:
        return None
    if len(found) == 1 and is_dashed(sentence) and (said := _after_comma(found[0].text, words, names)):
        return said
    spoken = " ".join(quote.text.strip() for quote in found)
    between = [sentence[one.end : other.start] for one, other in pairwise(found)]
    tail = sentence[found[-1].end :]
    for index, text in enumerate((*between, tail)):
        named = _behind(text, words, names)
        if named is not None:
            speaker, rest, writes = named
            lost = any(map(_tells, (*between[:index], *between[index + 1 :])))
            behind = rest if index == len(between) or not _tells(tail) else f"{rest}, {tail}" if rest else tail
            lead = sentence[: found[0].start].strip(_SPACE)
            return None if lost else Said(speaker, spoken, lead, behind.strip(_SPACE + _ENDS), writes)
    ahead = _ahead(sentence[: found[0].start], words, names)
    if ahead is not None:
        speaker, lead, how, writes = ahead
        behind = ", ".join(part for part in (how, tail.strip(_SPACE + _ENDS)) if part)
        return None if any(map(_tells, between)) else Said(speaker, spoken, lead, behind, writes)
    if _tells(sentence[: found[0].start]) and not any(map(_tells, (*between, tail))):
        writer = _writer(sentence[: found[0].start], words, names)
        if writer is not None:
            return Said(writer[0], spoken, writer[1], "", writes=True)
    return Said("", spoken) if _is_speech(sentence, found, words) else None


def _after_comma(text: str, words: Words, names: Mapping[str, str]) -> Said | None:
    """`— Viens, dit Paul.`, where only a mark parts what is said from who says it."""
    read = tokens(text, words.code)
    for row in range(1, len(read)):
        spoken, behind = text[: read[row].start].rstrip(_SPACE), text[read[row].start :]
        if spoken[-1] in ",!?…" and _verb(read, row, words) and (named := _behind(behind, words, names)):
            return Said(named[0], spoken, "", named[1], named[2])
    return None


def _tells(text: str) -> bool:
    return any(map(str.isalnum, text))


def _behind(text: str, words: Words, names: Mapping[str, str]) -> tuple[str, str, bool] | None:
    """Speaker and rest of `said Mara, smiling.` and `Mara said.`, right behind the words."""
    read = tokens(text, words.code)
    if not read or text[: read[0].start].strip(_SPACE + ",—–-:").strip():
        return None
    start = _past_clitics(read, 0, words)
    verb = _verb(read, start, words)
    if verb:
        name = _name(text, read, start + verb[0], words, names)
        return (name[0], _rest(text, read, name[1]), verb[1]) if name else None
    name = _name(text, read, 0, words, names)
    if name is None:
        return None
    row = _past_clitics(read, name[1], words)
    verb = _verb(read, row, words)
    return (name[0], _rest(text, read, row + verb[0]), verb[1]) if verb else None


def _past_clitics(read: Sequence[Token], row: int, words: Words) -> int:
    """The row behind small words that say whom it is said to: `Lupe le dijo`, `lui dit Paul`."""
    while row < len(read) and words.has("clitics", read[row].low):
        row += 1
    return row


def _rest(text: str, read: Sequence[Token], row: int) -> str:
    return text[read[row].start :].strip(_SPACE + _ENDS) if row < len(read) else ""


def _verb(read: Sequence[Token], row: int, words: Words) -> tuple[int, bool] | None:
    """How many words say that somebody speaks, and whether they say that somebody writes."""
    for length in (2, 1):
        run = " ".join(token.low for token in read[row : row + length])
        if row + length <= len(read) and (words.has("say", run) or words.has("write", run)):
            return length, words.has("write", run)
    return None


def _name(text: str, read: Sequence[Token], row: int, words: Words, names: Mapping[str, str]) -> tuple[str, int] | None:
    """The speaker who is named at a row, and the row behind: a known name, another one, or `the captain`."""
    for length in range(min(_MOST_NAME, len(read) - row), 0, -1):
        key = " ".join(token.low for token in read[row : row + length])
        if key in names:
            return names[key], row + length
    if row >= len(read) or words.has("pronouns", read[row].low):
        return None
    end = row
    article = words.has("determiners", read[row].low)
    if article:
        end += 1
        while end < len(read) and end - row < _MOST_NAME and _goes_on(text, read, end, words, proper=False):
            end += 1
    else:
        while end < len(read) and end - row < _MOST_NAME and _goes_on(text, read, end, words, proper=True):
            end += 1
    first = row + article
    if article and text[read[end - 1].start].islower() and _is_mute(read[end - 1].low, words):
        return None
    return (text[read[first].start : read[end - 1].end], end) if end > first else None


def _is_mute(word: str, words: Words) -> bool:
    """Whether a word names a thing, and nobody who could speak."""
    kind, tenths = nouns(words.code).look(word)
    return kind in THINGS and kind != "animal" and tenths >= _SURELY


def _goes_on(text: str, read: Sequence[Token], row: int, words: Words, *, proper: bool) -> bool:
    """Whether a word still belongs to a name, or to who `the` is said of."""
    token = read[row]
    if (row and not _joined(text, read, row)) or words.has("pronouns", token.low) or _verb(read, row, words):
        return False
    if text[token.start].isupper():
        return _titled(text, read, row, words)
    listed = token.low in words.function_words or token.low.endswith("ly") or words.has("joins", token.low)
    return not (proper or listed or words.leading.before(read, row + 1))


def _ahead(text: str, words: Words, names: Mapping[str, str]) -> tuple[str, str, str, bool] | None:
    """Speaker, what else is told, and how or to whom it is said, right before the words.

    `Mara opens the door and says softly to Ben:` gives Mara, `Mara opens the door` and `softly to Ben`.
    """
    read = tokens(text, words.code)
    if not read or text[read[-1].end :].strip(_SPACE + ",:—–-") or any(mark in text for mark in _MARKS):
        return None
    at = _last_verb(text, read, words)
    if at is None:
        return None
    row, length, writes = at
    behind = row + length
    while row and words.has("clitics", read[row - 1].low):
        row -= 1
    found = _right_before(text, read, row, words, names) or _subject(text, read, row, words, names)
    if found is None:
        found = _name_behind(text, read, behind, words, names)
        behind = len(read)
    if found is None:
        return None
    speaker, first, past = found
    how = [text[read[behind].start : read[-1].end]] if behind < len(read) else []
    while row > past and words.has("joins", read[row - 1].low):
        row -= 1
    if row == past + 1 and read[past].low.endswith("ly"):
        row -= 1
        how.insert(0, read[past].low)
    lead = text[: read[row - 1].end] if row > past else text[: read[first].start] if first else ""
    return speaker, lead.strip(_SPACE + ",;"), ", ".join(how), writes


def _writer(text: str, words: Words, names: Mapping[str, str]) -> tuple[str, str] | None:
    """Who wrote the paper that is quoted (`Mara's letter:`, `a letter from Mara reads:`), and what else is told."""
    read = tokens(text, words.code)
    if not read or text.rstrip(_SPACE)[-1:] not in (":", ","):
        return None
    for row in range(max(0, len(read) - _MOST_NAME - 2), len(read)):
        if not words.has("papers", read[row].low):
            continue
        owner = read[row - 1].low.removesuffix("'s") if row and read[row - 1].low.endswith("'s") else ""
        if owner in names:
            return names[owner], text.strip(_SPACE + ",:")
        by = row + 2 < len(read) and words.has("by", read[row + 1].low)
        sent = _name(text, read, row + 2, words, names) if by else None
        if sent and text[read[row + 2].start].isupper():
            return sent[0], text.strip(_SPACE + ",:")
    return None


def _right_before(
    text: str, read: Sequence[Token], row: int, words: Words, names: Mapping[str, str]
) -> tuple[str, int, int] | None:
    """`In her diary Mara writes:`, where the name, or `the captain`, stands right before the word of saying."""
    start = row - 1
    if row and text[read[start].start].isupper():
        while (
            start and row - start < _MOST_NAME and _joined(text, read, start) and _titled(text, read, start - 1, words)
        ):
            start -= 1
        article = _article(read, start, words)
        start = article if article == 0 else start
    else:
        start = _article(read, start, words)
    name = _name(text, read, start, words, names) if start >= 0 else None
    if name is None or name[1] != row or words.leading.before(read, start):
        return None
    return name[0], start, row


def _article(read: Sequence[Token], row: int, words: Words) -> int:
    """The row of the article that opens `the old captain`, or -1."""
    behind = max(0, row - _MOST_NAME + 1)
    return next((at for at in range(row - 1, behind - 1, -1) if words.has("determiners", read[at].low)), -1)


def _titled(text: str, read: Sequence[Token], row: int, words: Words) -> bool:
    """Whether a word is a name's: a capital, and no word that only opens the sentence."""
    low = read[row].low
    listed = low in words.function_words or words.has("joins", low) or words.has("determiners", low)
    return text[read[row].start].isupper() and not listed and not words.leading.before(read, row + 1)


def _joined(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether a word may belong to a name together with the one before it."""
    return text[read[row - 1].end : read[row].start] in (*_SPACE, ". ", "", "-")


def _last_verb(text: str, read: Sequence[Token], words: Words) -> tuple[int, int, bool] | None:
    """The last word of saying, with nothing but whom it is said to behind it."""
    for row in range(len(read) - 1, max(-1, len(read) - 6), -1):
        verb = _verb(read, row, words)
        if verb and not any(mark in text[read[row].end :] for mark in ".!?"):
            return row, verb[0], verb[1]
    return None


def _subject(
    text: str, read: Sequence[Token], row: int, words: Words, names: Mapping[str, str]
) -> tuple[str, int, int] | None:
    """The name that opens the clause of a word of saying: who, from which row, to which."""
    for start in range(row):
        if start and not _clause(text, read, start, words):
            continue
        name = _name(text, read, start, words, names)
        if name and name[1] <= row and (start == 0 or text[read[start].start].isupper()):
            other = any(words.has("pronouns", token.low) for token in read[name[1] : row])
            return None if other else (name[0], start, name[1])
    return None


def _clause(text: str, read: Sequence[Token], start: int, words: Words) -> bool:
    """Whether a subject may stand at a row: behind a comma, or behind a word that joins."""
    return "," in text[read[start - 1].end : read[start].start] or words.leans.before(read, start) is not None


def _name_behind(
    text: str, read: Sequence[Token], row: int, words: Words, names: Mapping[str, str]
) -> tuple[str, int, int] | None:
    """`Then said the captain:`, where the name stands behind the word of saying."""
    name = _name(text, read, row, words, names) if row < len(read) else None
    return (name[0], 0, 0) if name and name[1] == len(read) else None


def _is_speech(sentence: str, found: Sequence[Quote], words: Words) -> bool:
    """Whether words between marks are said by somebody, and are no name, no title and no inscription.

    They are where nothing else is in the sentence; where they open it and end like something said; and behind a comma
    or a colon that no word of reading stands before.
    """
    before, behind = sentence[: found[0].start], sentence[found[-1].end :]
    if not _tells(before):
        return not _tells(behind) or found[0].text[-1:] in _SAID_ENDS or _says(behind, words)
    if before.rstrip(_SPACE)[-1:] not in (",", ":"):
        return False
    read = tokens(before, words.code)
    return not words.has("labels", read[-1].low)


def _says(text: str, words: Words) -> bool:
    """Whether a word of saying is among the first words of a text."""
    read = tokens(text, words.code)
    return any(_verb(read, row, words) for row in range(min(3, len(read))))
