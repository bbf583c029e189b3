"""Stage 7, shot list: each scene on its own, from its script, the hub, and the cast and props in it.

The changes of state that are read in it are proposals; what its author decided of the same sentence before holds.

Of a film for a given audio, the shots of a scene have the length of what it plays of that, to the frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import StoryforgeError
from storyforge.formats.headings import parse_heading
from storyforge.model.assets import Setting
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.proposals import made_again, still_proposed
from storyforge.model.timing import parse_rate, seconds, spell
from storyforge.stages.base import ALL, Made
from storyforge.stages.film import timed
from storyforge.stages.film.reading import cast_members, cast_of, props_named
from storyforge.tasks.conditions import ConditionsContext, ShotAction
from storyforge.tasks.pieces import pieces
from storyforge.tasks.shots import ShotsContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.beats import BeatSheet
    from storyforge.model.cast import Cast
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Shot, ShotList
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Facets, Job, Library, Plan
    from storyforge.stages.film.timed.tiling import Part
    from storyforge.tasks.conditions import ConditionsOutput
    from storyforge.tasks.shots import ShotsOutput

    _Answers = tuple[dict[str, tuple[Shot, ...]], dict[str, StoryforgeError]]

SCRIPT = "script.fountain"
STYLE = 2
"""Passages of the written style that a scene is told."""
BEATS = "beats.yaml"


def items(summaries: Summaries) -> Plan:
    """One item a shot."""
    plan: Plan = {}
    for number in summaries.numbers:
        path = scene_path(folder(number), "shots")
        facets = _facets(summaries, number)
        shots = summaries.index(path).get("shots", ())
        plan[path] = {shot[0]: facets for shot in shots} or {ALL: facets}
    return plan


def _facets(summaries: Summaries, number: str) -> Facets:
    scene = scene_path(folder(number), "scene")
    index = summaries.index(scene)
    facets = [f"{SCRIPT}#{number}.{part}" for part in ("heading", "action", "dialogue")]
    facets += [f"{scene}#{part}" for part in ("people", "props", "place", "entry", "mode")]
    facets += [f"story.yaml#{part}" for part in ("rate", "pace", "language", "genres")]
    facets += summaries.style
    if timed.is_timed(summaries):
        facets.append(f"scenes/{folder(number)}#heard")
    for slug in (*index.get("people", ()), *index.get("props", ()), index.get("setting", "")):
        if slug in summaries.assets:
            facets.append(f"{summaries.assets[slug]}#cast")
    facets += [f"{path}#scene.{number}" for path in summaries.in_scene(number) if path.startswith("assets/props/")]
    return tuple(dict.fromkeys(facets))


def run(job: Job) -> Made:
    """Ask for the shots of each scene, then for the changes of state that they say."""
    library = job.library
    asked = _by_time if timed.is_timed(library.summaries) else _by_scene
    planned, failed = asked(job)
    made: dict[str, ShotList] = {}
    agrees: dict[str, dict[str, str]] = {}
    for number, shots in planned.items():
        path = scene_path(folder(number), "shots")
        old = cast("ShotList | None", library.model(path))
        made[path] = made_again(number, shots, old, auto=job.auto)
        agrees[path] = _agreement(library.summaries)
    frames = sum(shot.frames for shots in planned.values() for shot in shots)
    length = spell(seconds(frames, parse_rate(library.story.rate)))
    count = sum(len(shots) for shots in planned.values())
    subject = f"{counted(len(made), 'scene')}, {counted(count, 'shot')}, {length}"
    return Made(made, agrees, failed, notes=still_proposed(made.values()), subject=subject)


def _by_scene(job: Job) -> _Answers:
    """Each scene is one question."""
    return _answered(job, _contexts(job))


def _by_time(job: Job) -> _Answers:
    """Of a film for a given audio, each part of a scene that says what is seen; all first parts at once, and so on."""
    library = job.library
    whole = _contexts(job)
    parts = {number: timed.parts_of(library, number) for number in job.scenes}
    planned: dict[str, list[tuple[Shot, ...]]] = {number: [()] * len(found) for number, found in parts.items()}
    failed: dict[str, StoryforgeError] = {}
    for place in range(max(map(len, parts.values()), default=0)):
        contexts = {
            number: _part(whole[number], found[place], place)
            for number, found in parts.items()
            if number not in failed and place < len(found) and found[place].says
        }
        answers, wrong = _answered(job, contexts)
        failed |= wrong
        for number, shots in answers.items():
            planned[number][place] = shots
    beats = _beats(library.summaries)
    laid = {
        number: _of_beat(timed.timed_shots(library, number, parts[number], planned[number]), beats.get(number, ()))
        for number in job.scenes
        if number not in failed
    }
    return laid, failed


def _contexts(job: Job) -> dict[str, ShotsContext]:
    """Scene number -> the question about the scene as a whole."""
    speakers = cast_of(job.library.summaries)
    return {
        number: shots_context(job.library, number, speakers, job.guidance_for(scene_path(folder(number), "shots")))
        for number in job.scenes
    }


def _part(context: ShotsContext, part: Part, place: int) -> ShotsContext:
    """The question about one part of a scene; only the first one comes to a new place."""
    found: dict[str, Any] = {"pieces": context.pieces[part.block : part.until]}
    return context.model_copy(update={**found, "new_place": context.new_place and not place})


def _answered(job: Job, contexts: dict[str, ShotsContext]) -> _Answers:
    """Scene number -> its shots as they were answered, with their changes of state; and the scenes that failed."""
    answers = job.text.ask_each("shots", contexts)
    failed = {number: answer for number, answer in answers.items() if isinstance(answer, StoryforgeError)}
    lists = {number: cast("ShotsOutput", answer).shots for number, answer in answers.items() if number not in failed}
    changed = job.text.ask_each(
        "conditions", {number: conditions_context(contexts[number], shots) for number, shots in lists.items()}
    )
    failed |= {number: answer for number, answer in changed.items() if isinstance(answer, StoryforgeError)}
    beats = _beats(job.library.summaries)
    found = {
        number: _finished(shots, cast("ConditionsOutput", changed[number]), beats.get(number, ()))
        for number, shots in lists.items()
        if number not in failed
    }
    return found, failed


def shots_context(library: Library, number: str, speakers: Cast, guidance: str = "") -> ShotsContext:
    """What the task is told of one scene; nothing of any other scene's script."""
    scene = cast("Scene", library.model(scene_path(folder(number), "scene")))
    written = library.scenes[number]
    heading = parse_heading(written.title, library.story.language)
    place = library.assets.get(scene.setting)
    parameters = library.story.parameters
    return ShotsContext(
        language=library.story.language,
        rate=library.story.rate,
        pace=parameters.pace,
        action_scale=parameters.action_scale,
        genres=parameters.genres,
        scene=number,
        heading=written.title,
        setting=scene.setting,
        place=scene.place,
        interior=heading.interior if heading.interior is not None else isinstance(place, Setting) and place.interior,
        exterior=bool(heading.exterior),
        time=scene.time,
        mode=scene.mode,
        pieces=pieces(written, lambda cue: next(iter(speakers.speakers(cue)), "")),
        cast=cast_members(library.assets, scene.people),
        props=props_named(library.assets, scene.props, number),
        new_place=scene.new_place,
        continuous=scene.continuous,
        sides=scene.sides,
        beats=tuple(_beats(library.summaries).get(number, ())),
        turns=_turns(library, number),
        boards=library.summaries.boards,
        guidance=guidance,
    )


