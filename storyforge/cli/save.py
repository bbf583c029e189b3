"""`storyforge save`: record hand edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json

if TYPE_CHECKING:
    from storyforge.pipeline.repairing.impact import Impact


def save(
    ctx: typer.Context,
    message: Annotated[str, typer.Option("-m", "--message", metavar="TEXT", help="Why; the body of the commit.")] = "",
    accept_impact: Annotated[
        bool, typer.Option("--accept-impact", help="Save although repair costs money, or the treatment is locked.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Record what you edited by hand, in a commit of its own.

    New scenes get their numbers here. Deletions are never recorded: use git for those. What the edits outdate is said
    first; where making that again costs money, nothing is saved without --accept-impact.
    """
    from storyforge.cli.status import read_report
    from storyforge.cli.views_impact import short
    from storyforge.pipeline.editing.covering import approved_script, uncovered
    from storyforge.pipeline.editing.rewrite import advice
    from storyforge.pipeline.editing.save import record_edits
    from storyforge.pipeline.repairing.edits import rates_of
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    edited = [change.path for change in session.edits]
    gone = session.deletions
    told: dict[str, Any] = {}

    def tell(impact: Impact) -> None:
        told.update(impact.plain())
        if not as_json:
            print("\n".join(short(told)))

    advised = "" if as_json else advice(session)
    approved = approved_script(session)
    rates = rates_of(session.repository)
    commit = record_edits(session, message, accept_impact=accept_impact, tell=tell, rates=rates)
    open_now = uncovered(session, approved) if commit and approved else None
    report = read_report(ctx.obj)
    if as_json:
        apart = {"uncovered": open_now.plain()} if open_now else {}
        print(json.dumps({"saved": edited if commit else [], "commit": commit, "impact": told or None, **apart}))
    elif commit is None:
        print("Nothing to save: no artifact was edited by hand.")
        if gone:
            print(f"Deletions are recorded with git: git rm {gone[0]} && git commit; or: git restore {gone[0]}")
    else:
        print(f"Saved {', '.join(edited)}")
        if open_now and advised:
            print(f"{advised.partition('. ')[0]}.")
        if open_now:
            print(open_now.words())
        elif advised:
            print(advised)
        print(f"Next: {report['next'][0]}")
