"""States said by adjectives and participles: `Anna's sleeve is torn`, `the sleeping Boris`, `his shirt in rags`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.providers.offline.conditions import holders
from storyforge.providers.offline.conditions.holders import NOBODY, Holder
from storyforge.providers.offline.conditions.lexicon import NAME
from storyforge.providers.offline.nouns import THINGS

if TYPE_CHECKING:
    from storyforge.providers.offline.conditions.event import Events
    from storyforge.providers.offline.conditions.lexicon import Lexicon
    from storyforge.providers.offline.conditions.sentence import Sentence
    from storyforge.providers.offline.conditions.things import Props

_NEXT = re.compile(rf" ([A-Za-z{NAME}][\w{NAME}'-]*)")
_DETERMINER = re.compile(
    rf"(?:^|[^\w{NAME}'-])(a|an|the|his|her|their|its|two|three|some|this|that|{NAME}+'s?)\s+(?:[\w-]+,?\s+){{0,2}}$",
    re.IGNORECASE,
)
_WORN = re.compile(r"\b(?:in|wear\w*)\s+(?:a|an|the)?\s*(?:[\w-]+,?\s*)*$", re.IGNORECASE)


def read(events: Events, props: Props) -> None:
    """Add every state that an adjective says."""
    sentence = events.sentence
    for tag, pattern in sentence.lexicon.states:
        for match in pattern.finditer(sentence.masked):
            holder = _holder(sentence, match, tag, props)
            if tag != "broken" or _breaks(sentence, match, holder, props):
                events.add(holder, tag, match.start(), "state")


def _breaks(sentence: Sentence, match: re.Match[str], holder: Holder, props: Props) -> bool:
    """Things and garments are broken; people have broken bones, which is another state."""
    return bool(holder.owners) and (holder.owners[0] in props.ids or holder.by == "possession" and _garment_near(sentence, match))


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
    if not nouns or tag in ("disguised",):
        return None
    determiner = _DETERMINER.search(sentence.masked[: match.start()])
    word = next((w for w in nouns if lexicon.bodily(w) or lexicon.nouns.look(w).kind != "none"), nouns[0])
    if lexicon.bodily(word):
        return _of_body(sentence, match.start(), determiner, garment=lexicon.garment(word))
    prop = props.find(word)
    if prop and determiner:
        return Holder((prop,), "thing")
    kind = lexicon.nouns.look(word).kind
    person = kind == "person" or kind in THINGS or kind in ("structure", "place")
    return NOBODY if determiner or person else _loose(sentence, match.start())


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
    if determiner and determiner.group(1).lower() not in ("a", "an", "the", "two", "three", "some", "this", "that"):
        return holders.owner(sentence, determiner.start(1), place)
    if garment and not (determiner and _WORN.search(sentence.masked[:place])):
        return NOBODY
    if determiner and determiner.group(1).lower() == "the" and not garment:
        return NOBODY
    return holders.subject(sentence, place)


@lru_cache(maxsize=4)
def _before(lexicon: Lexicon) -> re.Pattern[str]:
    """A noun with its determiner, and what links it to a state behind it."""
    linking = "|".join(sorted(lexicon.set("linking")))
    return re.compile(
        rf"(?:^|(?<=[\s,]))(?:({lexicon.slots['poss']}|the|an?|one|its)\s+)?((?:[\w-]+\s+){{0,2}}?)([\w-]+),?\s*"
        rf"((?:(?:{linking}|[a-z]+(?=,? and\s*$))\b,?\s*)*)$",
        re.IGNORECASE,
    )


def _predicate(sentence: Sentence, place: int, props: Props) -> Holder | None:
    """The state of a noun before it; None where the person is the subject."""
    lexicon = sentence.lexicon
    start, _ = sentence.clause(place)
    text = sentence.masked[start:place]
    match = _before(lexicon).search(text)
    if match is None or re.search(r"\bwith\s+$", text[: match.start()]):
        return None
    determiner, _, noun, linked = match.groups()
    if lexicon.bodily(noun):
        return _bodily_predicate(sentence, (start, match), props)
    if determiner is None or determiner.lower() in ("his", "her", "their"):
        mine = determiner is not None and bool(linked) and not lexicon.has("linking", noun)
        return _thing(noun, props) if mine else None
    if lexicon.has("linking", noun):
        return None
    return _thing(noun, props)


def _bodily_predicate(sentence: Sentence, found: tuple[int, re.Match[str]], props: Props) -> Holder | None:
    """Of a body part or garment: of whoever has it, unless it only says where a thing is (`The letter in Anna's hand is`)."""
    start, match = found
    determiner, linked = match.group(1), match.group(4)
    lead = sentence.masked[start : start + match.start()]
    inside = re.search(r"(?:^|\s)(?:the|an?|his|her) (?:[\w-]+ ){0,2}?([\w-]+) (?:in|on|of|around|from|at|under) $", lead, re.IGNORECASE)
    if inside and re.search(r"\b(?:is|are|was|were|looks?|hangs?|gets?)\b", linked, re.IGNORECASE):
        return _thing(inside.group(1), props)
    if determiner and determiner.lower() not in ("the", "a", "an", "one", "its"):
        return holders.owner(sentence, start + match.start(1), start + match.end(1))
    if determiner and determiner.lower() == "the" and not lead.strip(" ,"):
        return NOBODY
    if re.search(r"\b(?:in|on|from|at|of|to|into) (?:the |a |an )?$", lead + " ", re.IGNORECASE) and not linked:
        return None
    return holders.subject(sentence, start + match.start(3))


def _thing(noun: str, props: Props) -> Holder:
    prop = props.find(noun)
    return Holder((prop,), "thing") if prop else NOBODY
