"""Texts cut into passages: as much as shows how a text sounds, and no more than fits beside a task.

A passage is a paragraph or several, 40 to 120 words of them; in scripts that write no spaces two Chinese characters or
kana count as a word, and five Thai letters. Speeches that follow each other stay together as far as that allows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.formats.prose import join_sentences, one_line, sentences
from storyforge.model.screenplay import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from storyforge.model.screenplay import Element, Screenplay

LEAST, AIM, MOST = 40, 80, 120
_AT_THE_VERY_MOST = 160
"""Words that a passage may have where its parts are short and the next one is long."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_THAI = re.compile(r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3]")
_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|»[^«]*(?:«|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘.*?’(?!\w)"
)
_DASHED = re.compile(r"\s*([—–―]|-(?=\s))\s*[\w¡¿…]")
_SPEAKER = re.compile(r"([^\W\d_a-z][\w.'’]*(?: [^\W\d_a-z][\w'’]*){0,2})(?:\.|:|\. ?[—–-])\s+(?=\S)")
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_BREAK = re.compile(r"\W*")
_TITLE = re.compile(r"#{1,6}\s|(?:chapter|kapitel|chapitre|cap[ií]tulo|part|book|act|scene|teil|akt)\b", re.IGNORECASE)
_END = re.compile(r"[.!?…:;,\"”»’」』。！？)\]—–-]\s*$")
_TITLE_WORDS = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, its words, and how many of them are said; `plain` is a script's text without its cues."""

    text: str
    words: int
    said: int
    plain: str = ""

    @property
    def is_speech(self) -> bool:
        """Whether at least half of it is said."""
        return self.said * 2 >= self.words and self.said > 0


def words_in(text: str) -> int:
    """Words of a text; of scripts without spaces as many as it would have."""
    if text.isascii():
        return len(_WORD.findall(text))
    dense, thai = len(_DENSE.findall(text)), len(_THAI.findall(text))
    if not dense and not thai:
        return len(_WORD.findall(text))
    rest = _THAI.sub(" ", _DENSE.sub(" ", text))
    return len(_WORD.findall(rest)) + (dense + 1) // 2 + (thai + 4) // 5


def prose_passages(paragraphs: Iterable[str], language: str) -> list[Piece]:
    """The passages of a book; titles and rows of stars part them and are left out."""
    found: list[Piece] = []
    section: list[Piece] = []
    texts = [one_line(paragraph).strip() if "\n" in paragraph else paragraph.strip() for paragraph in paragraphs]
    said = _said_in_play if _is_play(texts) else said_in
    for text in texts:
        if _is_break(text):
            found += _grouped(section)
            section = []
        else:
            section += _paragraph(text, language, said)
    return found + _grouped(section)


def _is_play(paragraphs: Sequence[str]) -> bool:
    """Whether a third of the paragraphs begin with the name of a speaker who speaks at least four times."""
    named = Counter(match[1] for text in paragraphs if (match := _SPEAKER.match(text)))
    return 3 * sum(count for count in named.values() if count >= 4) > len(paragraphs)


def _said_in_play(text: str) -> int:
    """Words behind a speaker's name, without what is done meanwhile."""
    speaker = _SPEAKER.match(text)
    return words_in(_ASIDE.sub(" ", text[speaker.end() :])) if speaker else 0


def script_passages(screenplay: Screenplay) -> list[Piece]:
    """The passages of a script, as Fountain, none across two scenes; headings and transitions are left out."""
    found: list[Piece] = []
    section: list[Piece] = []
    for block in _blocks(screenplay.elements):
        if block:
            section.append(_block(block))
        else:
            found += _grouped(section)
            section = []
    return found + _grouped(section)


def blocks_of(screenplay: Screenplay) -> list[Piece]:
    """Actions, and cues with what is said, as pieces."""
    return [_block(block) for block in _blocks(screenplay.elements) if block]


