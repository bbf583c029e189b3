"""How stage 4 writes a script from beats: a plan of scenes, then each scene on its own, then our own writer.

A scene is asked for with the brief, its own plan and beats, and one line about the scenes beside it. No other scene's
text is in the question, and nothing in it grows with the number of scenes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.errors import StoryforgeError
from storyforge.formats.screenwriting import WrittenBlock, WrittenScene, write_script
from storyforge.model.beats import BeatSheet
from storyforge.model.counted import counted
from storyforge.model.timing import Length
from storyforge.stages.base import Made
from storyforge.stages.film.briefing import brief_of
from storyforge.tasks.scenes import OutlineContext, SceneContext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.beats import Beat
    from storyforge.stages.base import Job
    from storyforge.tasks.scenes import OutlineOutput, PlannedScene, SceneOutput

SCRIPT = "script.fountain"
BEATS = "beats.yaml"
_SECONDS = 75
"""How long a scene plays on average; feature films have about 40 to 60 scenes an hour."""


def written(job: Job) -> Made:
    """Write the script; a scene that fails fails it, and what was answered is found again by the next run."""
    library = job.library
    sheet = cast("BeatSheet", library.model(BEATS))
    plan = _outline(job, sheet.beats)
    answers = job.text.ask_each("scene", _contexts(job, plan, sheet.beats))
    scenes = [_scene(number, plan[int(number) - 1], answer) for number, answer in answers.items()]
    page = {"title": library.story.title}
    script = write_script(page, scenes, library.story.language).encode()
    linked = BeatSheet.model_validate({**sheet.plain(), "beats": [b.plain() for b in _linked(sheet.beats, plan)]})
    return Made(
        {SCRIPT: script},
        touched={BEATS: linked},
        agrees={SCRIPT: {BEATS: linked.digest()}, BEATS: {SCRIPT: ""}},
        subject=counted(len(scenes), "scene"),
    )


def _outline(job: Job, beats: Sequence[Beat]) -> Sequence[PlannedScene]:
    context = OutlineContext(
        brief=brief_of(job, query=" ".join(beat.text for beat in beats[:3])),
        beats=tuple(_bare(beat) for beat in beats),
        scenes=_how_many(job, len(beats)),
        guidance=job.guidance_for(SCRIPT),
    )
    return cast("OutlineOutput", job.text.ask("outline", context)).scenes


def _how_many(job: Job, beats: int) -> int:
    """Scenes that the target length takes; without one, as many as there are beats."""
    length = job.library.story.parameters.length
    if not length:
        return beats
    target = Length.parse(length)
    return max(1, round((target.shortest + target.longest) / 2 / _SECONDS))


def _contexts(job: Job, plan: Sequence[PlannedScene], beats: Sequence[Beat]) -> Mapping[str, SceneContext]:
    seconds = _seconds(job, len(plan))
    return {str(number): _context(job, number, plan, beats, seconds) for number in range(1, len(plan) + 1)}


def _context(job: Job, number: int, plan: Sequence[PlannedScene], beats: Sequence[Beat], seconds: int) -> SceneContext:
    scene = plan[number - 1]
    played = [beat for beat in beats if beat.id in scene.beats]
    names = _names(scene, beats)
    return SceneContext(
        brief=brief_of(job, query=" ".join(beat.text for beat in played), names=list(names), around=played),
        scene=str(number),
        of=len(plan),
        plan=scene,
        beats=tuple(_bare(beat) for beat in played),
        before=_told(plan[number - 2]) if number > 1 else "",
        after=_told(plan[number]) if number < len(plan) else "",
        first=_first(plan, beats, number),
        seconds=seconds,
        guidance=job.guidance_for(SCRIPT),
    )


def _names(scene: PlannedScene, beats: Sequence[Beat]) -> dict[str, None]:
    """Who is in a scene, by its plan and its beats, each once."""
    return dict.fromkeys([*scene.people, *(name for b in beats if b.id in scene.beats for name in b.people)])


def _first(plan: Sequence[PlannedScene], beats: Sequence[Beat], number: int) -> tuple[str, ...]:
    """Who is in a scene and in none before it: whoever writes one scene alone could not know."""
    known = {name.casefold() for scene in plan[: number - 1] for name in _names(scene, beats)}
    return tuple(name for name in _names(plan[number - 1], beats) if name.casefold() not in known)


def _seconds(job: Job, scenes: int) -> int:
    length = job.library.story.parameters.length
    if not length:
        return _SECONDS
    target = Length.parse(length)
    return max(10, round((target.shortest + target.longest) / 2 / max(1, scenes)))


def _told(scene: PlannedScene) -> str:
    """A scene in one line, for the scenes beside it."""
    return f"{scene.inside} {scene.place} {scene.time}: {scene.purpose}".strip()


def _bare(beat: Beat) -> Beat:
    """A beat without what could stand in its place, and without the scenes of a script that is to be written."""
    return beat.model_copy(update={"runners_up": (), "scenes": ()})


def _scene(number: str, plan: PlannedScene, answer: object) -> WrittenScene:
    if isinstance(answer, StoryforgeError):
        raise answer
    blocks = tuple(WrittenBlock(**block.model_dump()) for block in cast("SceneOutput", answer).blocks)
    return WrittenScene(number, plan.inside, plan.place, plan.time, blocks)


def _linked(beats: Sequence[Beat], plan: Sequence[PlannedScene]) -> list[Beat]:
    """The beats with the numbers of the scenes that play them."""
    return [
        beat.model_copy(update={"scenes": tuple(str(n) for n, scene in enumerate(plan, 1) if beat.id in scene.beats)})
        for beat in beats
    ]
