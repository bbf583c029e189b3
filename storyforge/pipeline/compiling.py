"""Prompts put into words by a language model, each from the one that rules wrote; what won't do stays the rules'.

It is asked for on purpose, and never on the way: the same story gives the same prompts on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import (
    CutOffError,
    EmptyAnswerError,
    MissingArtifactError,
    RefusedError,
    RequestError,
    StoryforgeError,
    UnfitAnswerError,
    UnknownSceneError,
)
from storyforge.formats.templates import Templates
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.model.prompts import Compiled
from storyforge.pipeline.change import made_by
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.stages.base import Made
from storyforge.stages.film.prompting.compiling import TASKS, scene_questions
from storyforge.stages.film.reading import scene_view
from storyforge.stages.film.s09_prompts import assembled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storyforge.model.base import Artifact
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.model.shots import ShotList
    from storyforge.model.visuals import Visuals
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.stages.base import Medium
    from storyforge.story import Story
    from storyforge.tasks.base import Output
    from storyforge.tasks.compiling import FramePromptOutput, PromptContext

STAGE = "prompts"
AGAIN = "the same command with --accept-impact"
_WONT_DO = (UnfitAnswerError, RefusedError, CutOffError, EmptyAnswerError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One text that is to be put into words: its scene, its shot, which of the three, and from what."""

    scene: str
    shot: str
    name: str
    source: str
    question: PromptContext

    @property
    def item(self) -> str:
        """Its name within the scene, such as `3B.frame`."""
        return f"{self.shot}.{self.name}"


@dataclass(frozen=True, slots=True)
class CompiledPrompts:
    """What became of the texts: those compiled, those that were so already, and why others stay the rules'.

    Of a dry run `asked` counts what would be asked, and `cost` is the most that it would be.
    """

    by: str
    rules: bool = False
    asked: int = 0
    texts: tuple[str, ...] = ()
    already: int = 0
    notes: tuple[str, ...] = ()
    cost: Cost = FREE
    commit: str | None = None
    saved: str | None = None


def compile_prompts(
    session: Session, scenes: Sequence[str], request: Request, tell: Callable[[Tell], None] | None = None
) -> CompiledPrompts:
    """Put the prompts of some scenes, or of all that have some, into words; one commit.

    Where rules answer, nothing is X and what whoever answers raises of money, keys and networks.
    """
    saved, story, branch = recorded_first(session, request)
    with writer(session, request, tell) as asked:
        by = asked.choice.name
        if asked.is_free:
            return CompiledPrompts(by, rules=True, saved=saved)
        every = [each for number in _numbers(story, scenes) for each in _wanted(story, number, request.guidance)]
        wanted = [each for each in every if request.guidance or not _holds(story, each)]
        already = len(every) - len(wanted)
        if request.dry:
            price = sum((asked.price(TASKS[each.name], [each.question]) for each in wanted), FREE)
            return CompiledPrompts(by, asked=len(wanted), already=already, cost=price)
        answers = _answers(asked, wanted)
        texts = {each: found for each, found in answers.items() if isinstance(found, str)}
        notes = tuple(
            f"{each.item} stays in the words of rules: {found.message}"
            for each, found in answers.items()
            if isinstance(found, StoryforgeError)
        )
        made = CompiledPrompts(by, asked=len(wanted), already=already, notes=notes, saved=saved)
        if not texts:
            return replace(made, cost=asked.asking.cost)
        stored = _stored(story, texts, asked)
        change = made_by(story, STAGE, stored, locked=request.auto, guidance="")
        weighed(session, change.after, request, AGAIN)
        commit = asked.commit(change, f"prompts: {counted(len(texts), 'text')} compiled", request.guidance, branch)
        names = tuple(each.item for each in texts)
        return replace(made, by=asked.asking.name, texts=names, cost=asked.asking.cost, commit=commit)


