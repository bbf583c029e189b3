"""`storyforge media`: where pictures and recordings are kept."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from storyforge.cli.options import Json
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from storyforge.pipeline.media import Media
    from storyforge.pipeline.session import Session
    from storyforge.repo import Storage


class Place(StrEnum):
    """Where media can be kept."""

    GIT = "git"
    LFS = "lfs"


def media(
    ctx: typer.Context,
    to: Annotated[Place | None, typer.Argument(metavar="[git|lfs]", help="Keep them there from now on.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be moved; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Where pictures and recordings are kept, and how many and how large they are.

    With git or lfs, they are kept there from now on: one commit, in which all media are stored the new way. Commits
    before it stay as they are, the files in the folder too, and nothing becomes outdated.

    Examples: storyforge media; storyforge media lfs --dry-run; storyforge media lfs
    """
    from storyforge.pipeline.media import media_of
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    found = media_of(session.repository, session.story, session.parent)
    if to is None:
        _show(session, found, as_json)
    else:
        _move(session, found, to.value, dry_run=dry_run, as_json=as_json)


def _show(session: Session, found: Media, as_json: bool) -> None:
    from storyforge.pipeline.media import NAMES, not_checked_out

    unseen = not_checked_out(session.repository.root, found.files)
    if as_json:
        print(json.dumps({**found.as_json(), "not_checked_out": unseen}, ensure_ascii=False))
        return
    other: Storage = "git" if found.storage == "lfs" else "lfs"
    print(f"Media are kept in {NAMES[found.storage]}: {_much(found)}.")
    elsewhere = found.to_move(found.storage)
    if elsewhere:
        print(f"{counted(len(elsewhere), 'file')} of them {_is(len(elsewhere))} still kept the other way.")
        print(f"Move what is left: storyforge media {found.storage}")
    if unseen:
        print(f"{counted(len(unseen), 'file')} not fetched, such as {unseen[0]}: git lfs pull")
    print(f"To keep them in {NAMES[other]} instead: storyforge media {other}")


def _move(session: Session, found: Media, to: Storage, *, dry_run: bool, as_json: bool) -> None:
    from storyforge.pipeline.media import NAMES, move, refuse

    todo = found.to_move(to)
    size = sum(kept.size for kept in todo)
    much = f"{counted(len(todo), 'file')}, {_bytes(size)}"
    if dry_run:
        refuse(session, to, found)
    elif todo and not as_json:
        typer.echo(f"moving {much} to {NAMES[to]} ...", err=True)
    commit = None if dry_run else move(session, to, found)
    if as_json:
        print(json.dumps({"storage": to, "moved": len(todo), "bytes": size, "commit": commit, "dry_run": dry_run}))
    elif dry_run:
        print(f"Would move {much} to {NAMES[to]}, in one commit.")
    elif commit is None:
        print(f"Media are kept in {NAMES[to]} already: {_much(found)}.")
    else:
        print(f"Media are kept in {NAMES[to]} from now on: {much} moved, in commit {commit[:10]}.")
        print("Commits before it are as they were, so the repository does not become smaller by this.")
        if to == "lfs":
            print("From now on `git push` sends them by Git LFS.")
        print("Next: storyforge status")


def _much(found: Media) -> str:
    return f"{counted(len(found.files), 'file')}, {_bytes(found.size)}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _bytes(size: int) -> str:
    """A size as people read it, in units of 1,000."""
    for unit, one in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{size} B"
