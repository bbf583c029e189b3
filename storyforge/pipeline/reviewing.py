"""Verdicts on clips: written beside them, led back to the stage they most likely come from, with what that outdates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from storyforge.checks import findings
from storyforge.errors import ClipMissingError, UnknownSceneError
from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.review import Review, Verdict
from storyforge.model.verdicts import judged
from storyforge.pipeline.change import Change, to_bytes
from storyforge.pipeline.repairing.impact import impact_of, providers_of
from storyforge.pipeline.writing.asking import recorded_first, writer
from storyforge.tasks.attribution import AttributionContext, Sign, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.clips import Clip, ClipSet
    from storyforge.model.frames import FrameSet
    from storyforge.model.prompts import Prompts
    from storyforge.model.review import Kind
    from storyforge.model.shots import Shot, ShotList
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.story import Story
    from storyforge.tasks.attribution import AttributionOutput

_STAGE_OF: dict[str, Stage] = {
    "frame_drift": "frames",
    "picture_quality": "frames",
    "clean_frames": "frames",
    "clip_quality": "video",
    "media_in_place": "video",
    "input_contract": "prompts",
    "prompt_faults": "prompts",
    "state_contradicts": "visuals",
    "speech_fits": "shots",
    "shot_length": "shots",
    "axis_flip": "shots",
    "blocking_clash": "shots",
    "dialogue_verbatim": "shots",
    "beat_coverage": "beats",
}
"""Check -> the stage that its findings speak for."""
_WEIGHT = {"error": 3, "warning": 2, "note": 1}


@dataclass(frozen=True)
class Reviewed:
    """A verdict that was written: what it goes back to, what repair there would outdate, and the command to type."""

    scene: str
    verdict: Verdict
    impact: Impact | None
    command: str
    commit: str | None

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        told = {"scene": self.scene, **self.verdict.filed(), "command": self.command or None, "commit": self.commit}
        return told | ({"would": self.impact.plain()} if self.impact else {})


def review(session: Session, number: str, shot: str, says: Kind, request: Request) -> Reviewed:
    """Write a verdict on a clip, or on all of a scene.

    Raises UnknownSceneError, ClipMissingError, what a save raises and whoever answers.
    """
    if number not in session.story.scenes:
        raise UnknownSceneError(number, list(session.story.scenes))
    _, story, branch = recorded_first(session, request)
    here, path = folder(number), scene_path(folder(number), "review")
    found = judged(story.summaries, here, shot)
    if not found:
        raise ClipMissingError(number, shot)
    with writer(session, replace(request, upto="video")) as asked:
        verdict = Verdict(shot=shot, says=says, why=request.guidance.strip(), judged=found, by=asked.asking.name)
        impact, command = None, ""
        if says != "success":
            context = _context(story, number, shot, says, request.guidance)
            answer = cast("AttributionOutput", asked.asking.ask("attribution", context))
            verdict = verdict.model_copy(update={"stage": answer.stage, "because": answer.because})
            impact = _would(story, number, shot, answer.stage, request)
            command = command_for(number, shot, answer.stage, request.guidance)
        before = cast("Review | None", story.model(path))
        kept = tuple(one for one in before.verdicts if one.shot != shot) if before else ()
        model = Review(scene=number, verdicts=(*kept, verdict))
        content = to_bytes(story, path, model)
        change = Change({path: content}, story.with_changes({path: content}, {path: model}))
        subject = f"review: {shot or f'scene {number}'} {says}{f', back to {verdict.stage}' if verdict.stage else ''}"
        return Reviewed(number, verdict, impact, command, asked.commit(change, subject, request.guidance, branch))


def _context(story: Story, number: str, shot: str, says: str, note: str) -> AttributionContext:
    shots = cast("ShotList | None", story.model(scene_path(folder(number), "shots")))
    mine = [one for one in shots.shots if not shot or one.id == shot] if shots else []
    return AttributionContext(
        language=story.story.language,
        shot=shot,
        wrong=says,
        note=note,
        action=" ".join(one.action for one in mine)[:2000],
        signs=tuple(_signs(story, number, shot, mine)),
    )


def _signs(story: Story, number: str, shot: str, shots: list[Shot]) -> Iterator[Sign]:
    """What is known of a shot that speaks for a stage: findings, states that wait, texts by hand, how it was made."""
    here = folder(number)
    for each in findings(story, _STAGE_OF):
        mine = each.path.startswith(f"scenes/{here}/") and (not shot or each.about.partition(".")[0] == shot)
        if mine and not each.waived:
            yield Sign(stage=_STAGE_OF[each.check], what=each.message, weight=_WEIGHT[each.severity])
    for one in shots:
        waiting = [change for change in one.changes if change.review == "proposed"]
        if waiting:
            yield Sign(stage="visuals", what=f"{one.id} has a change of state that nobody accepted yet", weight=2)
    prompts = cast("Prompts | None", story.model(scene_path(here, "prompts")))
    for entry in prompts.prompts if prompts else ():
        if entry.edited and (not shot or entry.id == shot):
            texts = ", ".join(entry.edited)
            yield Sign(stage="prompts", what=f"{entry.id}: {texts} was written by hand", weight=2)
    clips = cast("ClipSet | None", story.model(scene_path(here, "clips")))
    for clip in clips.clips if clips else ():
        if not shot or clip.id == shot:
            yield from _of_clip(clip)


def _of_clip(clip: Clip) -> Iterator[Sign]:
    for step in clip.steps:
        yield Sign(stage="video", what=f"{clip.id} was made from {step.sent}, not {step.wanted}: {step.why}", weight=2)
    if clip.draft:
        yield Sign(stage="video", what=f"the clip of {clip.id} is a draft, at the cheapest quality")


def _would(story: Story, number: str, shot: str, stage: Stage, request: Request) -> Impact | None:
    """What another version of a shot at a stage would outdate; None where that can't be told beforehand."""
    here = folder(number)
    changed: Any = None
    if stage == "frames":
        path = scene_path(here, "frames")
        frames = cast("FrameSet | None", story.model(path))
        other = digest(["another take", number, shot])
        new = [
            one.model_copy(update={"start": one.start.model_copy(update={"picture": other})})
            if not shot or one.id == shot
            else one
            for one in (frames.frames if frames else ())
        ]
        changed = frames.model_copy(update={"frames": tuple(new)}) if frames else None
    elif stage == "prompts":
        path = scene_path(here, "prompts")
        prompts = cast("Prompts | None", story.model(path))
        texts = [
            one.model_copy(update={"video": f"{one.video} (otherwise)"}) if not shot or one.id == shot else one
            for one in (prompts.prompts if prompts else ())
        ]
        changed = prompts.model_copy(update={"prompts": tuple(texts)}) if prompts else None
    elif stage == "shots":
        path = scene_path(here, "shots")
        shots = cast("ShotList | None", story.model(path))
        longer = [
            one.model_copy(update={"frames": one.frames + 1}) if not shot or one.id == shot else one
            for one in (shots.shots if shots else ())
        ]
        changed = shots.model_copy(update={"shots": tuple(longer)}) if shots else None
    if changed is None:
        return None
    content = to_bytes(story, path, changed)
    after = story.with_changes({path: content}, {path: changed})
    return impact_of(story, after, providers_of(after, request.providers))


