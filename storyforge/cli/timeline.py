"""`storyforge timeline`: the timelines of a story, which are git's branches."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.timelines import Moved, Timeline


class Action(StrEnum):
    """What is done with timelines."""

    LIST = "list"
    NEW = "new"
    SWITCH = "switch"
    DELETE = "delete"


def timeline(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="list, new, switch or delete.")] = Action.LIST,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A timeline; to switch, an older commit or a tag too.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="REV", help="new: begin at this commit, not at the current one.")
    ] = None,
    fork: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="switch: what the timeline at an older commit is called."),
    ] = None,
    carry: Annotated[
        bool, typer.Option("--carry", help="new: take unsaved edits along, instead of saving them here first.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="delete: although the current one lacks its commits.")] = False,
    as_json: Json = False,
) -> None:
    """List, begin, switch and delete timelines: other ways that the story may go.

    Unsaved edits are recorded first, on the timeline where they were made. What was made once is never made or bought
    again on another timeline.

    Examples: storyforge timeline new darker-ending; storyforge timeline switch main; storyforge timeline switch HEAD~3
    """
    from storyforge.errors import RequestError

    if action is Action.LIST:
        _list(ctx, as_json)
        return
    if not name:
        raise RequestError(f"timeline {action} needs a name.", f"Write: storyforge timeline {action} NAME")
    _DO[action](ctx, name, {"start": start, "fork": fork, "carry": carry, "force": force}, as_json)


def _list(ctx: typer.Context, as_json: bool) -> None:
    from storyforge.pipeline.timelines import timelines
    from storyforge.repo import Repository

    repository = Repository.open(ctx.obj)
    found = timelines(repository)
    deleted = repository.backups()
    if as_json:
        current = repository.head().branch
        rows = [_plain(line) for line in found]
        print(json.dumps({"current": current, "timelines": rows, "deleted": deleted}, ensure_ascii=False))
        return
    _print_list(found, repository.head().commit, repository.head().branch)
    if deleted:
        print(f"\n{len(deleted)} deleted, kept as a backup; back with: storyforge timeline new NAME --from REF")
        for ref in list(deleted)[-5:]:
            print(f"  {ref}")


def _print_list(found: list[Timeline], head: str | None, branch: str | None) -> None:
    from storyforge.cli.table import table
    from storyforge.cli.when import ago

    if branch is None and head:
        print(f"No timeline is checked out (detached HEAD at {head[:7]}): storyforge timeline new NAME begins one.\n")
    rows = [
        ("*" if line.current else " ", line.name, _apart(line), ago(line.commit.when), _last(line)) for line in found
    ]
    print(table(rows, ["green" if line.current else "" for line in found]))


def _apart(line: Timeline) -> str:
    if line.current:
        return "current"
    if not line.ahead and not line.behind:
        return "the same"
    ahead = f"{line.ahead} ahead" if line.ahead else "merged"
    return f"{ahead}, {line.behind} behind" if line.behind else ahead


def _last(line: Timeline) -> str:
    where = f"  (checked out in {line.folder})" if line.folder else ""
    return f"{line.commit.subject}{where}"


def _plain(line: Timeline) -> dict[str, Any]:
    last = line.commit
    return {
        "name": line.name,
        "current": line.current,
        "commit": last.id,
        "subject": last.subject,
        "author": last.author,
        "when": last.when.isoformat(),
        "ahead": line.ahead,
        "behind": line.behind,
        "merged": line.merged,
        "folder": str(line.folder) if line.folder else None,
    }


def _new(ctx: typer.Context, name: str, options: dict[str, Any], as_json: bool) -> None:
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.timelines import new_timeline

    session = Session.open(ctx.obj)
    _say(ctx, session, new_timeline(session, name, options["start"], carry=options["carry"]), as_json)


def _switch(ctx: typer.Context, name: str, options: dict[str, Any], as_json: bool) -> None:
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.timelines import switch_timeline

    session = Session.open(ctx.obj)
    _say(ctx, session, switch_timeline(session, name, options["fork"]), as_json)


def _say(ctx: typer.Context, session: Session, moved: Moved, as_json: bool) -> None:
    from storyforge.cli.status import read_report

    report = read_report(ctx.obj)
    if as_json:
        told = {"timeline": moved.name, "before": moved.before, "commit": moved.commit, "new": moved.new}
        print(json.dumps({**told, "saved": moved.saved, "carried": list(moved.carried), "next": report["next"]}))
        return
    if moved.saved:
        print(f"Saved your edits on {moved.before}: {session.repository.log(rev=moved.saved, limit=1)[0].subject}")
    if moved.name == moved.before:
        print(f"You are on {moved.name} already; nothing was changed.")
    elif moved.new:
        last = session.repository.log(rev=moved.commit, limit=1)[0]
        print(f"New timeline {moved.name}, from {moved.commit[:7]}: {last.subject}")
    else:
        print(f"On timeline {moved.name}.")
    if moved.carried:
        print(f"Your unsaved edits came along: {', '.join(moved.carried[:3])}{' …' if len(moved.carried) > 3 else ''}")
    if moved.before and moved.before != moved.name:
        print(f"{moved.before} stays as it is: storyforge timeline switch {moved.before}")
    print(f"Next: {report['next'][0]}")


def _delete(ctx: typer.Context, name: str, options: dict[str, Any], as_json: bool) -> None:
    from storyforge.pipeline.timelines import delete_timeline
    from storyforge.repo import Repository

    backup = delete_timeline(Repository.open(ctx.obj), name, force=options["force"])
    if as_json:
        print(json.dumps({"deleted": name, "backup": backup}))
        return
    print(f"Deleted {name}. Bring it back: storyforge timeline new {name} --from {backup}")


_DO = {Action.NEW: _new, Action.SWITCH: _switch, Action.DELETE: _delete}