def conditions_context(context: ShotsContext, shots: tuple[Shot, ...]) -> ConditionsContext:
    """The actions of the shots, and who and what may be meant."""
    actions = tuple(
        ShotAction(
            shot=shot.id,
            action=shot.action,
            speakers=tuple(dict.fromkeys(line.character for line in shot.dialogue if not line.extension)),
        )
        for shot in shots
    )
    return ConditionsContext(language=context.language, shots=actions, cast=context.cast, props=context.props)


def _finished(shots: tuple[Shot, ...], answer: ConditionsOutput, beats: Sequence[str]) -> tuple[Shot, ...]:
    """Shots with their changes of state; and with the beat, where the scene plays only one."""
    changes = {entry.shot: entry.changes for entry in answer.shots}
    return _of_beat(
        tuple(shot.model_copy(update={"changes": changes.get(shot.id, shot.changes)}) for shot in shots), beats
    )


def _of_beat(shots: tuple[Shot, ...], beats: Sequence[str]) -> tuple[Shot, ...]:
    """Shots with the beat of their scene, where it plays only one and they say no other."""
    if len(beats) != 1:
        return shots
    return tuple(shot.model_copy(update={"beats": shot.beats or tuple(beats)}) for shot in shots)


def _beats(summaries: Summaries) -> dict[str, list[str]]:
    """Scene number -> ids of the beats it plays."""
    found: dict[str, list[str]] = {}
    for beat, scenes in summaries.index(BEATS).get("beats", {}).items():
        for number in scenes:
            found.setdefault(number, []).append(beat)
    return found


def _turns(library: Library, number: str) -> tuple[str, ...]:
    """What the beats of a scene are, each with its goal."""
    sheet = cast("BeatSheet | None", library.model(BEATS)) if BEATS in library.summaries else None
    played = [beat for beat in sheet.beats if number in beat.scenes] if sheet else []
    return tuple(" ".join(filter(None, (f"{beat.id}: {beat.text}", beat.goal))) for beat in played)


def _agreement(summaries: Summaries) -> dict[str, str]:
    beats = summaries.get(BEATS)
    return {BEATS: beats.digest} if beats else {}
