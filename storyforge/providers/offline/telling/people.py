"""Who is in a short text: by name, or by what they are where nobody is named.

In most languages a name is what has a capital within a sentence; in German, where every noun has one, what stands
without an article and acts. A text of a page has no statistics, so the rules would rather miss a name than make one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.languages import fold
from storyforge.providers.offline.nouns import nouns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.providers.offline.telling.lexicon import Words
    from storyforge.tasks.brief import Brief

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OWNER = re.compile(r"['’]s?$")
_KANA = re.compile(
    r"([\u30a1-\u30fa][\u30a1-\u30fc]+|[\u4e00-\u9fff]{2,4}|[\u30a1-\u30fa\u3041-\u3096]{2,4}(?=さん))(?=さん|は|が|も)"
)
_NEUTER = ("chen", "lein")
_AGE = re.compile(r",? \(?\d{1,3}\b(?=\s*[,).]|-year)")
LEAST = 4
"""Letters of a noun that others are made with."""
PAIR = 2
"""Words of a run that may be a place and somebody: `in Vienna Ada meets`."""
_VERBAL = ("s", "ed", "ly")
"""Ends of what may follow an English subject."""
_REACH = 3
"""Words between an article and the noun that says what somebody is: `an old lighthouse keeper`."""


class Token(NamedTuple):
    """A word, how it stands, and its neighbours, folded."""

    text: str
    start: int
    end: int
    first: bool
    before: str
    after: str
    next: str


@dataclass
class Person:
    """Somebody: the name they are asked about by, and all forms that mean them."""

    name: str
    forms: set[str] = field(default_factory=set)
    count: int = 0
    first: int = 0
    proper: bool = True

    def pattern(self) -> re.Pattern[str]:
        """Finds them in a sentence."""
        forms = "|".join(re.escape(form) for form in sorted(self.forms, key=lambda f: (-len(f), f)))
        caseless = re.IGNORECASE if not self.proper else re.NOFLAG
        dense = all(ord(form[0]) > 0x2FFF for form in self.forms)
        return re.compile(f"(?:{forms})" if dense else rf"(?<!\w)(?:{forms})(?:['’]s|s)?(?!\w)", caseless)


@dataclass
class _Seen:
    text: str
    inside: int = 0
    acts: int = 0
    opens: int = 0
    placed: int = 0
    towards: int = 0
    called: int = 0
    article: int = 0
    first: int = 0


def tokens(sentence: str) -> list[Token]:
    """The words of a sentence with their neighbours."""
    found = list(_WORD.finditer(sentence))
    listed = []
    for index, match in enumerate(found):
        before = fold(found[index - 1][0]) if index else ""
        after = found[index + 1][0] if index + 1 < len(found) else ""
        between = sentence[found[index - 1].end() : match.start()] if index else sentence[: match.start()]
        first = index == 0 or any(mark in between for mark in '“„«":.?!')
        listed.append(Token(match[0], match.start(), match.end(), first, before, fold(after), after))
    return listed


def cast(sentences: Sequence[str], words: Words, brief: Brief) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Everybody, the most named first and those with names before others; and the places that have names."""
    known = [Person(p.name, {p.name, *p.aliases}) for p in brief.people if p.name]
    seen = _seen(sentences, words)
    places = [s.text for s in seen if s.placed and not s.called and s.placed >= s.acts + s.opens]
    named = _merged(s for s in seen if s.text not in places and _is_name(s, words))
    people = known + [p for p in named if not any(_same(p, other) for other in known)]
    if words.code == "ja":
        people += [Person(name, {name}) for name, n in Counter(_KANA.findall(" ".join(sentences))).items() if n > 1]
    if not people or len(people) < 2:
        people += _roles(sentences, words, people)
    return _ranked(people, sentences), tuple(places)


def _same(one: Person, other: Person) -> bool:
    parts = {fold(part) for form in other.forms for part in form.split()}
    return any(fold(part) in parts for form in one.forms for part in form.split())


def _ranked(people: Iterable[Person], sentences: Sequence[str]) -> tuple[Person, ...]:
    """By how often they are named; more where they open sentences, and where they are in the first one."""
    weighed = []
    for person in people:
        pattern = person.pattern()
        hits = [[match.start() for match in pattern.finditer(sentence)] for sentence in sentences]
        person.count = sum(map(len, hits))
        person.first = next((index for index, found in enumerate(hits) if found), len(sentences))
        weight = person.count + 0.5 * sum(1 for found in hits if found and found[0] < 3)
        weight += 1.0 if hits and hits[0] else 0.0
        weighed.append((person, weight))
    weighed.sort(key=lambda entry: (not entry[0].proper, -entry[1], entry[0].first))
    return tuple(person for person, _ in weighed)


