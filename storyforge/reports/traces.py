"""Traces as rows: one question by its number, and how providers did over all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storyforge.journal.traces import Traces
from storyforge.model.money import FREE, Cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

WAYS = ("provider", "task", "stage", "run")
"""By what the lines may be grouped."""
Line = dict[str, Any]


def traces_of(common_dir: Path) -> list[Line]:
    """All lines of a repository on this machine, the oldest first, each with its `number`."""
    lines = Traces(common_dir / "storyforge").read()
    return [{"number": number, **line} for number, line in enumerate(lines, 1)]


def chosen(lines: Iterable[Line], **wanted: str) -> list[Line]:
    """The lines in which every field that is wanted holds a value; an empty value asks for nothing."""
    told = {name: value for name, value in wanted.items() if value}
    return [line for line in lines if all(str(line.get(name, "")) == value for name, value in told.items())]


@dataclass(frozen=True)
class Figures:
    """How a group of calls went; seconds are those of calls that were answered."""

    name: str
    calls: int
    errors: dict[str, int] = field(default_factory=dict)
    mended: int = 0
    p50: float | None = None
    p95: float | None = None
    prompt_tokens: int = 0
    answer_tokens: int = 0
    price: Cost = FREE

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        told = {name: getattr(self, name) for name in ("name", "calls", "errors", "mended", "p50", "p95")}
        counts = {"prompt_tokens": self.prompt_tokens, "answer_tokens": self.answer_tokens}
        return {**told, **counts, "price": self.price.plain()}


def figures(lines: Iterable[Line], way: str = "provider") -> list[Figures]:
    """The figures of each group, most calls first; `way` is one of WAYS."""
    name: Callable[[Line], str] = lambda line: str(line.get("by" if way == "provider" else way, ""))  # noqa: E731
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(name(line), []).append(line)
    found = [_figures(group, told) for group, told in groups.items()]
    return sorted(found, key=lambda one: (-one.calls, one.name))


def _figures(name: str, lines: list[Line]) -> Figures:
    answered = sorted(float(line["seconds"]) for line in lines if "error" not in line and "seconds" in line)
    usage = [line.get("usage") or {} for line in lines]
    return Figures(
        name,
        len(lines),
        dict(sorted(Counter(str(line["error"]) for line in lines if "error" in line).items())),
        sum(bool(line.get("turn")) for line in lines),
        percentile(answered, 50),
        percentile(answered, 95),
        sum(int(each.get("prompt_tokens") or 0) for each in usage),
        sum(int(each.get("completion_tokens") or 0) for each in usage),
        sum((Cost.read(line.get("price")) for line in lines if "error" not in line), FREE),
    )


def percentile(ordered: list[float], percent: int) -> float | None:
    """The value below or at which so many percent of ordered values lie (nearest rank); None where there is none."""
    if not ordered:
        return None
    rank = -(-len(ordered) * percent // 100)
    return round(ordered[max(0, rank - 1)], 3)
