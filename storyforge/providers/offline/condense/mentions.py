"""Where a book names somebody or something: runs of words in capitals that its other sentences write the same way."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.words import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.condense.lexicon import Lexicon

_CODES = [*range(0x41, 0x588), *range(0x1E00, 0x2000)]
UPPER = "".join(re.escape(chr(code)) for code in _CODES if chr(code).isupper())
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(rf"{_LETTER}+")
_PAIR = re.compile(rf"\b([{UPPER}]{_LETTER}+)(?= ([{UPPER}]{_LETTER}+))")
_OWNED = re.compile(r"'[sS]?\.?$")
_NEXT = re.compile(rf"[_*]* ({_LETTER}+)(?: ({_LETTER}+))?")
_BEFORE = re.compile(rf"(?:({_LETTER}+) )?({_LETTER}+)(,?[\s\"_*]*)$")


class Form(NamedTuple):
    """A name as it is written: its titles, its own words, and a tail such as `of Oz` that is tied to it."""

    titles: tuple[str, ...]
    core: tuple[str, ...]
    tail: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A place in a sentence where somebody or something is named.

    `before` is the word before it and `earlier` the one before that, `after` the word behind it, each empty where a
    mark stands between; `called` says that the name stands alone between marks, as when somebody is spoken to.
    """

    start: int
    end: int
    form: Form
    text: str
    earlier: str
    before: str
    after: str
    called: bool