def _seen(sentences: Sequence[str], words: Words) -> list[_Seen]:
    """Every run of words with capitals, and how it stands."""
    found: dict[str, _Seen] = {}
    for sentence in sentences:
        listed = tokens(sentence)
        for run in _runs(listed, sentence, words):
            text = _OWNER.sub("", sentence[run[0].start : run[-1].end])
            one = found.setdefault(text, _Seen(text, first=len(found)))
            before, last = run[0].before, run[-1]
            one.inside += not run[0].first
            one.opens += run[0].first
            one.article += before in words.of("determiner") and not run[0].first
            one.placed += before in words.of("place") and not run[0].first
            one.towards += before in words.of("towards") and not run[0].first
            one.called += before in words.of("person") or fold(run[0].text) in words.of("person")
            one.called += last.after in words.of("who") and sentence[last.end : last.end + 2] == ", "
            one.called += _is_aged(last, sentence, words)
            one.acts += _acts(run[0], last, words)
            one.towards += _describes(run[0], last, sentence, words)
            if words.code == "de" and len(run) > 1 and (before in words.of("determiner") or before.endswith("en")):
                name = _OWNER.sub("", last.text)
                found.setdefault(name, _Seen(name, first=len(found))).called += 1
            elif words.code == "de" and len(run) > 1 and run[0].first:
                name = _OWNER.sub("", last.text)
                found.setdefault(name, _Seen(name, first=len(found))).opens += 1
    return _unopened(found)


def _is_aged(last: Token, sentence: str, words: Words) -> bool:
    """Whether a name is introduced with an age: `Nils, nine, finds`, `Edda (72)`."""
    behind = sentence[last.end :]
    return bool(_AGE.match(behind)) or (behind[:2] == ", " and last.after in words.of("age"))


def _unopened(found: dict[str, _Seen]) -> list[_Seen]:
    """`At Dawn Marco` at the beginning of a sentence is Marco, where Marco is named elsewhere."""
    for text, one in list(found.items()):
        parts = text.split()
        if len(parts) == PAIR and all(part in found for part in parts) and one.placed:
            found[parts[0]].placed += one.placed
            found[parts[1]].inside += one.inside + one.opens
            del found[text]
            continue
        rest = next((" ".join(parts[at:]) for at in range(1, len(parts)) if " ".join(parts[at:]) in found), "")
        if rest and one.opens and not one.inside:
            found[rest].inside += one.opens
            found[rest].acts += one.acts
            del found[text]
    return list(found.values())


def _acts(first: Token, last: Token, words: Words) -> bool:
    """Whether a verb may follow; at the beginning of a clause only."""
    opens = first.first or first.before in words.of("clause")
    if words.code == "de" and not opens:
        return first.before.endswith("t") and last.after in words.of("determiner")
    follows = last.next[:1].islower() and (last.after in words.of("verb") or last.after not in words.stop)
    if words.code == "en":
        follows = follows and (last.after in words.of("verb") or last.after.endswith(_VERBAL))
    return opens and follows and last.after not in words.of("place")


def _describes(first: Token, last: Token, sentence: str, words: Words) -> bool:
    """Whether an English capital only says what kind of thing is meant: `a small Irish town`, `the Nevada desert`."""
    if words.code != "en" or first.first or sentence[last.end : last.end + 1] != " ":
        return False
    plain = last.next[:1].islower() and last.after not in words.stop | words.of("verb")
    return plain and not last.after.endswith(_VERBAL)


def _runs(listed: Sequence[Token], sentence: str, words: Words) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in listed:
        capital = token.text[:1].isupper() and not (token.text.isupper() and len(token.text) > 4)
        common = fold(token.text) in words.of("not_names") or fold(_OWNER.sub("", token.text)) in words.of("not_names")
        dull = common or (token.first and fold(token.text) in words.stop | words.of("determiner"))
        joined = bool(run) and sentence[run[-1].end : token.start] == " " and not _OWNER.search(run[-1].text)
        if capital and not dull and (joined or not run):
            run.append(token)
            continue
        if run:
            yield run
        run = [token] if capital and not dull else []
    if run:
        yield run


def _is_name(seen: _Seen, words: Words) -> bool:
    if fold(seen.text) in words.of("person") or (fold(seen.text) in words.stop):
        return False
    if seen.called:
        return True
    if words.code == "de":
        return not seen.article and seen.acts > 0 and seen.placed <= seen.acts
    if not words.read:
        return seen.acts > 0 or seen.inside > 1
    if seen.inside:
        return seen.placed + seen.towards < seen.inside or seen.acts > 0
    return seen.acts > 0 and (seen.opens > 1 or not (words.code == "en" and _uncounted(seen.text.split()[0])))


def _uncounted(word: str) -> bool:
    """Whether an English word can open a sentence without an article: rain, waves; a mara or a rose can't."""
    known = nouns("en").look(word)
    plural = nouns("en").lemma(word) != word.lower()
    return known.tenths > 0 and (plural or known.kind in ("none", "food", "body"))


