"""Variations of a frame prompt by a table: the same lines in another order, with more weight on one; deterministic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storyforge.formats.yaml import load_data
from storyforge.resources import read_template

_PLACE = re.compile(r"(?:Setting: )?(?:Interior|Exterior|Elsewhere)\b")
_FRAMING = re.compile(r"(?:Camera: )?(?:Extreme |Medium |Wide |Close|Over-the-shoulder|Two-shot|Insert).*\blens\.")
_PERSON = re.compile(r"(?:- )?[^:.]{1,60}: \S")


@dataclass(frozen=True, slots=True)
class Variant:
    """One variation: its name, its text, and how far the offline artist follows the style."""

    name: str
    text: str
    strength: float


def most_variants() -> int:
    """How many variations the table has."""
    return len(_rows())


def variants(text: str, count: int) -> list[Variant]:
    """So many variations of a frame prompt, each another text than those before it; the first is the prompt itself."""
    found: dict[str, Variant] = {}
    for row in _rows():
        varied = _varied(text, row)
        if varied not in found and len(found) < count:
            found[varied] = Variant(row["name"], varied, float(row["strength"]))
    return list(found.values())


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(load_data(read_template("prompts/variants.yaml")))


def _varied(text: str, row: dict[str, Any]) -> str:
    said = row.get("say", {})
    lines = [(kind_of_line(index, line), line) for index, line in enumerate(text.splitlines())]
    last = {kind: index for index, (kind, _) in enumerate(lines)}
    told = [
        (kind, f"{line} {said[kind]}" if kind in said and last[kind] == index else line)
        for index, (kind, line) in enumerate(lines)
    ]
    first = row.get("first", ())
    opening = [line for wanted in first for kind, line in told if kind == wanted]
    return "\n".join([*opening, *(line for kind, line in told if kind not in first)])


def kind_of_line(index: int, line: str) -> str:
    """What a line of a frame prompt says: moment, framing, place, people, style, never, or other."""
    if line.startswith("Style: "):
        return "style"
    if line.startswith("Leave out: "):
        return "never"
    if _FRAMING.match(line):
        return "framing"
    if _PLACE.match(line):
        return "place"
    if index == 0:
        return "moment"
    return "people" if _PERSON.match(line) else "other"
