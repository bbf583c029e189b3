"""The tasks of the story assistant: what is asked about a story as it is, and the forms of the answers.

What an assistant answers is read and judged by the author; it is no artifact.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from pydantic import Field

from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import Brief
from storyforge.tasks.facts import Asked, Known, Sign, Thing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FEWEST_CHAPTERS = 3
TwistKind = Literal[
    "hidden identity",
    "wrong assumption",
    "hidden motive",
    "reversed alliance",
    "object changes hands",
    "unreliable witness",
    "the past returns",
]
TWISTS: tuple[TwistKind, ...] = get_args(TwistKind)
HoleKind = Literal[
    "contradiction", "beat without a scene", "pay-off without set-up", "set-up without pay-off", "dropped"
]
HOLES: tuple[HoleKind, ...] = get_args(HoleKind)
"""Kinds of holes, the worst first."""
RemarkKind = Literal["long", "on the nose", "repeated", "alike", "alternative"]


def _unknown(names: Iterable[str], units: Iterable[Unit], where: str) -> Iterator[str]:
    known = {unit.id for unit in units}
    for name in dict.fromkeys(names):
        if name not in known:
            yield f'{where} names "{name}", which is neither a beat nor a scene of `units`.'


def _plain(text: str) -> str:
    return " ".join(text.split())


class Chapter(Output):
    """A chapter: scenes or beats that belong together."""

    title: str = Field(description="Its title.")
    units: tuple[str, ...] = Field(description="Ids of its scenes or beats, in order.")
    summary: str = Field(description="What happens in it, in a sentence or two.")
    gap: str = Field("", description="A question, where only the author can say what happens.")


class ArcOfChange(Output):
    """How a main character changes."""

    name: str = Field(description="Who.")
    before: str = Field(description="How they are at first.")
    after: str = Field(description="How they are at last.")
    because: str = Field(description="Id of the scene or beat in which it turns; empty where there is none yet.")
    question: str = Field("", description="A question, where the text shows no change and only the author knows one.")


class PlotContext(Context):
    """A story that is to be seen in chapters."""

    brief: Brief = Field(description="The story as a whole.")
    premise: str = Field("", description="The premise, or what is told of it so far.")
    units: tuple[Unit, ...] = Field(
        (), description="Its scenes, or else its beats, in order; none where there are none."
    )
    people: tuple[Known, ...] = Field((), description="The main characters.")
    guidance: str = Field("", description="What the author wants of it now.")


class PlotOutput(Output):
    """The story in chapters, and how its main characters change."""

    ROLE: ClassVar[Role] = "story-writer"

    chapters: tuple[Chapter, ...] = Field(description="Three chapters or more; every scene or beat is in exactly one.")
    changes: tuple[ArcOfChange, ...] = Field(description="One for every main character.")

    def faults(self, context: PlotContext) -> tuple[str, ...]:
        """Too few chapters, scenes in none or in two, and main characters who do not change, or for no reason."""
        found = []
        if len(self.chapters) < FEWEST_CHAPTERS:
            found.append(f"There are {len(self.chapters)} chapters; give {FEWEST_CHAPTERS} or more.")
        names = [name for chapter in self.chapters for name in chapter.units]
        found += _unknown(names, context.units, "A chapter")
        found += [f"{unit.id} is in no chapter." for unit in context.units if unit.id not in names]
        found += [f"{name} is in more than one chapter." for name in dict.fromkeys(names) if names.count(name) > 1]
        order = [unit.id for unit in context.units]
        placed = [order.index(name) for name in names if name in order]
        if placed != sorted(placed):
            found.append("Chapters and what is in them stand in the order of `units`.")
        return (*found, *self._unchanged(context))

    def _unchanged(self, context: PlotContext) -> Iterator[str]:
        known = {unit.id for unit in context.units}
        told = {change.name.casefold(): change for change in self.changes}
        for person in context.people:
            change = told.get(person.name.casefold())
            if change is None:
                yield f"{person.name} is a main character, and nothing says how they change."
            elif not change.before.strip() or not change.after.strip():
                yield f"{person.name}: say how they are before, and how they are after."
            elif _plain(change.before).casefold() == _plain(change.after).casefold():
                yield f"{person.name} is after as before: main characters change."
            elif known and change.because not in known:
                yield f"{person.name} changes because of {change.because or 'nothing'}; name one of `units`."


class Twist(Output):
    """One twist, or the question that leads to one."""

    kind: TwistKind = Field(description="What kind of twist it is.")
    text: str = Field(description="The twist in one or two sentences, or the question.")
    touches: tuple[str, ...] = Field(description="Ids of the beats or scenes that would mean something else then.")
    setup: str = Field(description="What would have to be set up earlier, and how it would be seen.")
    setup_in: str = Field(description="Id of the beat or scene in which it would be set up.")


class TwistsContext(Context):
    """A story that is to be turned."""

    brief: Brief = Field(description="The story as a whole.")
    units: tuple[Unit, ...] = Field(description="Its beats, or else its scenes, in order.")
    people: tuple[Known, ...] = Field((), description="Who is in it.")
    things: tuple[Thing, ...] = Field((), description="Its props.")
    count: int = Field(5, ge=1, le=12, description="How many twists to answer with.")
    at: str = Field("", description="The beat or scene that each of them is to touch; empty for any.")
    guidance: str = Field("", description="What the author wants of it now.")


class TwistsOutput(Output):
    """Twists that grow from what is there."""

    ROLE: ClassVar[Role] = "story-writer"

    twists: tuple[Twist, ...] = Field(description="As many as were asked for, each another one.")

    def faults(self, context: TwistsContext) -> tuple[str, ...]:
        """Another number, beats that there are not, a set-up that comes too late, and one told twice."""
        found = []
        if len(self.twists) != context.count:
            found.append(f"There are {len(self.twists)} twists; give {context.count}.")
        order = [unit.id for unit in context.units]
        for number, twist in enumerate(self.twists, 1):
            where = f"Twist {number}"
            found += _unknown((*twist.touches, twist.setup_in), context.units, where)
            if not twist.touches:
                found.append(f"{where} touches nothing; name the beats that would mean something else.")
            elif context.at and context.at not in twist.touches:
                found.append(f"{where} does not touch {context.at}.")
            known = [order.index(name) for name in twist.touches if name in order]
            if known and twist.setup_in in order and order.index(twist.setup_in) > max(known):
                found.append(f"{where} is set up in {twist.setup_in}, behind all that it touches.")
        told = [_plain(twist.text).casefold() for twist in self.twists]
        found += ["Two twists are the same."] if len(set(told)) < len(told) else []
        return tuple(found)


class Hole(Output):
    """Something that does not hold, where it stands, and what could be done."""

    kind: HoleKind = Field(description="What kind of hole it is.")
    unit: str = Field(description="Id of the scene or beat in which it shows.")
    text: str = Field(description="What does not hold, in one sentence.")
    quote: str = Field(description="The words that show it, copied from the material.")
    against: str = Field(
        "", description="The words elsewhere that they do not agree with, copied; empty where there are none."
    )
    do: str = Field(description="What could be done about it, in one sentence.")


class HolesContext(Context):
    """What is known of a script, for whoever looks for what does not hold."""

    language: str = Field(description="Language code.")
    units: tuple[Unit, ...] = Field(description="The scenes in order.")
    beats: tuple[Unit, ...] = Field((), description="Beats that no scene plays.")
    people: tuple[Known, ...] = Field((), description="Who is in it.")
    things: tuple[Thing, ...] = Field((), description="Its props.")
    signs: tuple[Sign, ...] = Field(
        (), description="Sentences that say what became of somebody or something, in order."
    )
    asked: tuple[Asked, ...] = Field((), description="Questions that nobody answers where they are asked.")


class HolesOutput(Output):
    """What does not hold, the worst first; none is an honest answer."""

    ROLE: ClassVar[Role] = "critic"

    holes: tuple[Hole, ...] = Field(description="What does not hold, the worst first.")

    def faults(self, context: HolesContext) -> tuple[str, ...]:
        """Holes in scenes that there are not, and words that nothing of what was told has."""
        found = list(_unknown([hole.unit for hole in self.holes], (*context.units, *context.beats), "A hole"))
        told = _plain(" ".join(_words(context)))
        quotes = [quote for hole in self.holes for quote in (hole.quote, hole.against) if quote]
        found += [
            f'"{quote[:80]}" is not in the material word for word.' for quote in quotes if _plain(quote) not in told
        ]
        return tuple(found)


def _words(context: HolesContext) -> Iterator[str]:
    yield from (unit.text for unit in (*context.units, *context.beats))
    yield from (text for known in context.people for text in (known.introduced, known.first, known.last))
    yield from (text for thing in context.things for text in (thing.quote, thing.decides))
    yield from (sign.quote for sign in context.signs)
    yield from (asked.quote for asked in context.asked)


class Line(Context):
    """A speech of the scene at hand."""

    number: int = Field(description="Which speech it is, counted from 1.")
    name: str = Field(description="Who says it.")
    text: str = Field(description="What is said, word for word.")
    tenths: int = Field(0, description="About how long it takes to say, in tenths of a second.")


class Voices(Context):
    """Two people, and how much of their words they share over the whole script."""

    one: str = Field(description="The one.")
    other: str = Field(description="The other.")
    shared: int = Field(description="Words that both use, in percent of those of whoever says less.")
    words: tuple[str, ...] = Field((), description="Some of them, the rarest first.")


class DialogueContext(Context):
    """The dialogue of one scene; no other scene's text is in it."""

    brief: Brief = Field(description="The story as a whole.")
    scene: str = Field(description="Number of the scene.")
    heading: str = Field(description="Its heading.")
    text: str = Field(description="The scene, word for word.")
    lines: tuple[Line, ...] = Field(description="Its speeches.")
    voices: tuple[Voices, ...] = Field((), description="Pairs of speakers of this scene who may sound alike.")
    character: str = Field("", description="Only whose lines are asked about; empty for all.")
    guidance: str = Field("", description="What the author wants of it now.")


