"""What was spent: by stage, task, scene, shot, model, author, timeline or month; what is in use, and what is left.

The ledger of this machine says what it knows call by call; for runs that it doesn't know, the commits and the records
in them do. Unknown prices are counted, never added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, get_args

from storyforge.journal.ledger import NEAR
from storyforge.model.kinds import scene_folder_of
from storyforge.model.money import Cost
from storyforge.model.numbering import number_of
from storyforge.model.record import Record
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.budget import STORY, limits, open_desk, spending, unknown_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from storyforge.journal.calls import Entry
    from storyforge.journal.ledger import Ledger
    from storyforge.model.record import Item
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.budget import Spending

By = Literal["stage", "task", "scene", "shot", "model", "author", "timeline", "month"]
WAYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Spent:
    """One thing that money was spent on; `use` says whether it is in today's story, still open, or sunk."""

    cost: Cost
    stage: str = ""
    task: str = ""
    scene: str = ""
    shot: str = ""
    model: str = ""
    author: str = ""
    timeline: str = ""
    month: str = ""
    use: Literal["usable", "open", "sunk"] = "sunk"
    estimate: Cost | None = None
    """What it was thought to cost, where its price is known since."""


@dataclass
class Sum:
    """Amounts by currency, and how many calls have an unknown price."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    unknown: int = 0

    def add(self, cost: Cost) -> None:
        """Add one more."""
        if cost.amount is None:
            self.unknown += 1
        elif cost.amount:
            self.amounts[cost.currency] = self.amounts.get(cost.currency, Decimal(0)) + cost.amount

    def plain(self) -> dict[str, Any]:
        """Plain data: amounts as text, by currency."""
        known = {currency: format(amount, "f") for currency, amount in sorted(self.amounts.items())}
        return {"known": known, "unknown": self.unknown}

    def words(self) -> str:
        """`1.20 USD + 3 EUR + 2 at an unknown price`."""
        parts = [Cost(amount, currency).words() for currency, amount in sorted(self.amounts.items())]
        if self.unknown:
            parts.append(f"{self.unknown} at an unknown price")
        return " + ".join(parts) or "0"


def sum_of(costs: Iterable[Cost]) -> Sum:
    """The sum of some costs."""
    found = Sum()
    for cost in costs:
        found.add(cost)
    return found


def costs(session: Session) -> dict[str, Any]:
    """The report that `cost --json` prints, without its groups; `entries` are the things that money was spent on."""
    desk = open_desk(session, Request(""))
    try:
        told = unknown_to(desk.ledger, spending(session.repository))
        entries = [*_from_ledger(session, desk.ledger), *_from_commits(session, told)]
        return {"entries": entries, "budgets": _budgets(session, desk.ledger)}
    finally:
        desk.close()


def grouped(entries: Iterable[Spent], by: By) -> dict[str, list[Spent]]:
    """Name of a group -> what belongs to it, the names in natural order."""
    found: dict[str, list[Spent]] = {}
    for entry in entries:
        found.setdefault(getattr(entry, by) or "-", []).append(entry)
    return dict(sorted(found.items(), key=lambda group: _natural(group[0])))


def _natural(name: str) -> tuple[int, str]:
    digits = "".join(char for char in name if char.isdigit())
    return (int(digits) if name[:1].isdigit() and digits else 0, name)


def _from_ledger(session: Session, ledger: Ledger) -> Iterator[Spent]:
    bought = [entry for entry in ledger.entries() if entry.state != "released"]
    used = {item.answer for record in session.story.records.values() for item in record.items.values() if item.answer}
    newest = {(entry.call.task, entry.call.stage, entry.call.scene): entry.number for entry in bought if entry.commit}
    for entry in bought:
        cost = entry.counted
        if cost.amount == 0:
            continue
        call = entry.call
        same = newest.get((call.task, call.stage, call.scene)) == entry.number
        known = entry.price.amount is not None and call.estimate.amount is not None
        yield Spent(
            cost=cost,
            stage=call.stage,
            task=call.task,
            scene=call.scene,
            shot=_shot(call.item),
            model=call.by,
            author=call.author,
            timeline=call.timeline,
            month=entry.begun[:7],
            use=_use(entry, used=call.order in used or (call.kind == "text" and same)),
            estimate=call.estimate if known else None,
        )


def _use(entry: Entry, *, used: bool) -> Literal["usable", "open", "sunk"]:
    if entry.state == "settled":
        return "usable" if used else "sunk"
    return "sunk" if entry.state in ("sold", "spoilt", "failed") else "open"


def _shot(item: str) -> str:
    """`3A` of `3/3A.start`; a whole scene has none."""
    return item.partition("/")[2].partition(".")[0]


def _from_commits(session: Session, told: Iterable[Spending]) -> Iterator[Spent]:
    """What commits say was spent, item by item as their records have it; what records don't tell, as a rest."""
    current = {
        (path, name): item for path, record in session.story.records.items() for name, item in record.items.items()
    }
    for entry in told:
        commit = entry.commit
        whole: dict[str, Any] = {"stage": entry.stage, "author": commit.author, "month": commit.when.isoformat()[:7]}
        rest = entry.cost
        for path, name, item in _made_in(session, commit.id, commit.parents):
            cost = Cost(None if item.cost is None else Decimal(item.cost), item.currency)
            if cost.amount == 0:
                continue
            same = current.get((path, name))
            use: Literal["usable", "sunk"] = "usable" if same is not None and same.digest == item.digest else "sunk"
            shot = name.partition(".")[0] if "/shots.yaml" not in path else name
            yield Spent(cost, **whole, scene=_scene(path), shot=shot, model=item.by, use=use)
            if rest.amount is not None and cost.amount is not None and cost.currency == rest.currency:
                rest = Cost(rest.amount - cost.amount, rest.currency)
            elif cost.amount is None:
                rest = Cost(Decimal(0), rest.currency)
        if rest.amount is None or rest.amount > 0:
            yield Spent(rest, **whole, model=commit.trailers.get("Storyforge-With", "").partition("=")[2])


def _made_in(session: Session, commit: str, parents: tuple[str, ...]) -> Iterator[tuple[str, str, Item]]:
    """Path, name and record of the items that a commit made."""
    repository = session.repository
    before = repository.tree(parents[0]) if parents else {}
    for path, blob in repository.tree(commit).items():
        if not path.startswith("locks/") or before.get(path) == blob:
            continue
        record = Record.read(repository.blob(blob).decode("utf-8", "replace"))
        old = Record.read(repository.blob(before[path]).decode("utf-8", "replace")) if path in before else None
        if record is not None:
            known: Mapping[str, Item] = old.items if old else {}
            for name, item in record.items.items():
                had = known.get(name)
                if had is None or (had.digest, had.answer, had.cost) != (item.digest, item.answer, item.cost):
                    yield record.artifact, name, item


def _scene(path: str) -> str:
    here = scene_folder_of(path)
    return number_of(here) if here else ""


def _budgets(session: Session, ledger: Ledger) -> list[dict[str, Any]]:
    """Each budget with what is spent of it; `near` from four fifths on."""
    found = []
    for limit in limits(ledger, session.repository, session.story.story.budget, "", None):
        spent = ledger.spent(limit)
        found.append(
            {
                "name": limit.name,
                "amount": format(limit.amount, "f"),
                "currency": limit.currency,
                "spent": format(spent, "f"),
                "left": format(limit.amount - spent, "f"),
                "near": spent >= NEAR * limit.amount,
                "whole_story": limit.name == STORY,
            }
        )
    return found
