"""Budgets: the story's, its stages', and the one of a single run; and what was spent that the ledger doesn't know.

Spent is what the ledger says, and what the commits of runs say that it doesn't know: those of a clone, of another
machine, or from before the ledger was lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from storyforge.errors import RequestError, StoryforgeError
from storyforge.journal.answers import Answers
from storyforge.journal.calls import Limit
from storyforge.model.kinds import record_path
from storyforge.model.money import Cost
from storyforge.pipeline.spending.desk import Desk, Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storyforge.journal.calls import Agreement
    from storyforge.journal.ledger import Ledger
    from storyforge.model.story import Budget
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.repo import Repository
    from storyforge.repo.history import CommitInfo

MAX_COST = "--max-cost"
STORY = "the story's budget"
_AMOUNT = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<currency>[A-Za-z]{3})?")


def of_stage(stage: str) -> str:
    """What the budget of a stage is called."""
    return f"the budget of {stage}"


def parse_amount(text: str) -> Cost:
    """An amount such as `5`, `5.50` or `5 EUR`; without a currency it is in the story's. Raises RequestError."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise RequestError(f'"{text}" is no amount of money.', f"Such as: {MAX_COST} 5, or {MAX_COST} 5EUR")
    return Cost(Decimal(match["amount"]), (match["currency"] or "").upper())


@dataclass(frozen=True, slots=True)
class Spending:
    """What one commit says was spent: on which stage, by which run."""

    commit: CommitInfo
    stage: str
    run: str
    cost: Cost


def spending(repository: Repository) -> list[Spending]:
    """What the commits of all timelines, deleted ones too, say was spent; those that cost nothing left out."""
    found = []
    for commit in repository.trailed("Storyforge-Cost"):
        trailers = commit.trailers
        amount, _, currency = trailers.get("Storyforge-Cost", "").partition(" ")
        cost = Cost.read({"amount": None if amount == "unknown" else amount, "currency": currency or "USD"})
        if cost.amount is None or cost.amount:
            run = trailers.get("Storyforge-Run", commit.id)
            found.append(Spending(commit, trailers.get("Storyforge-Stage", ""), run, cost))
    return found


def unknown_to(ledger: Ledger, told: Iterable[Spending]) -> list[Spending]:
    """What commits tell of runs that a ledger doesn't know.

    It knows those that bought, and those that committed what another had bought.
    """
    known = ledger.runs() | {entry.promised.partition(" ")[0] for entry in ledger.entries()}
    return [entry for entry in told if entry.run not in known]


def limits(
    ledger: Ledger, repository: Repository, budget: Budget | None, run: str, most: Cost | None
) -> tuple[Limit, ...]:
    """The limits that a call of a run is held against."""
    found = []
    if most is not None and most.amount is not None:
        currency = most.currency or (budget.currency if budget else "USD")
        found.append(Limit(MAX_COST, most.amount, currency, "Allow more: --max-cost AMOUNT", run=run))
    if budget is None:
        return tuple(found)
    elsewhere = unknown_to(ledger, spending(repository))
    hint = "Raise it in story.yaml, under budget; see what was spent: storyforge cost"
    found.append(Limit(STORY, budget.amount, budget.currency, hint, elsewhere=_sum(elsewhere, budget.currency)))
    for stage, amount in budget.stages.items():
        there = _sum((entry for entry in elsewhere if entry.stage == stage), budget.currency)
        found.append(Limit(of_stage(stage), amount, budget.currency, hint, stage=stage, elsewhere=there))
    return tuple(found)


def _sum(entries: Iterable[Spending], currency: str) -> Decimal:
    """The known amounts in one currency."""
    costs = (entry.cost for entry in entries if entry.cost.currency == currency)
    return sum((cost.amount for cost in costs if cost.amount is not None), Decimal(0))


def open_desk(session: Session, request: Request, tell: Callable[[str], None] | None = None) -> Desk:
    """The desk that a run buys over, with the limits of its story and of its request."""
    repository, run = session.repository, session.run_id
    folder = repository.common_dir / "storyforge"

    def now(ledger: Ledger) -> tuple[Limit, ...]:
        return limits(ledger, repository, session.story.story.budget, run, request.max_cost)

    branch = repository.head().branch or ""
    terms = Terms(
        run,
        branch,
        _author(repository),
        now,
        partial(_committed, repository),
        request.unknown,
        request.max_cost is not None,
        lambda: session.parent or "",
        partial(_stands, session, branch),
    )
    return Desk(folder, Answers(folder / "answers"), terms, tell)


def _committed(repository: Repository, run: str, stage: str, tip: str) -> str | None:
    """The commit that a stage of a run made after `tip`, on whatever timeline; a run may make a stage twice."""
    for commit in repository.trailed("Storyforge-Run"):
        made = (commit.trailers.get("Storyforge-Run"), commit.trailers.get("Storyforge-Stage")) == (run, stage)
        if made and (not tip or repository.merge_base(commit.id, tip) != commit.id):
            return commit.id
    return None


_MADE_FROM = ("confirmation", "shots", "prompts", "frames")
"""The files of a scene that are agreed to with its price."""


def _stands(session: Session, branch: str, agreed: Agreement) -> bool:
    """Whether nobody has changed, on the timeline of a run, what its clips are agreed to under and made from."""
    repository = session.repository
    if not branch or session.parent is None:
        return True
    tip = repository.resolve(f"refs/heads/{branch}")
    if tip == session.parent:
        return True
    there, then = repository.tree(tip), repository.tree(session.parent)
    scene = agreed.path.rpartition("/")[0]
    paths = [f"{scene}/{name}.yaml" for name in _MADE_FROM]
    paths.append(record_path(agreed.path))
    return all(there.get(path) == then.get(path) for path in paths)


def _author(repository: Repository) -> str:
    """Whose money it is, by git; nobody's where git does not know."""
    try:
        return repository.identity().author.name
    except StoryforgeError:
        return ""