class Remark(Output):
    """What is to be said of one line."""

    kind: RemarkKind = Field(description="alternative where another line is offered, else what is to be said of it.")
    number: int = Field(description="Which speech it is about.")
    quote: str = Field(description="The words that it is about, copied from the speech.")
    instead: str = Field("", description="What could be said in place of those words; empty where nothing is offered.")
    why: str = Field(description="Why, in one sentence.")


class DialogueOutput(Output):
    """What is to be said of the lines of a scene."""

    ROLE: ClassVar[Role] = "story-writer"

    remarks: tuple[Remark, ...] = Field(description="In the order of the lines.")

    def faults(self, context: DialogueContext) -> tuple[str, ...]:
        """Lines that there are not, words that they have not, and alternatives that are none."""
        found = []
        lines = {line.number: line for line in context.lines}
        for remark in self.remarks:
            line = lines.get(remark.number)
            if line is None:
                found.append(f"There is no speech {remark.number}.")
                continue
            if _plain(remark.quote) not in _plain(line.text) or not remark.quote.strip():
                found.append(f'"{remark.quote[:80]}" is not in speech {remark.number} word for word.')
            if context.character and line.name.casefold() != context.character.casefold():
                found.append(f"Speech {remark.number} is not {context.character}'s.")
            if _plain(remark.instead) == _plain(remark.quote) or (remark.kind == "alternative" and not remark.instead):
                found.append(f"Speech {remark.number}: the alternative is none.")
        return tuple(found)


