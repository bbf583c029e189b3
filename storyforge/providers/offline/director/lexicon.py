"""The director's words of one language.

`templates/lexicons/director.<language>.yaml` over `director.any.yaml`, compiled once.

A language without a table of its own has the signs of the trade only; what is left then are the rules that need no
words: cues, extensions, paragraphs, punctuation, lengths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge import resources
from storyforge.formats.yaml import load_data
from storyforge.providers.offline.director.unseen import Unseen, unseen
from storyforge.tasks.staging import Staging, staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEVER = re.compile(r"(?!)")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True)
class CameraWord:
    """What the author may write at the start of a sentence to ask for a shot."""

    pattern: re.Pattern[str]
    size: str = ""
    angle: str = ""
    move: str = ""
    back: bool = False
    seen: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Words by what they tell.

    `tags` of single words, `phrases` and `speech` as patterns, `pronouns` to she, he, they or it.
    """

    code: str
    known: bool
    staging: Staging
    tags: Mapping[str, frozenset[str]]
    phrases: Mapping[str, re.Pattern[str]]
    speech: Mapping[str, re.Pattern[str]]
    directions: Mapping[str, re.Pattern[str]]
    pronouns: Mapping[str, str]
    pronoun_first: re.Pattern[str]
    one_of_many: re.Pattern[str]
    joint: re.Pattern[str]
    crowd: re.Pattern[str]
    sounds: re.Pattern[str]
    moves: tuple[tuple[re.Pattern[str], str], ...]
    camera: tuple[CameraWord, ...]
    unseen: Unseen

    def tags_of(self, text: str) -> set[str]:
        """Every tag that a word or a phrase of the text has."""
        found: set[str] = set()
        for word in _WORD.findall(text.lower()):
            found |= self.tags.get(word, _NONE)
        found.update(name for name, pattern in self.phrases.items() if name not in found and pattern.search(text))
        return found

    def word_tags(self, text: str, count: int) -> set[str]:
        """The tags of the first words only."""
        found: set[str] = set()
        for word in _WORD.findall(text.lower())[:count]:
            found |= self.tags.get(word, _NONE)
        return found


_NONE: frozenset[str] = frozenset()


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; a region is ignored (`de-AT` is `de`)."""
    code = language.lower().replace("_", "-").partition("-")[0]
    shared = load_data(resources.read_template("lexicons/director.any.yaml"))
    path = resources.template(f"lexicons/director.{code}.yaml")
    own = load_data(path.read_text(encoding="utf-8"), path.name) if path.is_file() else {}
    pronouns = {word: kind for kind, words in own.get("pronouns", {}).items() for word in words.split()}
    return Lexicon(
        code=code,
        known=bool(own),
        staging=staging(language),
        tags=_tags(own),
        phrases=_patterns(_joined(shared.get("phrases", {}), own.get("phrases", {}))),
        speech=_defaults(_patterns(own.get("speech", {})), ("reveal", "threat", "greet", "to_all")),
        directions=_defaults(_patterns(own.get("directions", {})), ("to", "everyone", "pause", "phone")),
        pronouns=pronouns,
        pronoun_first=_pronoun_first(pronouns, str(own.get("fillers", "")).split()),
        one_of_many=re.compile(own["one_of_many"], re.IGNORECASE) if "one_of_many" in own else NEVER,
        joint=_joint(str(own.get("joints", "")).split()),
        crowd=_crowd(own),
        sounds=_sounds(str(own.get("sounds", "")).split()),
        moves=tuple((re.compile(row["match"], re.IGNORECASE), row["move"]) for row in own.get("moves", ())),
        camera=tuple(_camera(row) for row in (*own.get("camera", ()), *shared["camera"])),
        unseen=unseen(own),
    )


def _joined(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {key: [*one.get(key, ()), *other.get(key, ())] for key in {**one, **other}}


def _patterns(table: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    return {name: _either(rows if isinstance(rows, list) else [rows]) for name, rows in table.items()}


def _either(rows: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


def _defaults(patterns: dict[str, re.Pattern[str]], names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    return {**dict.fromkeys(names, NEVER), **patterns}


def _tags(own: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    rules = [(re.compile(row["after"]), row) for row in own.get("endings", ())]
    for tag, bases in own.get("verbs", {}).items():
        for base in bases.split():
            for form in _forms(base, rules):
                found.setdefault(form, set()).add(tag)
    for tag, words in own.get("words", {}).items():
        for word in words.split():
            found.setdefault(word, set()).add(tag)
    return {word: frozenset(tags) for word, tags in found.items()}


def _forms(base: str, rules: list[tuple[re.Pattern[str], Mapping[str, Any]]]) -> list[str]:
    """All forms of a verb by the first rule that fits.

    `double` lists endings before which the last letter is written twice.
    """
    row = next((row for pattern, row in rules if pattern.search(base)), None)
    if row is None:
        return [base]
    stem = base[: len(base) - row["drop"]]
    return [
        base,
        *(stem + ending for ending in row["add"]),
        *(stem + stem[-1] + ending for ending in row.get("double", ())),
    ]


def _pronoun_first(pronouns: Mapping[str, str], fillers: list[str]) -> re.Pattern[str]:
    if not pronouns:
        return NEVER
    lead = "|".join(map(re.escape, fillers)) or r"(?!)"
    words = "|".join(sorted(map(re.escape, pronouns), key=lambda word: (-len(word), word)))
    return re.compile(rf"\W*(?:(?:{lead}),?\s+)?({words})\b", re.IGNORECASE)


def _joint(words: list[str]) -> re.Pattern[str]:
    """The space before a word that joins two clauses: where a long sentence may be cut."""
    if not words:
        return NEVER
    return re.compile(r"\s+(?=(?:" + "|".join(map(re.escape, words)) + r")\b)", re.IGNORECASE)


def _crowd(own: Mapping[str, Any]) -> re.Pattern[str]:
    """Cues of many: a word for a crowd, or two names joined by a slash or an `and`."""
    joined = [rf".+\s{re.escape(word)}\s.+" for word in own.get("and", ("&",))]
    return re.compile(
        "|".join([*(f"(?:{word})" for word in own.get("crowds", ())), *joined, r"[^/]+/.+"]), re.IGNORECASE
    )


def _sounds(words: list[str]) -> re.Pattern[str]:
    """Sounds are written in capitals; a star stands for any ending."""
    if not words:
        return NEVER
    return re.compile(r"\b(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words) + r")\b")


def _camera(row: Mapping[str, Any]) -> CameraWord:
    lead = r"^(?:[-–—•*]\s*)?(?:THEN |AND |NOW )?"
    fields = {name: row[name] for name in ("size", "angle", "move", "back", "seen") if name in row}
    return CameraWord(
        re.compile(lead + "(?:" + row["match"] + r")(?:\s*(?:ON|OF|UP ON|AT|on|of|AUF|auf|SUR|sur))?\s*[-–—:.]*\s*"),
        **fields,
    )
