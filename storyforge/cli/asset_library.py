"""`storyforge asset promote | search | pull | delete`: assets and the libraries that stories share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.cli.asset import one_name, request_of
from storyforge.model.counted import counted

if TYPE_CHECKING:
    import typer

    from storyforge.pipeline.assets.exchanging import Near
    from storyforge.pipeline.assets.shelves import Shelf
    from storyforge.pipeline.session import Session


def _open(ctx: typer.Context, given: dict[str, Any]) -> tuple[Session, Shelf]:
    from storyforge.pipeline.assets.shelves import open_library
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    return session, open_library(session, _named(ctx, given))


def _named(ctx: typer.Context, given: dict[str, Any]) -> str | None:
    """A folder that is meant from where the user stands, else the address as it is written."""
    named = given["library"]
    if named and (ctx.obj / named).is_dir():
        return str((ctx.obj / named).resolve())
    return str(named) if named else None


def promote(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Put an asset into a library."""
    from storyforge.pipeline.assets.exchanging import promote

    (name,) = one_name(names, "promote NAME --library PATH")
    session, shelf = _open(ctx, given)
    found = promote(session, shelf, name, replace=given["replace"], dry=given["dry"])
    if given["json"]:
        data = {"library": found.library, "revision": found.revision, "path": found.path}
        print(json.dumps({**data, "pictures": found.pictures, "changed": list(found.changed)}, ensure_ascii=False))
        return
    what = f"{found.path}, with {counted(found.pictures, 'approved picture')}"
    if given["dry"]:
        print(f"It would be {what}, in {found.library}; nothing was written.")
        return
    print(f"{what[:1].upper()}{what[1:]}, is in {found.library} ({found.revision}).")
    print(f"Another story takes it: storyforge asset pull {found.path.rpartition('/')[2].removesuffix('.yaml')}")


def search(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Look for assets in a library."""
    from storyforge.cli.table import cut, paint, table
    from storyforge.pipeline.assets.exchanging import search

    _, shelf = _open(ctx, given)
    found = search(shelf, " ".join(names))
    if given["json"]:
        rows = [{**each.entry.filed(), "score": each.score} for each in found]
        print(json.dumps({"library": shelf.name, "revision": shelf.revision, "assets": rows}, ensure_ascii=False))
        return
    if not found:
        print(f"Nothing like that in {shelf.name}.")
        return
    print(paint(f"{counted(len(found), 'asset')} in {shelf.name} ({shelf.revision})", "dim"))
    print(table([_row(each) for each in found]))
    print(cut(f"Take one: storyforge asset pull {found[0].entry.id}", 110))


def _row(near: Near) -> tuple[str, ...]:
    entry = near.entry
    pictures = counted(len(entry.pictures), "picture") if entry.pictures else ""
    about = entry.identity_line or entry.description
    return (entry.id, entry.kind, entry.name, pictures, entry.origin.story, about)


def pull(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Take an asset out of a library."""
    from storyforge.pipeline.assets.exchanging import pull

    (name,) = one_name(names, "pull NAME[@REVISION]")
    session, shelf = _open(ctx, given)
    found = pull(session, shelf, name, request_of(given), replace=given["replace"])
    if given["json"]:
        data = {"path": found.path, "source": found.source, "changed": list(found.changed)}
        print(json.dumps({**data, "pictures": list(found.pictures), "commit": found.commit}, ensure_ascii=False))
        return
    changed = f", different in {', '.join(found.changed)}" if found.changed else ""
    pictures = f", {counted(len(found.pictures), 'new picture')}" if found.pictures else ""
    print(f"{found.path} from {found.source}{changed}{pictures}{'; nothing was written' if given['dry'] else ''}.")


def delete(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Delete an asset of the story; with --library, the one that a library has."""
    from storyforge.pipeline.assets.exchanging import delete, delete_from
    from storyforge.pipeline.session import Session

    (name,) = one_name(names, "delete NAME")
    if given["library"]:
        session, shelf = _open(ctx, given)
        gone = delete_from(session, shelf, name, dry=given["dry"])
        path, where, back = gone.path, f" of {gone.library}", ""
    else:
        path, where = delete(Session.open(ctx.obj), name, request_of(given)), ""
        back = f" It stays in git's history: git show HEAD~1:{path}"
    if given["json"]:
        print(json.dumps({"deleted": path, "dry": given["dry"]}, ensure_ascii=False))
    elif given["dry"]:
        print(f"{path}{where} would be deleted; nothing was.")
    else:
        print(f"Deleted {path}{where}.{back}")
