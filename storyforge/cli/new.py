"""`storyforge new`: start a story."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    WrittenStyle,
    given,
)

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The story's new folder.")]
Mode = Annotated[str, typer.Option(metavar="MODE", help="Where it starts from: screenplay (others come later).")]
Primary = Annotated[Path | None, typer.Option(metavar="FILE", help="The screenplay: .fountain or .fdx.")]
Context = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE:TAG", help="A further file and what it is for; definitions marks a definition sheet."),
]
Title = Annotated[str | None, typer.Option(help="The title; else the script's title page or the folder's name.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Language of the script; else detected.")]
Format = Annotated[str | None, typer.Option("--format", metavar="F", help="film (others come later).")]
Template = Annotated[str | None, typer.Option(metavar="NAME", help="Not part of this version.")]
Hooks = Annotated[bool, typer.Option("--hooks", help="Let git commit say what it outdates: a pre-commit hook.")]
Twist = Annotated[str | None, typer.Option(metavar="TEXT", help="For the mode transformation only.")]


def new(
    ctx: typer.Context,
    folder: Folder,
    mode: Mode = "screenplay",
    primary: Primary = None,
    context: Context = None,
    title: Title = None,
    length: Length = None,
    project_type: ProjectType = None,
    rating: Rating = None,
    genre: Genres = None,
    tone: Tone = None,
    language: Language = None,
    rate: Rate = None,
    pace: Pace = None,
    written_style: WrittenStyle = None,
    story_format: Format = None,
    template: Template = None,
    twist: Twist = None,
    hooks: Hooks = False,
    as_json: Json = False,
) -> None:
    """Start a story: a folder with a git repository, its inputs and its parameters, in one commit.

    Example: storyforge new big-film --mode screenplay --primary script.fountain --length 8:00-12:00 --genre comedy
    """
    from storyforge.pipeline.create import Wanted, create

    _refuse_later(mode, story_format, template, twist)
    options = given(
        title=title,
        length=length,
        type=project_type,
        rating=rating,
        genres=genre,
        tone=tone,
        language=language,
        rate=rate,
        pace=pace,
        written_style=written_style,
    )
    inputs = tuple(str(ctx.obj / entry) for entry in context or ())
    at = ctx.obj / folder
    session = create(Wanted(at, mode, ctx.obj / primary if primary else None, inputs, options))
    _tell(session, at, as_json, hook=_install(session) if hooks else "")


def _install(session: Session) -> str:
    """Install the hook, and say in a sentence where, or why not."""
    from storyforge.pipeline.repairing.hook import install_hook, not_installed

    hook = install_hook(session.repository)
    return f"git commit says what it outdates: {hook.file}" if hook.works else ". ".join(not_installed(hook))


def _tell(session: Session, at: Path, as_json: bool, *, hook: str) -> None:
    story = session.story.story
    if as_json:
        facts = {"story": story.title, "path": str(at), "language": story.language, "commits": session.commits}
        print(json.dumps({**facts, "hook": hook} if hook else facts, ensure_ascii=False))
        return
    print(f"{story.title}: a new story in {at} ({story.language}; correct the language in story.yaml).")
    if hook:
        print(hook)
    step = "" if at.resolve() == Path.cwd() else f"cd {shlex.quote(str(at))} && "
    print(f"Next: {step}storyforge run --auto")


def _refuse_later(mode: str, story_format: str | None, template: str | None, twist: str | None) -> None:
    from storyforge.errors import ComesLaterError, RequestError
    from storyforge.pipeline.create import MODES

    if mode not in MODES:
        raise RequestError(f'There is no mode "{mode}".', f"Modes: {', '.join(MODES)}.")
    if story_format not in (None, "film"):
        raise ComesLaterError(f"The format {story_format}", "Today a story becomes a film: leave --format out.")
    if template is not None:
        raise ComesLaterError("--template", "Start from your script: --primary script.fountain")
    if twist is not None:
        raise RequestError("--twist belongs to the mode transformation.", "Leave it out.")
