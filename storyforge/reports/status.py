"""The status of a story: stages, scenes, the estimate against the target length, and the next command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import option_path, scene_folder_of, scene_path
from storyforge.model.numbering import folder, is_number
from storyforge.model.playing import estimate, scene_seconds
from storyforge.model.references import lacking, wanted_images
from storyforge.model.verdicts import verdicts
from storyforge.reports.continuity import Continuity
from storyforge.stages import BY_NAME, FILM, walk

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.pipeline.freshness.states import ArtifactState, StageState, State
    from storyforge.pipeline.session import Session
    from storyforge.stages import Row

MANY = 3
_DIALOGUE = re.compile(r"script\.fountain#[^.]+\.dialogue")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a work tree stands: branch, commit, unfinished merge and its like, files that are not recorded yet."""

    timeline: str | None
    head: str | None
    operation: str | None
    edited: list[str]
    deleted: list[str]


def status(session: Session, state: State) -> dict[str, Any]:
    """The report that `status --json` prints."""
    head = session.repository.head()
    edited = [change.path for change in session.edits]
    standing = Standing(head.branch, head.commit, session.repository.operation, edited, session.deletions)
    return report(standing, session.story.summaries, state)


def report(standing: Standing, summaries: Summaries, state: State) -> dict[str, Any]:
    """The same, of a story that was not opened."""
    index = summaries.index("story.yaml")
    scenes = _by_scene(state)
    borders = Continuity(summaries, _broken(scenes))
    return {
        "story": index.get("title", ""),
        "timeline": standing.timeline,
        "head": standing.head,
        "operation": standing.operation,
        "mode": index.get("mode"),
        "language": index.get("language"),
        "length": index.get("length"),
        "estimate": _estimate(summaries, state),
        "edited": standing.edited,
        "deleted": standing.deleted,
        "way": summaries.way,
        "stages": [_stage(state.stages[row.name], summaries) for row in FILM if _is_shown(row, state, summaries.way)],
        "scenes": [
            _scene(scene, scenes, summaries, borders) for scene in summaries.index("script.fountain").get("scenes", [])
        ],
        **_references(summaries, state),
        "questions": sum(summaries.index(path).get("questions", 0) for path in summaries.assets.values()),
        "next": _end_first(standing.operation, next_commands(state, summaries)),
    }


def _references(summaries: Summaries, state: State) -> dict[str, Any]:
    """Which assets are ready to be drawn by reference, and what the others lack; nothing while nobody asks for it."""
    if not state.stages["keys"].artifacts:
        return {}
    slugs = [slug for slug in summaries.assets if wanted_images(summaries.asset(slug), boards=summaries.boards)]
    found = {slug: lacking(summaries, slug) for slug in slugs}
    open_ones = {slug: what for slug, what in found.items() if what}
    return {"references": {"ready": len(slugs) - len(open_ones), "of": len(slugs), "lacking": open_ones}}


def _is_shown(row: Row, state: State, way: str) -> bool:
    """Whether a stage is a part of this story; a spare one is as soon as something is made of it, or wanted.

    One that lies beyond the end of its way is as soon as something of it is made.
    """
    if row.name not in state.stages:
        return False
    artifacts = state.stages[row.name].artifacts
    if way in row.beyond:
        return any(artifact.approval != "missing" for artifact in artifacts)
    return bool(artifacts or not row.spare)


def _end_first(operation: str | None, found: list[str]) -> list[str]:
    """Nothing can be written before a merge and its like are ended; what can't be read is to be mended before that."""
    if operation is None or found == ["storyforge check"]:
        return found
    return ["git bisect reset" if operation == "bisect" else f"git {operation} --continue"]


def _estimate(summaries: Summaries, state: State) -> dict[str, Any]:
    """What outdated shots would need is not known before they are made again."""
    found = estimate(summaries)
    if state.stages["shots"].freshness != "current":
        found.pop("action_scale", None)
    return found


def _stage(stage: StageState, summaries: Summaries) -> dict[str, Any]:
    made = [a for a in stage.artifacts if a.approval != "missing"]
    return {
        "name": stage.name,
        "approval": stage.approval,
        "freshness": stage.freshness,
        "reasons": list(stage.reasons),
        "flags": list(stage.flags),
        "blocked": list(stage.blocked) if stage.approval == "missing" else [],
        "options": _options(stage, summaries),
        "gaps": _gaps(stage, summaries),
        "made": len(made),
        "of": len(stage.artifacts),
        "next": _next(stage, summaries),
    }


def _options(stage: StageState, summaries: Summaries) -> int:
    """How many options of a stage wait for their author to choose one of them."""
    if stage.approval != "missing" or not BY_NAME[stage.name].options:
        return 0
    return sum(option_path(stage.name, number) in summaries for number in range(1, 10))


def _gaps(stage: StageState, summaries: Summaries) -> int:
    """How many gaps keep a stage from being locked; a storyboard shows them, a screenplay's notes are its author's."""
    if stage.approval != "draft" or summaries.way in ("storyboard", "screenplay"):
        return 0
    indexes = (summaries.index(artifact.path) for artifact in stage.artifacts)
    return sum(index.get("gaps", 0) for index in indexes if not index.get("derived"))


