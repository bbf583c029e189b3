"""The stage commands: `storyforge shots 3` and its like; each makes one stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Auto, DryRun, Guidance, Json, With

if TYPE_CHECKING:
    from pathlib import Path

Numbers = Annotated[
    list[str] | None, typer.Argument(metavar="[N]...", help="Scene numbers; else all that are missing.")
]


def treatment(
    ctx: typer.Context, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False, with_: With = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 2: the story told in prose.

    In screenplay mode it is derived backwards from the beats, and marked so.
    """
    _make(ctx.obj, "treatment", (), guidance, auto, dry_run, with_, as_json)


def beats(
    ctx: typer.Context, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False, with_: With = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 3: the story in beats.

    In screenplay mode they are derived backwards from the scenes, and marked so.
    """
    _make(ctx.obj, "beats", (), guidance, auto, dry_run, with_, as_json)


def script(
    ctx: typer.Context, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False, with_: With = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 4: the master script.

    In screenplay mode it is the primary input, byte for byte, with scene numbers written into the headings.
    """
    _make(ctx.obj, "script", (), guidance, auto, dry_run, with_, as_json)


def assets(
    ctx: typer.Context, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False, with_: With = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 5: characters, props and settings.

    Whether two names are one person or one place is asked, never guessed: add an alias to answer.
    """
    _make(ctx.obj, "assets", (), guidance, auto, dry_run, with_, as_json)


def scenes(
    ctx: typer.Context, numbers: Numbers = None, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False,
    with_: With = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 6: who and what is in each scene, where, when, and how it is covered."""
    _make(ctx.obj, "scenes", numbers, guidance, auto, dry_run, with_, as_json)


def shots(
    ctx: typer.Context, numbers: Numbers = None, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False,
    with_: With = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 7: the shot list of each scene.

    Example: storyforge shots 3 -m "tighter, more close-ups"
    """
    _make(ctx.obj, "shots", numbers, guidance, auto, dry_run, with_, as_json)


def visuals(
    ctx: typer.Context, numbers: Numbers = None, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False,
    with_: With = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 8: the starting state of every element in a scene.

    Where a condition (wet, torn) meets a scene border you decide under `carry:` in scene.yaml, or --auto does.
    """
    _make(ctx.obj, "visuals", numbers, guidance, auto, dry_run, with_, as_json)


def prompts(
    ctx: typer.Context, numbers: Numbers = None, guidance: Guidance = "", auto: Auto = False, dry_run: DryRun = False,
    with_: With = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Stage 9: the prompts of every shot; for the start frame, the end frame and the clip."""
    _make(ctx.obj, "prompts", numbers, guidance, auto, dry_run, with_, as_json)


def _make(
    folder: Path, stage: str, numbers: Any, guidance: str, auto: bool, dry: bool, with_: Any, as_json: bool
) -> None:  # fmt: skip
    from storyforge.cli.run import execute, text_provider
    from storyforge.pipeline.run import Request

    request = Request(
        stage,
        only=True,
        scenes=tuple(numbers or ()),
        guidance=guidance,
        auto=auto,
        dry=dry,
        provider=text_provider(with_),
    )
    execute(folder, request, as_json)
