"""`storyforge cost`: what was spent, on what, and what is left; what is to come would cost, and how it costs less."""

from __future__ import annotations

import csv
import io
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json, With

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.reports.costs import By, Spent


class Action(StrEnum):
    """What is told."""

    SPENT = "spent"
    COMPARE = "compare"
    ROUTES = "routes"
    ADVISE = "advise"
    ANOMALIES = "anomalies"


def cost(
    ctx: typer.Context,
    action: Annotated[
        Action, typer.Argument(metavar="[WHAT]", help="spent, compare, routes, advise or anomalies.")
    ] = Action.SPENT,
    by: Annotated[
        str, typer.Option("--by", metavar="WAY", help="stage, task, scene, shot, model, author, timeline or month.")
    ] = "stage",
    with_: With = None,
    draft: Annotated[bool, typer.Option("--draft", help="With routes: at the cheapest quality.")] = False,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a line for everything that was paid for.")] = False,
) -> None:
    """What was spent, what of it is in use, and what is left of the budgets; what is to come, and how it costs less.

    Every call of this machine counts, committed or not; for runs of other machines, what their commits say. An unknown
    price is counted, never added as nothing.

    compare: pictures and clips as drafts and as finals, in quick and in control mode. routes: each model of the
    catalogue, whether it can make this story, why not, and for how much. advise: ways to spend less, what saves most
    first. anomalies: calls that cost or took far more than others of their kind. None of them asks anybody.

    Examples: storyforge cost --by author; storyforge cost compare; storyforge cost routes --draft;
    storyforge cost advise --with video=vertex:veo-3.1-lite-generate-001
    """
    from storyforge.errors import UnknownNameError
    from storyforge.reports.costs import WAYS

    if by not in WAYS:
        raise UnknownNameError("way to group costs", by, WAYS)
    if action is Action.SPENT:
        _spent(ctx, by, as_json=as_json, as_csv=as_csv)
        return
    from storyforge.cli import cost_ahead
    from storyforge.cli.run import providers
    from storyforge.pipeline.session import Session

    session, said = Session.open(ctx.obj), providers(with_)
    if action is Action.COMPARE:
        cost_ahead.print_comparison(session, said, as_json)
    elif action is Action.ROUTES:
        cost_ahead.print_routes(session, draft=draft, as_json=as_json)
    elif action is Action.ADVISE:
        cost_ahead.print_advice(session, said, as_json)
    else:
        cost_ahead.print_anomalies(session, as_json)


def _spent(ctx: typer.Context, way: Any, *, as_json: bool, as_csv: bool) -> None:
    from storyforge.pipeline.session import Session
    from storyforge.reports.costs import costs

    found = costs(Session.open(ctx.obj))
    if as_csv:
        _print_csv(found["entries"])
    elif as_json:
        print(json.dumps(_plain(found, way), ensure_ascii=False))
    else:
        _print(found, way)


def _parts(entries: Sequence[Spent]) -> dict[str, Any]:
    from storyforge.reports.costs import sum_of

    estimated = [entry for entry in entries if entry.estimate is not None]
    return {
        "spent": sum_of(entry.cost for entry in entries),
        **{use: sum_of(entry.cost for entry in entries if entry.use == use) for use in ("usable", "open", "sunk")},
        "estimated": sum_of(entry.estimate for entry in estimated if entry.estimate),
        "actual": sum_of(entry.cost for entry in estimated),
    }


def _plain(found: dict[str, Any], by: By) -> dict[str, Any]:
    from storyforge.reports.costs import grouped

    groups = {name: _parts(entries) for name, entries in grouped(found["entries"], by).items()}
    return {
        **{name: part.plain() for name, part in _parts(found["entries"]).items()},
        "budgets": found["budgets"],
        "by": by,
        "groups": [
            {"name": name, **{key: part.plain() for key, part in parts.items()}} for name, parts in groups.items()
        ],
    }


def _print(found: dict[str, Any], by: By) -> None:
    from storyforge.cli.table import table
    from storyforge.reports.costs import grouped

    entries = found["entries"]
    if not entries:
        print("Nothing was spent.")
    else:
        whole = _parts(entries)
        groups = {name: _parts(rows) for name, rows in grouped(entries, by).items()}
        rows = [
            [name, *(parts[key].words() for key in ("spent", "usable", "open", "sunk"))]
            for name, parts in (*groups.items(), ("all", whole))
        ]
        print(table([[by, "spent", "in use", "open", "sunk"], *rows]))
        if whole["estimated"].amounts:
            print(f"\nEstimated {whole['estimated'].words()}, paid {whole['actual'].words()}.")
        if whole["open"].amounts or whole["open"].unknown:
            print("Open: at work, in doubt, or bought and not committed yet: storyforge jobs")
        if whole["sunk"].amounts or whole["sunk"].unknown:
            print("Sunk: replaced by a newer take, on another timeline, or sold without an answer.")
    for budget in found["budgets"]:
        near = "; four fifths are spent" if budget["near"] else ""
        of = f"{_shown(budget, 'spent')} of {_shown(budget, 'amount')} {budget['currency']}"
        print(f"{budget['name'].capitalize()}: {of} spent, {_shown(budget, 'left')} left{near}.")
    if not found["budgets"]:
        print("No budget is set: story.yaml, under budget.")


def _shown(budget: dict[str, Any], name: str) -> str:
    from decimal import Decimal

    from storyforge.model.money import in_cents

    return in_cents(Decimal(budget[name]))


_COLUMNS = ("month", "stage", "scene", "shot", "model", "author", "timeline", "use", "amount", "currency", "estimate")


def _print_csv(entries: Sequence[Spent]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        amount = "unknown" if entry.cost.amount is None else format(entry.cost.amount, "f")
        estimate = format(entry.estimate.amount, "f") if entry.estimate and entry.estimate.amount is not None else ""
        words = (getattr(entry, name) for name in _COLUMNS[:8])
        writer.writerow([*words, amount, entry.cost.currency, estimate])
    sys.stdout.write(file.getvalue())