class Speller:
    """Tells words that are names in this book from words that only begin a sentence."""

    def __init__(self, texts: Sequence[str], words: Lexicon) -> None:
        """Count every word of the book, in capitals and not."""
        self._low: Counter[str] = Counter()
        self._inner: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        inner = _inner(words)
        written: Counter[str] = Counter()
        for text in texts:
            written.update(_TOKEN.findall(text))
            self._inner.update(inner.findall(text))
            self._pairs.update(_PAIR.findall(text))
        for word, count in written.items():
            (self._capital if word[0].isupper() else self._low)[word] = count
        self._leads = Counter(
            first for (first, second), count in self._pairs.items() for _ in range(count) if self._inner[second]
        )
        self._never = words.stop | words.words("no_names")
        self._halves = words.words("no_names") - words.stop
        self._least = 2 if sum(self._low.values()) > 8000 else 1
        self._known: dict[str, bool] = {}

    def is_name(self, word: str) -> bool:
        """Whether a word in capitals is used as a name."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._judge(word)
        return known

    def belongs(self, word: str, following: str) -> bool:
        """Whether a word is half of a name although it is none alone: `March` of a hare always called so."""
        if word.lower() not in self._halves:
            return False
        pairs = self._pairs[word, following]
        return pairs >= 3 and pairs * 5 >= 3 * self._capital[following] and self.is_name(following)

    def _judge(self, word: str) -> bool:
        low = word.lower()
        if low in self._never or len(word) < 2 or (word.isupper() and self._capital[word.capitalize()] == 0):
            return False
        name = word.capitalize() if word.isupper() else word
        inner, lower, total = self._inner[name], self._low[low], self._capital[name]
        seldom_opens = inner * 5 >= total or lower * 20 <= inner
        if inner >= self._least and inner > 1.2 * lower and seldom_opens:
            return True
        # It only begins sentences: `Jon Hall` is a name all the same, where the second word surely is one.
        return not lower and ((total >= 4 and inner > 0) or (total >= 2 and self._leads[name] >= 2))


def _inner(words: Lexicon) -> re.Pattern[str]:
    """Words in capitals that begin no sentence: behind a word, a comma, or a short title with its dot."""
    short = "".join(rf"|(?<=\b{title}\. )" for title in sorted(words.titles.all) if len(title) < 5)
    return re.compile(rf" (?=[{UPPER}])(?:(?<={_LETTER} )|(?<=[,;] ){short})({_LETTER}+)")


def _pattern(words: Lexicon) -> re.Pattern[str]:
    titles = "|".join(sorted(map(re.escape, words.titles.all), key=lambda t: (-len(t), t))) or r"(?!)"
    links = "|".join(sorted(map(re.escape, phrases(words.lists.get("links"))), key=lambda t: (-len(t), t))) or r"(?!)"
    name = rf"(?:[{UPPER}]\.|[{UPPER}](?:{_LETTER}|'(?={_LETTER}))*(?:-[{UPPER}]{_LETTER}+)*)"
    return re.compile(
        rf"(?<![\w'])(?:(?:{titles})\b\.? )*{name}(?:\.? (?:(?:{links}) ?)?{name})*(?!\w)|(?<![\w'])(?:Van|De) {name}"
    )


class Finder:
    """Finds the names in a sentence."""

    def __init__(self, speller: Speller, words: Lexicon) -> None:
        """Names are those that `speller` knows, and titles of the language."""
        self._speller, self._titles = speller, words.titles
        self._saints = words.words("saints")
        self._places = words.words("of_places")
        self._links = frozenset(" ".join(phrases(words.lists.get("links"))).split())
        self._pattern = _pattern(words)
        self._clitics = words.words("clitics")
        self._runs: dict[str, list[tuple[int, int, Form]]] = {}

    def find(self, text: str) -> list[Mention]:
        """The names in a sentence with straight apostrophes, in order."""
        found = []
        for match in self._pattern.finditer(text):
            run, at = match[0], match.start()
            known = self._runs.get(run)
            if known is None:
                parts = [(start, end, self._form(run[start:end])) for start, end in self._parts(run)]
                known = self._runs[run] = [part for part in parts if part[2].core or part[2].titles]
            found += [self._mention(text, at + start, at + end, form) for start, end, form in known]
        return found

    def _parts(self, run: str) -> list[tuple[int, int]]:
        """The stretches of a run that are names: `But Holmes` is `Holmes`, `Monday Anna` is `Anna`."""
        kept: list[tuple[int, int]] = []
        open_at = last = -1
        cored = False
        tokens = list(re.finditer(r"[^\s]+", run))
        for token, following in zip_longest(tokens, tokens[1:]):
            bare = _OWNED.sub("", token[0]).rstrip(".")
            linked = bare in self._links
            good = bare in self._titles.all or self._is_name(bare) or (len(token[0]) == 2 and token[0][1] == ".")
            good |= following is not None and self._speller.belongs(bare, _OWNED.sub("", following[0]).rstrip("."))
            good |= open_at >= 0 and bare.lower() in self._places
            if cored and bare in self._titles.all and bare not in self._saints:
                kept.append((open_at, last))
                open_at = -1
            cored = good and bare not in self._titles.all
            if good and open_at < 0:
                open_at = token.start()
            if good:
                last = token.end()
            elif open_at >= 0 and not linked:
                kept.append((open_at, last))
                open_at = -1
            if good and self._closes(token[0], bare):
                kept.append((open_at, last))
                open_at = -1
        if open_at >= 0:
            kept.append((open_at, last))
        return kept

    def _closes(self, token: str, bare: str) -> bool:
        """Whether no name goes on behind a word: it owns something, or a sentence ends with it."""
        dotted = token.endswith(".") and len(bare) > 1 and bare not in self._titles.all
        return dotted or _OWNED.search(token) is not None

    def _is_name(self, bare: str) -> bool:
        return any(self._speller.is_name(part) for part in re.split(r"[-']", bare) if part[:1].isupper())

    def _form(self, written: str) -> Form:
        parts = [_OWNED.sub("", part).rstrip(".") for part in written.split()]
        titles = 0
        while titles < len(parts) and parts[titles] in self._titles.all - self._saints:
            titles += 1
        rest = parts[titles:]
        cut = next((i for i, part in enumerate(rest) if part in self._links and (i or titles)), len(rest))
        core = tuple(part.capitalize() if part.isupper() and len(part) > 1 else part for part in rest[:cut])
        if len(core) == 1 and (len(core[0]) == 1 or core[0].lower() in self._places):
            core = ()
        return Form(tuple(parts[:titles]), core, tuple(rest[cut:]))

    def _mention(self, text: str, start: int, end: int, form: Form) -> Mention:
        written = _OWNED.sub("", text[start:end])
        last = (form.tail or form.core or form.titles)[-1]
        written = (
            written[:-1] if written.endswith(".") and len(last) > (1 if form.core or form.tail else 4) else written
        )
        after, before = _NEXT.match(text, end), _BEFORE.search(text, max(0, start - 30), start)
        behind = (after[2] or "" if after[1] in self._clitics else after[1]) if after else ""
        called = text[end : end + 1] in ",!?" and text[max(0, start - 2) : start] in {", ", ' "', '"'}
        words_before = (before[1] or "", before[2]) if before and not before[3].startswith(",") else ("", "")
        return Mention(
            start,
            start + len(written),
            form,
            written,
            *words_before,
            behind,
            called,
        )
