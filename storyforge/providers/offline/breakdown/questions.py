"""Questions about people that only the author can answer: names that may be one, lines that may be no name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from storyforge.model.assets import Question
from storyforge.model.cast import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.providers.offline.breakdown.cast import Cast, Person
    from storyforge.providers.offline.breakdown.lexicon import Lexicon

ASKED = {
    "age": "Is {} a younger or older {}?",
    "part": "Are {} and {} one person?",
    "doubt": "Is {} a person, or something shouted or written on the page?",
}


def questions(people: Cast, slugs: Mapping[int, str]) -> dict[int, tuple[Question, ...]]:
    """The questions about each person, by its id; what is defined is not asked."""
    lexicon = people.lexicon
    by_word: dict[str, list[Person]] = {}
    single = [person for person in people.people if not person.group and not person.doubtful]
    for person in single:
        names = (person.key, *map(name_key, person.aliases))
        for word in dict.fromkeys(word for name in names for word in _telling(name, lexicon)):
            by_word.setdefault(word, []).append(person)
    found = {
        id(person): tuple(_one(person, other, kind, slugs) for other, kind in _may_be(person, by_word, lexicon))
        for person in single
    }
    for person in single:
        for evidence, other in person.may_be.items():
            ask = ASKED["part"].format(person.name, other.name)
            asked = Question(ask=ask, about=(slugs[id(person)], slugs[id(other)]), evidence=evidence)
            found[id(person)] = (*found[id(person)], asked)
    for person in people.people:
        if person.doubtful:
            ask = ASKED["doubt"].format(person.name)
            found[id(person)] = (Question(ask=ask, about=(slugs[id(person)],)),)
    return found


def _one(person: Person, other: Person, kind: str, slugs: Mapping[int, str]) -> Question:
    evidence = person.mentions[0].quote if person.mentions else ""
    about = (slugs[id(person)], slugs[id(other)])
    return Question(ask=ASKED[kind].format(person.name, other.name), about=about, evidence=evidence)


def _telling(key: str, lexicon: Lexicon) -> list[str]:
    """The words of a name that tell people apart: no title, role, age word, number or ordinal."""
    dull = (
        lexicon.set("titles")
        | lexicon.set("roles")
        | lexicon.set("younger")
        | lexicon.set("ordinals")
        | lexicon.set("articles")
    )
    words = [word.strip(".,'\"") for word in key.replace("#", " ").split()]
    return [word for word in words if word and word not in dull and not word.isdigit() and len(word) > 1]


def _may_be(
    person: Person, by_word: Mapping[str, list[Person]], lexicon: Lexicon
) -> list[tuple[Person, Literal["age", "part"]]]:
    """Others that a person may be: `YOUNG ANNA` and `ANNA`, `STEVE` and `STEVE HOLT`, `DR HOLT` and `HOLT`."""
    words = person.key.split()
    found: list[tuple[Person, Literal["age", "part"]]] = []
    aged = bool(words) and words[0] in lexicon.set("younger") and len(words) > 1
    telling = _telling(person.key, lexicon)
    possessive = any(word.endswith("'s") for word in words)
    for other in by_word.get(telling[0], ()) if telling and not possessive else ():
        own = telling[0] in _telling(other.key, lexicon)
        longer = (alias for alias in map(name_key, other.aliases) if telling[0] in _telling(alias, lexicon))
        theirs = _telling(other.key if own else next(longer, other.key), lexicon)
        if other is person or "'s" in other.key or any(word.isdigit() for word in (*words, *other.key.split())):
            continue
        if aged and theirs == telling and other.key.split()[0] not in lexicon.set("younger"):
            found.append((other, "age"))
        elif not aged and len(telling) == 1 and _part(person, other, theirs, lexicon):
            found.append((other, "part"))
    return _of_same_title(person, found, lexicon)


def _of_same_title(
    person: Person, found: list[tuple[Person, Literal["age", "part"]]], lexicon: Lexicon
) -> list[tuple[Person, Literal["age", "part"]]]:
    """`DR. HOLT` is the Holt whom the script calls `DR. MIRA HOLT`, if there is one, and not her husband."""
    title = person.key.split()[0].rstrip(".") if person.key else ""
    if title not in lexicon.set("titles"):
        return found
    titled = [
        (other, kind)
        for other, kind in found
        if any(name_key(name).split()[0].rstrip(".") == title for name in (other.key, *other.aliases))
    ]
    return titled or found


def _part(person: Person, other: Person, theirs: list[str], lexicon: Lexicon) -> bool:
    """Whether a one-word name is the first or last word of a longer one; of two equals only the later one asks."""
    word = _telling(person.key, lexicon)[0]
    titled = [name.split()[0].rstrip(".") in lexicon.set("titles") for name in (person.key, other.key)]
    if all(titled) and person.key.split()[0] != other.key.split()[0]:
        return False
    if other.key.split()[0] in lexicon.set("younger") or other.definition or person.definition:
        return False
    if len(theirs) > 1:
        return word in (theirs[0], theirs[-1])
    return theirs == [word] and other.first < person.first
