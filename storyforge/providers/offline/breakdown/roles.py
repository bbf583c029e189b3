"""From what was gathered of people to character assets: role, identity line, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from storyforge.model.assets import Character, Question
from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.mentions import pronouns_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Pronouns, Role
    from storyforge.providers.offline.breakdown.cast import Cast, Person
    from storyforge.providers.offline.breakdown.lexicon import Lexicon


def characters(people: Cast, scenes: int, slugs: Mapping[int, str]) -> tuple[Character, ...]:
    """All characters by first appearance; `slugs` are by the id of each person."""
    words = sum(person.spoken for person in people.people) or 1
    speeches = sum(person.speeches for person in people.people)
    questions = _questions(people, slugs)
    found = []
    for person in ordered(people):
        role = _role(person, people.lexicon.numbers["roles"], words, speeches, max(scenes, 1))
        found.append(_character(person, people, role, slugs[id(person)], questions.get(id(person), ())))
    return tuple(found)


def ordered(people: Cast) -> list[Person]:
    """People by first appearance; who is defined and never seen comes last."""
    return sorted(people.people, key=lambda person: person.first)


def _character(person: Person, people: Cast, role: Role, slug: str, questions: tuple[Question, ...]) -> Character:
    defined = person.definition
    aliases = people.other_names(person)
    age = (defined.age if defined else "") or person.age
    pronouns = defined.pronouns if defined and defined.pronouns != "unknown" else pronouns_of(person)
    line = (defined.identity_line if defined else "") or identity_line(person, age, people.lexicon)
    pinned = bool(defined and defined.pinned)
    return Character(
        id=slug,
        name=person.name,
        aliases=aliases,
        description=(defined.description if defined else "") or description(person),
        scenes=tuple(number for _, number in sorted(person.scenes.items())),
        key=pinned or person.speeches > 0 or _worth_a_picture(person, people.lexicon),
        pinned=pinned,
        rights=defined.rights if defined else "",
        mentions=tuple(person.mentions),
        questions=questions,
        role=(defined.role if defined else None) or role,
        identity_line=line,
        age=age,
        pronouns=cast("Pronouns", pronouns),
        group=person.group,
        speeches=person.speeches,
    )


def _worth_a_picture(person: Person, lexicon: Lexicon) -> bool:
    """Who never speaks is key when in two scenes or more and either introduced with age or looks, or named often."""
    if len(person.scenes) < 2:
        return False
    return bool(person.age or person.looks) or person.named >= lexicon.numbers["silent"]["key_mentions"]


def _role(person: Person, numbers: Mapping[str, float], words: int, speeches: int, scenes: int) -> Role:
    share, presence = person.spoken / words, len(person.scenes) / scenes
    score = 0.6 * share + 0.4 * len(person.scenes) / max(scenes, numbers["main_scenes"])
    enough = min(numbers["main_speeches"], max(1.0, speeches * numbers["main_speeches_share"]))
    weighs = share >= numbers["main_share"] or score >= numbers["main_score"]
    if person.group:
        return "background"
    if person.speeches >= enough and weighs:
        return "main"
    often = len(person.scenes) >= numbers["main_silent_scenes"] and presence >= numbers["main_silent"]
    if not person.speeches and often:
        return "main"
    in_many = len(person.scenes) >= numbers["secondary_scenes"]
    if person.speeches >= numbers["secondary_speeches"] or (in_many and (person.speeches or person.introduced)):
        return "secondary"
    return "background"


def description(person: Person) -> str:
    """The describing passages, verbatim, one after the other."""
    return "; ".join(person.looks)


def identity_line(person: Person, age: str, lexicon: Lexicon) -> str:
    """Name, age and what describes the person, in the script's words; at most so many words as the table says."""
    if person.group:
        return ""
    parts = [person.name, age] if age else [person.name]
    left = int(lexicon.numbers["identity_words"])
    for look in person.looks:
        piece = _feature(look, person, lexicon)
        left -= len(piece.split())
        if left < 0:
            break
        parts.append(piece)
    return ", ".join(parts) if len(parts) > 1 else ""


def _feature(look: str, person: Person, lexicon: Lexicon) -> str:
    """A describing sentence without its subject and `is`, `has` or `her`: `He has a limp` becomes `a limp`."""
    words = look.split()
    subject = bool(words) and (words[0].lower() in lexicon.pronoun or name_key(words[0]) == person.key)
    if len(words) > 1 and subject:
        words = words[1:]
    if len(words) > 1 and lexicon.has("linking", words[0]):
        words = words[1:]
    return " ".join(words)


def _questions(people: Cast, slugs: Mapping[int, str]) -> dict[int, tuple[Question, ...]]:
    """Names that may be one person, for the author to decide; what is defined is not asked."""
    lexicon = people.lexicon
    found: dict[int, list[Question]] = {}
    speaking = [person for person in people.people if not person.group]
    by_word: dict[str, list[Person]] = {}
    for person in speaking:
        for word in dict.fromkeys(_telling(person.key, lexicon)):
            by_word.setdefault(word, []).append(person)
    for person in speaking:
        ask = _may_be(person, by_word, lexicon)
        for other, kind in ask:
            text = (
                f"Is {person.name} a younger or older {other.name}?"
                if kind == "age"
                else f"Are {person.name} and {other.name} one person?"
            )
            about = (slugs[id(person)], slugs[id(other)])
            evidence = person.mentions[0].quote if person.mentions else ""
            found.setdefault(id(person), []).append(Question(ask=text, about=about, evidence=evidence))
    return {key: tuple(asked) for key, asked in found.items()}


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
        theirs = _telling(other.key, lexicon)
        if other is person or "'s" in other.key or any(word.isdigit() for word in (*words, *other.key.split())):
            continue
        if aged and theirs == telling and other.key.split()[0] not in lexicon.set("younger"):
            found.append((other, "age"))
        elif not aged and len(telling) == 1 and _part(person, other, theirs, lexicon):
            found.append((other, "part"))
    return found


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
