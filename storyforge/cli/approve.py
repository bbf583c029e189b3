"""`storyforge lock` and `storyforge unlock`: approve artifacts, and take an approval back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from storyforge.cli.options import AllowTodo, Json, Scenes, from_root

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.record import Approval

Names = Annotated[list[str], typer.Argument(metavar="ARTIFACT...", help="A stage, a file, a folder or an asset.")]


def lock(
    ctx: typer.Context,
    names: Names,
    scene: Scenes = None,
    allow_todo: AllowTodo = False,
    as_json: Json = False,
) -> None:
    """Approve artifacts as they are now; what has gaps is not locked before they are filled.

    Examples: storyforge lock assets; storyforge lock shots --scene 3; storyforge lock scenes/003/shots.yaml
    """
    _approve(ctx.obj, names, scene, "locked", as_json, allow_todo=allow_todo)


def unlock(ctx: typer.Context, names: Names, scene: Scenes = None, as_json: Json = False) -> None:
    """Take an approval back; nothing else changes."""
    _approve(ctx.obj, names, scene, "draft", as_json)


def _approve(
    folder: Path,
    names: list[str],
    scenes: list[str] | None,
    approval: Approval,
    as_json: bool,
    *,
    allow_todo: bool = False,
) -> None:
    from storyforge.cli.status import read_report
    from storyforge.pipeline.approve import approve
    from storyforge.pipeline.session import Session
    from storyforge.stages import BY_NAME

    session = Session.open(folder)
    names = [name if name in BY_NAME else from_root(folder, session.repository.root, name) for name in names]
    changed = approve(session, names, scenes or (), approval, allow_gaps=allow_todo)
    report = read_report(folder)
    if as_json:
        print(json.dumps({"approval": approval, "changed": changed, "commits": session.commits}))
        return
    word = "Locked" if approval == "locked" else "Unlocked"
    if not changed:
        print(f"Nothing to do: all of it is {word.lower()} already.")
    elif len(changed) <= 5:
        print(f"{word} {', '.join(changed)}")
    else:
        print(f"{word} {len(changed)} files.")
    print(f"Next: {report['next'][0]}")
