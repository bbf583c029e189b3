"""The story assistant: asks about the story as it is; the answer is printed, and kept as a note on request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.model.money import FREE
from storyforge.pipeline.assisting.gathering import gathered
from storyforge.pipeline.assisting.speech import shares_of
from storyforge.pipeline.change import Change
from storyforge.pipeline.editing.save import edited_story
from storyforge.pipeline.writing.asking import writer
from storyforge.tasks.assist import DialogueContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.money import Cost
    from storyforge.pipeline.assisting.gathering import Wish
    from storyforge.pipeline.assisting.speech import Share
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.tasks.base import Context, Output

STAGES = {"plot": "treatment", "twists": "beats", "holes": "script", "dialogue": "script", "intent": "script"}
"""Question -> the stage whose writer answers it."""
NOTES = "notes"


@dataclass(frozen=True)
class Assisted:
    """What a question came to; of a dry run that would cost, `answer` is None and `cost` the most that it would be.

    `shares` say, of a scene's dialogue, how much is whose; they are counted here whoever answers.
    """

    what: str
    context: Context
    answer: Output | None = None
    shares: tuple[Share, ...] = ()
    by: str = ""
    cost: Cost = FREE
    note: str = ""
    commit: str | None = None


def assist(
    session: Session,
    wish: Wish,
    request: Request,
    tell: Callable[[Tell], None] | None = None,
    note: Callable[[Assisted], str] | None = None,
) -> Assisted:
    """Ask, and with `note`, which makes Markdown of the answer, keep it in `notes/` in one commit.

    Nothing else is written. A dry run asks nobody who may take money. Raises what `gathered` raises, and what whoever
    answers raises.
    """
    _, story = edited_story(session)
    branch = session.branch() if note and not request.dry else ""
    with writer(session, replace(request, upto=STAGES[wish.what], guidance=wish.guidance), tell) as asked:
        context = gathered(asked.job(story), story, wish)
        made = Assisted(wish.what, context, by=asked.choice.name)
        if isinstance(context, DialogueContext):
            made = replace(made, shares=shares_of(context.lines))
        if request.dry and not asked.is_free:
            return replace(made, cost=asked.price(wish.what, [context]))
        answer = asked.asking.ask(wish.what, context)
        made = replace(made, answer=answer, by=asked.asking.name, cost=asked.asking.cost)
        if note is None or request.dry:
            settle(asked, session, STAGES[wish.what])
            return made
        return _kept(session, made, note, asked, branch)


def settle(asked: Writer, session: Session, stage: str) -> None:
    """What was bought is printed and not committed: it counts as used, and asking the same again costs nothing."""
    asked.asking.promised(stage)
    asked.asking.settled(session.parent or "")


def _kept(session: Session, made: Assisted, note: Callable[[Assisted], str], asked: Writer, branch: str) -> Assisted:
    path = _free(session, made.what)
    content = note(made).encode()
    change = Change({path: content}, session.story.with_changes({path: content}))
    commit = asked.commit(change, f"assist: {made.what}, {path}", "", branch)
    return replace(made, note=path, commit=commit)


def _free(session: Session, what: str) -> str:
    """The first number that no note of this name has, in git or on disk."""
    taken, root = session.story.files.ids, session.repository.root
    number = 1
    while f"{NOTES}/{what}-{number}.md" in taken or (root / NOTES / f"{what}-{number}.md").exists():
        number += 1
    return f"{NOTES}/{what}-{number}.md"
