"""The words of one language that the breakdown reads by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from storyforge.providers.offline.nouns import Nouns, nouns
from storyforge.providers.offline.words import either, phrases, table, words

if TYPE_CHECKING:
    from collections.abc import Mapping

# A number of years after a name: `, 34,` or `(34)`, in any language.
_YEARS = r"\d{1,3}(?:\s?[-–/]\s?\d{1,3})?"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language's lists from `templates/lexicons/breakdown.<language>.yaml`; without a file every list is empty.

    Cues, headings, capitals and numbers work without any list.
    """

    language: str
    lists: Mapping[str, Any]
    numbers: Mapping[str, Any]
    nouns: Nouns
    _sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lists)

    def has(self, name: str, word: str) -> bool:
        """Whether a word, in any case, is in a list."""
        return word.lower() in self.set(name)

    def set(self, name: str) -> frozenset[str]:
        """One list as a set."""
        found = self._sets.get(name)
        if found is None:
            found = self._sets[name] = words(self.lists.get(name))
        return found

    def within(self, name: str, part: str) -> tuple[str, ...]:
        """One list of a table of lists, in the order written."""
        return phrases(self.lists.get(name, {}).get(part))

    @cached_property
    def counted(self) -> re.Pattern[str]:
        """A determiner and up to three lower-case words, just before a name in capitals."""
        listed = either(self.set("determiners"))
        return re.compile(rf"(?<!\w)(?i:{listed})\s+(?:[^\W\d_A-Z][\w-]*,?\s){{0,3}}$")

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """What stands between two people in one cue: `/`, `&`, `+`, a comma or the language's and."""
        suffixes = either(self.set("suffixes"))
        ands = either(self.set("and"))
        comma = rf",(?!\s*(?:{suffixes})\b)"
        return re.compile(
            rf"\s*[&+＆／、・]\s*|(?<!\bW)\s*/\s*|\s*{comma}\s*(?:(?:{ands})\s+)?|\s+(?:{ands})\s+", re.IGNORECASE
        )

    @cached_property
    def age(self) -> re.Pattern[str]:
        """An age directly after a name: group 1 is the age as written."""
        near = rf"(?:(?:{either(self.within('age', 'near'))})[\s-]+){{0,3}}"
        then = either(self.within("age", "then"))
        after = rf"(?=\s*(?:[,.;:)）–—-]|$)|\s+(?:{then})\s)"
        return re.compile(rf"\s*(?:[,:(（–—-]|--)\s*[(（]?({near}(?:{self._years})){after}", re.IGNORECASE)

    @cached_property
    def age_within(self) -> re.Pattern[str] | None:
        """An age further on in the sentence, only with a word that says it is one: `in his forties`, `12 years old`."""
        decades, units = self.within("age", "decades"), self.within("age", "unit")
        if not decades and not units:
            return None
        near = rf"(?:(?:{either(self.within('age', 'near'))})[\s-]+){{0,3}}"
        number = rf"(?:\d{{1,3}}|(?:{either(self.within('age', 'numbers'))})(?:-\w+)?)"
        marks = either(self.within("age", "decade_mark"))
        unit = rf"{number}[\s-](?:{either(units)})"
        whose = "|".join(rf"(?<=\b{re.escape(words)} )" for words in self.within("age", "of")) or r"(?!)"
        of = rf"(?:{whose}){near}{number}(?=\s*(?:[,.;)–—-]|$))"
        return re.compile(rf"\b({near}(?:\d0(?:{marks})|{either(decades)})|{unit}|{of})(?!\w)", re.IGNORECASE)

    @cached_property
    def age_of(self) -> re.Pattern[str] | None:
        """An age at the end of what stands before a name, only behind somebody who has it: `a girl of about six, `."""
        near = rf"(?:(?:{either(self.within('age', 'near'))})[\s-]+){{0,3}}"
        number = rf"(?:\d{{1,3}}|(?:{either(self.within('age', 'numbers'))})(?:-\w+)?)"
        whose = self.within("age", "of")
        return re.compile(rf"\b(?:{either(whose)})\s+({near}{number})\s*,\s*$", re.IGNORECASE) if whose else None

    @cached_property
    def called(self) -> re.Pattern[str]:
        """What stands right before another name of the person told of: `Everyone calls her `."""
        return re.compile(rf"\b(?:{either(self.set('called'))})\s+$", re.IGNORECASE)

    @cached_property
    def revealed(self) -> re.Pattern[str]:
        """Behind a name, before who it turns out to be: ` (revealed as `."""
        return re.compile(rf"\s*[(,–—-]*\s*(?:{either(self.set('revealed'))})\s+$", re.IGNORECASE)

    @cached_property
    def _years(self) -> str:
        decades, numbers = self.within("age", "decades"), self.within("age", "numbers")
        marks, units = either(self.within("age", "decade_mark")), either(self.within("age", "unit"))
        figure = rf"{_YEARS}(?:{marks})?(?:[\s-]?(?:{units}))?"
        return rf"{figure}|{either(decades)}|(?:{either(numbers)})(?:-\w+)?(?:[\s-](?:{units}))?"

    @cached_property
    def pronoun(self) -> dict[str, str]:
        """Pronoun to gender."""
        return {word: gender for gender in ("she", "he", "they") for word in self.within("pronouns", gender)}

    @cached_property
    def said_of(self) -> dict[str, str]:
        """Noun that says who somebody is to gender."""
        return {word: gender for gender in ("she", "he") for word in self.within("said_of", gender)}

    @cached_property
    def handling(self) -> frozenset[str]:
        """Every form of the verbs that take a thing in hand."""
        irregular = self.set("handling_irregular")
        return frozenset(form for verb in self.set("handling") for form in _forms(verb)) | irregular

    def shouts(self, name: str) -> bool:
        """Whether a capital line reads like something shouted or broken off, not like a name."""
        if re.search(r"[!?！？]|(?:…|\.\.\.|--|—)$", name):
            return True
        return any(word.strip(".,") in self.set("shouts") for word in name.lower().replace("’", "'").split())

    def labels(self, name: str) -> bool:
        """Whether a capital line is a word of the page, such as `LATER` or `TITLE CARD`."""
        low = name.lower().rstrip(".:")
        return any(low == label or low.startswith(f"{label} ") for label in self.set("labels"))

    def dull(self, word: str, name: str) -> bool:
        """Whether a word of a name can't stand for the person alone: a title, a role, an age, or a common noun.

        Behind a title even a common noun is a name: `MISS PRISM` is Prism.
        """
        bare = word.strip(".,'\"()")
        if not bare.isalpha() or any(bare in self.set(kind) for kind in ("titles", "roles", "younger", "ordinals")):
            return True
        titled = name.split(maxsplit=1)[0].rstrip(".") in self.set("titles")
        return not titled and (bare in self.set("stops") or self.nouns.look(bare).tenths > 0)

    def person_noun(self, word: str) -> bool:
        """Whether a word names a kind of person."""
        kind, tenths = self.nouns.look(word)
        return self.has("roles", self.nouns.lemma(word)) or (kind == "person" and tenths >= 5)


def _forms(verb: str) -> tuple[str, ...]:
    """Regular forms of an English verb; both spellings where a consonant may double."""
    stem = verb.removesuffix("e")
    third = f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}es"
    past = f"{verb[:-1]}ied" if verb.endswith("y") else f"{stem}ed"
    return (verb, f"{verb}s", third, f"{stem}ing", f"{verb}{verb[-1]}ing", past, f"{verb}{verb[-1]}ed")


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language."""
    return Lexicon(language, table("breakdown", language), table("breakdown"), nouns(language))
