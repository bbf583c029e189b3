"""`storyforge setup`: show or change the story's parameters."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import Json


def setup(
    ctx: typer.Context,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    length: Annotated[str | None, typer.Option(metavar="8:00-12:00", help="Target length.")] = None,
    project_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="film, commercial or audio.")
    ] = None,
    rating: Annotated[str | None, typer.Option(metavar="PG", help="Content rating: G, PG, PG-13 or M.")] = None,
    genre: Annotated[
        list[str] | None, typer.Option(metavar="G", help="A genre; may be repeated; replaces all.")
    ] = None,
    tone: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Tone in your words, at least 10 characters.")
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Language of the script.")] = None,
    rate: Annotated[str | None, typer.Option(metavar="FPS", help="24, 25, 30, 24000/1001 or 30000/1001.")] = None,
    pace: Annotated[
        str | None, typer.Option(metavar="PACE", help="Mean length of a shot: brisk, standard or long.")
    ] = None,
    action_scale: Annotated[
        str | None, typer.Option(metavar="0.8-1.3", help="Stretches action, never speech, to meet the length.")
    ] = None,
    written_style: Annotated[str | None, typer.Option("--style", metavar="NAME", help="Written style.")] = None,
    accept_impact: Annotated[
        bool, typer.Option("--accept-impact", help="Change parameters although the treatment is locked.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Stage 1: show or change the story's parameters.

    Once the treatment is locked, a change needs --accept-impact: what is made from it becomes outdated.
    """
    from storyforge.pipeline.parameters import change_parameters, parameters

    given = {
        "title": title,
        "length": length,
        "type": project_type,
        "rating": rating,
        "genres": genre,
        "tone": tone,
        "language": language,
        "rate": rate,
        "pace": pace,
        "action_scale": action_scale,
        "written_style": written_style,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if changes:
        story, changed = change_parameters(ctx.obj, changes, accept_impact=accept_impact)
    else:
        story, changed = parameters(ctx.obj), False
    if as_json:
        print(json.dumps(story, ensure_ascii=False))
        return
    if changes:
        print("The parameters are changed." if changed else "The parameters are as they were.")
    for name, value in story.items():
        if isinstance(value, dict):
            for inner, item in value.items():
                print(f"{name + '.' + inner:<24} {_shown(item)}")
        else:
            print(f"{name:<24} {_shown(value)}")


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
