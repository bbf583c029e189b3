"""`storyforge schema`: JSON schemas for editors and other programs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from storyforge.cli.options import Json


def schema(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Print the schema of this kind of file.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Bring the story's .storyforge/schemas up to date.")] = False,
    as_json: Json = False,
) -> None:
    """Print the JSON schema of a file, or bring the story's schemas up to date.

    Without a kind, all kinds are listed.

    Examples: storyforge schema shots; storyforge schema --write
    """
    if write:
        _write(ctx, as_json)
    elif kind is None:
        _list(as_json)
    else:
        _print(kind)


def _list(as_json: bool) -> None:
    from storyforge.cli.table import table
    from storyforge.model.kinds import SCHEMAS

    kinds = [(kind.name, kind.load().SCHEMA, (kind.load().__doc__ or "").partition("\n")[0]) for kind in SCHEMAS]
    if as_json:
        print(json.dumps({name: {"schema": version, "about": about} for name, version, about in kinds}))
    else:
        print(table(kinds))


def _print(name: str) -> None:
    from storyforge.errors import UnknownNameError
    from storyforge.formats.artifacts import json_schema
    from storyforge.model.kinds import SCHEMAS

    found = {kind.name: kind for kind in SCHEMAS}
    if name not in found:
        raise UnknownNameError("schema", name, found)
    print(json.dumps(json_schema(found[name]), indent=2, ensure_ascii=False))


def _write(ctx: typer.Context, as_json: bool) -> None:
    from storyforge.pipeline.schemas import write_schemas
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    written = write_schemas(session)
    if as_json:
        print(json.dumps({"written": written, "commits": session.commits}))
    elif written:
        print(f"Written: {', '.join(written)}")
    else:
        print("The schemas are up to date.")
