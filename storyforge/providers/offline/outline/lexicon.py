"""The words and numbers of the outline rules: `templates/structure.yaml`, `structures.toml` and `lexicons/`."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storyforge import resources
from storyforge.errors import UnknownNameError
from storyforge.formats.languages import language
from storyforge.formats.yaml import load_data

SHAPE = "three-acts"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language, empty where there is none; `stop` are words that say nothing of what happens."""

    change: tuple[str, ...]
    revelation: frozenset[str]
    threat: frozenset[str]
    openings: frozenset[str]
    cause: frozenset[str]
    feeling: frozenset[str]
    camera: frozenset[str]
    relative: frozenset[str]
    stop: frozenset[str]

    def changes(self, tokens: list[str]) -> int:
        """How many of the tokens begin like a word of change."""
        return sum(token.startswith(self.change) for token in tokens) if self.change else 0


@lru_cache(maxsize=16)
def lexicon(code: str) -> Lexicon:
    """The words of one language."""
    try:
        known = language(code)
        code, stop = known.code, known.function_words
    except UnknownNameError:
        stop = ()
    file = f"lexicons/outline.{code}.yaml"
    data: dict[str, str] = load_data(resources.read_template(file)) if resources.template(file).is_file() else {}
    lists = {name: frozenset(data.get(name, "").split()) for name in Lexicon.__dataclass_fields__ if name != "change"}
    lists["stop"] = frozenset(stop) | lists["openings"]
    return Lexicon(change=tuple(data.get("change", "").split()), **lists)


@lru_cache(maxsize=1)
def structure() -> dict[str, Any]:
    """The numbers of `templates/structure.yaml`, and of `structures.toml` the shape that scripts are read by."""
    data: dict[str, Any] = load_data(resources.read_template("structure.yaml"))
    shapes = tomllib.loads(resources.read_template("structures.toml"))
    return {**data, "shapes": {SHAPE: shapes[SHAPE]}}


def tokens(text: str) -> list[str]:
    """Words in lower case; in scripts without spaces, pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.search(word):
            found += [word[i : i + 2] for i in range(max(len(word) - 1, 1))]
        else:
            found.append(word.removesuffix("'s").removesuffix("’s"))
    return found


def near(count: int, best: int) -> float:
    """How near a number of words is to the best one: 1 there, 0 at a third or three times of it, less beyond."""
    return 1 - abs(math.log(max(count, 1) / best)) / math.log(3)
