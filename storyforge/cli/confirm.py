"""`storyforge confirm` and `storyforge video`: what clips cost, agreed to, and made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Auto, Detach, DryRun, Guidance, Json, StrictInputs, spends

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.confirmation import Confirmation
    from storyforge.pipeline.confirming import Apart, Summary
    from storyforge.pipeline.session import Session

Numbers = Annotated[
    list[str] | None, typer.Argument(metavar="[N]...", help="Scene numbers; else all that are missing.")
]


@spends
def confirm(
    ctx: typer.Context,
    numbers: Annotated[list[str] | None, typer.Argument(metavar="[N]...", help="Scene numbers; else all.")] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="For drafts, at the cheapest quality; finals are agreed to apart.")
    ] = False,
    strict_inputs: StrictInputs = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 11: what a scene's clips are made from and what they cost; this command is your word that it is agreed.

    It holds for exactly these frames, prompts, lengths, settings and prices: each clip is bought once, for no more than
    is said here; a change voids it for what is not bought yet. Open findings and the prices of drafts and of finals
    stand beside each other.

    See it first, and agree to nothing: storyforge confirm 3 --dry-run

    Where a price is not known: storyforge confirm 3 --allow-unknown-price --max-count 6
    """
    from storyforge.pipeline.session import Session

    scenes = tuple(numbers or ())
    if dry_run:
        session, names = Session.open(ctx.obj), spending["providers"]
        _tell(session, scenes, names, draft=draft, strict=strict_inputs, as_json=as_json)
        return
    from storyforge.cli.run import execute
    from storyforge.pipeline.request import Request

    spending |= {"quality": "draft" if draft else "final", "strict": strict_inputs}
    request = Request("confirm", only=True, scenes=scenes, agree=True, **spending)
    execute(ctx.obj, request, as_json)
    _agreed(ctx.obj, scenes, spending["providers"], as_json=as_json)


@spends
def video(
    ctx: typer.Context,
    numbers: Numbers = None,
    guidance: Guidance = "",
    auto: Auto = False,
    draft: Annotated[bool, typer.Option("--draft", help="Drafts, if those were agreed to.")] = False,
    final: Annotated[bool, typer.Option("--final", help="Finals, in the place of drafts, if agreed to.")] = False,
    strict_inputs: StrictInputs = False,
    detach: Detach = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 12: the clip of every shot, of its exact number of frames, from what was confirmed.

    Drafts are made at the cheapest quality. Finals take their place shot by shot once they are agreed to: storyforge
    confirm 3 --draft; storyforge video 3; look at them; storyforge confirm 3; storyforge video 3 --final

    Example: storyforge video 3 --with video=offline:1280x720
    """
    from storyforge.cli.run import execute, go_on_alone
    from storyforge.errors import RequestError
    from storyforge.pipeline.request import Request

    if draft and final:
        raise RequestError("--draft and --final are two qualities.", "Give one of them, or none for what was agreed.")
    if detach:
        go_on_alone(ctx.obj, as_json)
        return
    spending |= {"quality": "draft" if draft else "final" if final else "", "strict": strict_inputs}
    scenes = tuple(numbers or ())
    request = Request("video", only=True, scenes=scenes, guidance=guidance, auto=auto, dry=dry_run, **spending)
    execute(ctx.obj, request, as_json)


def _tell(
    session: Session, scenes: tuple[str, ...], names: dict[str, str], *, draft: bool, strict: bool, as_json: bool
) -> None:
    from storyforge.cli import views_media
    from storyforge.pipeline.confirming import both, propose, summary

    proposed = propose(session, scenes, names, draft=draft, strict=strict)
    told = summary(session.story, [found.scene for found in proposed.values()])
    prices = both(session, scenes, names)
    if as_json:
        print(json.dumps(_plain(proposed, told, prices), ensure_ascii=False))
        return
    for found in proposed.values():
        for text in (*views_media.confirmation(session.story, found), *views_media.summary(told[found.scene])):
            print(text)
    print(f"\n{views_media.apart(prices)}")
    print("Nothing was agreed to or written.")


def _agreed(folder: Path, scenes: tuple[str, ...], names: dict[str, str], *, as_json: bool) -> None:
    """What was agreed to, in the form in which it stands in the files."""
    from contextlib import suppress

    from storyforge.cli import views_media
    from storyforge.errors import StoryforgeError
    from storyforge.model.kinds import scene_path
    from storyforge.model.numbering import folder as folder_of
    from storyforge.pipeline.confirming import both, summary
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    story = session.story
    paths = {number: scene_path(folder_of(number), "confirmation") for number in scenes or story.scenes}
    there = [number for number, path in paths.items() if path in story.files.ids]
    told = summary(story, there)
    prices: list[Apart] = []
    with suppress(StoryforgeError):
        # What the other quality would cost is said where it can be; what was agreed to is agreed to all the same.
        prices = both(session, scenes, names)
    if as_json:
        found = {
            path: story.model(path) for path in (scene_path(folder_of(number), "confirmation") for number in there)
        }
        print(json.dumps({"event": "agreed", **_plain(found, told, prices)}, ensure_ascii=False))
        return
    for number in there:
        for text in (*views_media.confirmations(story, [number]), *views_media.summary(told[number])):
            print(text)
    if prices:
        print(f"\n{views_media.apart(prices)}")


def _plain(found: dict[str, Any], told: dict[str, Summary], prices: list[Apart]) -> dict[str, Any]:
    scenes: dict[str, Confirmation] = found
    return {
        "scenes": {one.scene: {"path": path, **one.filed(), **told[one.scene].plain()} for path, one in scenes.items()},
        "prices": [price.plain() for price in prices],
    }
