"""How the way back from a shot is shown on a terminal: one block a step, from the clip to the sentence of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.cli.table import columns, cut, fill, paint
from storyforge.cli.when import ago

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.money import Cost
    from storyforge.repo import CommitInfo
    from storyforge.reports.links import Blame, Link

LABEL = 14
"""Columns of the first column: the longest step is `video prompt`."""
_LINES = 4
"""Lines of a text that are shown."""
_COLOURS = {"locked": "green", "draft": "yellow", "edited": "yellow"}


def blame(found: Blame) -> Iterator[str]:
    """All steps, then the looks of those in the shot, then the sum."""
    yield f"{paint(found.shot, 'bold')}  scene {found.scene}  {found.heading}\n"
    before = ""
    for link in found.links:
        yield from _link(link, "" if link.what == before else link.what)
        before = link.what
    if found.sides:
        yield f"\n{paint('In it', 'bold')}"
        for link in found.sides:
            yield from _link(link, cut(link.what, LABEL - 2))
    yield f"\n{paint('Price', 'bold')}{' ' * (LABEL - 5)}{_sum(found)}"


def _link(link: Link, label: str) -> Iterator[str]:
    start = f"{paint(label, 'cyan')}{' ' * (LABEL - len(label))}"
    yield f"{start}{link.place}"
    indent = " " * LABEL
    if link.text:
        lines = fill(link.text, indent, columns()).split("\n")
        shown = lines[:_LINES]
        if len(lines) > _LINES:
            shown[-1] = f"{indent}{cut(shown[-1], columns() - LABEL - 2).removesuffix('…').rstrip()} …"
        yield "\n".join(shown)
    yield paint(fill(" · ".join(_facts(link)), indent, columns()), "dim")
    if link.guidance:
        yield fill(f"guidance: {link.guidance}", indent, columns())


def _facts(link: Link) -> Iterator[str]:
    """Who made it, in which commit, for how much; how often it was asked for; who approved it."""
    if link.by:
        yield "by hand" if link.by == "hand" else link.by
    yield _commit(link.commit)
    if link.derived:
        yield "derived"
    if link.cost is not None and (link.cost.amount is None or link.cost.amount):
        yield f"{_money(link.cost)}{' with others of its file' if link.shared else ''}"
    if link.take > 1:
        yield f"take {link.take}"
    if link.locked is not None:
        same = link.commit is not None and link.locked.id == link.commit.id
        word = "edited since it was locked" if link.approval == "edited" else "locked"
        yield f"{word} with it" if same else f"{word} in {_commit(link.locked)}"
    elif link.approval:
        yield link.approval


def _commit(commit: CommitInfo | None) -> str:
    if commit is None:
        return "not saved yet"
    return f"{commit.id[:7]} by {commit.author}, {ago(commit.when)}"


def _money(cost: Cost) -> str:
    return "price unknown" if cost.amount is None else cost.words()


def _sum(found: Blame) -> str:
    own = _sums(found.spent) or ("" if found.unknown else "nothing")
    parts = [own, f"{found.unknown} of unknown price" if found.unknown else ""]
    shared = _sums(found.shared)
    text = " and ".join(part for part in parts if part)
    return f"{text} for this shot{f'; {shared} for files that hold others too' if shared else ''}"


def _sums(costs: Sequence[Cost]) -> str:
    return " + ".join(cost.words() for cost in costs)
