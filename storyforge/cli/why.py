"""`storyforge why`: the chain of causes from a thing back to the edit."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import Json, from_root


def why(
    ctx: typer.Context,
    thing: Annotated[
        str,
        typer.Argument(metavar="THING", help="A stage, a file, file#item, a shot (3B), 3B.start, 3B.clip, an asset."),
    ],
    which: Annotated[list[str] | None, typer.Argument(metavar="[N]...", help="Scene numbers, behind a stage.")] = None,
    as_json: Json = False,
) -> None:
    """Why a thing is outdated, waiting, missing or a draft, back to the edit; of what is current, what made it.

    Examples: storyforge why 3B.start; storyforge why 3B; storyforge why shots 3; storyforge why beats.yaml
    """
    from storyforge.cli.views_why import answer
    from storyforge.pipeline.freshness.state import state_of
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.tracing.things import things
    from storyforge.pipeline.tracing.why import Why

    session = Session.open(ctx.obj)
    story = session.story
    state = state_of(story.summaries, story.records)
    path, mark, item = thing.partition("#")
    named = (from_root(ctx.obj, session.repository.root, path) if path else "") + mark + item
    asked = Why(session, state)
    found = [asked.answer(each) for each in things(named, list(which or ()), state, story.summaries)]
    if as_json:
        print(json.dumps({"thing": thing, "answers": [each.plain() for each in found]}, ensure_ascii=False))
        return
    for index, each in enumerate(found):
        if index:
            print()
        for line in answer(each):
            print(line)
