"""What `storyforge status` prints: stages, scenes, notes, and the next command; standard library only."""

from __future__ import annotations

import json
from typing import Any

from storyforge.cli.needs import needs_in_words
from storyforge.cli.table import columns, cut, paint, table
from storyforge.model.counted import counted
from storyforge.model.timing import clock

_COLOURS = {"missing": "dim", "draft": "yellow", "edited": "yellow", "invalid": "red", "locked": "green"}
_SCENE_COLOURS = {
    "outdated": "yellow",
    "continuity broken": "red",
    "omitted": "dim",
    **dict.fromkeys(("shot list locked", "frames locked", "video complete"), "green"),
}
_SHOWN = 40
_DRIFT = {"": "", "note": "yellow", "warning": "red"}


def print_report(report: dict[str, Any], every: bool, as_json: bool) -> None:
    """The whole report."""
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    where = report["timeline"] or "detached HEAD"
    about = ", ".join(each for each in (report["mode"], report["language"], f"timeline {where}") if each)
    print(f"{paint(report['story'], 'bold')}  ({about})")
    print(f"Length  {_length(report['estimate'])}\n")
    stages = report["stages"]
    print(table([_stage_row(stage) for stage in stages], [_COLOURS[stage["approval"]] for stage in stages]))
    if report["scenes"]:
        _print_scenes(report, every)
    _print_notes(report)


def _print_scenes(report: dict[str, Any], every: bool) -> None:
    scenes = report["scenes"]
    shown = scenes if every or len(scenes) <= _SHOWN else scenes[: _SHOWN - 1]
    rows = [(scene["id"], scene["status"], _seconds(scene), _why(scene)) for scene in shown]
    print(f"\n{table(rows, [_SCENE_COLOURS.get(scene['status'], '') for scene in shown])}")
    if len(shown) < len(scenes):
        print(f"… and {len(scenes) - len(shown)} more: storyforge status --all")


def _print_notes(report: dict[str, Any]) -> None:
    print()
    if report["edited"]:
        print(f"Edited by hand, not recorded yet: {_names(report['edited'])} (storyforge save)")
    if report["deleted"]:
        print(f"Deleted, not recorded yet: {_names(report['deleted'])} (git rm, git commit; or git restore)")
    if report["operation"]:
        print(f"A {report['operation']} is in progress: nothing can be written before it is ended (git status)")
    if report.get("calls"):
        print(f"{_calls(report['calls'])}: storyforge jobs")
    if report.get("references", {}).get("lacking"):
        print(_references(report["references"]))
    if report["questions"]:
        print(f"{counted(report['questions'], 'open question')} to the author: storyforge show assets")
    print(f"Next: {paint(report['next'][0], 'bold')}")


def _references(found: dict[str, Any]) -> str:
    few = [f"{slug} ({needs_in_words(what)})" for slug, what in list(found["lacking"].items())[:3]]
    more = " …" if len(found["lacking"]) > len(few) else ""
    told = f"Reference pictures: {found['ready']} of {found['of']} assets ready; {', '.join(few)}{more}"
    return cut(told, columns())


_CALLS = {
    "doubt": "in doubt",
    "submitted": "at work as jobs",
    "received": "bought and not committed",
    "spoilt": "bought and of no use",
}


def _calls(calls: dict[str, int]) -> str:
    counts = (f"{calls[state]} {words}" for state, words in _CALLS.items() if state in calls)
    return f"Calls to providers, {', '.join(counts)}"


def _names(paths: list[str]) -> str:
    return ", ".join(paths[:3]) + (" …" if len(paths) > 3 else "")


