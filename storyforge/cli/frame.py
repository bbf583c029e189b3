"""`storyforge frame`: single frames approved, or made again."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from storyforge.cli.options import Guidance, Json, spends


class Action(StrEnum):
    """What is done with a frame."""

    APPROVE = "approve"
    REDO = "redo"


@spends
def frame(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="approve, or redo.")],
    names: Annotated[list[str], typer.Argument(metavar="SHOT...", help="Shots (3A), or single pictures (3A.end).")],
    guidance: Guidance = "",
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Approve single frames, or make them again.

    Examples: storyforge frame approve 3A 3B.end; storyforge frame redo 3A -m "closer, from below"
    """
    if action is Action.APPROVE:
        _approve(ctx, names, as_json)
    else:
        _redo(ctx, names, guidance, as_json, spending)


def _approve(ctx: typer.Context, names: list[str], as_json: bool) -> None:
    from storyforge.cli.status import read_report
    from storyforge.pipeline.frames import approve_frames
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    new = approve_frames(session, names)
    report = read_report(ctx.obj)
    if as_json:
        print(json.dumps({"approved": new, "commits": session.commits}))
        return
    print(f"Approved {', '.join(new)}" if new else "Nothing to do: they are approved already.")
    print(f"Next: {report['next'][0]}")


def _redo(
    ctx: typer.Context,
    names: list[str],
    guidance: str,
    as_json: bool,
    spending: dict[str, Any],
) -> None:
    from storyforge.cli.run import execute
    from storyforge.errors import GuidanceMissingError
    from storyforge.pipeline.frames import scene_numbers_of
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    scenes = scene_numbers_of(Session.open(ctx.obj).story, names)
    if not guidance:
        raise GuidanceMissingError(", ".join(names), f"frame redo {' '.join(names)}")
    request = Request(
        "frames",
        only=True,
        scenes=scenes,
        shots=tuple(names),
        guidance=guidance,
        **spending,
    )
    execute(ctx.obj, request, as_json)
