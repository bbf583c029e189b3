"""`storyforge assist`: what a story assistant says of the story as it is; nothing is changed unasked."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import DryRun, Json, spends

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.assisting.gathering import Wish
    from storyforge.pipeline.assisting.room import Assisted


class Action(StrEnum):
    """What is asked of the assistant."""

    PLOT = "plot"
    TWISTS = "twists"
    HOLES = "holes"
    DIALOGUE = "dialogue"
    NEXT = "next"
    DO = "do"


_READS = {
    Action.PLOT: {"-m", "--save"},
    Action.TWISTS: {"-m", "--save", "--count", "--at"},
    Action.HOLES: {"--save"},
    Action.DIALOGUE: {"-m", "--save", "--character", "--apply"},
    Action.NEXT: set[str](),
    Action.DO: {"--yes"},
}


@spends
def assist(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="plot, twists, holes, dialogue, next or do.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="dialogue: a scene; do: what you want.")
    ] = None,
    guidance: Annotated[
        str,
        typer.Option("-m", "--guidance", metavar="TEXT", help="plot: the premise; twists, dialogue: what you wish."),
    ] = "",
    count: Annotated[
        int | None, typer.Option("--count", metavar="N", min=1, max=12, help="twists: how many; 5.")
    ] = None,
    at: Annotated[str, typer.Option("--at", metavar="BEAT", help="twists: that touch this beat or scene.")] = "",
    character: Annotated[str, typer.Option("--character", metavar="NAME", help="dialogue: only whose lines.")] = "",
    apply: Annotated[
        int | None,
        typer.Option("--apply", metavar="K", min=1, help="dialogue: put alternative K in place, in a commit."),
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Keep the answer in notes/, in a commit.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do: run it; what may cost needs --max-cost, too.")] = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Ask about the story as it is; nothing is changed unless you say so.

    plot: chapters, and how the main characters change. twists: what could mean something else. holes: what does not
    hold. dialogue: what is to be said of a scene's lines. next: what to do now, and why. do: your words as commands.

    Without a language model rules answer, in the story's own words and with questions; they invent nothing.

    Examples: storyforge assist holes; storyforge assist twists --at b12; storyforge assist dialogue 3 --character Inge

    storyforge assist do "make scene 4 shorter"; storyforge assist do "merge b03 and b04" --yes
    """
    given = {"-m": guidance, "--count": count, "--at": at, "--character": character, "--apply": apply}
    _refuse_unused(action, {**given, "--save": save, "--yes": yes}, list(words or ()))
    if action is Action.NEXT:
        _next(ctx.obj, as_json=as_json)
    elif action is Action.DO:
        from storyforge.cli.assist_do import do

        do(ctx.obj, " ".join(words or ()), spending, yes=yes, dry=dry_run, as_json=as_json)
    else:
        from storyforge.pipeline.assisting.gathering import Wish

        scene = (words or [""])[0]
        wish = Wish(action.value, scene, character, at, 5 if count is None else count, guidance.strip())
        if apply is not None:
            _apply(ctx.obj, wish, apply, spending, dry=dry_run, as_json=as_json)
        else:
            _ask(ctx.obj, wish, spending, save=save, dry=dry_run, as_json=as_json)


def _refuse_unused(action: Action, given: dict[str, Any], words: list[str]) -> None:
    from storyforge.errors import RequestError

    reads = _READS[action]
    for name, value in given.items():
        if value not in (None, "", False) and name not in reads:
            read = f"It reads: {', '.join(sorted(reads))}." if reads else "It reads no option of its own."
            raise RequestError(f"assist {action} has no {name}.", read)
    if action is Action.DIALOGUE and len(words) != 1:
        raise RequestError("Dialogue is looked at scene by scene.", "Such as: storyforge assist dialogue 3")
    if action is Action.DO and not " ".join(words).strip():
        raise RequestError("Nothing is said.", 'Such as: storyforge assist do "make scene 4 shorter"')
    if action not in (Action.DIALOGUE, Action.DO) and words:
        raise RequestError(f"assist {action} takes no words.", f'Leave "{words[0]}" out, or say it with -m.')
    if given["--apply"] is not None and given["--save"]:
        raise RequestError("--apply changes the script, --save keeps a note.", "Give one of them.")


def _ask(folder: Path, wish: Wish, spending: dict[str, Any], *, save: bool, dry: bool, as_json: bool) -> None:
    from storyforge.cli import views_assist
    from storyforge.cli.run import Teller
    from storyforge.pipeline.assisting.room import STAGES, assist
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    request = Request(STAGES[wish.what], only=True, dry=dry, **spending)
    keep = views_assist.note if save else None
    found = assist(Session.open(folder), wish, request, Teller(as_json).tell, keep)
    if as_json:
        print(json.dumps(_plain(found), ensure_ascii=False))
        return
    if found.answer is None:
        print(f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written.")
        return
    for text in views_assist.shown(found):
        print(text)
    _end(found)


def _end(found: Assisted) -> None:
    from storyforge.cli.rewrite import paid

    if found.by != "offline":
        print(f"\nBy {found.by}, {paid(found)}.")
    if found.note:
        print(f"\nKept: {found.note}")


def _plain(found: Assisted) -> dict[str, Any]:
    told = found.answer.model_dump(mode="json") if found.answer else None
    shares = {"shares": [asdict(share) for share in found.shares]} if found.what == "dialogue" else {}
    return {
        "what": found.what,
        "answer": told,
        **shares,
        "by": found.by,
        "cost": found.cost.plain(),
        "note": found.note or None,
        "commit": found.commit,
    }


def _apply(folder: Path, wish: Wish, number: int, spending: dict[str, Any], *, dry: bool, as_json: bool) -> None:
    from storyforge.cli.rewrite import plain, told
    from storyforge.cli.run import Teller
    from storyforge.pipeline.assisting.applying import Priced, apply
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    request = Request("script", only=True, dry=dry, **spending)
    found = apply(Session.open(folder), wish, number, request, Teller(as_json).tell)
    if isinstance(found, Priced):
        if as_json:
            print(json.dumps({"by": found.by, "cost": found.cost.plain()}))
        else:
            print(f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written.")
    elif as_json:
        print(json.dumps(plain(found), ensure_ascii=False))
    else:
        told(found, dry=dry)


def _next(folder: Path, *, as_json: bool) -> None:
    from storyforge.cli.views_assist import upcoming as view
    from storyforge.pipeline.assisting.upcoming import upcoming
    from storyforge.pipeline.session import Session

    found = upcoming(Session.open(folder))
    if as_json:
        print(json.dumps({"next": [asdict(todo) for todo in found]}, ensure_ascii=False))
        return
    for text in view(found):
        print(text)