def _by_scene(state: State) -> dict[str, dict[str, ArtifactState]]:
    """Scene folder -> stage -> state of its artifact, in one pass over all of them."""
    found: dict[str, dict[str, ArtifactState]] = {}
    for path, artifact in state.artifacts.items():
        name = scene_folder_of(path)
        if name is not None:
            found.setdefault(name, {})[artifact.stage] = artifact
    return found


def _broken(scenes: dict[str, dict[str, ArtifactState]]) -> list[str]:
    """Folders of the scenes whose starting states were made from another end of a scene before."""
    return [name for name, found in scenes.items() if _goes_wrong(found)]


def _goes_wrong(found: dict[str, ArtifactState]) -> bool:
    """Whether another end of a scene before came, went or changed."""
    return any("#end." in reason.facet for artifact in found.values() for reason in artifact.reasons)


def _scene(
    scene: dict[str, Any],
    scenes: dict[str, dict[str, ArtifactState]],
    summaries: Summaries,
    borders: Continuity,
) -> dict[str, Any]:
    border: dict[str, Any] = {"risk": "unknown", "reasons": []}
    if scene["omitted"]:
        shown = {"status": "omitted", "reasons": [], "stages": {}}
    elif not is_number(scene["number"]):
        shown = {"status": "draft", "reasons": ["no number yet: storyforge save"], "stages": {}}
    else:
        found = scenes.get(folder(scene["number"]), {})
        reasons = [str(reason) for artifact in found.values() for reason in artifact.reasons]
        shown = {
            "status": _scene_status(found),
            "reasons": list(dict.fromkeys(reasons))[:MANY],
            "stages": {name: {"approval": a.approval, "freshness": a.freshness} for name, a in found.items()},
        }
        border = borders.of(scene["number"]).plain()
        shown |= _said(summaries, folder(scene["number"]))
    seconds = round(scene_seconds(summaries, scene), 2)
    return {"id": scene["number"], "heading": scene["heading"], "seconds": seconds, **shown, "continuity": border}


def _said(summaries: Summaries, here: str) -> dict[str, Any]:
    """What is said of a scene's clips and still holds, and which of them are drafts; nothing where there is nothing."""
    standing = [one for one in verdicts(summaries, here) if one.holds]
    drafts = summaries.index(scene_path(here, "clips")).get("drafts", [])
    told = {
        "good": sum(one.says == "success" for one in standing),
        "issues": [{"shot": one.shot, "says": one.says, "stage": one.stage} for one in standing if one.stage],
    }
    return ({"review": told} if standing else {}) | ({"drafts": drafts} if drafts else {})


def _scene_status(found: dict[str, Any]) -> str:
    if _goes_wrong(found):
        return "continuity broken"
    if any(artifact.freshness == "outdated" for artifact in found.values()):
        return "outdated"
    for stage, words in _REACHED:
        if stage in found and found[stage].approval == "locked":
            return words
    return "draft"


_REACHED = (("video", "video complete"), ("frames", "frames locked"), ("shots", "shot list locked"))
"""How far a scene has come: the last of these whose file is locked."""


def _issue(summaries: Summaries) -> str:
    """Where somebody said that something is wrong with a clip that is still there."""
    for number in summaries.numbers:
        if any(one.holds and one.stage for one in verdicts(summaries, folder(number))):
            return f"storyforge review {number}"
    return ""


def _next(stage: StageState, summaries: Summaries) -> str | None:
    if stage.approval == "missing":
        return _to_make(stage, summaries)
    if stage.approval == "invalid" or _gaps(stage, summaries):
        return "storyforge check"
    if stage.approval in ("draft", "edited"):
        return "storyforge confirm" if stage.name == "confirm" else f"storyforge lock {stage.name}"
    if stage.freshness != "outdated":
        return None
    stale = [artifact for artifact in stage.artifacts if artifact.freshness == "outdated"]
    if stage.name == "shots" and any(map(_only_words, stale)):
        return "storyforge sync shots"
    return "storyforge check" if all(a.left_over for a in stale) else f"storyforge run {stage.name} --outdated"


def _to_make(stage: StageState, summaries: Summaries) -> str | None:
    """How what is missing comes about: options that are there are chosen from."""
    if _options(stage, summaries):
        return f"storyforge choose {stage.name} 1"
    return None if stage.blocked else f"storyforge run {stage.name}"


def _only_words(artifact: ArtifactState) -> bool:
    """Whether a shot list is outdated by what is said in its scene, and by nothing else."""
    return all(reason.kind == "changed" and _DIALOGUE.fullmatch(reason.facet) for reason in artifact.reasons)


def next_commands(state: State, summaries: Summaries) -> list[str]:
    """What to type next: the first thing that is open, in the order in which stages are made."""
    rows = [row for row in walk(summaries.way) if _is_shown(row, state, summaries.way)]
    found = [command for row in rows if (command := _next(state.stages[row.name], summaries))]
    if not found and (issue := _issue(summaries)):
        return [issue]
    if not found:
        filmed = rows[-1].name == "video"
        return ["storyforge export animatic" if filmed or not summaries.boards else "storyforge export boards"]
    return found[:1]
