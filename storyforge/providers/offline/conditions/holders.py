"""Who is in a state: the holder of what a word at some place of a sentence says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.conditions.lexicon import NAME

if TYPE_CHECKING:
    from storyforge.providers.offline.conditions.sentence import Mention, Sentence

_WORD = re.compile(rf"[\w{NAME}'-]+")
_COORDINATED = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|and|&)\s*(?:and )?", re.IGNORECASE)


class Holder(NamedTuple):
    """Whose state it is, how that was found, and whether to trust it."""

    owners: tuple[str, ...]
    by: str
    sure: bool = True


NOBODY = Holder((), "")


def subject(sentence: Sentence, place: int) -> Holder:
    """Who does or is what stands at a place.

    By the first of these that is found: two names before `both`, a name straight before it, the name before `who`, the
    clause's subject, whose body part is the subject, the subject of the clause before, a name after it.
    """
    return (
        _both(sentence, place)
        or _adjacent(sentence, place)
        or _relative(sentence, place)
        or _of_clause(sentence, place)
        or _after(sentence, place)
        or NOBODY
    )


def owner(sentence: Sentence, start: int, end: int) -> Holder:
    """Whose something is: the first person named within a span."""
    for mention in sentence.mentions:
        if start <= mention.start < end:
            return Holder((mention.owner,), "possession", mention.sure)
    return NOBODY


def straight_after(sentence: Sentence, place: int) -> Holder:
    """The name that follows directly, as in `the wounded Anna`."""
    for mention in sentence.mentions:
        if mention.start == place + 1 and not mention.possessive and not mention.pronoun:
            return Holder((mention.owner,), "name after")
    return NOBODY


def object_of(sentence: Sentence, place: int) -> Holder:
    """Who a verb ending at a place is done to: a person right behind it, or whose body part is behind it."""
    lexicon = sentence.lexicon
    for mention in sentence.mentions:
        gap = sentence.masked[place : mention.start] if mention.start >= place else "-"
        if gap.strip() and not lexicon.one_of("on_to").fullmatch(gap.strip()):
            continue
        follows = [word.group() for word in _WORD.finditer(sentence.masked, mention.end)][:4]
        follows = follows[1:] if follows and follows[0] in ("'s", "'") else follows
        if mention.possessive and not any(lexicon.bodily(word) for word in follows[:2]):
            return NOBODY
        return Holder(_with_coordinated(sentence, mention, forwards=True), "object", mention.sure)
    return NOBODY


def _both(sentence: Sentence, place: int) -> Holder | None:
    """The last two names before `both`, if they are joined: `Anna and Boris, both barefoot`."""
    before = [m for m in sentence.mentions if m.end <= place and not m.possessive]
    if len(before) < 2 or not sentence.lexicon.rule("both_before").search(sentence.masked[:place]):
        return None
    owners = _with_coordinated(sentence, before[-1], forwards=False)
    return Holder(owners, "both", before[-1].sure) if len(owners) == 2 else None


def _adjacent(sentence: Sentence, place: int) -> Holder | None:
    between = sentence.lexicon.set("between")
    for mention in reversed([m for m in sentence.mentions if m.end <= place and not m.possessive]):
        gap = sentence.masked[mention.end : place]
        rest = gap.removeprefix("'s")
        if (
            mention.pronoun
            and "," in gap
            and sentence.lexicon.has("objective", sentence.text[mention.start : mention.end])
        ):
            return None
        if _goes_along(sentence, mention, rest):
            return None
        if all(word.lower() in between for word in _WORD.findall(rest)) and not re.search(r"[.;:(]", rest):
            owners = _with_coordinated(sentence, mention, forwards=False)
            names = {m.owner for m in sentence.mentions if m.end <= place and not m.possessive}
            sure = mention.sure and not (
                "," in gap and len(names - set(owners)) > 0 and _has_verb_before(sentence, mention)
            )
            return Holder(owners, "name before", sure)
        return None
    return None


def _goes_along(sentence: Sentence, mention: Mention, rest: str) -> bool:
    """Whether a name is only who the subject goes with: `Anna follows Boris in, dripping`."""
    start, _ = sentence.clause(mention.start)
    verb = sentence.masked[start : mention.start].split()[-1:]
    particle, comma, _ = rest.partition(",")
    lexicon = sentence.lexicon
    return bool(comma and verb) and lexicon.has("goes_along", verb[0]) and lexicon.has("particles", particle.strip())


def _has_verb_before(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name is rather the object of something: `A helps B, soaked` may be about either."""
    start, _ = sentence.clause(mention.start)
    before = sentence.masked[start : mention.start].split()
    return any(word.endswith("s") for word in before) and not sentence.lexicon.has("sees", before[-1])


def _relative(sentence: Sentence, place: int) -> Holder | None:
    matches = list(sentence.lexicon.one_of("relative").finditer(sentence.masked, 0, place))
    if not matches or re.search(r"[,;]", sentence.masked[matches[-1].end() : place]):
        return None
    start = matches[-1].start()
    before = [mention for mention in sentence.mentions if mention.end <= start]
    if before and not sentence.masked[before[-1].end : start].strip(" ,"):
        return Holder((before[-1].owner,), "relative clause", before[-1].sure)
    return NOBODY


