"""`storyforge setup`: show or change the story's parameters."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from storyforge.cli.options import (
    Genres,
    Json,
    Length,
    Pace,
    ProjectType,
    Rate,
    Rating,
    Tone,
    VisualStyle,
    WrittenStyle,
    given,
)

Title = Annotated[str | None, typer.Option(help="The title.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Language of the script.")]
ActionScale = Annotated[
    str | None, typer.Option(metavar="0.8-1.3", help="Stretches action, never speech, to meet the length.")
]
AcceptImpact = Annotated[
    bool, typer.Option("--accept-impact", help="Change parameters although the treatment is locked.")
]


def setup(
    ctx: typer.Context,
    title: Title = None,
    length: Length = None,
    project_type: ProjectType = None,
    rating: Rating = None,
    genre: Genres = None,
    tone: Tone = None,
    language: Language = None,
    rate: Rate = None,
    pace: Pace = None,
    action_scale: ActionScale = None,
    written_style: WrittenStyle = None,
    visual_style: VisualStyle = None,
    accept_impact: AcceptImpact = False,
    as_json: Json = False,
) -> None:
    """Stage 1: show or change the story's parameters.

    Once the treatment is locked, a change needs --accept-impact: what is made from it becomes outdated.
    """
    from storyforge.pipeline.parameters import change_parameters, parameters

    changes = given(
        title=title,
        length=length,
        type=project_type,
        rating=rating,
        genres=genre,
        tone=tone,
        language=language,
        rate=rate,
        pace=pace,
        action_scale=action_scale,
        written_style=written_style,
        visual_style=visual_style,
    )
    if changes:
        story, changed = change_parameters(ctx.obj, changes, accept_impact=accept_impact)
    else:
        story, changed = parameters(ctx.obj), False
    if as_json:
        print(json.dumps(story, ensure_ascii=False))
        return
    if changes:
        print("The parameters are changed." if changed else "The parameters are as they were.")
    for name, value in _rows(story):
        print(f"{name:<24} {value}")


def _rows(story: dict[str, Any], start: str = "") -> list[tuple[str, str]]:
    """One row a parameter: `parameters.length`, and what it is."""
    rows: list[tuple[str, str]] = []
    for name, value in story.items():
        if isinstance(value, dict):
            rows += _rows(value, f"{start}{name}.")
        else:
            rows.append((start + name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)))
    return rows
