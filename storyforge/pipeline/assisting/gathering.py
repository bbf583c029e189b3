"""What each question of the assistant is told: bounded facts, and of the script at most the one scene at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, NothingToAssistError, UnknownBeatError, UnknownSceneError
from storyforge.pipeline.assisting import facts
from storyforge.pipeline.assisting.asked import asked_of
from storyforge.pipeline.assisting.people import folk_of
from storyforge.pipeline.assisting.signs import signs_of
from storyforge.pipeline.assisting.speech import lines_of, speaker_of, voices_of
from storyforge.pipeline.writing.scripts import under_heading
from storyforge.stages.film.briefing import brief_of
from storyforge.stages.film.offering import source_of
from storyforge.story import SCRIPT
from storyforge.tasks.assist import FEWEST_CHAPTERS, DialogueContext, HolesContext, PlotContext, TwistsContext
from storyforge.tasks.facts import Known
from storyforge.tasks.tokens import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.model.beats import BeatSheet, Telling
    from storyforge.pipeline.assisting.people import Folk
    from storyforge.stages.base import Job
    from storyforge.story import Story
    from storyforge.tasks.base import Context
    from storyforge.tasks.facts import Thing, Unit

PREMISE = 600
"""Tokens of a premise."""
MAIN = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the assistant: which question, about what, and what the author says to it."""

    what: str
    scene: str = ""
    character: str = ""
    at: str = ""
    count: int = 5
    guidance: str = ""


@dataclass(frozen=True)
class _Gathering:
    """A story, and who is in it."""

    job: Job
    story: Story
    wish: Wish
    folk: Folk = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folk", folk_of(self.story, self.job.rules))

    @property
    def sheet(self) -> BeatSheet | None:
        """The beats."""
        return cast("BeatSheet | None", self.story.model(facts.BEATS)) if facts.BEATS in self.story.summaries else None


def gathered(job: Job, story: Story, wish: Wish) -> Context:
    """The context of a question.

    Raises MissingArtifactError where it is about a script that is not there, UnknownSceneError, UnknownBeatError,
    UnknownSpeakerError, NothingToAssistError where nothing is told yet.
    """
    return _GATHERERS[wish.what](_Gathering(job, story, wish))


def _plot(g: _Gathering) -> PlotContext:
    """Scenes, else beats; else the premise: what the author says now, the telling, or the primary input."""
    beats = facts.beats_of(g.story)
    code = g.story.story.language
    scenes = facts.scenes_of(g.story, g.folk) if facts.has_script(g.story) else ()
    # Of a script with a scene or two, the beats say more than its scenes.
    units = scenes if len(scenes) >= FEWEST_CHAPTERS or not beats else beats
    if units is scenes and scenes:
        people = facts.known_of(g.folk.main(), units, code)
    else:
        people = facts.known_in_beats(beats)[:2] if beats else _defined(g)
    premise = g.wish.guidance.strip() or ("" if units else _told_so_far(g))
    if not units and not premise:
        raise NothingToAssistError("plot")
    return PlotContext(
        brief=brief_of(g.job, query=premise, names=[person.name for person in people]),
        premise=shortened(premise, PREMISE),
        units=units,
        people=people,
        guidance=g.wish.guidance if units else "",
    )


def _told_so_far(g: _Gathering) -> str:
    for path in ("treatment.md", "narrative.md"):
        if path in g.story.summaries:
            return cast("Telling", g.story.model(path)).body
    sections = source_of(g.story)
    return "\n\n".join(section.text for section in sections[:1])


def _defined(g: _Gathering) -> tuple[Known, ...]:
    """The main characters that the author defined."""
    brief = brief_of(g.job)
    main = [person for person in brief.people if person.role in ("main", "")]
    return tuple(Known(name=person.name, role=person.role) for person in main[:2])


def _twists(g: _Gathering) -> TwistsContext:
    beats = facts.beats_of(g.story)
    scenes: tuple[Unit, ...] = ()
    code = g.story.story.language
    people: tuple[Known, ...]
    things: tuple[Thing, ...] = ()
    if facts.has_script(g.story):
        scenes = facts.scenes_of(g.story, g.folk)
        people = facts.known_of([p for p in g.folk.characters if not p.group], scenes, code)
        things = facts.things_of(g.folk.props, g.story)
    else:
        people = facts.known_in_beats(beats)
    units: Sequence[Unit] = beats or scenes
    if not units:
        raise NothingToAssistError("twists")
    if beats and scenes:
        units, people, things = _in_beats(g, beats, people, things)
    if g.wish.at and g.wish.at not in {unit.id for unit in units}:
        raise UnknownBeatError(g.wish.at, [unit.id for unit in units])
    names = [person.name for person in people[:MAIN]]
    return TwistsContext(
        brief=brief_of(g.job, query=g.wish.guidance, names=names),
        units=tuple(units),
        people=people,
        things=things,
        count=g.wish.count,
        at=g.wish.at,
        guidance=g.wish.guidance,
    )


def _in_beats(
    g: _Gathering, beats: Sequence[Unit], people: Sequence[Known], things: Sequence[Thing]
) -> tuple[tuple[Unit, ...], tuple[Known, ...], tuple[Thing, ...]]:
    """Who and what is in which scene, told by beats."""
    sheet = g.sheet
    played = {beat.id: set(beat.scenes) for beat in sheet.beats} if sheet else {}

    def where(numbers: Sequence[str]) -> tuple[str, ...]:
        return tuple(beat.id for beat in beats if played[beat.id] & set(numbers))

    known = tuple(each.model_copy(update={"units": where(each.units)}) for each in people)
    props = tuple(each.model_copy(update={"units": where(each.units)}) for each in things)
    with_people = tuple(
        beat if beat.people else beat.model_copy(update={"people": tuple(k.name for k in known if beat.id in k.units)})
        for beat in beats
    )
    return with_people, tuple(k for k in known if k.units), tuple(t for t in props if t.units)


def _holes(g: _Gathering) -> HolesContext:
    if not facts.has_script(g.story):
        raise MissingArtifactError(SCRIPT)
    code = g.story.story.language
    units = facts.scenes_of(g.story, g.folk)
    return HolesContext(
        language=code,
        units=units,
        beats=facts.unplayed(g.story),
        people=facts.known_of(g.folk.characters, units, code),
        things=facts.things_of(g.folk.props, g.story),
        signs=signs_of(g.story, g.folk),
        asked=asked_of(g.story, g.folk),
    )


def _dialogue(g: _Gathering) -> DialogueContext:
    if not facts.has_script(g.story):
        raise MissingArtifactError(SCRIPT)
    number = g.wish.scene
    if number not in g.story.scenes:
        raise UnknownSceneError(number, list(g.story.scenes))
    scene = g.story.scenes[number]
    first, last = under_heading(g.story.source, number)
    text = g.story.source.text[first:last]
    lines = lines_of(scene, g.story.story.language)
    names = list(dict.fromkeys(line.name for line in lines))
    return DialogueContext(
        brief=brief_of(g.job, query=text[:400], names=names),
        scene=number,
        heading=scene.title,
        text=text,
        lines=lines,
        voices=voices_of(g.story, names),
        character=speaker_of(number, g.wish.character, names),
        guidance=g.wish.guidance,
    )


_GATHERERS: dict[str, Callable[[_Gathering], Context]] = {
    "plot": _plot,
    "twists": _twists,
    "holes": _holes,
    "dialogue": _dialogue,
}
