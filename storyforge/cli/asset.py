"""`storyforge asset`: single assets looked at, changed, approved, and exchanged with libraries."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import DryRun, Guidance, Json, spends

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.pipeline.assets.changing import Changed
    from storyforge.pipeline.request import Request

Given = dict[str, Any]
"""The options of a command, by name."""


class Action(StrEnum):
    """What is done with assets."""

    LIST = "list"
    SHOW = "show"
    REWRITE = "rewrite"
    RENAME = "rename"
    PIN = "pin"
    UNPIN = "unpin"
    RIGHTS = "rights"
    TIMELINE = "timeline"
    VOICE = "voice"
    APPROVE = "approve"
    REDO = "redo"
    PRIMARY = "primary"
    REFERENCE = "reference"
    PROMOTE = "promote"
    SEARCH = "search"
    PULL = "pull"
    DELETE = "delete"


_LIBRARY = (Action.PROMOTE, Action.SEARCH, Action.PULL, Action.DELETE)
_OWN = {
    "kind": (Action.LIST, Action.REFERENCE),
    "key": (Action.LIST,),
    "unready": (Action.LIST,),
    "text": (Action.VOICE,),
    "out": (Action.VOICE,),
    "voice": (Action.VOICE,),
    "accent": (Action.VOICE,),
    "pace": (Action.VOICE,),
    "pitch": (Action.VOICE,),
    "tone": (Action.VOICE,),
    "voice_ids": (Action.VOICE,),
    "rights": (Action.REFERENCE,),
    "library": _LIBRARY,
    "replace": (Action.PULL, Action.PROMOTE),
}
"""Options that only some actions have."""


@spends
def asset(
    ctx: typer.Context,
    action: Annotated[
        Action,
        typer.Argument(
            metavar="ACTION",
            help="list, show, timeline, rewrite, rename, pin, unpin, rights, voice, approve, redo, primary, reference, "
            "promote, search, pull or delete.",
        ),
    ] = Action.LIST,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Slugs, names or aliases; what else an action wants."),
    ] = None,
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="KIND", help="list: character, prop or setting. reference: face, body, outfit."),
    ] = "",
    key: Annotated[bool, typer.Option("--key", help="list: only those that need a key image.")] = False,
    unready: Annotated[bool, typer.Option("--unready", help="list: only those that still need something.")] = False,
    voice: Annotated[str | None, typer.Option("--voice", metavar="TEXT", help="voice set: what kind of voice.")] = None,
    accent: Annotated[str | None, typer.Option("--accent", metavar="TEXT", help="voice set: the accent.")] = None,
    pace: Annotated[str | None, typer.Option("--pace", metavar="PACE", help="voice set: slow, normal, quick.")] = None,
    pitch: Annotated[str | None, typer.Option("--pitch", metavar="P", help="voice set: low, normal, high.")] = None,
    tone: Annotated[
        list[str] | None,
        typer.Option("--tone", metavar="WORD", help="voice set: a word for the tone; may be repeated."),
    ] = None,
    voice_ids: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="SERVICE=NAME", help="voice set: the voice's name at a speech provider."),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="voice preview: what is said.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="voice preview: the WAV file.")
    ] = None,
    rights: Annotated[str | None, typer.Option("--rights", metavar="TEXT", help="reference: whose it is.")] = None,
    library: Annotated[
        str | None, typer.Option("--library", metavar="PATH|URL", help="promote, search, pull, delete: which library.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="pull, promote: over what is there and differs.")] = False,
    guidance: Guidance = "",
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Look at assets, change them, approve their pictures, exchange them with libraries.

    What a command says of an asset stays when the script is read again. A library is a folder or a git repository
    that stories share: --library, library: in story.yaml, or $STORYFORGE_LIBRARY.

    Examples: storyforge asset list --unready; storyforge asset show inge; storyforge asset rename old-tom "Tom Reed"

    storyforge asset rewrite inge -m "add a scar on her chin"; storyforge asset pin lantern; storyforge asset rights
    inge "Model release 2026-14"

    storyforge asset voice set inge --voice "a dry alto" --pace slow; storyforge asset voice preview inge --out inge.wav

    storyforge asset approve inge.face; storyforge asset redo inge.face -m "younger, softer light"; storyforge asset
    reference inge photo.jpg --kind face --rights "own photograph"

    storyforge asset promote inge --library ../cast; storyforge asset search scar; storyforge asset pull inge@3f2c1a9
    """
    given: Given = {
        "kind": kind,
        "key": key,
        "unready": unready,
        "voice": voice,
        "accent": accent,
        "pace": pace,
        "pitch": pitch,
        "tone": tuple(tone) if tone is not None else None,
        "voice_ids": voice_ids,
        "text": text,
        "out": out,
        "rights": rights,
        "library": library,
        "replace": replace,
    }
    _refuse_foreign(action, given)
    given |= {"guidance": guidance, "dry": dry_run, "spending": spending, "json": as_json}
    _DO[action](ctx, list(names or ()), given)


def _refuse_foreign(action: Action, given: Given) -> None:
    """An option that another action has; raises RequestError."""
    from storyforge.errors import RequestError

    for name, actions in _OWN.items():
        if given[name] not in (None, "", False) and action not in actions:
            option = {"voice_ids": "id"}.get(name, name)
            raise RequestError(f"asset {action} has no --{option}.", f"It belongs to: asset {', '.join(actions)}")


def request_of(given: Given) -> Request:
    """The request behind a command about assets."""
    from storyforge.pipeline.request import Request

    return Request("assets", only=True, guidance=given["guidance"].strip(), dry=given["dry"], **given["spending"])


