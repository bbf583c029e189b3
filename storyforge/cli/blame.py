"""`storyforge blame`: from a shot back to the sentence it comes from."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import Json


def blame(
    ctx: typer.Context,
    shot: Annotated[str, typer.Argument(metavar="SHOT", help="A shot, such as 3B.")],
    as_json: Json = False,
) -> None:
    """From a shot back to the sentence it comes from: who made each step, in which commit, for how much.

    Clip, frames, prompts, shot, script lines, beat, passage of the treatment, sentence of the input; and the looks of
    those who are in it.

    Example: storyforge blame 3B
    """
    from storyforge.cli import views_blame
    from storyforge.pipeline.session import Session
    from storyforge.reports.blame import blame as blame_on

    found = blame_on(Session.open(ctx.obj), shot.partition(".")[0])
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False))
        return
    for text in views_blame.blame(found):
        print(text)