def command_for(number: str, shot: str, stage: str, note: str) -> str:
    """What to type to go back to a stage; what is said there must be ten characters at least."""
    said = note.strip() if len(note.strip()) >= 10 else "what should be different"
    words = said.replace("\\", "").replace('"', "'").replace("`", "'").replace("$", "")
    return {
        "frames": f'storyforge frame redo {shot} -m "{words}"' if shot else f'storyforge frames {number} -m "{words}"',
        "video": f'storyforge confirm {number}; storyforge video {number} -m "{words}"',
        "prompts": f'storyforge prompts {number} -m "{words}"',
        "visuals": f"storyforge state {number}",
        "shots": f'storyforge shots {number} -m "{words}"',
        "assets": "storyforge asset list",
        "script": f'storyforge rewrite script {number} -m "{words}"',
        "beats": "storyforge show beats",
    }[stage]


def reviews(story: Story, number: str) -> list[tuple[Verdict, bool]]:
    """The verdicts of a scene, each with whether it still holds; raises UnknownSceneError."""
    if number not in story.scenes:
        raise UnknownSceneError(number, list(story.scenes))
    found = cast("Review | None", story.model(scene_path(folder(number), "review")))
    here = folder(number)
    return [(one, judged(story.summaries, here, one.shot) == one.judged) for one in (found.verdicts if found else ())]
