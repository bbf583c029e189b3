"""Whether options are different stories: by what they declare, as far as it is found in their texts.

No model is asked, so no declaration is taken at its word. The numbers were chosen on a few sets of our own writing and
held against others that were written before (`tests/tasks/tellings.toml`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from storyforge.tasks.gaps import stretches
from storyforge.tasks.likeness import cosine, folded, grams, shared, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.beats import Telling

DIMENSIONS = ("whose", "starts", "ends", "tone")
LEAST = 2
"""In how many dimensions two options differ at least (story-format, stage 2)."""

PART = 5
"""The beginning and the end are a fifth of the text each."""
SAME = 0.5
"""Share of words by which two declarations say the same, and by which a declaration is found in a text."""
REWORDED = 0.21
"""Share of words from which a passage is another one reworded: rewordings had 0.29 and more, others at most 0.13."""
REWRITTEN = 0.17
"""The same by runs of letters: 0.22 and more, and at most 0.11."""
VOICE = 0.45
"""Likeness of all words below which two texts are in other voices: rewordings had 0.64 and more, others 0.22."""
SPOKEN = 0.15
"""Difference in the share of dialogue by which two tones differ."""
PACE = 1.5
"""How many times longer the sentences of one tone are than another's."""
LEADS = 4
"""Words of the names of those whose stories two texts are, which are left out where passages are compared."""
OFTEN = 3
THROUGHOUT = 0.3
"""Sentences of both texts with a word, and their share, from which on it is left out too."""
LEAD = 0.2
"""Difference in the share of mentions by which two stories are another person's."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+|(?<=[。！？])[」』”’）]*|\n+")
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_SPEECH = re.compile(r"“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»|「[^」\n]+」|\"[^\"\n]+\"|^[—–] .+$", re.MULTILINE)
_LETTER = re.compile(r"\w")
_QUOTED = re.compile(r"“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」")
_REPAIR = {
    "whose": "tell it as the story of different people, each named most in their own",
    "starts": "begin each at another moment",
    "ends": "let each end otherwise",
    "tone": "write each in a voice of its own",
}


class _Passage(NamedTuple):
    """A part of a text: what it tells, and what it asks its author."""

    told: str
    asked: str

    @property
    def words(self) -> str:
        return f"{self.told} {self.asked}"


@dataclass(frozen=True)
class _Text:
    """An option as it is read: without headings; questions count, but not what they quote from elsewhere."""

    telling: Telling
    language: str

    @cached_property
    def sentences(self) -> tuple[tuple[str, bool], ...]:
        """Sentences, and whether they are part of a question to the author."""
        found: list[tuple[str, bool]] = []
        text, at = _HEADING.sub("", self.telling.body), 0
        for gap in (*stretches(text), None):
            told = text[at : gap.start if gap else len(text)]
            found += [(s.strip(), False) for s in _SENTENCE.split(told) if s and _LETTER.search(s)]
            if gap:
                found.append((_QUOTED.sub(" ", gap.question), True))
                at = gap.end
        return tuple(found)

    @cached_property
    def body(self) -> str:
        return " ".join(sentence for sentence, _ in self.sentences)

    @cached_property
    def beginning(self) -> _Passage:
        return _fifth(self.sentences)

    @cached_property
    def end(self) -> _Passage:
        return _fifth(self.sentences[::-1])

    def mentions(self, name: str) -> int:
        """How often somebody is named, by the most frequent word of the name."""
        words = stems(self.body, self.language)
        return max((words[word] for word in stems(name, self.language)), default=0)

    @cached_property
    def spoken(self) -> float:
        return sum(len(match[0]) for match in _SPEECH.finditer(self.telling.body)) / max(len(self.telling.body), 1)

    @cached_property
    def pace(self) -> float:
        told = [sentence for sentence, asked in self.sentences if not asked]
        return sum(map(len, told)) / max(len(told), 1)


def _fifth(sentences: Sequence[tuple[str, bool]]) -> _Passage:
    """Whole sentences, about a fifth of all and at least one."""
    room = sum(len(sentence) for sentence, _ in sentences) / PART
    taken: list[tuple[str, bool]] = []
    size = 0
    for sentence, asked in sentences:
        if taken and size + len(sentence) / 2 > room:
            break
        taken.append((sentence, asked))
        size += len(sentence)
    parts = [" ".join(sentence for sentence, asked in taken if asked is wanted) for wanted in (False, True)]
    return _Passage(*parts)


def like_each_other(options: Sequence[Telling], language: str) -> tuple[str, ...]:
    """Sentences about pairs of options that do not differ in two dimensions; empty where all do.

    Each names the pair, what was found to differ, and what to write otherwise.
    """
    texts = [_Text(option, language) for option in options]
    found = []
    for (first, one), (second, other) in combinations(enumerate(texts, 1), 2):
        differ = _differing(one, other)
        if len(differ) < LEAST:
            found.append(_sentence(first, second, differ))
    return tuple(found)


def differing(one: Telling, other: Telling, language: str) -> tuple[str, ...]:
    """The dimensions in which two tellings declare, and are found, to be different stories."""
    return _differing(_Text(one, language), _Text(other, language))


def _differing(one: _Text, other: _Text) -> tuple[str, ...]:
    tests = {"whose": _whose, "starts": _starts, "ends": _ends, "tone": _tone}
    return tuple(name for name in DIMENSIONS if _declared(one, other, name) and tests[name](one, other))


def _sentence(first: int, second: int, differ: Sequence[str]) -> str:
    missing = [name for name in DIMENSIONS if name not in differ]
    found = f"only in {differ[0]}" if differ else "in nothing"
    ways = "; ".join(_REPAIR[name] for name in missing)
    return (
        f"Options {first} and {second} are one story reworded: by their texts they differ {found}, "
        f"whatever they declare. They must differ in at least {LEAST} of {', '.join(DIMENSIONS)}: {ways}."
    )


def _declared(one: _Text, other: _Text, name: str) -> bool:
    said = [str(getattr(text.telling, name)) for text in (one, other)]
    if not all(s.strip() for s in said) or folded(said[0]) == folded(said[1]):
        return False
    bare = [_QUOTED.sub(" ", s) for s in said]
    own = bare if all(stems(s, one.language) for s in bare) else said
    return shared(stems(own[0], one.language), stems(own[1], other.language)) <= SAME


def _whose(one: _Text, other: _Text) -> bool:
    """Each person leads in their own text, and clearly more than in the other."""
    mine, theirs = one.telling.whose, other.telling.whose
    counts = [(text.mentions(mine), text.mentions(theirs)) for text in (one, other)]
    (mine_here, theirs_here), (mine_there, theirs_there) = counts
    if mine_here <= theirs_here or theirs_there <= mine_there:
        return False
    return mine_here / (mine_here + theirs_here) - mine_there / (mine_there + theirs_there) >= LEAD


def _starts(one: _Text, other: _Text) -> bool:
    found = _found(one.telling.starts, one.beginning, one) and _found(other.telling.starts, other.beginning, other)
    return found and not _reworded(one.beginning, other.beginning, _everywhere(one, other), one.language)


def _ends(one: _Text, other: _Text) -> bool:
    found = _found(one.telling.ends, one.end, one) and _found(other.telling.ends, other.end, other)
    return found and not _reworded(one.end, other.end, _everywhere(one, other), one.language)


def _found(declared: str, passage: _Passage, text: _Text) -> bool:
    """Whether at least half of what is declared is in the passage; a question may be declared with what it quotes."""
    there = stems(passage.words, text.language)
    ways = (stems(declared, text.language), stems(_QUOTED.sub(" ", declared), text.language))
    return any(said and len(said.keys() & there.keys()) / len(said) >= SAME for said in ways)


def _everywhere(one: _Text, other: _Text) -> frozenset[str]:
    """What both tell of all the time, mostly their people: that makes no beginning another one's."""
    often: list[set[str]] = []
    for text in (one, other):
        told = [stems(sentence, text.language).keys() for sentence, asked in text.sentences if not asked]
        count = Counter(word for words in told for word in words)
        often.append({word for word, times in count.items() if times >= max(OFTEN, len(told) * THROUGHOUT)})
    leads = list(stems(f"{one.telling.whose} {other.telling.whose}", one.language))[:LEADS]
    return frozenset(often[0] & often[1] | set(leads))


def _reworded(one: _Passage, other: _Passage, everywhere: frozenset[str], language: str) -> bool:
    """Whether one tells what the other does; where both only ask, whether they ask the same."""
    if not one.told or not other.told:
        return not (one.told or other.told) and shared(stems(one.asked, language), stems(other.asked, language)) > SAME
    first, second = (stems(text, language).keys() - everywhere for text in (one.told, other.told))
    if shared(first, second) >= REWORDED:
        return True
    return cosine(grams(one.told, language, everywhere), grams(other.told, language, everywhere)) >= REWRITTEN


def _tone(one: _Text, other: _Text) -> bool:
    """Other words, or another share of speech or length of sentences."""
    words = [stems(text.body, text.language) for text in (one, other)]
    if cosine(*words) < VOICE:
        return True
    pace = sorted((one.pace, other.pace))
    return abs(one.spoken - other.spoken) >= SPOKEN or pace[1] >= PACE * max(pace[0], 1)
