"""What is to come, in money: compared, by each model, with advice; and what was unusual of what was paid."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storyforge.cli.table import fill, paint, table
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.routing import routes, shown
from storyforge.reports.advice import advise
from storyforge.reports.anomalies import anomalies
from storyforge.reports.comparing import KINDS, compare
from storyforge.reports.costs import costs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from storyforge.model.money import Cost
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.routing import Kind, Route
    from storyforge.reports.comparing import Comparison, Priced

_NOTHING = "There are no shots yet, so there is nothing to count: storyforge run prompts"
_WHAT = {"image": "pictures", "video": "clips"}


def print_comparison(session: Session, providers: Mapping[str, str], as_json: bool) -> None:
    """Drafts against finals, quick mode against control mode, and the cheapest model."""
    found = compare(session.story, _today(), providers)
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False))
        return
    if _unshot(session):
        print(_NOTHING)
        return
    rows = [["", "by", "", "price", "still due"], *map(_line, found.lines)]
    rows += [[f"all, {name}", "", "", _money(found.total(name)), ""] for name in ("draft", "final")]
    print(table(rows))
    print()
    pictures = found.line("image", "final")
    if pictures and pictures.left.amount != 0:
        print(_modes(found, pictures))
    for kind in KINDS:
        _print_cheapest(kind, found)
    if found.unprompted:
        print(f"{counted(found.unprompted, 'shot')} have no prompts yet: their frames are not counted.")
    print("Frames and clips alone; reference pictures: storyforge keys --dry-run, instances --dry-run.")


def _unshot(session: Session) -> bool:
    """Whether there are no shots yet, so that a price of all of them would be nothing, and wrong."""
    story = session.story
    return not any(story.summaries.index(scene_path(folder(n), "shots")).get("shots") for n in story.summaries.numbers)


def print_routes(session: Session, *, draft: bool, as_json: bool) -> None:
    """Each model against the story."""
    found = {kind: routes(session.story, kind, _today(), draft=draft) for kind in KINDS}
    if as_json:
        print(json.dumps({kind: [one.plain() for one in rows] for kind, rows in found.items()}, ensure_ascii=False))
        return
    if _unshot(session):
        print(f"{_NOTHING}\n")
    for kind, rows in found.items():
        pieces = counted(rows[0].pieces, _WHAT[kind].removesuffix("s")) if rows else ""
        print(paint(f"{_WHAT[kind].capitalize()}: {pieces}{', as drafts' if draft else ''}", "bold"))
        head = ["", "quality", "a picture" if kind == "image" else "a second", "all of it", "still due", "key"]
        print(table([head, *(_route(one) for one in rows)]))
        for one in rows:
            for why in one.why_not or one.drawbacks:
                print(fill(paint(f"{one.name}: {why}.", "dim"), "  "))
        for why in dict.fromkeys(f"{one.name.partition(':')[0]}: {one.key}" for one in rows if not one.ready):
            print(fill(paint(f"Key missing, {why}.", "dim"), "  "))
        print()
    print("Take one: --with video=MODEL, or leave the choice to us: --with video=auto (auto:cheapest, auto:best)")


def print_advice(session: Session, providers: Mapping[str, str], as_json: bool) -> None:
    """Ways to spend less, what saves most first."""
    found = advise(session.story, costs(session)["entries"], _today(), providers)
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False))
        return
    for kind, cost in found.left.items():
        print(f"{_WHAT[kind].capitalize()} that are due, by {found.by[kind]}: {_money(cost)}")
    print()
    for number, one in enumerate(found.advice, 1):
        print(paint(f"{number}. saves {shown(one.saves)}", "bold"))
        print(fill(one.text, "   "))
        if one.but:
            print(fill(f"But: {one.but}.", "   "))
        if one.do:
            print(fill(paint(one.do, "dim"), "   "))
    for name in found.unknown:
        print(f"What {name} charges is not known, so nothing can be held against it: storyforge cost routes")
    if not found.advice and not found.unknown:
        print("Nothing that is due costs anything that could be saved.")


def print_anomalies(session: Session, as_json: bool) -> None:
    """Calls far above the median of their kind."""
    desk = open_desk(session, Request(""))
    try:
        found = anomalies(desk.ledger.entries())
    finally:
        desk.close()
    if as_json:
        print(json.dumps({"anomalies": [one.plain() for one in found]}, ensure_ascii=False))
        return
    for one in found:
        print(f"{one.number:>5}  {one.words()} ({one.by})")
    print("What one of them asked and got: storyforge jobs" if found else "No call was unusual.")


def _line(one: Priced) -> list[str]:
    pieces = counted(one.pieces, _WHAT[one.kind].removesuffix("s"))
    amount = pieces if one.seconds is None else f"{pieces}, {one.seconds} s bought"
    what = f"{_WHAT[one.kind]}, {one.quality}"
    by = f"{one.by}{f' ({one.size})' if one.size else ''}"
    return [what, by, amount, _money(one.whole), _money(one.left)]


def _route(one: Route) -> list[str]:
    name = paint(one.name, "green" if one.able else "dim")
    key = "there" if one.ready else "missing"
    whole, left = (_money(one.whole), _money(one.left)) if one.able else ("can't", "")
    return [name, f"{one.quality or '?'}", _money(one.unit), whole, left, key]


def _modes(found: Comparison, pictures: Priced) -> str:
    """What the two ways of making frames differ in, in money."""
    price = _money(pictures.left)
    grown = f"{counted(found.grown, 'frame')} {'grows' if found.grown == 1 else 'grow'} out of one not seen yet"
    more = f"; {grown}, at most {_money(found.more)} more" if found.grown else "; no frame grows out of another"
    quick = f"Quick mode buys all frames at once: {price}{more}."
    return f"{quick}\nControl mode buys them shot by shot: {price}, and nothing more."


def _print_cheapest(kind: Kind, found: Comparison) -> None:
    able: Sequence[Route] = [one for one in found.routes if one.kind == kind and one.able and one.weight is not None]
    if able and able[0].pieces:
        print(f"The cheapest that can make the {_WHAT[kind]}: {able[0].name}, {shown(able[0].whole)}.")


def _money(cost: Cost) -> str:
    return "not known" if cost.amount is None else "free" if not cost.amount else shown(cost)


def _today() -> date:
    return datetime.now(UTC).date()
