"""`storyforge new`: start a story."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    buys,
    given,
)

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.story_templates import Brought

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The story's new folder.")]
Mode = Annotated[
    str | None,
    typer.Option(
        metavar="MODE",
        help="expansion, condensation, transformation or screenplay; else taken from what the primary input is.",
    ),
]
Primary = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE", help="What it is made from: txt, md, pdf, docx, epub, fountain, fdx; or wav, mp3, m4a."
    ),
]
Idea = Annotated[str | None, typer.Option(metavar="TEXT", help="The story in a sentence or a paragraph.")]
Context = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE:TAG", help="A further file and what it is for; definitions marks a definition sheet."),
]
Title = Annotated[str | None, typer.Option(help="The title; else the script's title page or the folder's name.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Language of the script; else detected.")]
Format = Annotated[str | None, typer.Option("--format", metavar="F", help="film or storyboard.")]
Template = Annotated[
    str | None,
    typer.Option(metavar="NAME|URL", help="What a template brings, or another story by its git address."),
]
Hooks = Annotated[bool, typer.Option("--hooks", help="Let git commit say what it outdates: a pre-commit hook.")]
Run = Annotated[
    bool, typer.Option("--run", help="Make all of it at once, as run --auto does; of a storyboard also its sheets.")
]
Twist = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What is to be different from the source: transformation.")
]


@buys
def new(
    ctx: typer.Context,
    folder: Folder,
    mode: Mode = None,
    primary: Primary = None,
    idea: Idea = None,
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
    visual_style: VisualStyle = None,
    story_format: Format = None,
    template: Template = None,
    twist: Twist = None,
    hooks: Hooks = False,
    run: Run = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Start a story: a folder with a git repository, its inputs and its parameters, in one commit.

    It begins with an idea, a novel, a source and a twist, a screenplay, or an audio that is there already.

    Examples: storyforge new ferry --idea "A ferryman takes one last passenger." --length 3:00-5:00

    storyforge new board --format storyboard --idea "Ana finds a key. At night she opens the old tower." --run

    storyforge new big-film --primary script.fountain --length 8:00-12:00 --genre comedy

    storyforge new song --primary song.mp3 --context song.srt:transcript
    """
    from storyforge.pipeline.create import create
    from storyforge.pipeline.inputs import Wanted

    _refuse_later(story_format)
    _refuse_idle(spending, run=run)
    brought = _template(template)
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
        visual_style=visual_style,
        twist=twist,
        format=story_format,
    )
    inputs = tuple(str(ctx.obj / entry) for entry in context or ())
    at = ctx.obj / folder
    first = _one(primary)
    begin = ctx.obj / first if first else None
    wanted = Wanted(at, mode or brought.mode, begin, inputs, {**brought.options, **options}, idea or "", brought.files)
    session = create(wanted)
    _tell(session, at, as_json, hook=_install(session) if hooks else "", ran=run)
    if run:
        _make(at, session.story.summaries.boards, spending, as_json=as_json)


def _make(at: Path, boards: bool, spending: dict[str, Any], *, as_json: bool) -> None:
    """Make all of a story that was begun just now, and the sheets of a storyboard."""
    from storyforge.cli.export import write_boards
    from storyforge.cli.run import execute
    from storyforge.pipeline.request import Request

    execute(at, Request("", auto=True, **spending), as_json, sheets=not boards)
    if boards:
        write_boards(at, as_json=as_json)


def _refuse_idle(spending: dict[str, Any], *, run: bool) -> None:
    """Who makes it and for how much is asked of a run; without one, story.yaml has it."""
    from storyforge.errors import RequestError

    if not run and (spending["providers"] or spending["max_cost"] or spending["unknown"] is not None):
        raise RequestError(
            "Nothing is made without --run.", "Add --run, or give --with and --max-cost to storyforge run."
        )


def _one(primary: list[Path] | None) -> Path | None:
    from storyforge.errors import RequestError

    if primary and len(primary) > 1:
        raise RequestError(
            "A story has one primary input.", f"Give the others as what they are: --context {primary[1]}:notes"
        )
    return primary[0] if primary else None


def _install(session: Session) -> str:
    """Install the hook, and say in a sentence where, or why not."""
    from storyforge.pipeline.repairing.hook import install_hook, not_installed

    hook = install_hook(session.repository)
    return f"git commit says what it outdates: {hook.file}" if hook.works else ". ".join(not_installed(hook))


def _tell(session: Session, at: Path, as_json: bool, *, hook: str, ran: bool) -> None:
    story = session.story.story
    if as_json:
        facts = {
            "story": story.title,
            "path": str(at),
            "mode": story.mode,
            "language": story.language,
            "notes": list(session.notes),
            "commits": session.commits,
        }
        print(json.dumps({**facts, "hook": hook} if hook else facts, ensure_ascii=False))
        return
    print(f"{story.title}: a new story in {at} ({story.mode}, {story.language}; correct the language in story.yaml).")
    for note in session.notes:
        print(note)
    if hook:
        print(hook)
    if ran:
        return
    step = "" if at.resolve() == Path.cwd() else f"cd {shlex.quote(str(at))} && "
    # Whoever begins with a screenplay has written it; what is told first has options to choose from.
    print(f"Next: {step}storyforge run{' --auto' if story.mode == 'screenplay' else ''}")


def _refuse_later(story_format: str | None) -> None:
    from storyforge.errors import ComesLaterError

    if story_format not in (None, "film", "storyboard"):
        raise ComesLaterError(f"The format {story_format}", "Today a story becomes a film or a storyboard.")


def _template(name: str | None) -> Brought:
    from storyforge.pipeline.story_templates import Brought, bring

    return bring(name) if name else Brought()