def _numbers(story: Story, scenes: Sequence[str]) -> list[str]:
    """The scenes that are named, else all whose prompts are there; raises UnknownSceneError, MissingArtifactError."""
    numbers = list(scenes) or [number for number in story.scenes if _path(number) in story.files.ids]
    for number in numbers or list(story.scenes)[:1]:
        if number not in story.scenes:
            raise UnknownSceneError(number, list(story.scenes))
        if _path(number) not in story.files.ids:
            raise MissingArtifactError(_path(number))
    return numbers


def _path(number: str) -> str:
    return scene_path(folder(number), STAGE)


def _wanted(story: Story, number: str, instruction: str) -> list[Wanted]:
    """The questions of a scene; raises RequestError where what they would be made from is another by now."""
    kept = cast("Prompts", story.model(_path(number)))
    if assembled(story, number) != kept:
        raise RequestError(
            f"The prompts of scene {number} are not what the story says by now.",
            f"Make them again first: storyforge prompts {number}",
        )
    here = folder(number)
    found = scene_questions(
        cast("ShotList", story.model(scene_path(here, "shots"))),
        scene_view(story, number),
        visuals=cast("Visuals | None", story.model(scene_path(here, "visuals"))),
        templates=Templates(story.templates()),
        kept=kept,
    )
    said = instruction.strip()
    return [
        Wanted(number, shot, name, source, question.model_copy(update={"instruction": said}))
        for shot, name, source, question in found
    ]


def _holds(story: Story, each: Wanted) -> bool:
    """Whether a text was compiled already, from what it would be compiled from now."""
    prompts = cast("Prompts", story.model(_path(each.scene)))
    return any(entry.id == each.shot and each.name in entry.compiled for entry in prompts.prompts)


def _answers(asked: Writer, wanted: Sequence[Wanted]) -> dict[Wanted, str | StoryforgeError]:
    """A text, or why there is none that will do; what is no fault of an answer fails all, and the rest is kept."""
    found: dict[str, Output | StoryforgeError] = {}
    for name, task in TASKS.items():
        contexts = {each.item: each.question for each in wanted if each.name == name}
        found |= asked.asking.ask_each(task, contexts) if contexts else {}
    for answer in found.values():
        if isinstance(answer, StoryforgeError) and not isinstance(answer, _WONT_DO):
            raise answer
    return {
        each: answer if isinstance(answer := found[each.item], StoryforgeError) else _text(answer) for each in wanted
    }


def _text(answer: Output) -> str:
    return cast("FramePromptOutput", answer).written.replace("\0", "")


def _stored(story: Story, texts: Mapping[Wanted, str], asked: Writer) -> Made:
    """The prompts with the new texts, each made by whoever wrote it; the others are as they were made."""
    by, paid = asked.asking.name, asked.asking.by_scene
    made: dict[str, Artifact | bytes | Medium | None] = {}
    costs: dict[str, dict[str, Cost]] = {}
    keys: dict[str, dict[str, str]] = {}
    for number in dict.fromkeys(each.scene for each in texts):
        path = _path(number)
        prompts = cast("Prompts", story.model(path))
        mine = [(each, text) for each, text in texts.items() if each.scene == number]
        made[path] = prompts.model_copy(update={"prompts": tuple(_with(entry, mine, by) for entry in prompts.prompts)})
        costs[path] = {each.item: paid.get(each.item, FREE) for each, _ in mine}
        keys[path] = {each.item: key for each, _ in mine if (key := asked.asking.keys.get(each.item))}
    return Made(made, by=by, item_costs=costs, answers=keys)


def _with(entry: PromptSet, texts: Sequence[tuple[Wanted, str]], by: str) -> PromptSet:
    mine = [(each, text) for each, text in texts if each.shot == entry.id]
    said: dict[str, object] = {each.name: text for each, text in mine}
    compiled = {each.name: Compiled(by=by, source=each.source) for each, _ in mine}
    return entry.model_copy(update={**said, "compiled": {**entry.compiled, **compiled}}) if mine else entry
