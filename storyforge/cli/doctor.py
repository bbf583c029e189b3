"""`storyforge doctor`: faults in the installation and the repository."""

from __future__ import annotations

import json

import typer

from storyforge.cli.options import Json

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def doctor(ctx: typer.Context, as_json: Json = False) -> None:
    """Look for faults in the installation and the repository.

    It changes nothing, and works outside a story too. The exit code is 1 where something fails. What is wrong within
    the story's files is told by: storyforge check
    """
    from storyforge.cli.table import paint, width
    from storyforge.reports.doctor import examine

    lines = examine(ctx.obj)
    if as_json:
        print(json.dumps({"lines": [line.as_json() for line in lines]}, ensure_ascii=False))
    else:
        room = max(width(line.name) for line in lines)
        for line in lines:
            print(f"{paint(f'{line.state:<4}', _COLOURS[line.state])}  {line.name:<{room}}  {line.message}")
            if line.hint:
                print(f"{'':<{room + 8}}{paint(line.hint, 'dim')}")
    if any(line.state == "fail" for line in lines):
        raise typer.Exit(1)
