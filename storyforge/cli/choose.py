"""`storyforge choose`: take one of the options that a stage offers."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import AcceptImpact, Json


def choose(
    ctx: typer.Context,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="treatment, lore or narrative.")],
    option: Annotated[str, typer.Argument(metavar="OPTION", help="Its number.")],
    accept_impact: AcceptImpact = False,
    as_json: Json = False,
) -> None:
    """Take one of the options that a stage offers; it becomes a draft that you may edit, and then lock.

    Example: storyforge choose treatment 2
    """
    from storyforge.cli.status import read_report
    from storyforge.pipeline.choosing import choose as choose_option
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    commit = choose_option(session, stage, option, accept_impact=accept_impact)
    if as_json:
        print(json.dumps({"stage": stage, "option": option, "commit": commit}))
        return
    print(f"{stage}.md is option {option}." if commit else f"{stage}.md is option {option} already.")
    print(f"Next: {read_report(ctx.obj)['next'][0]}")