def one_name(names: list[str], action: str, more: int = 0) -> list[str]:
    """The name of the asset, and what else an action wants, no more and no less; raises RequestError."""
    from storyforge.errors import RequestError

    if len(names) != 1 + more:
        raise RequestError(
            f"asset {action.partition(' NAME')[0]} wants other words.", f"Write: storyforge asset {action}"
        )
    return names


def _list(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.views_asset import listed
    from storyforge.errors import RequestError, UnknownNameError
    from storyforge.pipeline.session import Session
    from storyforge.reports.assets import ORDER, rows

    if names:
        raise RequestError("list names no asset.", f"To see one: storyforge asset show {names[0]}")
    if given["kind"] and given["kind"] not in ORDER:
        raise UnknownNameError("kind of asset", given["kind"], ORDER)
    story = Session.open(ctx.obj).story
    kinds = (given["kind"],) if given["kind"] else ()
    found = rows(story, kinds, key=given["key"], unready=given["unready"])
    if given["json"]:
        print(json.dumps({"assets": found}, ensure_ascii=False))
        return
    narrowed = bool(kinds or given["key"] or given["unready"])
    for line in listed(found, narrowed=narrowed):
        print(line)


def _show(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.views_asset import card_lines
    from storyforge.errors import RequestError
    from storyforge.pipeline.assets.changing import asset_of
    from storyforge.pipeline.session import Session
    from storyforge.reports.assets import card

    if not names:
        raise RequestError("show needs a name.", "See them all: storyforge asset list")
    story = Session.open(ctx.obj).story
    cards = [card(story, asset_of(story, name)) for name in names]
    if given["json"]:
        print(json.dumps({"assets": cards}, ensure_ascii=False))
        return
    for index, each in enumerate(cards):
        if index:
            print()
        for line in card_lines(each):
            print(line)


def _rewrite(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.run import Teller
    from storyforge.cli.views_asset import redescribed
    from storyforge.pipeline.assets.rewriting import redescribe
    from storyforge.pipeline.session import Session

    (name,) = one_name(names, 'rewrite NAME -m "..."')
    teller = Teller(given["json"])
    found = redescribe(Session.open(ctx.obj), name, request_of(given), teller.tell)
    if given["json"]:
        after = found.after.filed() if found.after else None
        data = {"path": found.path, "before": found.before.filed(), "after": after, "by": found.by}
        told = {"cost": found.cost.plain(), "commit": found.commit, "saved": found.saved}
        print(
            json.dumps({**data, **told, "impact": found.impact.plain() if found.impact else None}, ensure_ascii=False)
        )
        return
    for line in redescribed(found, dry=given["dry"]):
        print(line)


def told_change(found: Changed, given: Given) -> None:
    """Print what became of an asset."""
    from storyforge.cli.views_asset import changed

    if given["json"]:
        impact = found.impact.plain() if found.impact else None
        data = {"path": found.path, "before": found.before.filed(), "after": found.after.filed(), "impact": impact}
        print(json.dumps({**data, "commit": found.commit, "saved": found.saved}, ensure_ascii=False))
        return
    for line in changed(found, dry=given["dry"]):
        print(line)


def _pin(ctx: typer.Context, names: list[str], given: Given) -> None:
    _pinned(ctx, names, given, pinned=True)


def _unpin(ctx: typer.Context, names: list[str], given: Given) -> None:
    _pinned(ctx, names, given, pinned=False)


def _pinned(ctx: typer.Context, names: list[str], given: Given, *, pinned: bool) -> None:
    from storyforge.pipeline.assets.changing import pin
    from storyforge.pipeline.session import Session

    (name,) = one_name(names, f"{'pin' if pinned else 'unpin'} NAME")
    told_change(pin(Session.open(ctx.obj), name, request_of(given), pinned=pinned), given)


def _rights(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.pipeline.assets.changing import give_rights
    from storyforge.pipeline.session import Session

    name, text = one_name(names, 'rights NAME "TEXT"', 1)
    told_change(give_rights(Session.open(ctx.obj), name, request_of(given), text), given)


def _rename(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.pipeline.assets.changing import rename
    from storyforge.pipeline.session import Session

    name, new = one_name(names, 'rename NAME "NEW NAME"', 1)
    told_change(rename(Session.open(ctx.obj), name, request_of(given), new), given)


def _voice(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_voice import voice

    voice(ctx, names, given)


def _approve(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_pictures import approve

    approve(ctx, names, given)


def _redo(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_pictures import redo

    redo(ctx, names, given)


def _primary(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_pictures import primary

    primary(ctx, names, given)


def _reference(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_pictures import reference

    reference(ctx, names, given)


def _promote(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_library import promote

    promote(ctx, names, given)


def _search(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_library import search

    search(ctx, names, given)


def _pull(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_library import pull

    pull(ctx, names, given)


def _delete(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_library import delete

    delete(ctx, names, given)


def _timeline(ctx: typer.Context, names: list[str], given: Given) -> None:
    from storyforge.cli.asset_timeline import show_timeline

    show_timeline(ctx.obj, names, command="asset timeline", as_json=given["json"])


_DO: dict[Action, Callable[[typer.Context, list[str], Given], None]] = {
    Action.LIST: _list,
    Action.SHOW: _show,
    Action.REWRITE: _rewrite,
    Action.RENAME: _rename,
    Action.PIN: _pin,
    Action.UNPIN: _unpin,
    Action.RIGHTS: _rights,
    Action.TIMELINE: _timeline,
    Action.VOICE: _voice,
    Action.APPROVE: _approve,
    Action.REDO: _redo,
    Action.PRIMARY: _primary,
    Action.REFERENCE: _reference,
    Action.PROMOTE: _promote,
    Action.SEARCH: _search,
    Action.PULL: _pull,
    Action.DELETE: _delete,
}
