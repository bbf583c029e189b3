"""The tables behind prompts: wording, styles, model families and the words of a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storyforge import resources
from storyforge.formats.yaml import load_data

FOLDER = "prompts"
_DOUBLED = re.compile(r"^[^aeiou]*u?[aeiou][bdgklmnprt]$")


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """One table of `templates/prompts/`."""
    data: dict[str, Any] = load_data(resources.read_template(f"{FOLDER}/{name}.yaml"))
    return data


@dataclass(frozen=True)
class Words:
    """What decides whether an action can be seen, and whether it moves; empty for a language without a table.

    `finite` maps third-person forms to base forms, `forms` every form, `participles` base forms to perfect participles.
    """

    finite: dict[str, str]
    forms: dict[str, str]
    participles: dict[str, str]
    still: frozenset[str]
    ongoing: frozenset[str]
    travel: frozenset[str]
    into: frozenset[str]
    unseen: frozenset[str]
    determiners: frozenset[str]
    directions: frozenset[str]
    sounds: dict[str, str]
    garments: tuple[str, ...]
    lettering: frozenset[str]
    negatives: frozenset[str]
    weather: dict[str, str]
    inside: dict[str, str]
    camera: re.Pattern[str] | None
    as_if: re.Pattern[str] | None

    def __bool__(self) -> bool:
        return bool(self.finite)


@lru_cache(maxsize=16)
def words(language: str) -> Words:
    """The words of one language."""
    if not resources.template(f"{FOLDER}/words.{language}.yaml").is_file():
        return Words({}, {}, {}, *(frozenset(),) * 7, {}, (), frozenset(), frozenset(), {}, {}, None, None)
    data = table(f"words.{language}")
    verbs = dict(entry.partition("/")[::2] for entry in data["verbs"].split())
    unseen, travel, sounds = data["unseen"].split(), data["travel"].split(), data["sounds"]
    for base in (*unseen, *travel, *sounds, "sound"):
        verbs.setdefault(base, "")
    participles = {base: given or participle(base) for base, given in verbs.items()}
    forms = {form: base for base in verbs for form in (participles[base], ing(base), base, third(base))}
    finite = {third(base): base for base in verbs} | {"is": "be", "are": "be", "has": "have", "lies": "lie"}
    return Words(
        finite,
        forms,
        participles,
        frozenset(data["still"].split()),
        frozenset(data["ongoing"].split()),
        frozenset(travel),
        frozenset(data["into"].split()),
        frozenset(unseen),
        frozenset(data["determiners"].split()),
        frozenset(data["directions"].split()),
        sounds,
        tuple(data["garments"].split()),
        frozenset(data["lettering"].split()),
        frozenset(data["negatives"].split()),
        data["weather"],
        data["inside"],
        re.compile(rf"^(?:{data['camera'].replace(' |', '|')})\b[\s:,–—-]*", re.IGNORECASE),
        re.compile(rf",?\s*\b{data['as_if']}\b.*$"),
    )


def third(base: str) -> str:
    """The third person of a regular English verb."""
    if re.search(r"(?:s|x|z|ch|sh|o)$", base):
        return f"{base}es"
    return f"{base[:-1]}ies" if re.search(r"[^aeiou]y$", base) else f"{base}s"


def _doubled(base: str) -> str:
    """Words of one syllable that end in one vowel and one consonant double it."""
    return base + base[-1] if _DOUBLED.search(base) else base


def participle(base: str) -> str:
    """The perfect participle of a regular English verb."""
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if re.search(r"[^aeiou]y$", base) else f"{_doubled(base)}ed"


def ing(base: str) -> str:
    """The present participle of an English verb."""
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    return f"{base[:-1]}ing" if re.search(r"[^eo]e$", base) else f"{_doubled(base)}ing"