def _stage_row(stage: dict[str, Any]) -> tuple[str, str, str]:
    state = stage["approval"]
    if stage["of"] > 1 and state == "missing" and stage["made"]:
        state = f"{stage['made']} of {stage['of']}"
    why = [f"needs {', '.join(stage['blocked'])}"] if stage["blocked"] else []
    if stage["options"]:
        state = counted(stage["options"], "option")
        why = [f"choose one: storyforge show {stage['name']}"]
    if stage["gaps"]:
        why.append(f"{counted(stage['gaps'], 'gap')} to fill: storyforge check")
    if stage["freshness"] != "current":
        why.append(stage["freshness"] + (f": {'; '.join(stage['reasons'][:3])}" if stage["reasons"] else ""))
    elif stage["reasons"]:
        why.append("; ".join(stage["reasons"][:3]))
    return stage["name"], state, "; ".join([*why, *stage["flags"]])


def _seconds(scene: dict[str, Any]) -> str:
    return "" if scene["status"] == "omitted" else clock(scene["seconds"])


def _why(scene: dict[str, Any]) -> str:
    heading: str = scene["heading"]
    told = [*scene["reasons"], *_border(scene["continuity"])[:1], *_said(scene)]
    return heading + (f"  ({'; '.join(told)})" if told else "")


def _said(scene: dict[str, Any]) -> list[str]:
    """What is said of a scene's clips, and which of them are drafts."""
    said = [
        f"{one['shot'] or 'scene'}: {one['says']}, back to {one['stage']}"
        for one in scene.get("review", {}).get("issues", ())
    ]
    if scene.get("review", {}).get("good") and not said:
        said.append("reviewed: good")
    drafts = scene.get("drafts", ())
    return said + ([f"{counted(len(drafts), 'clip')} only drafted"] if drafts else [])


def _border(continuity: dict[str, Any]) -> list[str]:
    """What speaks against a scene's continuity; nothing where it is safe, or where nobody can know."""
    if continuity["risk"] not in ("risky", "broken"):
        return []
    return [f"{continuity['risk']}: {reason}" for reason in continuity["reasons"]]


def _length(estimate: dict[str, Any]) -> str:
    total = clock(estimate["seconds"])
    target = "-".join(dict.fromkeys(clock(end) for end in estimate.get("target", ())))
    if not estimate["scenes"]:
        return "not known before there is a script"
    by = "by its script"
    if estimate["planned"]:
        by = "by its shots" if estimate["planned"] == estimate["scenes"] else "by its shots so far, else its script"
    if "target" not in estimate:
        return f"{total} {by}"
    verdict = {"yes": "fits", "short": "shorter than", "long": "longer than"}[estimate["fits"]]
    scale = estimate.get("action_scale")
    hint = f" (storyforge setup --action-scale {scale} would bring it there)" if scale else ""
    return f"{total} {by}; {verdict} the target {target}{hint}"


def print_scene(scene: dict[str, Any], as_json: bool) -> None:
    """One scene of it, with its stages."""
    if as_json:
        print(json.dumps(scene, ensure_ascii=False))
        return
    print(f"Scene {scene['id']}  {scene['heading']}  {scene['status']}")
    print(table([(f"  {name}", found["approval"], found["freshness"]) for name, found in scene["stages"].items()]))
    for reason in (*scene["reasons"], *_said(scene)):
        print(f"  {reason}")
    if scene["continuity"]["risk"] != "unknown":
        _print_border(scene["continuity"])
    for found in scene.get("drift", ()):
        about = "about " if found["roughly"] else ""
        why = f": {found['told'][0]}" if found["told"] else ""
        line = f"  {found['item']} drifts from {found['before']} by {about}{found['score']:.0f} of 100{why}"
        print(paint(line, _DRIFT[found["flag"]]))


def _print_border(found: dict[str, Any]) -> None:
    """Who comes into the scene, where, how they were left, and what that says of its continuity."""
    rows = [("  people", ", ".join(found["who"]) or "nobody"), ("  where", found["where"] or "not known")]
    left = (f"{slug} {', '.join(had['conditions'])}" for slug, had in found["left"].items() if had["conditions"])
    rows += (
        [("  left as", "; ".join(left))]
        if found["before"] and any(h["conditions"] for h in found["left"].values())
        else []
    )
    rows.append(("  continuity", f"{found['risk']}: {'; '.join(found['reasons'])}"))
    print(table(rows))
    if found["risk"] != "safe":
        print("  See: storyforge state")
