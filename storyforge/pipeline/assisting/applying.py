"""An alternative for a line, applied: exactly the words that it is about change, in a commit of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import NoSuchRemarkError
from storyforge.model.money import FREE
from storyforge.model.screenplay import Speech
from storyforge.pipeline.assisting.gathering import gathered
from storyforge.pipeline.assisting.room import STAGES
from storyforge.pipeline.change import Change
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.pipeline.writing.pages import page_of
from storyforge.pipeline.writing.passages import Stretch, replaced, select, with_line_ends
from storyforge.pipeline.writing.rewriting import Passage, Rewritten
from storyforge.pipeline.writing.scripts import lines_within

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.money import Cost
    from storyforge.pipeline.assisting.gathering import Wish
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.pipeline.writing.pages import Page
    from storyforge.story import Story
    from storyforge.tasks.assist import DialogueContext, DialogueOutput, Remark

SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Priced:
    """What asking for the alternatives would cost at most; nobody was asked."""

    by: str
    cost: Cost = FREE


def apply(
    session: Session, wish: Wish, number: int, request: Request, tell: Callable[[Tell], None] | None = None
) -> Rewritten | Priced:
    """Put the alternative of a number, counted from 1, in the place of its words.

    The alternatives are those of the same question: asked before, they are found again and cost nothing. What the
    author edited is recorded first. Raises NoSuchRemarkError, StructureChangedError, ImpactNotAcceptedError, and what
    whoever answers raises.
    """
    saved, story, branch = recorded_first(session, request)
    request = replace(request, upto=STAGES[wish.what], guidance=wish.guidance)
    with writer(session, request, tell) as asked:
        context = cast("DialogueContext", gathered(asked.job(story), story, wish))
        if request.dry and not asked.is_free:
            return Priced(asked.choice.name, asked.price(wish.what, [context]))
        remark = _chosen(context, cast("DialogueOutput", asked.asking.ask(wish.what, context)), number)
        made = _applied(session, story, context, remark, asked, request, branch)
        return replace(made, saved=saved)


def alternatives(answer: DialogueOutput) -> list[Remark]:
    """The remarks that offer something, in their order; they are counted from 1."""
    return [remark for remark in answer.remarks if remark.instead.strip()]


def _chosen(context: DialogueContext, answer: DialogueOutput, number: int) -> Remark:
    offered = alternatives(answer)
    if not 1 <= number <= len(offered):
        raise NoSuchRemarkError(context.scene, number, len(offered))
    return offered[number - 1]


def _applied(
    session: Session,
    story: Story,
    context: DialogueContext,
    remark: Remark,
    asked: Writer,
    request: Request,
    branch: str,
) -> Rewritten:
    page = page_of(story, SCRIPT)
    stretch = _place(story, page, context, remark)
    changed = [(stretch, with_line_ends(page.fitted(remark.instead), page.text))]
    content = page.written(replaced(page.text, changed), changed)
    after = story.with_changes({page.path: content})
    after.refuse_unreadable([page.path])
    passage = Passage(page.places.name(stretch), stretch.of(page.text), changed[0][1])
    made = Rewritten(page.path, (passage,), asked.asking.name, asked.asking.cost)
    if request.dry:
        return made
    impact = weighed(session, after, request, "the same command with --accept-impact")
    subject = f"script: a line of scene {context.scene} rewritten"
    commit = asked.commit(Change({page.path: content}, after), subject, remark.why, branch)
    return replace(made, impact=impact, commit=commit)


def _place(story: Story, page: Page, context: DialogueContext, remark: Remark) -> Stretch:
    """Where the words stand: in the speech of that number, wherever else in the script they are said too."""
    speeches = [block for block in story.scenes[context.scene].blocks() if isinstance(block, Speech)]
    speech = speeches[remark.number - 1]
    first, last = lines_within(story.source, speech.line + 1, speech.last)
    found = select(page.path, page.text[first:last], [remark.quote], 1)[0]
    return Stretch(first + found.start, first + found.end)
