"""One sentence of action, with the people named in it and the clauses it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from storyforge.model.cast import name_key
from storyforge.providers.offline.conditions.lexicon import NAME
from storyforge.providers.offline.named import Hit, NameIndex, single_words
from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.conditions.lexicon import Lexicon
    from storyforge.tasks.shots import CastMember

_QUOTED = re.compile(r'"[^"]*"')
_WORD_AFTER = re.compile(r" ?([A-Za-z][\w'-]*)")
NEAR = 7
"""How many words a negation reaches."""

_PHRASE = re.compile(r"(?: [a-z-]+){1,3}")
# A name, perhaps with an age or another apposition, right before `, a nurse`.
_APPOSED = re.compile(rf"{NAME}(?:'s)?(?: \([^)]*\))?(?:,[^,.;]{{0,20}})?[,:]? ?(?:--? ?)?$")
# Behind `a figure trudges out of the fog`: who it is.
_NAMED = re.compile(rf"[^.;:]*(?:: |, |-- ){NAME}")
PERSON_TENTHS = 6
"""Share of a noun's senses, in tenths, that must be people before it brings somebody in."""

REMEMBERED = 6
"""How many people a pronoun can look back to."""


class Mention(NamedTuple):
    """A person named in a sentence. `sure` is false for a pronoun that may be somebody else."""

    start: int
    end: int
    owner: str
    possessive: bool
    pronoun: bool = False
    sure: bool = True


class Memory:
    """Who was named last, who is in play at all, and which pronouns go with whom.

    `before` are the people of the sentence just before, its subject first, if nobody has spoken since. `strangers` says
    whether somebody has come in who is not of the cast, such as `a nurse`.
    """

    def __init__(self, cast: Sequence[CastMember]) -> None:
        self.recent: list[str] = []
        self.in_play: dict[str, None] = {}
        self.before: tuple[Mention, ...] = ()
        self.strangers = False
        self.pronouns = {member.id: member.pronouns for member in cast if not member.group}

    def fits(self, owner: str, gender: str, *, strict: bool) -> bool:
        """Whether a pronoun may stand for somebody."""
        known = self.pronouns.get(owner, "unknown")
        return known == gender or (not strict and known == "unknown")

    def remember(self, mentions: Sequence[Mention]) -> None:
        """Move the people of a sentence to the front, the first named foremost, who owns something last."""
        if mentions:
            self.before = tuple(sorted(mentions, key=lambda mention: mention.possessive))
        self.in_play |= dict.fromkeys(mention.owner for mention in mentions)
        for mention in reversed(self.before if mentions else ()):
            if mention.owner in self.recent:
                self.recent.remove(mention.owner)
            self.recent.insert(0, mention.owner)
        del self.recent[REMEMBERED:]

    def subject(self) -> str:
        """Who the sentence before is about, if a name that is no owner says so."""
        first = self.before[0] if self.before else None
        return first.owner if first and not first.possessive and not first.pronoun else ""

    def hear(self, speakers: Sequence[str]) -> None:
        """Somebody speaks: they are in play, and a pronoun may be about them."""
        self.in_play |= dict.fromkeys(speaker for speaker in speakers if speaker in self.pronouns)
        if speakers:
            self.before = ()

    def certain(self, owner: str, gender: str, *, objective: bool) -> bool:
        """Whether a pronoun can only stand for somebody: alone in play, or the subject of the sentence before.

        That the subject goes on being the subject holds where it is the only one there whom the pronoun fits.
        """
        if self.strangers or not self.fits(owner, gender, strict=True):
            return False
        if {other for other in self.in_play if self.fits(other, gender, strict=False)} == {owner}:
            return True
        fitting = {mention.owner for mention in self.before if self.fits(mention.owner, gender, strict=False)}
        subject = bool(self.before) and self.before[0].owner == owner and self.before[0].sure
        return not objective and subject and fitting == {owner} and not self.before[0].possessive


