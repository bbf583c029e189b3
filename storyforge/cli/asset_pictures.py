"""`storyforge asset approve | redo | primary | reference`: the reference pictures of assets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from storyforge.cli.asset import one_name

if TYPE_CHECKING:
    import typer

    from storyforge.model.images import ImageKind

_KINDS = ("key", "face", "body", "outfit")


def approve(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Approve reference pictures: `inge` all of hers, `inge.face` those of a kind, `inge.face-2` one."""
    from storyforge.errors import RequestError
    from storyforge.pipeline.images import approve_images
    from storyforge.pipeline.session import Session

    if not names:
        raise RequestError("Nobody knows which picture.", "Write: storyforge asset approve inge.face")
    session = Session.open(ctx.obj)
    new = approve_images(session, names)
    if given["json"]:
        print(json.dumps({"approved": new, "commits": session.commits}, ensure_ascii=False))
        return
    print(f"Approved {', '.join(new)}" if new else "Nothing to do: they are approved already.")


def primary(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Let one picture stand for its kind."""
    from storyforge.pipeline.images import make_primary
    from storyforge.pipeline.session import Session

    (name,) = one_name(names, "primary NAME.face-2")
    new = make_primary(Session.open(ctx.obj), name)
    if given["json"]:
        print(json.dumps({"primary": name, "new": new}, ensure_ascii=False))
        return
    print(f"{name} stands for its kind from now on." if new else f"{name} stood for its kind already.")


def reference(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Put a picture of one's own beside an asset."""
    from storyforge.errors import UnknownNameError
    from storyforge.pipeline.assets.changing import asset_of
    from storyforge.pipeline.images import add_reference
    from storyforge.pipeline.session import Session

    words = names[1:] if names[:1] == ["add"] and len(names) == 3 else names
    name, file = one_name(words, "reference NAME FILE --kind face", 1)
    kind = given["kind"] or "key"
    if kind not in _KINDS:
        raise UnknownNameError("kind of picture", kind, _KINDS)
    session = Session.open(ctx.obj)
    slug = asset_of(session.story, name).id
    place = Path(file).expanduser()
    place = place if place.is_absolute() else ctx.obj / place
    made = add_reference(session, slug, cast("ImageKind", kind), place, rights=given["rights"] or "")
    if given["json"]:
        print(json.dumps({"picture": made, "commits": session.commits}, ensure_ascii=False))
        return
    print(f"{made} is there, approved, and stands for its kind.")
    if not given["rights"]:
        print(f'Whose is it? storyforge asset rights {slug} "..."')


def redo(ctx: typer.Context, names: list[str], given: dict[str, Any]) -> None:
    """Make pictures again, with a word on what should be different."""
    from storyforge.cli.run import execute
    from storyforge.errors import GuidanceMissingError, RequestError
    from storyforge.pipeline.images import key_assets, named
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    if not names:
        raise RequestError("Nobody knows which picture.", 'Write: storyforge asset redo inge.face -m "..."')
    if not given["guidance"]:
        raise GuidanceMissingError(", ".join(names), f"asset redo {' '.join(names)}")
    story = Session.open(ctx.obj).story
    slugs = key_assets(story, [name.partition(".")[0] for name in names])
    single = tuple(item for name in names if "." in name for item in named(story, name)[1])
    request = Request(
        "keys",
        only=True,
        assets=slugs,
        shots=single,
        guidance=given["guidance"],
        dry=given["dry"],
        **given["spending"],
    )
    execute(ctx.obj, request, given["json"])
