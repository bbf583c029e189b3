"""`storyforge impact`: what an edit makes outdated, what is kept, and what repair costs; nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json, With, from_root

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.repairing.edits import Edits
    from storyforge.pipeline.repairing.impact import Impact

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REV] [PATH]...", help="Since this commit or branch; and only the edits of these files."),
]


def impact(
    ctx: typer.Context,
    names: Names = None,
    staged: Annotated[
        bool, typer.Option("--staged", help="What git commit would commit; exit code 3 where repair costs money.")
    ] = False,
    conservative: Annotated[
        bool, typer.Option("--conservative", help="List all later scenes too, as a cautious producer would.")
    ] = False,
    with_: With = None,
    as_json: Json = False,
) -> None:
    """What an edit makes outdated, what may come out the same, what is kept, and what repair costs.

    Without names it is about what you edited and did not save; with a commit or a branch, about everything between
    that and your files, as for a pull request. Nothing is written, and nobody is paid.

    --json prints one object: edited, missing, kept_by_hand, flags (lists); outdated, waiting (by stage, lists of
    path#item); kept (by stage, counts); due (how many items were to be made again before); repair (buys, known,
    unknown, unsure, seconds, untimed); exact; costs (whether repair costs money, or may); since; next; and with
    --conservative later (first, scenes, elements).

    Examples: storyforge impact; storyforge impact main; storyforge impact scenes/003/shots.yaml --with image=NAME
    """
    from storyforge.cli.run import providers
    from storyforge.errors import RequestError

    if staged and names:
        raise RequestError("--staged looks at the index, whatever it holds.", "Leave the names out, or --staged.")
    edits = _edits(ctx.obj, names or [], staged=staged)
    if edits is None:
        _nothing(as_json, staged=staged)
        return
    found = edits.impact(providers(with_))
    _tell(edits, found, as_json, staged=staged, conservative=conservative)
    if staged and not found.repair.is_free:
        _refuse(found)


def _edits(folder: Path, names: list[str], *, staged: bool) -> Edits | None:
    """The two states that are compared; None where there is no edit."""
    from storyforge.pipeline.repairing.edits import edits_on_disk, staged_edits
    from storyforge.pipeline.session import Session

    if staged:
        return staged_edits(folder)
    session = Session.open(folder)
    edits = edits_on_disk(session, [from_root(folder, session.repository.root, name) for name in names])
    return edits if edits.differ else None


def _nothing(as_json: bool, *, staged: bool) -> None:
    from storyforge.pipeline.repairing.impact import Impact

    if as_json:
        print(json.dumps({**Impact((), (), (), {}, ()).plain(), "costs": False, "since": None, "next": None}))
    elif not staged:
        print("Nothing differs: there is no edit to look at.")


def _tell(edits: Edits, found: Impact, as_json: bool, *, staged: bool, conservative: bool) -> None:
    from storyforge.cli import views_impact
    from storyforge.pipeline.repairing.later import later

    told: dict[str, Any] = {**found.plain(), "costs": not found.repair.is_free, "since": edits.since}
    told["next"] = _next(edits, found)
    if conservative:
        told["later"] = later(edits.before, edits.after, found)
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return
    for line in views_impact.short(told) if staged else views_impact.whole(told):
        print(line)
    if not staged:
        print(f"Next: {told['next']}")


def _next(edits: Edits, found: Impact) -> str:
    if edits.since is None:
        return "storyforge save" if found.repair.is_free else "storyforge save --accept-impact"
    return "storyforge run --outdated" if found.touched or found.missing or found.due else "storyforge status"


def _refuse(found: Impact) -> None:
    from storyforge.pipeline.repairing.impact import refuse_price

    refuse_price(found, "storyforge save --accept-impact, or git commit --no-verify")
