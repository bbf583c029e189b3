"""What the teller knows of a language: how people and places are found, cues, and questions (`telling.*.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storyforge import resources
from storyforge.errors import UnknownNameError
from storyforge.formats.languages import fold, language
from storyforge.tasks.likeness import function_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_SLOTS = re.compile(r"(\{\w+\})")
FALLBACK = "en"
"""Whose questions are asked in languages that have none of their own."""


@dataclass(frozen=True)
class Words:
    """The table of one language; lists of words are folded."""

    code: str
    stop: frozenset[str]
    read: Mapping[str, frozenset[str]]
    roles: Mapping[str, str]
    wish: frozenset[str]
    cues: Mapping[str, frozenset[str]]
    ask: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    contractions: tuple[tuple[str, str], ...]

    def said(self, words: str) -> str:
        """The name of an act, a structure, a heading or a tone in this language; as it is where there is none."""
        return self.names.get(words, words)

    def kind(self, question: str) -> str:
        """The step that a question of ours is about; empty where it is none of ours."""
        return next((step for step, pattern in _asked(self.code) if pattern.fullmatch(question)), "")

    def of(self, kind: str) -> frozenset[str]:
        """One list of words by which people and places are found."""
        return self.read.get(kind, frozenset())


@lru_cache(maxsize=16)
def words(code: str) -> Words:
    """What is known of a language; without a table of its own, only its function words and English questions."""
    short = code.partition("-")[0].lower()
    own = _table(short)
    asked = own if "ask" in own else _table(FALLBACK)
    return Words(
        code=short,
        stop=function_words(short) or _function_words(short),
        read={kind: _list(listed) for kind, listed in own.get("read", {}).items()},
        roles={word: article for article, listed in own.get("roles", {}).items() for word in _list(listed)},
        wish=_list(own.get("wish", {}).get("verbs", "")),
        cues={step: _list(listed) for step, listed in own.get("cues", {}).items()},
        ask={step: tuple(questions) for step, questions in asked["ask"].items()},
        names={**asked.get("names", {}), **asked.get("tone", {})},
        contractions=tuple((before, after) for before, after in asked.get("contractions", ())),
    )


@lru_cache(maxsize=16)
def _asked(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns of all questions of a language; contractions may stand in any of them."""
    found = []
    for step, questions in words(code).ask.items():
        forms = (
            "".join(".*?" if part.startswith("{") else re.escape(part) for part in _SLOTS.split(q)) for q in questions
        )
        found.append((step, re.compile("|".join(forms), re.IGNORECASE | re.DOTALL)))
    return tuple(found)


def _table(code: str) -> dict[str, Any]:
    path = resources.template(f"lexicons/telling.{code}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _list(listed: str) -> frozenset[str]:
    """Folded words of a text, `_` for a space within one."""
    return frozenset(fold(word).replace("_", " ") for word in listed.split())


def _function_words(code: str) -> frozenset[str]:
    try:
        return frozenset(map(fold, language(code).function_words))
    except UnknownNameError:
        return frozenset()
