"""`storyforge show`: artifacts as people read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json, from_root

if TYPE_CHECKING:
    from storyforge.story import Story


def show(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="ARTIFACT", help="A stage, a file, or the name of an asset.")],
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="[N]...", help="Scene numbers, ids of shots, assets or beats, numbers of options."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show an artifact as people read it.

    Options that are to choose from stand side by side; show treatment 2 is one of them.

    Examples: storyforge show shots 3; storyforge show script 2; storyforge show beats b07; storyforge show inge
    """
    from storyforge.cli import views
    from storyforge.pipeline.session import Session

    session = Session.open(ctx.obj)
    story = session.story
    if what not in views.VIEWS:
        what = from_root(ctx.obj, session.repository.root, what)
    name, ids = _resolve(story, what, list(which or ()))
    if as_json:
        print(json.dumps(_plain(story, name, ids), ensure_ascii=False))
        return
    for index, text in enumerate(views.VIEWS[name](story, ids)):
        print(text if index else text.lstrip("\n"))


def _resolve(story: Story, what: str, ids: list[str]) -> tuple[str, list[str]]:
    """The view that shows a name, and what of it: a stage, an asset's slug or name, or a path."""
    from storyforge.cli import views
    from storyforge.errors import UnknownArtifactError
    from storyforge.model.kinds import kind_of, scene_folder_of
    from storyforge.model.numbering import number_of

    if what in views.VIEWS:
        return what, ids
    clean = what.removeprefix("./")
    kind = kind_of(clean)
    if kind is not None and clean in story.files.ids:
        scene = scene_folder_of(clean)
        if kind.stage == "assets":
            return "assets", [clean.rpartition("/")[2].removesuffix(".yaml")]
        if kind.name.endswith("-option"):
            return kind.stage, [clean[-len("1.md")]]
        return kind.stage, [number_of(scene)] if scene else ids
    slug = what.casefold().replace(" ", "-")
    if slug in story.summaries.assets:
        return "assets", [slug]
    raise UnknownArtifactError(what, [*views.VIEWS, *story.summaries.assets])


def _plain(story: Story, name: str, ids: list[str]) -> Any:
    """The artifacts as plain data, by path."""
    from storyforge.model.kinds import KINDS, kind_of
    from storyforge.model.numbering import folder

    if name == "script":
        return {"script.fountain": story.text("script.fountain")}
    known = story.scenes if ids and "script.fountain" in story.files.ids else {}
    folders = {folder(number) for number in ids if number in known}
    stages = {kind.name for kind in KINDS if kind.stage == name}
    found = {}
    for path in story.files.ids:
        kind = kind_of(path)
        if kind is None or kind.name not in stages:
            continue
        wanted = path.split("/")[1] in folders if path.startswith("scenes/") else _named(path, ids)
        model = story.model(path) if not ids or wanted else None
        if model is not None:
            found[path] = _some_beats(model.filed(), ids) if name == "beats" else model.filed()
    return found


def _named(path: str, ids: list[str]) -> bool:
    """Whether a file that is of no scene is one of those that are named; a stage's only file always is."""
    if "/" not in path:
        return path == "beats.yaml" or not path.endswith(".md")
    return path.rpartition("/")[2].removesuffix(".yaml").removeprefix("option-").removesuffix(".md") in ids


def _some_beats(sheet: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    return {**sheet, "beats": [beat for beat in sheet.get("beats", []) if not ids or beat["id"] in ids]}
