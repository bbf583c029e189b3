"""`storyforge doctor`: faults in the installation and the repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json

if TYPE_CHECKING:
    from pathlib import Path

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Finish commits, remove lock files left behind, bring schemas up to date, install the hook."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Look for faults in the installation and the repository.

    Without --fix it changes nothing, and it works outside a story too. The exit code is 1 where something fails. What
    is wrong within the story's files is told by: storyforge check
    """
    from storyforge.cli.table import paint, width
    from storyforge.reports.doctor import examine

    mended = _mend(ctx.obj, as_json) if fix else []
    lines = examine(ctx.obj)
    if as_json:
        told: dict[str, Any] = {"lines": [line.as_json() for line in lines]}
        print(json.dumps({**told, "fixed": mended} if fix else told, ensure_ascii=False))
    else:
        room = max(width(line.name) for line in lines)
        for line in lines:
            print(f"{paint(f'{line.state:<4}', _COLOURS[line.state])}  {line.name:<{room}}  {line.message}")
            if line.hint:
                print(f"{'':<{room + 8}}{paint(line.hint, 'dim')}")
    if any(line.state == "fail" for line in lines):
        raise typer.Exit(1)


def _mend(folder: Path, as_json: bool) -> list[dict[str, Any]]:
    """Put right what can be, and say so."""
    from dataclasses import asdict

    from storyforge.pipeline.mend import mend

    found = mend(folder)
    for one in [] if as_json else found:
        print(f"{'fixed' if one.done else 'left'}: {one.message}{f'. {one.hint}' if one.hint else ''}")
    if not as_json:
        print("" if found else "Nothing to fix.\n", end="" if not found else "\n")
    return [asdict(one) for one in found]
