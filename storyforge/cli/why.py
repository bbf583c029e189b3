"""`storyforge why`: the chain of causes from a thing back to the edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from storyforge.cli.options import Json, from_root

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session


def why(
    ctx: typer.Context,
    thing: Annotated[
        str,
        typer.Argument(metavar="THING", help="A stage, a file, file#item, a shot (3B), 3B.start, 3B.clip, an asset."),
    ],
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="[N]... | in scene N", help="Scene numbers, behind a stage; behind an asset, where."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Why a thing is outdated, waiting, missing or a draft, back to the edit; of what is current, what made it.

    Of somebody in a scene (why john in scene 5): each condition with its sentence, who accepted it, and the borders
    that it was carried over.

    Examples: storyforge why 3B.start; storyforge why shots 3; storyforge why beats.yaml; storyforge why john in scene 5
    """
    from storyforge.cli.views_why import answer
    from storyforge.pipeline.freshness.state import state_of
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.tracing.things import things
    from storyforge.pipeline.tracing.why import Why

    session = Session.open(ctx.obj)
    if which and which[0].lower() == "in":
        _looks(session, thing, [word for word in which[1:] if word.lower() != "scene"], as_json=as_json)
        return
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


def _looks(session: Session, name: str, numbers: list[str], *, as_json: bool) -> None:
    """Why somebody or something looks in a scene as it does."""
    from storyforge.cli.views_looks import looks_lines
    from storyforge.errors import RequestError
    from storyforge.pipeline.tracing.conditions import looks
    from storyforge.reports.asset_timeline import element_of

    if len(numbers) != 1:
        raise RequestError("In which scene?", f"Write: storyforge why {name} in scene 5")
    slug = element_of(session.story, name)
    found = looks(session.story, slug, numbers[0]).plain()
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for line in looks_lines(found, session.story.summaries.asset(slug).get("name", slug)):
        print(line)