def _of_clause(sentence: Sentence, place: int) -> Holder | None:
    start, _ = sentence.clause(place)
    inside = [m for m in sentence.mentions if start <= m.start and m.end <= place]
    if _unnamed(sentence, start, inside[0].start if inside else place):
        return NOBODY
    plain = [m for m in inside if not m.possessive]
    bodily = inside and inside[0].possessive and _bodily_after(sentence, inside[0])
    if bodily:
        return Holder((inside[0].owner,), "body part", inside[0].sure)
    if inside and inside[0].possessive and not plain[:1]:
        return NOBODY if _subject_noun(sentence, inside[0]) else _before_clause(sentence, start)
    if plain:
        if _stranger_between(sentence, plain[0], place):
            return NOBODY
        names = {m.owner for m in plain}
        owners = _with_coordinated(sentence, plain[0], forwards=True, until=place)
        alone = names <= set(owners) or _trails(sentence, plain, place)
        return Holder(owners, "subject", plain[0].sure and alone)
    return _before_clause(sentence, start)


def _trails(sentence: Sentence, plain: list[Mention], place: int) -> bool:
    """Whether a state goes on about the subject behind a comma: `Anna follows her in, dripping`.

    Not straight behind the other one (`Anna helps Boris, bleeding`), nor where the subject only sees or finds.
    """
    lead = sentence.masked[plain[-1].end : place]
    before, comma, gap = lead.rpartition(",")
    words = sentence.masked[plain[0].end : plain[-1].start].split()
    finds = any(sentence.lexicon.has("sees", word) for word in words)
    return bool(comma and before.strip()) and not gap.strip() and not finds


def _before_clause(sentence: Sentence, start: int) -> Holder | None:
    """The subject of the sentence, where a clause has none of its own."""
    before = [m for m in sentence.mentions if m.end <= start and not m.possessive]
    if not before or _unnamed(sentence, 0, before[0].start):
        return None
    return Holder((before[0].owner,), "subject before", before[0].sure and len(sentence.people()) == 1)


def _unnamed(sentence: Sentence, start: int, until: int) -> bool:
    """Whether a clause has a subject that is nobody of the cast: `The tent`, `Two guards`, `Nobody`."""
    words = [word.group() for word in _WORD.finditer(sentence.masked, start, until)]
    while words and sentence.lexicon.has("openers", words[0]):
        words = words[1:]
    if not words:
        return False
    determined = sentence.lexicon.has("determiners", words[0]) and len(words) > 1
    return determined or sentence.lexicon.has("strangers", words[0])


def _subject_noun(sentence: Sentence, mention: Mention) -> bool:
    """Whether a possessive opens the clause, so that what is owned is the subject: `Anna's mother`."""
    start, _ = sentence.clause(mention.start)
    return not sentence.masked[start : mention.start].strip(" ,")


def _bodily_after(sentence: Sentence, mention: Mention) -> bool:
    words = [w.group() for w in _WORD.finditer(sentence.masked, mention.end)]
    words = words[1:] if words and words[0] in ("'s", "'") else words
    return any(sentence.lexicon.bodily(word) for word in words[:2])


def _stranger_between(sentence: Sentence, mention: Mention, place: int) -> bool:
    """Whether somebody who is not of the cast stands between a name and the place: `Anna meets a sailor, drunk`."""
    words = [w.group() for w in _WORD.finditer(sentence.masked, mention.end, place)]
    lexicon = sentence.lexicon
    for index, word in enumerate(words):
        if lexicon.has("determiners", word) or lexicon.has("possessive", word):
            noun = next((w for w in words[index + 1 : index + 4] if lexicon.nouns.look(w).kind != "none"), "")
            if noun and lexicon.nouns.look(noun).kind == "person" and not lexicon.bodily(noun):
                return True
    return False


def _after(sentence: Sentence, place: int) -> Holder | None:
    """A name after the place, where nothing but other states stands before: `Handcuffed and barefoot, Boris ...`."""
    if any(m.end <= place for m in sentence.mentions) or not sentence.mentions or _unnamed(sentence, 0, place):
        return None
    first = sentence.mentions[0]
    comma = "," in sentence.masked[place : first.start]
    if first.possessive or not comma or sentence.clause(first.start)[0] > first.start:
        return None
    gap = re.split(r",", sentence.masked[place : first.start])[-1]
    if _WORD.findall(gap):
        return None
    return Holder((first.owner,), "name behind", first.sure)


def _with_coordinated(sentence: Sentence, mention: Mention, *, forwards: bool, until: int = 1 << 30) -> tuple[str, ...]:
    """A person and those joined to them by `and` or a comma."""
    mentions = sentence.mentions
    index = mentions.index(mention)
    owners = [mention.owner]
    step = 1 if forwards else -1
    while 0 <= index + step < len(mentions):
        left, right = sorted((mentions[index], mentions[index + step]))
        joined = _COORDINATED.fullmatch(sentence.masked[left.end : right.start])
        if not joined or right.start >= until or mentions[index + step].pronoun or mentions[index + step].possessive:
            break
        index += step
        owners.append(mentions[index].owner)
    return tuple(dict.fromkeys(owners))
