"""`storyforge status`: what stands where, why, and the next command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Snapshot


def status(
    ctx: typer.Context,
    scene: Annotated[str | None, typer.Argument(metavar="[SCENE]", help="Show one scene with its stages.")] = None,
    as_json: Json = False,
    every: Annotated[bool, typer.Option("--all", help="List every scene, however many.")] = False,
) -> None:
    """What stands where, why, and the next command."""
    from storyforge.cli.status_text import print_report, print_scene
    from storyforge.repo import snapshot
    from storyforge.reports.glance import with_calls

    seen = snapshot(ctx.obj)
    report = with_calls(_report(ctx.obj, seen), seen)
    if scene is not None:
        found = _scene_in(report, scene)
        drawn = found["stages"].get("frames", {}).get("approval", "missing") != "missing"
        print_scene({**found, "drift": _drift(ctx.obj, scene)} if drawn else found, as_json)
    else:
        print_report(report, every, as_json)


def _drift(folder: Path, scene: str) -> list[dict[str, Any]]:
    """How far each start frame is from the end frame before; the story is opened, and scores are remembered."""
    from storyforge.checks.neighbours import frames_of, neighbours, plain, scored
    from storyforge.errors import StoryforgeError
    from storyforge.pipeline.session import Session

    try:
        story = Session.open(folder).story
        frames = frames_of(story, scene)
        items = [pair.item for pair in neighbours(frames) if pair.borders] if frames else []
        return [plain(found) for found in scored(story, frames, items)] if frames else []
    except StoryforgeError:
        return []  # the report says what can't be read


def read_report(folder: Path) -> dict[str, Any]:
    """The report on a story.

    From the last command's verdict where nothing has changed since; else by a glance at what has; else made anew.
    """
    from storyforge.repo import snapshot

    return _report(folder, snapshot(folder))


def _report(folder: Path, seen: Snapshot) -> dict[str, Any]:
    from storyforge.reports.glance import told

    return told(seen) or _made_anew(folder, seen)


def _made_anew(folder: Path, seen: Snapshot) -> dict[str, Any]:
    from storyforge.pipeline.freshness import verdict
    from storyforge.pipeline.freshness.basing import keep_base
    from storyforge.pipeline.freshness.state import state_of
    from storyforge.pipeline.session import Session
    from storyforge.repo import snapshot
    from storyforge.reports.status import status as report_on

    before = verdict.key_of(seen)
    session = Session.open(folder)
    state = state_of(session.story.summaries, session.story.records)
    made = report_on(session, state)
    after = snapshot(folder)
    if before is not None and verdict.key_of(after) == before:  # else somebody wrote while this was being read
        verdict.remember(after, made, before)
        keep_base(after, session.story, state)
    return made


def _scene_in(report: dict[str, Any], number: str) -> dict[str, Any]:
    from storyforge.errors import UnknownSceneError

    found: dict[str, dict[str, Any]] = {scene["id"]: scene for scene in reversed(report["scenes"])}
    if number not in found:
        raise UnknownSceneError(number, [scene["id"] for scene in report["scenes"]])
    return found[number]