@dataclass
class Sentence:
    """A sentence to be read.

    `text` has straight quotes and blanks for what is quoted; in `masked` names are hidden behind `¤`, and idioms that
    only look like states behind `_`. All three have the same length as `quote` without emphasis.
    """

    quote: str
    text: str
    masked: str
    lexicon: Lexicon
    mentions: list[Mention] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)

    def clause(self, place: int) -> tuple[int, int]:
        """The span of the clause that a place is in."""
        for start, end in zip(self.bounds, self.bounds[1:], strict=False):
            if start <= place < end:
                return start, end
        return 0, len(self.text)

    def negated(self, place: int) -> str:
        """`ended` after `no longer`, `not` where the clause denies or imagines what stands there, else nothing."""
        start, _ = self.clause(place)
        before = self.masked[start:place]
        words = before.split()
        if self.lexicon.one_of("ended").search(" ".join(words[-3:])):
            return "ended"
        if self.lexicon.one_of("unreal").search(self.masked, 0, place):
            return "not"
        return "not" if self.lexicon.one_of("negations").search(" ".join(words[-NEAR:])) else ""

    @cached_property
    def hedged(self) -> bool:
        """Whether something in the sentence denies, imagines or compares, so that a state in it may be none."""
        told = self.masked.replace("no longer", "_________").rstrip()
        return told.endswith("?") or self.lexicon.one_of("hedges").search(told) is not None

    def people(self) -> set[str]:
        """All people that the sentence calls by name."""
        return {mention.owner for mention in self.mentions if not mention.pronoun}


