"""States said by adjectives and participles: `Anna's sleeve is torn`, `the sleeping Boris`, `his shirt in rags`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.conditions import holders
from storyforge.providers.offline.conditions.holders import NOBODY, Holder
from storyforge.providers.offline.conditions.lexicon import NAME
from storyforge.providers.offline.nouns import THINGS
from storyforge.providers.offline.words import either

if TYPE_CHECKING:
    from storyforge.providers.offline.conditions.event import Events
    from storyforge.providers.offline.conditions.lexicon import Lexicon
    from storyforge.providers.offline.conditions.phrases import Props
    from storyforge.providers.offline.conditions.sentence import Sentence

_WORD = re.compile(rf"[\w{NAME}'-]+")
# Behind `a wet`: who it is, as in `girl with a paper crown: Anna`.
_NAMED = re.compile(rf"[^.;:]*: ({NAME}+)")
_NEXT = re.compile(rf" ([A-Za-z{NAME}][\w{NAME}'-]*)")


def read(events: Events, props: Props) -> None:
    """Add every state that an adjective says."""
    sentence = events.sentence
    for tag, pattern in sentence.lexicon.states:
        for match in pattern.finditer(sentence.masked):
            holder = _holder(sentence, match, tag, props)
            if holder.by == "thing" and sentence.lexicon.has("living", tag) and not props.alive(holder.owners[0]):
                continue
            if tag != "broken" or _breaks(sentence, match, holder, props):
                events.add(holder, tag, match.start(), "state")


def _breaks(sentence: Sentence, match: re.Match[str], holder: Holder, props: Props) -> bool:
    """Things and garments are broken; people have broken bones, which is another state."""
    return bool(holder.owners) and (
        holder.owners[0] in props.ids or (holder.by == "possession" and _garment_near(sentence, match))
    )


def _garment_near(sentence: Sentence, match: re.Match[str]) -> bool:
    start, end = sentence.clause(match.start())
    return any(sentence.lexicon.garment(word) for word in re.findall(r"[\w-]+", sentence.masked[start:end]))


def _holder(sentence: Sentence, match: re.Match[str], tag: str, props: Props) -> Holder:
    named = holders.straight_after(sentence, match.end())
    if named.owners:
        return named
    attributive = _attributive(sentence, match, tag, props)
    if attributive is not None:
        return attributive
    predicate = _predicate(sentence, match.start(), props)
    return holders.subject(sentence, match.start()) if predicate is None else predicate


def _attributive(sentence: Sentence, match: re.Match[str], tag: str, props: Props) -> Holder | None:
    """The state of what the next word names; None where the word does not stand before a noun."""
    lexicon = sentence.lexicon
    nouns = _nouns_after(sentence, match.end())
    if not nouns or tag in lexicon.set("never_before_nouns"):
        return None
    determiner = _determiner(sentence, match.start())
    word = next((w for w in nouns if lexicon.bodily(w) or lexicon.nouns.look(w).kind != "none"), nouns[0])
    if lexicon.nouns.look(word).kind == "person" and (called := _NAMED.match(sentence.masked, match.end())):
        return holders.owner(sentence, called.start(1), called.end(1))
    if lexicon.bodily(word):
        return _of_body(sentence, match.start(), determiner, garment=lexicon.garment(word))
    prop = props.find(word)
    if prop and determiner:
        return Holder((prop,), "thing")
    kind = lexicon.nouns.look(word).kind
    other = kind in THINGS or kind in ("person", "structure", "place")
    return NOBODY if determiner or other else _loose(sentence, match.start())


def _determiner(sentence: Sentence, place: int) -> re.Match[str] | None:
    """The determiner of the noun phrase that a place is in; a comma behind a noun ends it: `the seat, wet hair`."""
    found = _opened(sentence.lexicon).search(sentence.masked[:place])
    adjectives, comma, _ = found.group().rpartition(",") if found else ("", "", "")
    over = comma and sentence.lexicon.nouns.look(adjectives.split()[-1]).tenths > 0
    return None if over else found


def _loose(sentence: Sentence, place: int) -> Holder | None:
    """An adjective before a word that is no noun we know: nobody's at the start of a clause, else a predicate."""
    start, _ = sentence.clause(place)
    return NOBODY if not sentence.masked[start:place].strip(" ,") else None


def _nouns_after(sentence: Sentence, place: int) -> list[str]:
    found: list[str] = []
    while len(found) < 2:
        match = _NEXT.match(sentence.masked, place)
        if match is None:
            break
        word = match.group(1)
        if sentence.lexicon.has("stops", word) or word.lower().endswith("ly") or word[0] == NAME:
            break
        found.append(word)
        place = match.end()
    return found