class CommandTold(Context):
    """A command of the program, as its help tells of it."""

    name: str = Field(description="Its name.")
    about: str = Field(description="What it does.")
    usage: str = Field(description="Its arguments and options.")
    options: tuple[str, ...] = Field((), description="The options that it takes.")


class IntentContext(Context):
    """What an author wants in their own words, and the commands that there are."""

    language: str = Field(description="Language code.")
    text: str = Field(description="What the author wants.")
    commands: tuple[CommandTold, ...] = Field(description="The commands.")
    scenes: tuple[Unit, ...] = Field((), description="The scenes of the story.")
    beats: tuple[Unit, ...] = Field((), description="Its beats.")
    offered: tuple[str, ...] = Field((), description="Stages that offer options to choose from now.")
    timelines: tuple[str, ...] = Field((), description="Its timelines.")


class Step(Output):
    """A command to be run."""

    arguments: tuple[str, ...] = Field(
        description="The command and its arguments, one word each, without `storyforge`."
    )
    does: str = Field(description="What it does here, in one sentence.")


class IntentOutput(Output):
    """The commands that do what the author wants, in order; none where no command does."""

    ROLE: ClassVar[Role] = "director"

    steps: tuple[Step, ...] = Field(description="The commands in order.")
    unclear: str = Field("", description="What is missing or can't be done, in one sentence; empty where all is clear.")

    def faults(self, context: IntentContext) -> tuple[str, ...]:
        """Commands and options that there are not, and beats that the story has not."""
        known = {command.name: command for command in context.commands}
        beats = {unit.id for unit in context.beats}
        found = []
        for step in self.steps:
            name = step.arguments[0] if step.arguments else ""
            if name not in known:
                found.append(f'There is no command "{name}".')
                continue
            given = [word.partition("=")[0] for word in step.arguments[1:] if word.startswith("-") and len(word) > 1]
            found += [f"{name} has no option {word}." for word in given if word not in known[name].options]
            found += _wrong_scenes(step.arguments, {unit.id for unit in context.scenes})
            if name == "beat":
                wrong = [word for word in step.arguments[1:] if _is_beat(word) and word not in beats]
                found += [f"There is no beat {word}." for word in wrong]
        if not self.steps and not self.unclear.strip():
            found.append("Give commands, or say what is unclear.")
        return tuple(found)


_OF_SCENES = ("scenes", "shots", "visuals", "prompts", "frames", "confirm", "video")


def _wrong_scenes(words: Sequence[str], scenes: Iterable[str]) -> Iterator[str]:
    """Scenes that a command names and the story has not; the words behind an option are the option's."""
    for before, word in pairwise(words):
        named = before in ("--scene", "-s") or (words[0] in _OF_SCENES and not before.startswith("-"))
        if named and not word.startswith("-") and word not in scenes:
            yield f"There is no scene {word}."


def _is_beat(word: str) -> bool:
    return word[:1] == "b" and word[1:].isdigit()
