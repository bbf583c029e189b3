"""The words of `templates/lexicons/blocking.toml`, compiled: what reading and placing go by."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from storyforge import resources
from storyforge.stages.film.prompting.tables import ing, participle, third
from storyforge.stages.film.prompting.tables import words as prompt_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.model.blocking import Feeling, Pose

Form = Literal["finite", "plural", "ing", "past"]
Going = Literal["", "in", "out", "to", "near", "back", "along", "around"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deed does; see the head of the table."""

    name: str
    pose: Pose | Literal[""] | None = None
    posture: bool = False
    lasts: bool = False
    moves: bool = False
    during: bool = False
    halts: bool = False
    mutual: bool = False
    both: bool = False
    going: Going = ""
    turns: Literal["", "to", "away", "camera"] = ""
    looks: Literal["", "to", "away"] = ""
    prop: Literal["", "take", "use", "drop", "give", "away"] = ""
    hidden: bool = False
    at: str = ""
    feels: Feeling | Literal[""] = ""


class Phrase(NamedTuple):
    """What must follow a verb for an effect: sets of words, None for a gap of up to `GAP` others."""

    effect: Effect
    rest: tuple[frozenset[str] | None, ...]


GAP = 5
"""Words that may stand in the gap of a phrase."""


@dataclass(frozen=True)
class Lexicon:
    """One language's words; without `verbs` for a language that has none."""

    verbs: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """Base form -> phrases, the longest first."""
    forms: Mapping[str, tuple[tuple[str, Form], ...]] = field(default_factory=dict)
    misses: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    states: Mapping[str, Effect] = field(default_factory=dict)
    feelings: Mapping[str, Feeling] = field(default_factory=dict)
    pieces: Mapping[str, str] = field(default_factory=dict)
    on: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    crowd: Mapping[str, int] = field(default_factory=dict)
    weather: tuple[tuple[str, re.Pattern[str]], ...] = ()
    effects: Mapping[str, Effect] = field(default_factory=dict)
    fades: Mapping[str, int] = field(default_factory=dict)
    backs: re.Pattern[str] = re.compile(r"(?!)")
    in_hand: re.Pattern[str] = re.compile(r"(?!)")
    inverts: bool = False
    """Whether a subject may stand behind its verb."""

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in a list."""
        return word in self.sets.get(name, frozenset())

    def pronoun(self, word: str) -> str:
        """Which pronouns a word belongs to: he, she or they."""
        return next((kind for kind in ("he", "she", "they") if self.has(kind, word)), "")


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; a region is ignored."""
    table = tomllib.loads(resources.read_template("lexicons/blocking.toml"))
    own = table.get(language.lower().replace("_", "-").partition("-")[0])
    effects = {name: Effect(name, **row) for name, row in table["effects"].items()}
    found = _compiled(own, effects) if own else Lexicon(effects=effects)
    return replace(found, fades=table["fades"])


def _compiled(own: dict[str, Any], effects: dict[str, Effect]) -> Lexicon:
    verbs, forms = _verbs(own, effects)
    words = {name: frozenset(listed.split()) for name, listed in own["words"].items() if isinstance(listed, str)}
    inverted = {f"inverted-{way}": frozenset(text.split()) for way, text in own["words"].get("inverted", {}).items()}
    listed = {f"thing-{name}": frozenset(text.split()) for name, text in own["things"].items()}
    car = {f"car-{name}": frozenset(text.split()) for name, text in own["car"].items()}
    crowd = {f"crowd-{name}": frozenset(own["crowd"][name].split()) for name in ("never", "after")}
    return Lexicon(
        verbs=verbs,
        forms=forms,
        misses={base: re.compile(rf"\s*(?:{row})", re.IGNORECASE) for base, row in own["misses"].items()},
        states={word: effects[name] for name, row in own["states"].items() for word in row.split()},
        feelings={word: cast("Feeling", name) for name, row in own["feelings"].items() for word in row.split()},
        pieces=_by_word(own["pieces"]),
        on=_by_word(own["on"]),
        sets=words | inverted | listed | car | crowd,
        crowd=own["crowd"]["words"],
        weather=tuple((name, re.compile("|".join(rows), re.IGNORECASE)) for name, rows in own["weather"].items()),
        effects=effects,
        in_hand=re.compile("|".join(own["words"]["in-hand"]), re.IGNORECASE),
        inverts=own.get("inverts", False),
        backs=re.compile("|".join(own["words"]["back-to-us"]), re.IGNORECASE),
    )


def _by_word(rows: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, listed in rows.items() for word in listed.split()}


def _verbs(
    own: dict[str, Any], effects: dict[str, Effect]
) -> tuple[dict[str, tuple[Phrase, ...]], dict[str, tuple[tuple[str, Form], ...]]]:
    phrases: dict[str, list[Phrase]] = {}
    for name, rows in own["verbs"].items():
        for row in rows:
            first, *rest = row.split()
            wanted = tuple(None if word == "~" else frozenset(word.split("/")) for word in rest)
            for base in first.split("/"):
                phrases.setdefault(base, []).append(Phrase(effects[name], wanted))
    verbs = {base: tuple(sorted(found, key=_weight)) for base, found in phrases.items()}
    forms: dict[str, dict[str, Form]] = {}
    for base in verbs:
        for form, kind in _inflected(base) if own["inflect"] else [(base, "finite")]:
            forms.setdefault(form, {}).setdefault(base, cast("Form", kind))
    return verbs, {form: tuple(bases.items()) for form, bases in forms.items()}


def _weight(phrase: Phrase) -> int:
    """The more words must follow, the earlier it is tried; a gap counts little."""
    return -sum(3 if wanted else 1 for wanted in phrase.rest)


def _inflected(base: str) -> Iterable[tuple[str, str]]:
    if base == "is":
        return [("is", "finite"), ("are", "finite")]
    irregular = prompt_words("en").participles
    past = irregular.get(base) or participle(base)
    return [(third(base), "finite"), (base, "plural"), (ing(base), "ing"), (past, "past")]