def _of_body(sentence: Sentence, place: int, determiner: re.Match[str] | None, *, garment: bool) -> Holder:
    lexicon = sentence.lexicon
    opened = determiner.group(1) if determiner else ""
    if determiner and not lexicon.has("determiners", opened) and not lexicon.has("articles", opened):
        return holders.owner(sentence, determiner.start(1), place)
    if garment and not (opened and lexicon.rule("worn_before").search(sentence.masked[:place])):
        return NOBODY
    if lexicon.has("article_definite", opened) and not garment:
        return NOBODY
    return holders.subject(sentence, place)


@lru_cache(maxsize=4)
def _opened(lexicon: Lexicon) -> re.Pattern[str]:
    """A determiner before a noun, with at most two words between; group 1 is the determiner."""
    listed = either(lexicon.set("determiners") | lexicon.set("articles"))
    pattern = rf"(?:^|[^\w{NAME}'-])({listed}|{lexicon.slots['poss']})\s+(?:[\w-]+,?\s+){{0,2}}$"
    return re.compile(pattern, re.IGNORECASE)


class _NounBefore(NamedTuple):
    """A noun before a state: its place, its determiner, and the words that link it to the state."""

    noun: str
    start: int
    determiner: str
    opens: int
    linked: tuple[str, ...]


def _noun_before(sentence: Sentence, place: int) -> _NounBefore | None:
    """Walk back over what links a noun to a state, then to the noun's determiner."""
    lexicon = sentence.lexicon
    clause, _ = sentence.clause(place)
    words = list(_WORD.finditer(sentence.masked, clause, place))
    if not words or sentence.masked[words[-1].end() : place].strip(" ,"):
        return None
    last = len(words) - 1
    linked = []
    while last >= 0 and _links(lexicon, words, last):
        linked.append(words[last].group().lower())
        last -= 1
    if last < 0:
        return None
    noun = words[last]
    for index in range(last - 1, max(-1, last - 4), -1):
        word = words[index].group()
        if _determines(lexicon, word):
            return _NounBefore(noun.group(), noun.start(), word, words[index].start(), tuple(linked))
        if lexicon.has("stops", word) or sentence.masked[words[index].end() : words[index + 1].start()] != " ":
            break
    return _NounBefore(noun.group(), noun.start(), "", noun.start(), tuple(linked))


def _links(lexicon: Lexicon, words: list[re.Match[str]], index: int) -> bool:
    """Whether a word only links: `is`, `still`, or another state before `and`."""
    word = words[index].group()
    if lexicon.has("linking", word) or lexicon.has("and", word):
        return True
    joined = index + 1 < len(words) and lexicon.has("and", words[index + 1].group())
    return joined and any(pattern.fullmatch(word) for _, pattern in lexicon.states)


def _determines(lexicon: Lexicon, word: str) -> bool:
    possessive = lexicon.has("possessive", word) or (word[0] == NAME and word.endswith("s"))
    return possessive or lexicon.has("articles", word) or (word[0] == NAME and word.endswith("'"))


def _predicate(sentence: Sentence, place: int, props: Props) -> Holder | None:
    """The state of a noun before it; None where the person is the subject."""
    lexicon = sentence.lexicon
    found = _noun_before(sentence, place)
    if found is None or found.noun[0] == NAME or lexicon.has("he", found.noun) or lexicon.has("she", found.noun):
        return None
    clause, _ = sentence.clause(place)
    lead = sentence.masked[clause : found.opens]
    before = lead.split()
    if before and lexicon.has("with", before[-1]) and not found.linked:
        return None
    if lexicon.bodily(found.noun):
        return _bodily_predicate(sentence, found, lead, props)
    if sentence.masked[found.start + len(found.noun) :][:1] == ",":
        return None
    if not lexicon.has("articles", found.determiner):
        return _thing(found.noun, props) if found.determiner and found.linked else None
    return _thing(found.noun, props)


def _bodily_predicate(sentence: Sentence, found: _NounBefore, lead: str, props: Props) -> Holder | None:
    """Of a body part or garment: whoever has it; but in `The letter in Anna's hand is wet` the letter."""
    lexicon = sentence.lexicon
    inside = lexicon.rule("inside").search(lead)
    if inside and any(lexicon.has("copulas", word) for word in found.linked):
        return _thing(inside.group(1), props)
    if found.determiner and not lexicon.has("articles", found.determiner):
        return holders.owner(sentence, found.opens, found.start)
    if lexicon.has("article_definite", found.determiner) and not lead.strip(" ,"):
        return NOBODY
    before = lead.split()
    if before and lexicon.has("prepositions", before[-1]) and not found.linked:
        return None
    return holders.subject(sentence, found.start)


def _thing(noun: str, props: Props) -> Holder:
    prop = props.find(noun)
    return Holder((prop,), "thing") if prop else NOBODY