def _blocks(elements: Iterable[Element]) -> Iterator[list[Element]]:
    """Actions, and cues with what is said; an empty list where a scene begins."""
    speech: list[Element] = []
    for element in elements:
        if element.kind in (Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC) and speech:
            speech.append(element)
            continue
        if speech:
            yield speech
            speech = []
        if element.kind is Kind.CHARACTER:
            speech = [element]
        elif element.kind is Kind.ACTION:
            yield [element]
        elif element.kind is Kind.SCENE_HEADING:
            yield []
    if speech:
        yield speech


def _block(elements: Sequence[Element]) -> Piece:
    texts = [f"({e.text.strip('()')})" if e.kind is Kind.PARENTHETICAL else e.text for e in elements]
    said = sum(words_in(e.text) for e in elements if e.kind in (Kind.DIALOGUE, Kind.LYRIC))
    words = said + sum(words_in(e.text) for e in elements if e.kind in (Kind.ACTION, Kind.PARENTHETICAL))
    plain = "\n".join(e.text for e in elements if e.kind in (Kind.DIALOGUE, Kind.LYRIC, Kind.ACTION))
    return Piece("\n".join(text.strip() for text in texts), words, said, plain)


def _is_break(text: str) -> bool:
    """Whether a paragraph is a title, a row of stars, or nothing at all."""
    if _BREAK.fullmatch(text):
        return True
    if len(text) > 100 or len(_WORD.findall(text)) > _TITLE_WORDS:
        return False
    return text.isupper() or (_TITLE.match(text) is not None and _END.search(text) is None)


def said_in(text: str) -> int:
    """Words of a paragraph of prose that are said: within quotation marks, or behind a dash at its head.

    After such a dash a second one ends what is said, a third begins it again (`—No —dijo—. Ven.`).
    """
    dash = _DASHED.match(text)
    if dash:
        return sum(words_in(part) for part in text.split(dash[1])[1::2])
    return sum(words_in(match[0]) for match in _QUOTED.finditer(text))


def _paragraph(text: str, language: str, said: Callable[[str], int]) -> list[Piece]:
    """A paragraph as one piece, or at its sentences as several of about the same length."""
    words = words_in(text)
    if words <= MOST:
        return [Piece(text, words, said(text))]
    parts = -(-words // MOST)
    pieces: list[str] = []
    room, size = words / parts, 0
    taken: list[str] = []
    for sentence in sentences(text, language):
        count = words_in(sentence)
        if taken and (size + count > MOST or size >= room):
            pieces.append(join_sentences(taken))
            taken, size = [], 0
        taken.append(sentence)
        size += count
    pieces.append(join_sentences(taken))
    whole = said(text)
    return [Piece(piece, count := words_in(piece), round(whole * count / words)) for piece in pieces]


def _grouped(pieces: Sequence[Piece]) -> list[Piece]:
    """Short pieces put together; what is left over at the end goes to the passage before it."""
    found: list[list[Piece]] = []
    for piece in pieces:
        if found and _goes_on(found[-1], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    if len(found) > 1 and _size(found[-1]) < LEAST and _size(found[-2]) + _size(found[-1]) <= _AT_THE_VERY_MOST:
        found[-2:] = [found[-2] + found[-1]]
    return [joined(group) for group in found]


def _goes_on(group: Sequence[Piece], piece: Piece) -> bool:
    size = _size(group)
    if size < LEAST:
        return size + piece.words <= _AT_THE_VERY_MOST
    together = group[-1].is_speech and piece.is_speech
    return size + piece.words <= (MOST if together else AIM)


def _size(group: Iterable[Piece]) -> int:
    return sum(piece.words for piece in group)


def joined(group: Sequence[Piece]) -> Piece:
    """Pieces that follow each other as one."""
    texts, plain = ("\n\n".join(part) for part in ((p.text for p in group), (p.plain for p in group if p.plain)))
    return Piece(texts, _size(group), sum(piece.said for piece in group), plain)
