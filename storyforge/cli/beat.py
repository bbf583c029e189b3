"""`storyforge beat`: beats added, removed, moved, merged, exchanged, expanded, edited, rewritten."""

from __future__ import annotations

import json
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import DryRun, Json, spends

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from storyforge.pipeline.writing.beats import BeatsChanged, BeatWish


class Action(StrEnum):
    """What is done with beats."""

    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"
    MERGE = "merge"
    SWAP = "swap"
    BRAINSTORM = "brainstorm"
    EXPAND = "expand"
    EDIT = "edit"
    REWRITE = "rewrite"


_COUNTS = {"brainstorm": 4, "expand": 3}


@spends
def beat(
    ctx: typer.Context,
    action: Annotated[
        Action,
        typer.Argument(metavar="ACTION", help="add, remove, move, merge, swap, brainstorm, expand, edit or rewrite."),
    ],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[BEAT]...", help="Ids, such as b07; for swap, then a number.")
    ] = None,
    after: Annotated[str, typer.Option("--after", metavar="BEAT", help="add, move: behind this beat.")] = "",
    before: Annotated[str, typer.Option("--before", metavar="BEAT", help="add, move: before this beat.")] = "",
    first: Annotated[bool, typer.Option("--first", help="add, move: before all others.")] = False,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="add, edit: the beat itself.")] = None,
    goal: Annotated[str | None, typer.Option("--goal", metavar="TEXT", help="add, edit: what it is for.")] = None,
    act: Annotated[str | None, typer.Option("--act", metavar="NAME", help="add, edit: its act or chapter.")] = None,
    count: Annotated[
        int | None, typer.Option("--count", metavar="N", help="brainstorm, expand: how many; else 4 and 3.")
    ] = None,
    guidance: Annotated[
        str, typer.Option("-m", "--guidance", metavar="TEXT", help="What is wanted; becomes the commit message.")
    ] = "",
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Change single beats; one commit each, and all that hangs on a beat stays with it.

    brainstorm keeps alternatives as runners-up; swap b07 lists them, swap b07 2 puts the second in its place, and the
    one that stood there becomes a runner-up. Nobody is asked for remove, move, swap and edit, nor for add with --text.

    Examples: storyforge beat add --after b07 -m "she finds the letter"; storyforge beat merge b07 b08

    storyforge beat expand b12 --count 3; storyforge beat move b07 --before b03
    """
    fields = {name: value for name, value in (("text", text), ("goal", goal), ("act", act)) if value is not None}
    place = {"--after": after, "--before": before, "--first": first}
    wanted, nth = _numbered(action, list(names or ()))
    _refuse_unused(action, {**place, "--count": count, **{f"--{name}": name for name in fields}})
    if action is Action.SWAP and nth is None and len(wanted) == 1:
        _list(ctx.obj, wanted[0], as_json=as_json)
        return
    wish = _wish(action, wanted, guidance, place=(after, before, first), count=count, nth=nth, fields=fields)
    _do(ctx.obj, wish, spending, dry=dry_run, as_json=as_json)


def _refuse_unused(action: Action, given: dict[str, object]) -> None:
    from storyforge.pipeline.writing.beats import refuse_unused

    refuse_unused(action, given)


def _wish(
    action: Action,
    names: list[str],
    guidance: str,
    *,
    place: tuple[str, str, bool],
    count: int | None,
    nth: int | None,
    fields: dict[str, str],
) -> BeatWish:
    from storyforge.pipeline.writing.beats import BeatWish
    from storyforge.pipeline.writing.sheet import Place

    wanted = _COUNTS.get(action, 1) if count is None else count
    return BeatWish(action, tuple(names), Place(*place), guidance, wanted, nth, fields)


def _numbered(action: Action, names: list[str]) -> tuple[list[str], int | None]:
    """The beats, and for swap the number behind them."""
    if action is Action.SWAP and len(names) == 2 and names[1].isdigit():
        return names[:1], int(names[1])
    return names, None


def _do(folder: Path, wish: BeatWish, spending: dict[str, Any], *, dry: bool, as_json: bool) -> None:
    from storyforge.cli.run import Teller
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.beats import change_beats

    request = Request("beats", only=True, dry=dry, **spending)
    found = change_beats(Session.open(folder), wish, request, Teller(as_json).tell)
    if as_json:
        print(json.dumps(_plain(found), ensure_ascii=False))
    else:
        _tell(found, wish, dry=dry)


def _tell(found: BeatsChanged, wish: BeatWish, *, dry: bool) -> None:
    from storyforge.cli.views_changes import changed_beats, runners_up
    from storyforge.cli.views_impact import short

    if found.saved:
        print("edits      recorded as they were made by hand")
    for text in runners_up(found.after[0]) if wish.action == "brainstorm" and found.after else changed_beats(found):
        print(text)
    for question in found.asked:
        print(f"? {question}")
    if found.names:
        print(f"Counted anew: {', '.join(_runs(found.names))}.")
    if found.unplayed:
        scenes = ", ".join(found.unplayed)
        print(f"No beat plays {'scene' if len(found.unplayed) == 1 else 'scenes'} {scenes} any more.")
    for line in short(found.impact.plain()) if found.impact else ():
        print(line)
    print(_outcome(found, wish, dry=dry))


def _runs(names: Mapping[str, str]) -> Iterator[str]:
    """`b03 to b09 are b04 to b10`: ids that moved alike are told as one."""
    pairs = sorted(names.items(), key=lambda pair: int(pair[0][1:]))
    for _, group in groupby(enumerate(pairs), lambda each: (_step(each[1]), int(each[1][0][1:]) - each[0])):
        moved = [pair for _, pair in group]
        (first, new), (last, end) = moved[0], moved[-1]
        yield f"{first} is {new}" if first == last else f"{first} to {last} are {new} to {end}"


def _step(pair: tuple[str, str]) -> int:
    return int(pair[1][1:]) - int(pair[0][1:])


def _outcome(found: BeatsChanged, wish: BeatWish, *, dry: bool) -> str:
    from storyforge.cli.rewrite import paid

    if dry and not found.after and wish.action != "remove":
        return f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written."
    if dry:
        return "Nothing was written."
    if found.commit is None:
        return "Nothing changed." if not found.asked else "Nothing was kept: these are questions, and no alternatives."
    done = f"{found.subject[0].upper()}{found.subject[1:]}, {paid(found)}."
    new = found.after[0].id if wish.action == "brainstorm" and found.after else ""
    return f"{done} Take one: storyforge beat swap {new} 1" if new else done


def _list(folder: Path, name: str, *, as_json: bool) -> None:
    from storyforge.cli.views_changes import runners_up
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.beats import sheet_of
    from storyforge.pipeline.writing.sheet import beat_of

    found = beat_of(sheet_of(Session.open(folder).story), name)
    if as_json:
        print(json.dumps({"beat": found.filed()}, ensure_ascii=False))
        return
    for text in runners_up(found):
        print(text)
    take = f"Take one: storyforge beat swap {name} 1" if found.runners_up else ""
    print(take or f"It has no runners-up. Ask for some: storyforge beat brainstorm {name}")


def _plain(found: BeatsChanged) -> dict[str, Any]:
    return {
        "subject": found.subject,
        "before": [beat.filed() for beat in found.before],
        "after": [beat.filed() for beat in found.after],
        "renumbered": dict(found.names),
        "unplayed": list(found.unplayed),
        "questions": list(found.asked),
        "by": found.by,
        "cost": found.cost.plain(),
        "impact": found.impact.plain() if found.impact else None,
        "saved": found.saved,
        "commit": found.commit,
    }
