"""`storyforge style preview`, `style score`, and pictures added to visual styles of the story."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.model.counted import counted

if TYPE_CHECKING:
    import typer

    from storyforge.model.money import Cost
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling.visual_adding import Shown

SHEET = "styles.png"


def _session(ctx: typer.Context) -> Session | None:
    from storyforge.errors import MissingArtifactError, NotARepositoryError
    from storyforge.pipeline.session import Session

    with suppress(NotARepositoryError, MissingArtifactError):
        return Session.open(ctx.obj)
    return None


def preview(
    ctx: typer.Context, names: list[str], out: Path | None, spending: dict[str, Any], *, dry_run: bool, as_json: bool
) -> None:
    """One scene in each of some styles on one sheet; drawn here unless `--with image=` names a model."""
    from storyforge.cli.run import Teller
    from storyforge.pipeline.export import FOLDER
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling import preview as previews

    request = Request("preview", dry=dry_run, **spending)
    paid = spending["providers"].get("image", "offline").partition(":")[0] != "offline"
    session = Session.open(ctx.obj) if paid else _session(ctx)
    place = ctx.obj / (out or (Path(FOLDER, SHEET) if session else SHEET))
    if dry_run:
        wanted = [entry.name for entry in previews.wanted_entries(session, names)]
        price, by = None, previews.OFFLINE
        if session is not None and paid:
            price, by = previews.price_of_preview(session, names, request)
        told = {"styles": wanted, "by": by, "cost": price.plain() if price else None, "file": str(place)}
        words = price.words() if price else "nothing"
        text = f"Would draw {', '.join(wanted)} by {by} for {words}."
        print(json.dumps({**told, "dry_run": True}) if as_json else text)
        return
    found = previews.preview(session, names, request, Teller(as_json).tell)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(found.png)
    failed = {name: error.as_json() for name, error in found.failed.items()}
    if as_json:
        told = {"file": str(place), "styles": list(found.styles), "by": found.by, "cost": found.cost.plain()}
        print(json.dumps({**told, "failed": failed}, ensure_ascii=False))
        return
    print(f"{place}: {counted(len(found.styles), 'style')}, {_price(found.cost)}")
    for name, error in found.failed.items():
        print(f"{name}: {error.message}")


def _price(cost: Cost) -> str:
    return "at no cost" if cost.amount == 0 else cost.words()


def score(ctx: typer.Context, names: list[str], styles: list[str], *, as_json: bool) -> None:
    """How like a style pictures are: files, or the frames of scenes and shots."""
    from storyforge.cli.views_visual_style import as_score, score_lines
    from storyforge.errors import RequestError
    from storyforge.pipeline.styling.scoring import pictures_named, score_each

    if not names:
        raise RequestError("style score needs a picture, a scene or a shot.", "Write: storyforge style score 3")
    session = _session(ctx)
    pictures = pictures_named(session, ctx.obj, names)
    scored, learned = score_each(session, pictures, styles)
    rows = [as_score(style, picture, found) for style, picture, found in scored]
    if as_json:
        print(json.dumps({"scores": rows, "learned": learned}, ensure_ascii=False))
    else:
        print("\n".join(score_lines(rows, learned)))


def change(ctx: typer.Context, action: str, name: str, files: list[str], *, dry_run: bool, as_json: bool) -> None:
    """Pictures added to a visual style of the story, or taken out."""
    from storyforge.errors import RequestError
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling import visual_adding

    session = Session.open(ctx.obj)
    if action == "add":
        given = visual_adding.shown(session, name, [ctx.obj / Path(file).expanduser() for file in files])
        commit = None if dry_run else visual_adding.add_pictures(session, given)
        _tell_added(given, commit, dry_run=dry_run, as_json=as_json)
        if not dry_run and not as_json and session.story.story.styles.visual != name:
            print(f"Next: storyforge setup --visual-style {name}")
    elif action == "remove":
        gone, commit = visual_adding.remove_pictures(session, name, files, dry_run=dry_run)
        if as_json:
            print(json.dumps({"style": name, "removed": gone, "commit": commit, "dry_run": dry_run}))
            return
        said = "Would remove" if dry_run else "Removed"
        print(f"{said} from {name}: {', '.join(gone)}{f' (commit {commit[:10]})' if commit else ''}")
    else:
        raise RequestError(f"style {action} is for written styles.", "Leave out --visual.")


def _tell_added(given: Shown, commit: str | None, *, dry_run: bool, as_json: bool) -> None:
    words = given.words.filed() if given.words else None
    if as_json:
        told = {"style": given.style, "added": list(given.new), "known": list(given.known), "unread": given.unread}
        print(json.dumps({**told, "words": words, "commit": commit, "dry_run": dry_run}, ensure_ascii=False))
        return
    for file in given.known:
        print(f"{file} is in {given.style} already.")
    for file, problem in given.unread.items():
        print(f"{file} is left out: {problem}")
    if not given.new and given.words is None:
        print("Nothing to add.")
        return
    said = "Would add" if dry_run else "Added"
    place = f" (commit {commit[:10]})" if commit else ""
    print(f"{said} {counted(len(given.new), 'picture')} to {given.style}{place}")
    if given.words is not None:
        print(f"In words, from what they show: {given.words.said}.")
        print(f"Say it better in styles/visual/{given.style}/style.yaml: it goes into every frame prompt.")
    if given.hides:
        print("It takes the place of the built-in style of that name.")