class Reader:
    """Makes sentences, with the memory of those before."""

    def __init__(self, lexicon: Lexicon, cast: Sequence[CastMember]) -> None:
        self.lexicon = lexicon
        self.memory = Memory(cast)
        called = [(member.id, (member.name, *member.aliases)) for member in cast]
        self.groups = {member.id for member in cast if member.group}
        names = {name: owner for owner, own in called for name in own}
        keys = ((owner, [name_key(name) for name in own]) for owner, own in called)
        for word, owner in single_words(keys, self._dull).items():
            names.setdefault(word, owner)
        kinds = {name: lexicon.nouns.look(name.strip().rpartition(" ")[2]).kind for name in names}
        small = {owner for owner, own in called if own[0].islower()}
        loose = [name for name, owner in names.items() if kinds[name] == "person" or owner in small]
        for name, owner in list(names.items()):
            article, _, rest = name.partition(" ")
            if rest and lexicon.has("articles", article):
                names.setdefault(rest, owner)
        self._names: NameIndex[str] = NameIndex(names, loose=loose)

    def _dull(self, word: str, name: str) -> bool:
        """A title, a role or another common noun stands for nobody; behind a title even a noun is a name."""
        bare = word.strip(".,'\"()")
        if not bare.isalpha() or self.lexicon.has("titles", bare) or self.lexicon.nouns.look(bare).kind == "person":
            return True
        titled = self.lexicon.has("titles", name.split(maxsplit=1)[0].rstrip("."))
        return not titled and self.lexicon.nouns.look(bare).tenths > 0

    def read(self, quote: str, shown: str) -> Sentence:
        """One sentence; call in order, since pronouns look back."""
        text = _QUOTED.sub(lambda match: " " * len(match.group()), straight(shown))
        hits = [hit for hit in self._names.find(text) if not self._only_some(text, hit)]
        hidden = _hide(text, hits)
        masked = self.lexicon.misses.sub(lambda match: re.sub(rf"[^\s{NAME}]", "_", match.group()), hidden)
        sentence = Sentence(quote, text, masked, self.lexicon)
        ends = [match.end() for match in self.lexicon.rule("clauses").finditer(masked) if match.end()]
        sentence.bounds = sorted({0, *ends, len(text) + 1})
        self._mention(sentence, hits)
        self.memory.strangers = self.memory.strangers or self._stranger(sentence)
        return sentence

    def _only_some(self, text: str, hit: Hit[str]) -> bool:
        """Whether a group's name stands for some of it: `two of the guards`, `a guard`."""
        if hit.owner not in self.groups:
            return False
        return self.lexicon.rule("some_of").search(text[: hit.start]) is not None

    def _stranger(self, sentence: Sentence) -> bool:
        """Whether somebody is brought in who is not of the cast: `a nurse`, but not in `Anna, a nurse`."""
        for match in self.lexicon.one_of("opening").finditer(sentence.masked):
            noun = _PHRASE.match(sentence.masked, match.end())
            if noun is None or not any(self._somebody(word) for word in noun.group().split()):
                continue
            if not (_APPOSED.search(sentence.masked[: match.start()]) or _NAMED.match(sentence.masked, noun.end())):
                return True
        return False

    def _somebody(self, word: str) -> bool:
        kind, tenths = self.lexicon.nouns.look(word)
        return kind == "person" and tenths >= PERSON_TENTHS and not self.lexicon.bodily(word)

    def _mention(self, sentence: Sentence, hits: list[Hit[str]]) -> None:
        third = (self.lexicon.one_of("he"), self.lexicon.one_of("she"))
        pronouns = [(*match.span(), None) for pattern in third for match in pattern.finditer(sentence.masked)]
        found = sorted([*((hit.start, hit.end, hit.owner) for hit in hits), *pronouns], key=lambda item: item[0])
        for start, end, owner in found:
            mention = self._named(sentence, start, end, owner) if owner else self._pronoun(sentence, start, end)
            if mention:
                sentence.mentions.append(mention)

    def _named(self, sentence: Sentence, start: int, end: int, owner: str) -> Mention:
        text = sentence.text
        apostrophe = re.match(r"'s?(?=\W|$)", text[end:])
        possessive = bool(apostrophe) and not self._contracted(sentence, end + (apostrophe.end() if apostrophe else 0))
        return Mention(start, end, owner, possessive)

    def _contracted(self, sentence: Sentence, after: int) -> bool:
        """Whether the apostrophe and s before a place mean `is`: `Anna's asleep`."""
        word = _WORD_AFTER.match(sentence.text, after)
        if word is None or self.lexicon.has("contracted", word.group(1)):
            return True
        for _, pattern in self.lexicon.states:
            match = pattern.match(sentence.masked, word.start(1))
            if match:
                follows = _WORD_AFTER.match(sentence.text, match.end())
                return follows is None or self.lexicon.has("stops", follows.group(1))
        return False

    def _pronoun(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        word = sentence.text[start:end].lower()
        gender = "he" if self.lexicon.has("he", word) else "she"
        word = word.partition("'")[0]
        follows = _WORD_AFTER.match(sentence.text, end)
        owned = (
            follows is not None
            and not self.lexicon.has("stops", follows.group(1))
            and sentence.text[end : end + 1] == " "
        )
        possessive = self.lexicon.has("possessives", word) and (owned or not self.lexicon.has("objective", word))
        objective = self.lexicon.has("objective", word) and not possessive
        found = self._within(
            sentence, start, gender, objective=objective, reflexive=self.lexicon.has("reflexives", word)
        )
        if found is None:
            found = self._before(sentence, start, gender, objective=objective)
        return Mention(start, end, found[0], possessive, pronoun=True, sure=found[1]) if found else None

    def _within(
        self, sentence: Sentence, start: int, gender: str, *, objective: bool, reflexive: bool
    ) -> tuple[str, bool] | None:
        """Who of this sentence is meant; sure where only one can be."""
        named = [mention for mention in sentence.mentions if mention.end <= start]
        clause, _ = sentence.clause(start)
        inside = [mention for mention in named if mention.start >= clause]
        if objective and inside:
            subject = next((m.owner for m in reversed(inside) if not m.possessive), inside[0].owner)
            named = [mention for mention in named if mention.owner != subject]
        for strict in (True, False):
            pool = [mention for mention in named if self.memory.fits(mention.owner, gender, strict=strict)]
            if pool:
                owners = dict.fromkeys(mention.owner for mention in pool)
                chosen = pool[-1] if reflexive else pool[0]
                return chosen.owner, len(owners) == 1 and chosen.sure
        return None

    def _before(self, sentence: Sentence, start: int, gender: str, *, objective: bool) -> tuple[str, bool] | None:
        """Who of the sentences before is meant; sure where it can be nobody else."""
        subject = {mention.owner for mention in sentence.mentions if mention.end <= start} if objective else set()
        goes_on = self.memory.subject()
        if goes_on and goes_on not in subject and self.memory.fits(goes_on, gender, strict=False):
            return goes_on, self.memory.certain(goes_on, gender, objective=objective)
        for strict in (True, False):
            for owner in self.memory.recent:
                if owner not in subject and self.memory.fits(owner, gender, strict=strict):
                    return owner, self.memory.certain(owner, gender, objective=objective)
        alone = [owner for owner in self.memory.pronouns if self.memory.fits(owner, gender, strict=True)]
        return (alone[0], False) if len(alone) == 1 and alone[0] not in subject else None


def _hide(text: str, hits: list[Hit[str]]) -> str:
    pieces, last = [], 0
    for hit in hits:
        pieces += [text[last : hit.start], NAME * (hit.end - hit.start)]
        last = hit.end
    return "".join((*pieces, text[last:]))
