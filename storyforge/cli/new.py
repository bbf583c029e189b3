"""`storyforge new`: start a story."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from storyforge.cli.options import Json


def new(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The story's new folder.")],
    mode: Annotated[
        str, typer.Option(metavar="MODE", help="Where it starts from: screenplay (others come later).")
    ] = "screenplay",
    primary: Annotated[Path | None, typer.Option(metavar="FILE", help="The screenplay: .fountain or .fdx.")] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE:TAG", help="A further file and what it is for; definitions marks a definition sheet."
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="The title; else the script's title page or the folder's name.")
    ] = None,
    length: Annotated[str | None, typer.Option(metavar="8:00-12:00", help="Target length.")] = None,
    project_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="film, commercial or audio.")
    ] = None,
    rating: Annotated[str | None, typer.Option(metavar="PG", help="Content rating: G, PG, PG-13 or M.")] = None,
    genre: Annotated[list[str] | None, typer.Option(metavar="G", help="A genre; may be repeated.")] = None,
    tone: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Tone in your words, at least 10 characters.")
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Language of the script; else detected.")] = None,
    rate: Annotated[str | None, typer.Option(metavar="FPS", help="24, 25, 30, 24000/1001 or 30000/1001.")] = None,
    pace: Annotated[
        str | None, typer.Option(metavar="PACE", help="Mean length of a shot: brisk, standard or long.")
    ] = None,
    written_style: Annotated[str | None, typer.Option("--style", metavar="NAME", help="Written style.")] = None,
    story_format: Annotated[str | None, typer.Option("--format", metavar="F", help="film (others come later).")] = None,
    template: Annotated[str | None, typer.Option(metavar="NAME", help="Not part of this version.")] = None,
    twist: Annotated[str | None, typer.Option(metavar="TEXT", help="For the mode transformation only.")] = None,
    as_json: Json = False,
) -> None:
    """Start a story: a folder with a git repository, its inputs and its parameters, in one commit.

    Example: storyforge new big-film --mode screenplay --primary script.fountain --length 8:00-12:00 --genre comedy
    """
    from storyforge.errors import ComesLaterError, RequestError
    from storyforge.pipeline.create import MODES, Wanted, create

    if mode not in MODES:
        raise RequestError(f'There is no mode "{mode}".', f"Modes: {', '.join(MODES)}.")
    if story_format not in (None, "film"):
        raise ComesLaterError(f"The format {story_format}", "Today a story becomes a film: leave --format out.")
    if template is not None:
        raise ComesLaterError("--template", "Start from your script: --primary script.fountain")
    if twist is not None:
        raise RequestError("--twist belongs to the mode transformation.", "Leave it out.")
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
        "written_style": written_style,
    }
    options = {name: value for name, value in given.items() if value}
    at = ctx.obj / folder
    found = tuple(str(ctx.obj / entry) for entry in context or ())
    session = create(Wanted(at, mode, _within(ctx.obj, primary), found, options))
    story = session.story.story
    if as_json:
        print(
            json.dumps({"story": story.title, "path": str(at), "language": story.language, "commits": session.commits})
        )
        return
    print(f"{story.title}: a new story in {at} ({story.language}; correct the language in story.yaml).")
    print(f"Next: cd {folder} && storyforge run prompts --auto")


def _within(folder: Path, primary: Path | None) -> Path | None:
    return folder / primary if primary else None