def _merged(seen: Iterable[_Seen]) -> list[Person]:
    """`Mara Lind` and `Mara` are one; the name that is used most is asked by."""
    people: list[tuple[Person, Counter[str]]] = []
    for one in sorted(seen, key=lambda s: (-len(s.text.split()), s.first)):
        parts = set(one.text.split())
        owner = next((entry for entry in people if parts <= {w for form in entry[1] for w in form.split()}), None)
        if owner is None:
            owner = (Person(one.text), Counter())
            people.append(owner)
        owner[1][one.text] += one.inside + one.opens
    for person, forms in people:
        person.name = max(sorted(forms), key=lambda form: forms[form])
        person.forms = set(forms)
    return [person for person, _ in people]


def _roles(sentences: Sequence[str], words: Words, named: Sequence[Person]) -> list[Person]:
    """Those who are told of by what they are: `a lighthouse keeper` is asked about as `the lighthouse keeper`."""
    found: dict[str, Person] = {}
    opening: Counter[str] = Counter()
    for sentence in sentences:
        for name, form in _said_to_be(sentence, words, named, first=False):
            found.setdefault(fold(name), Person(name, {form}, proper=False)).forms.add(form)
    if not found and not named:
        for sentence in sentences:
            for name, form in _said_to_be(sentence, words, named, first=True):
                found.setdefault(fold(name), Person(name, {form}, proper=False)).forms.add(form)
                opening[fold(name)] += 1
        found = {name: found[name] for name, _ in opening.most_common(1)}
    return list(found.values())


def _said_to_be(sentence: str, words: Words, named: Sequence[Person], *, first: bool) -> Iterator[tuple[str, str]]:
    listed = tokens(sentence)
    for at, token in enumerate(listed):
        if fold(token.text) not in words.of("determiner"):
            continue
        behind = listed[at + 1 : at + 2 + _REACH]
        found = _role(behind, words, anything=first and at == 0, article=fold(token.text))
        of_somebody = any(p.pattern().search(sentence[max(0, token.start - 40) : token.start]) for p in named)
        apposed = of_somebody and sentence[: token.start].rstrip().endswith((",", " is", " ist", " est", " es"))
        if found and not apposed:
            yield found


def _role(behind: Sequence[Token], words: Words, *, anything: bool, article: str) -> tuple[str, str] | None:
    """The noun that says what somebody is, with the article it is asked about by."""
    before: list[str] = []
    for token in behind:
        low = fold(token.text)
        if low in words.stop | words.of("not_names") or (before and token.text[:1].isupper() and words.code != "de"):
            return None
        role = next((end for end in words.roles if low == end or (words.code == "de" and _is_made(low, end))), "")
        if role:
            return _with_article(words.roles[role], token.text, words.code), token.text
        if words.code == "en" and _goes_on(token, article):
            before.append(low)
            continue
        if (
            words.code == "en"
            and nouns("en").look(low).kind in ("person", "animal")
            and nouns("en").look(low).tenths > 5
        ):
            compound = [w for w in before if nouns("en").look(w).tenths > 0 and not w.endswith(("ed", "ing"))][-1:]
            form = " ".join([*compound, token.text])
            return f"the {form}", form
        romance = words.code in ("es", "fr") and low not in words.of("adjective")
        if anything and (romance or (words.code == "de" and token.text[:1].isupper())):
            return _with_article(_gender(article, low, words.code), token.text, words.code), token.text
        if anything and words.code == "en" and nouns("en").look(low).kind != "none" and _verb(token.after):
            return f"the {token.text}", token.text
        before.append(low)
    return None


def _goes_on(token: Token, article: str) -> bool:
    """Whether a noun is not the one that is meant: another follows it, or it is several (`two rival undertakers`)."""
    following = nouns("en").look(token.after)
    several = nouns("en").lemma(token.text) != token.text.lower() or article in ("two", "three")
    return several or (following.kind in ("person", "animal") and not _verb(token.after))


def _is_made(noun: str, end: str) -> bool:
    """Whether a German noun is made with another one: `Leuchtturmwärter` is a `Wärter`."""
    return len(end) > LEAST and len(noun) > len(end) + 2 and noun.endswith(end)


def _verb(word: str) -> bool:
    return word.endswith(("s", "ed")) or word in ("can", "must", "will", "that", "who")


_DEFINITE = {"eine": "die", "une": "la", "una": "la"}
_MASCULINE = {"de": "der", "es": "el", "fr": "le"}


def _gender(article: str, noun: str, code: str) -> str:
    """The definite article that goes with an article; what it can not tell is told by the noun's end."""
    if code == "de" and article in ("ein", "der"):
        return "das" if noun.endswith(_NEUTER) else "der"
    return _MASCULINE[code] if article in ("ein", "un") else _DEFINITE.get(article, article)


def _with_article(article: str, noun: str, code: str) -> str:
    elided = code == "fr" and article in ("le", "la") and noun[:1].lower() in "aeiouéèêh"
    return f"l’{noun}" if elided else f"{article} {noun}"
