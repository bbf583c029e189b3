"""`storyforge status`: what stands where, why, and the next command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Snapshot

_COLOURS = {"missing": "dim", "draft": "yellow", "edited": "yellow", "invalid": "red", "locked": "green"}
_SCENE_COLOURS = {
    "outdated": "yellow",
    "continuity broken": "red",
    "omitted": "dim",
    **dict.fromkeys(("shot list locked", "frames locked", "video complete"), "green"),
}
_SHOWN = 40


def status(
    ctx: typer.Context,
    scene: Annotated[str | None, typer.Argument(metavar="[SCENE]", help="Show one scene with its stages.")] = None,
    as_json: Json = False,
    every: Annotated[bool, typer.Option("--all", help="List every scene, however many.")] = False,
) -> None:
    """What stands where, why, and the next command."""
    if scene is not None:
        _one_scene(_known_scene(ctx.obj, scene) or _scene_in(read_report(ctx.obj), scene), as_json)
        return
    report = read_report(ctx.obj)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print(report, every)


def read_report(folder: Path) -> dict[str, Any]:
    """The report on a story.

    From the last command's verdict where nothing has changed since; else by a glance at what has; else made anew.
    """
    from storyforge.pipeline import verdict
    from storyforge.repo import snapshot

    seen = snapshot(folder)
    return verdict.recall(seen) or _glanced(seen) or _made_anew(folder, seen)


def _known_scene(folder: Path, number: str) -> dict[str, Any] | None:
    """One scene of the last command's verdict, the others not read."""
    from storyforge.pipeline import verdict
    from storyforge.repo import snapshot

    return verdict.recall_scene(snapshot(folder), number)


def _glanced(seen: Snapshot) -> dict[str, Any] | None:
    from storyforge.pipeline import verdict
    from storyforge.pipeline.glance import edits_of, glance
    from storyforge.reports.status import Standing, report

    found = glance(seen)
    if found is None:
        return None
    edited, deleted = edits_of(seen, found.contents)
    made = report(Standing(seen.branch, seen.head, seen.operation, edited, deleted), found.summaries, found.state)
    verdict.remember(seen, made, verdict.key_of(seen, found.contents))
    return made


def _made_anew(folder: Path, seen: Snapshot) -> dict[str, Any]:
    from storyforge.pipeline import verdict
    from storyforge.pipeline.basing import keep_base
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.state import state_of
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


def _print(report: dict[str, Any], every: bool) -> None:
    from storyforge.cli.table import paint, table

    where = report["timeline"] or "detached HEAD"
    print(f"{paint(report['story'], 'bold')}  ({report['mode']}, {report['language']}, timeline {where})")
    print(f"Length  {_length(report['estimate'])}\n")
    stages = report["stages"]
    print(table([_stage_row(stage) for stage in stages], [_COLOURS[stage["approval"]] for stage in stages]))
    if report["scenes"]:
        _print_scenes(report, every)
    _print_notes(report)


def _print_scenes(report: dict[str, Any], every: bool) -> None:
    from storyforge.cli.table import table

    scenes = report["scenes"]
    shown = scenes if every or len(scenes) <= _SHOWN else scenes[: _SHOWN - 1]
    rows = [(scene["id"], scene["status"], _seconds(scene), _why(scene)) for scene in shown]
    print(f"\n{table(rows, [_SCENE_COLOURS.get(scene['status'], '') for scene in shown])}")
    if len(shown) < len(scenes):
        print(f"… and {len(scenes) - len(shown)} more: storyforge status --all")


def _print_notes(report: dict[str, Any]) -> None:
    from storyforge.cli.table import paint

    print()
    if report["edited"]:
        print(f"Edited by hand, not recorded yet: {_names(report['edited'])} (storyforge save)")
    if report["deleted"]:
        print(f"Deleted, not recorded yet: {_names(report['deleted'])} (git rm, git commit; or git restore)")
    if report["operation"]:
        print(f"A {report['operation']} is in progress: nothing can be written before it is ended (git status)")
    if report["questions"]:
        print(f"{counted(report['questions'], 'open question')} to the author: storyforge show assets")
    print(f"Next: {paint(report['next'][0], 'bold')}")


def _names(paths: list[str]) -> str:
    return ", ".join(paths[:3]) + (" …" if len(paths) > 3 else "")


def _stage_row(stage: dict[str, Any]) -> tuple[str, str, str]:
    state = stage["approval"]
    if stage["of"] > 1 and state == "missing" and stage["made"]:
        state = f"{stage['made']} of {stage['of']}"
    why = [f"needs {', '.join(stage['blocked'])}"] if stage["blocked"] else []
    if stage["freshness"] != "current":
        why.append(stage["freshness"] + (f": {'; '.join(stage['reasons'][:3])}" if stage["reasons"] else ""))
    elif stage["reasons"]:
        why.append("; ".join(stage["reasons"][:3]))
    return stage["name"], state, "; ".join([*why, *stage["flags"]])


def _seconds(scene: dict[str, Any]) -> str:
    from storyforge.model.timing import clock

    return "" if scene["status"] == "omitted" else clock(scene["seconds"])


def _why(scene: dict[str, Any]) -> str:
    heading: str = scene["heading"]
    return heading + (f"  ({'; '.join(scene['reasons'])})" if scene["reasons"] else "")


def _length(estimate: dict[str, Any]) -> str:
    from storyforge.model.timing import clock

    total = clock(estimate["seconds"])
    if not estimate["scenes"]:
        return "not known before there is a script"
    by = "by its script"
    if estimate["planned"]:
        by = "by its shots" if estimate["planned"] == estimate["scenes"] else "by its shots so far, else its script"
    if "target" not in estimate:
        return f"{total} {by}"
    first, last = (clock(end) for end in estimate["target"])
    verdict = {"yes": "fits", "short": "shorter than", "long": "longer than"}[estimate["fits"]]
    scale = estimate.get("action_scale")
    hint = f" (storyforge setup --action-scale {scale} would bring it there)" if scale else ""
    return f"{total} {by}; {verdict} the target {first}-{last}{hint}"


def _scene_in(report: dict[str, Any], number: str) -> dict[str, Any]:
    from storyforge.errors import UnknownSceneError

    found: dict[str, dict[str, Any]] = {scene["id"]: scene for scene in reversed(report["scenes"])}
    if number not in found:
        raise UnknownSceneError(number, [scene["id"] for scene in report["scenes"]])
    return found[number]


def _one_scene(scene: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli.table import table

    if as_json:
        print(json.dumps(scene, ensure_ascii=False))
        return
    print(f"Scene {scene['id']}  {scene['heading']}  {scene['status']}")
    print(table([(f"  {name}", found["approval"], found["freshness"]) for name, found in scene["stages"].items()]))
    for reason in scene["reasons"]:
        print(f"  {reason}")
