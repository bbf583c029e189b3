"""From what was gathered of people to character assets: role, description, identity line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from storyforge.model.assets import Character, is_key
from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.mentions import pronouns_of
from storyforge.providers.offline.breakdown.questions import questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Pronouns, Question, Role
    from storyforge.providers.offline.breakdown.cast import Cast, Person
    from storyforge.providers.offline.breakdown.lexicon import Lexicon


def characters(people: Cast, scenes: int, slugs: Mapping[int, str]) -> tuple[Character, ...]:
    """All characters by first appearance; `slugs` are by the id of each person."""
    words = sum(person.spoken for person in people.people) or 1
    speeches = sum(person.speeches for person in people.people)
    asked = questions(people, slugs)
    found = []
    for person in ordered(people):
        role = _role(person, people.lexicon.numbers["roles"], words, speeches, max(scenes, 1))
        found.append(_character(person, people, role, slugs[id(person)], asked.get(id(person), ())))
    return tuple(found)


def ordered(people: Cast) -> list[Person]:
    """People by first appearance; who is defined and never seen comes last."""
    return sorted(people.people, key=lambda person: person.first)


def _character(person: Person, people: Cast, role: Role, slug: str, asked: tuple[Question, ...]) -> Character:
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
        key=is_key(person.scenes, speaks=person.speeches > 0 and not person.doubtful, pinned=pinned),
        pinned=pinned,
        rights=defined.rights if defined else "",
        mentions=tuple(person.mentions),
        questions=asked,
        role=(defined.role if defined else None) or role,
        identity_line=line,
        age=age,
        pronouns=cast("Pronouns", pronouns),
        group=person.group,
        speeches=person.speeches,
    )


def _role(person: Person, numbers: Mapping[str, float], words: int, speeches: int, scenes: int) -> Role:
    share, presence = person.spoken / words, len(person.scenes) / scenes
    score = 0.6 * share + 0.4 * len(person.scenes) / max(scenes, numbers["main_scenes"])
    enough = min(numbers["main_speeches"], max(1.0, speeches * numbers["main_speeches_share"]))
    weighs = share >= numbers["main_share"] or score >= numbers["main_score"]
    if person.group or person.doubtful:
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
    """Name, age and what describes the person for good, in the script's words; as many as the table says.

    What passes, such as mud and tears, is a state of a scene and no part of it.
    """
    if person.group:
        return ""
    parts = [person.name, age] if age else [person.name]
    left = int(lexicon.numbers["identity_words"])
    for look in person.looks:
        piece = _lasting(_feature(look, person, lexicon), lexicon)
        if not piece:
            continue
        left -= len(piece.split())
        if left < 0:
            break
        parts.append(piece)
    return ", ".join(parts) if len(parts) > 1 else ""


def _lasting(look: str, lexicon: Lexicon) -> str:
    """A look without what passes: `a tired woman, soaked, in a wet coat` is `a woman, in a coat`."""
    kept = []
    for part in re.split(r"(?<=[,;、])\s*", look):
        words = part.split()
        if any(lexicon.has("covering", _bare(word)) for word in words):
            continue
        stays = [word for word in words if not lexicon.has("fleeting", _bare(word))]
        if len(stays) == len(words):
            kept.append(part)
        elif any(_tells(word, lexicon) for word in stays):
            kept.append(_rejoined(stays, lexicon))
    return " ".join(kept).strip(" ,;、")


def _bare(word: str) -> str:
    return word.strip(".,;:!?")


def _tells(word: str, lexicon: Lexicon) -> bool:
    """Whether a word says something by itself."""
    small = ("and", "articles", "determiners", "linking", "stops")
    return not any(lexicon.has(name, _bare(word)) for name in small)


_ARTICLE = re.compile(r"\b(?P<a>[Aa])n?(?= (?P<an>(?!uni|use|eu|one\b)[aeiou]|hour|honest|heir)?)")


def _rejoined(words: list[str], lexicon: Lexicon) -> str:
    """Words that are left, with the article that the next one wants."""
    text = " ".join(words)
    return _ARTICLE.sub(lambda m: f"{m['a']}n" if m["an"] else m["a"], text) if lexicon.language == "en" else text


def _feature(look: str, person: Person, lexicon: Lexicon) -> str:
    """A describing sentence without its subject and `is`, `has` or `her`: `He has a limp` becomes `a limp`."""
    words = look.split()
    subject = bool(words) and (words[0].lower() in lexicon.pronoun or name_key(words[0]) == person.key)
    if len(words) > 1 and subject:
        words = words[1:]
    if len(words) > 1 and lexicon.has("linking", words[0]):
        words = words[1:]
    return " ".join(words)
