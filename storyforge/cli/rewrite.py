"""`storyforge rewrite`: passages of a text, said otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import DryRun, Json, spends

if TYPE_CHECKING:
    from storyforge.pipeline.writing.rewriting import Rewritten


@spends
def rewrite(
    ctx: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="ARTIFACT", help="treatment, lore, narrative, beats, script, an asset or a file.")
    ],
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WHICH]...", help="Of beats their ids, of options the number, of the script a scene."),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="TEXT", help="The passage, word for word; may be repeated.")
    ] = None,
    nth: Annotated[
        int | None, typer.Option("--nth", metavar="K", help="Which, of a passage that is there more than once.")
    ] = None,
    instruction: Annotated[str, typer.Option("-m", "--guidance", metavar="TEXT", help="How it should be.")] = "",
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Rewrite passages by instruction; nothing around them changes, not a letter.

    What stands around a passage is told to whoever rewrites it. Line breaks in the passage may be other than in the
    file, and quotes straight. The outcome is your edit: what was locked is edited from then on.

    Examples: storyforge rewrite treatment --select "He waits." -m "more worried"

    storyforge rewrite beats b07 --select "leaves" -m "she is thrown out"; storyforge rewrite script 4 -m "sadder"
    """
    from storyforge.cli.run import Teller
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.rewriting import Wish, rewrite

    wish = Wish(what, tuple(which or ()), tuple(select or ()), instruction, nth)
    session = Session.open(ctx.obj)
    request = Request("treatment", only=True, dry=dry_run, **spending)
    found = rewrite(session, wish, request, Teller(as_json).tell)
    if as_json:
        print(json.dumps(plain(found), ensure_ascii=False))
    else:
        told(found, dry=dry_run)


def told(found: Rewritten, *, dry: bool) -> None:
    """Print what a rewrite came to."""
    from storyforge.cli.views_changes import change
    from storyforge.cli.views_impact import short

    if found.saved:
        print("edits      recorded as they were made by hand")
    for passage in found.passages:
        for line in change(passage.place, passage.before, passage.after):
            print(line)
    for line in short(found.impact.plain()) if found.impact else ():
        print(line)
    if dry and not found.passages[0].after:
        print(f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written.")
    elif dry:
        print("Nothing was written.")
    elif found.commit is None:
        print(f"{found.path} stays as it was: the new words are the old ones.")
    else:
        print(f"Rewrote {found.path}, by {found.by}, {paid(found)}.")
        print(f"As it was: git show {found.commit[:7]}~1:{found.path}")


def paid(found: Any) -> str:
    """What something cost, in words."""
    if found.cost.amount is None:
        return "at an unknown price"
    return f"for {found.cost.words()}" if found.cost.amount else "at no cost"


def plain(found: Rewritten) -> dict[str, Any]:
    """A rewrite as plain data."""
    return {
        "path": found.path,
        "passages": [{"place": p.place, "before": p.before, "after": p.after or None} for p in found.passages],
        "by": found.by,
        "cost": found.cost.plain(),
        "impact": found.impact.plain() if found.impact else None,
        "saved": found.saved,
        "commit": found.commit,
    }
