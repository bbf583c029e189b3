"""The words and numbers that the rules of scripting read by, from `templates/lexicons/scripting.*.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from storyforge import resources
from storyforge.errors import UnknownNameError
from storyforge.formats.languages import language, languages
from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_ELIDED = re.compile(r"((?:l|d|qu|s|n|c|j|m|t|jusqu|lorsqu)')(?=\w)", re.IGNORECASE)
_ELIDING = ("fr", "it", "ca")
_SHORTEST_HEAD = 4
"""Letters that a German word must have to be looked for at the end of a compound (`Klosterküche`)."""
SOMEWHERE = "SOMEWHERE"
FALLBACK = "en"
"""Whose questions are asked, and instructions understood, in languages that have none of their own."""


class Token(NamedTuple):
    """A word of a text, in lower case as it is compared, and where it stands."""

    low: str
    start: int
    end: int


def tokens(text: str, code: str) -> list[Token]:
    """The words of a text in order; an elided article is a word of its own."""
    plain = straight(text)
    found = []
    for match in _TOKEN.finditer(plain):
        start = match.start()
        elided = _ELIDED.match(match[0]) if code in _ELIDING else None
        if elided:
            found.append(Token(elided[1][:-1].casefold(), start, start + elided.end() - 1))
            start += elided.end()
        found.append(Token(plain[start : match.end()].casefold(), start, match.end()))
    return found


class Phrases:
    """Words and phrases with a value each, found where they begin or end; the longest wins."""

    def __init__(self, rows: Iterable[tuple[str, str]], code: str) -> None:
        self.words: dict[tuple[str, ...], str] = {}
        self._first: dict[str, list[tuple[str, ...]]] = {}
        self._last: dict[str, list[tuple[str, ...]]] = {}
        for phrase, value in rows:
            words = tuple(token.low for token in tokens(phrase, code))
            if words:
                self.words.setdefault(words, value)
        for words in sorted(self.words, key=lambda row: (-len(row), row)):
            self._first.setdefault(words[0], []).append(words)
            self._last.setdefault(words[-1], []).append(words)

    def at(self, text: Sequence[Token], row: int) -> tuple[int, str] | None:
        """How many words from `row` on are a phrase, and its value."""
        for words in self._first.get(text[row].low, ()):
            if row + len(words) <= len(text) and all(w == text[row + i].low for i, w in enumerate(words)):
                return len(words), self.words[words]
        return None

    def before(self, text: Sequence[Token], row: int) -> tuple[int, str] | None:
        """The same for the words that end right before `row`."""
        for words in self._last.get(text[row - 1].low, ()) if row > 0 else ():
            if len(words) <= row and all(w == text[row - len(words) + i].low for i, w in enumerate(words)):
                return len(words), self.words[words]
        return None


@dataclass(frozen=True, eq=False)
class Words:
    """The lists of one language; every list is empty where there is no lexicon for it.

    `leading` are words before a place: `at` it, on the way `to` it or `from` it. `places` name kinds of places, `heads`
    those that may end a compound.
    """

    code: str
    known: bool
    somewhere: str
    head_first: bool
    leading: Phrases
    places: Phrases
    heads: Mapping[str, str]
    times: Phrases
    relative: Phrases
    when: Phrases
    another: Phrases
    leans: Phrases
    runs_on: Phrases
    sets: Mapping[str, frozenset[str]]
    questions: Mapping[str, str]
    function_words: frozenset[str]

    def ask(self, name: str, **slots: str) -> str:
        """A question in the language of the story, or in English where there is none."""
        return " ".join(self.questions[name].format(**slots).split())

    def has(self, name: str, word: str) -> bool:
        """Whether a word in lower case is in a list of single words."""
        return word in self.sets.get(name, ())

    def kind(self, word: str) -> str:
        """The kind of place that a compound ends in, or nothing."""
        ends = (word[i:] for i in range(2, len(word) - _SHORTEST_HEAD + 1)) if self.heads else ()
        return next((self.heads[end] for end in ends if end in self.heads), "")


_HEAD_FIRST = ("fr", "es", "it", "pt", "ca", "gl", "ro")
_SETS = (
    *("determiners", "contracted", "enclosing", "beside", "edges", "named", "not_named", "not_places"),
    *("outdoors", "indoors", "not_times_behind", "pronouns", "say", "write", "joins", "clitics", "decides"),
    *("seeing", "labels", "papers", "by"),
)


@cache
def common() -> Mapping[str, Any]:
    """The numbers, and what holds in every language."""
    return tomllib.loads(resources.read_template("lexicons/scripting.any.toml"))


@lru_cache(maxsize=16)
def words(code: str) -> Words:
    """The words of a language; a region is ignored."""
    code = code.lower().replace("_", "-").partition("-")[0]
    data = _table(code)
    places = list(_places(code, _list(data, "not_places")))
    lists = data.get("when", {})
    return Words(
        code=code,
        known=bool(data),
        somewhere=data.get("somewhere", SOMEWHERE),
        head_first=code in _HEAD_FIRST,
        leading=Phrases([(word, role) for role in ("at", "to", "from") for word in _list(data, role)], code),
        places=Phrases(places, code),
        heads={w: kind for w, kind in places if code == "de" and len(w) >= _SHORTEST_HEAD and " " not in w},
        times=Phrases(_times(code, data), code),
        relative=Phrases(_rows(data.get("relative", {})), code),
        when=Phrases([(w, n) for n in ("before", "alone", "day", "another") for w in _list(lists, n)], code),
        another=Phrases([(w, "") for w in _list(lists, "another")], code),
        leans=Phrases([(w, "") for w in _list(data, "leans")], code),
        runs_on=Phrases([(w, "") for w in _list(data, "runs_on")], code),
        sets={name: frozenset(_list(data, name)) for name in _SETS} | {"numerals": _numerals(code)},
        questions=(data or _table(FALLBACK))["questions"],
        function_words=_function_words(code),
    )


def asked(code: str) -> Mapping[str, tuple[str, ...]]:
    """What may be asked of a rewrite, in a language and in English."""
    found: dict[str, tuple[str, ...]] = {}
    for one in dict.fromkeys((code.lower().replace("_", "-").partition("-")[0], FALLBACK)):
        listed = _table(one).get("instructions", {})
        for name in listed:
            found[name] = (*found.get(name, ()), *_list(listed, name))
    return found


@cache
def _table(code: str) -> Mapping[str, Any]:
    file = f"lexicons/scripting.{code}.toml"
    return tomllib.loads(resources.read_template(file)) if resources.template(file).is_file() else {}


def _list(data: Mapping[str, Any], name: str) -> list[str]:
    return [word for raw in str(data.get(name, "")).split(",") if (word := raw.strip())]


def _rows(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(word, name) for name in table for word in _list(table, name)]


def _times(code: str, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A language's own list, or else the words of its headings."""
    if data:
        return _rows(data.get("times", {}))
    known = languages().get(code)
    return [(word.casefold(), canonical) for word, canonical in known.times.items()] if known else []


def _places(code: str, left_out: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The words for places that can be drawn, and what kind they are."""
    drawn = tomllib.loads(resources.read_template("previz/places.toml"))["kinds"]
    for kind, row in drawn.items():
        for word in _list(row, code):
            if word not in left_out:
                yield word, kind


def _numerals(code: str) -> frozenset[str]:
    known = languages().get(code)
    return frozenset(word.casefold() for word in known.numerals) if known else frozenset()


def _function_words(code: str) -> frozenset[str]:
    try:
        return frozenset(language(code).function_words)
    except UnknownNameError:
        return frozenset()
