"""`storyforge save`: record hand edits."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import Json


def save(
    ctx: typer.Context,
    message: Annotated[str, typer.Option("-m", "--message", metavar="TEXT", help="Why; the body of the commit.")] = "",
    accept_impact: Annotated[
        bool, typer.Option("--accept-impact", help="Record changed parameters although the treatment is locked.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Record what you edited by hand, in a commit of its own.

    New scenes get their numbers here. Deletions are never recorded: use git for those.
    """
    from storyforge.cli.status import read_report
    from storyforge.pipeline.save import record_edits
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    edited = [change.path for change in session.edits]
    gone = session.deletions
    commit = record_edits(session, message, accept_impact=accept_impact)
    report = read_report(ctx.obj)
    if as_json:
        print(json.dumps({"saved": edited if commit else [], "commit": commit}))
    elif commit is None:
        print("Nothing to save: no artifact was edited by hand.")
        if gone:
            print(f"Deletions are recorded with git: git rm {gone[0]} && git commit; or: git restore {gone[0]}")
    else:
        print(f"Saved {', '.join(edited)}")
        print(f"Next: {report['next'][0]}")
