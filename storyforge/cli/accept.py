"""`storyforge accept`: findings that their author lives with."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import Json


def accept(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[FINDING]...", help="As check --names calls them: speech_fits:3B.")
    ] = None,
    why: Annotated[str, typer.Option("-m", "--guidance", metavar="TEXT", help="Why you live with it.")] = "",
    drop: Annotated[bool, typer.Option("--drop", help="Live with them no longer.")] = False,
    as_json: Json = False,
) -> None:
    """Live with a finding, for a reason that stands beside it in waivers.yaml.

    It is told as accepted from then on, holds no gate back, and lapses as soon as what it excuses changes. Without a
    name it lists what is accepted.

    Examples: storyforge accept speech_fits:3B -m "she rushes"; storyforge accept --drop speech_fits:3B
    """
    from storyforge.pipeline.quality import accept as accept_them
    from storyforge.pipeline.quality import accepted, take_back
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    if not names:
        told = [{**waiver.filed(), "holds": holds} for waiver, holds in accepted(session.story)]
        if as_json:
            print(json.dumps({"waivers": told}, ensure_ascii=False))
        else:
            for row in told:
                print(f"{row['finding']}  {row['why']}{'' if row['holds'] else '  (lapsed)'}")
            if not told:
                print("Nothing is accepted. See what is found: storyforge check --names")
        return
    found = take_back(session, names) if drop else accept_them(session, names, why)
    if as_json:
        print(json.dumps({"waivers": [each.filed() for each in found], "commits": session.commits}, ensure_ascii=False))
        return
    for each in found:
        print(f"No longer accepted: {each.finding}" if drop else f"Accepted: {each.finding}  {each.why}")
