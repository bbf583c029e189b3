"""What to do next and why: what is broken first, then what only the author can say, then what is to be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import StoryforgeError
from storyforge.journal.ledger import NEAR
from storyforge.journal.open_calls import open_calls
from storyforge.model.counted import counted
from storyforge.model.kinds import option_path
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.gaps import gaps_of
from storyforge.pipeline.request import Request
from storyforge.pipeline.run import Runner
from storyforge.pipeline.spending.budget import STORY, open_desk
from storyforge.stages import BY_NAME, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.pipeline.freshness.states import StageState, State
    from storyforge.pipeline.session import Session
    from storyforge.story import Story
    from storyforge.tasks.gaps import Gap

MOST = 10
_TEXTS = ("lore.md", "narrative.md", "treatment.md", "beats.yaml", "script.fountain")


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: the exact command, and why."""

    command: str
    why: str


def upcoming(session: Session) -> tuple[Todo, ...]:
    """What to do next, ranked; nothing is written, and nobody is asked.

    An unfinished merge, then files that can't be read, then calls in doubt and a budget that is nearly spent, then
    edits that are not recorded, options to choose from, gaps and questions, then flags, then what is outdated with its
    price, then what is to be approved or made.
    """
    state = state_of(session.story.summaries, session.story.records)
    found: dict[str, Todo] = {}
    for todo in (
        *_broken(session, state),
        *_calls(session),
        *_budget(session),
        *_edits(session),
        *_options(session),
        *_gaps(session),
        *_questions(session),
        *_flags(state),
        *_outdated(session, state),
        *_along(session, state),
    ):
        found.setdefault(todo.command, todo)
    return tuple(found.values())[:MOST] or (Todo("storyforge export animatic", "All is made, approved and current."),)


def _broken(session: Session, state: State) -> Iterator[Todo]:
    operation = session.repository.operation
    if operation:
        command = "git bisect reset" if operation == "bisect" else f"git {operation} --continue"
        yield Todo(command, f"A {operation} is not ended, and nothing can be written before that.")
    bad = [artifact for artifact in state.artifacts.values() if artifact.approval == "invalid"]
    if bad:
        yield Todo("storyforge check", f"{bad[0].path} can't be read: {bad[0].error or 'see the check'}")


def _calls(session: Session) -> Iterator[Todo]:
    """Calls whose money is in question."""
    calls = open_calls(session.repository.common_dir / "storyforge")
    if calls.get("doubt"):
        yield Todo("storyforge jobs", f"{counted(calls['doubt'], 'call')} in doubt: nobody knows whether it was sold.")
    if calls.get("spoilt"):
        yield Todo("storyforge jobs", f"{counted(calls['spoilt'], 'call')} paid whose answer can't be used.")
    if calls.get("submitted"):
        yield Todo("storyforge jobs", f"{counted(calls['submitted'], 'job')} at work at a provider.")


def _budget(session: Session) -> Iterator[Todo]:
    """Less than a fifth of the story's budget is left."""
    budget = session.story.story.budget
    if budget is None:
        return
    desk = open_desk(session, Request("treatment", dry=True))
    try:
        left = desk.left(STORY)
    finally:
        desk.close()
    if left is not None and left.amount is not None and left.amount <= (1 - NEAR) * budget.amount:
        yield Todo("storyforge cost", f"Of the budget of {budget.amount} {budget.currency}, {left.words()} is left.")


def _edits(session: Session) -> Iterator[Todo]:
    edited = [change.path for change in session.edits]
    if edited:
        more = f" and {len(edited) - 1} more" if len(edited) > 1 else ""
        yield Todo("storyforge save", f"You edited {edited[0]}{more}, and it is not recorded yet.")


def _options(session: Session) -> Iterator[Todo]:
    for stage in offered(session):
        yield Todo(f"storyforge choose {stage} 1", f"{stage} has options, and none is chosen: storyforge show {stage}")


def offered(session: Session) -> list[str]:
    """Stages that have options, and none of them is chosen."""
    there = session.story.summaries
    stages = [row.name for row in walk(there.way) if BY_NAME[row.name].options]
    return [stage for stage in stages if option_path(stage, 1) in there and f"{stage}.md" not in there]


def _gaps(session: Session) -> Iterator[Todo]:
    story = session.story
    for path in _TEXTS:
        gaps = _gaps_in(story, path)
        if gaps:
            why = f"{path} has {counted(len(gaps), 'gap')} that only you can fill; the first: {gaps[0].question}"
            yield Todo(f"storyforge show {path.partition('.')[0]}", why)


def _gaps_in(story: Story, path: str) -> tuple[Gap, ...]:
    if path not in story.summaries or story.summaries.by_path[path].kind == "invalid":
        return ()
    return gaps_of(path, story.read(path) if path == "script.fountain" else story.model(path))


def _questions(session: Session) -> Iterator[Todo]:
    summaries = session.story.summaries
    asking = [slug for slug, path in summaries.assets.items() if summaries.index(path).get("questions", 0)]
    if asking:
        count = sum(summaries.index(summaries.assets[slug]).get("questions", 0) for slug in asking)
        yield Todo(
            "storyforge show assets", f"{counted(count, 'question')} about who is who, the first at {asking[0]}."
        )


def _flags(state: State) -> Iterator[Todo]:
    for path, artifact in state.artifacts.items():
        for flag in artifact.flags:
            if flag.startswith("not up to date with"):
                yield Todo(_mend(path), f"{path} is {flag}.")


def _mend(path: str) -> str:
    stage = "beats" if path == "beats.yaml" else path.partition(".")[0]
    return f"storyforge sync {stage}" if stage in ("beats", "treatment", "narrative") else f"storyforge show {stage}"


def _outdated(session: Session, state: State) -> Iterator[Todo]:
    for row in walk(session.story.summaries.way):
        stage = state.stages[row.name]
        stale = [
            artifact for artifact in stage.artifacts if artifact.freshness == "outdated" and not artifact.left_over
        ]
        if stale:
            reasons = dict.fromkeys(str(reason) for artifact in stale for reason in artifact.reasons)
            why = next(iter(reasons), "what it is made from changed")
            are = f"{counted(len(stale), 'file')} of {row.name} {'is' if len(stale) == 1 else 'are'} outdated"
            price = _price(session, row.name)
            yield Todo(f"storyforge run {row.name} --outdated", f"{are} ({why}); making that again {price}.")


def _price(session: Session, stage: str) -> str:
    try:
        cost = Runner(session, Request(stage, outdated=True, dry=True), lambda _: None).run().cost
    except StoryforgeError:
        return "can be priced once what is wrong is mended"
    if cost.amount is None:
        return "has an unknown price"
    return f"costs at most {cost.words()}" if cost.amount else "costs nothing"


def _along(session: Session, state: State) -> Iterator[Todo]:
    """The first stage that is not approved, and what is in its way."""
    for row in walk(session.story.summaries.way):
        stage = state.stages[row.name]
        if stage.approval in ("draft", "edited"):
            yield _to_approve(stage, gaps=_has_gaps(session, stage))
            return
        if stage.approval == "missing" and not stage.blocked:
            if row.name in offered(session):
                return
            yield Todo(f"storyforge run {row.name}", f"{row.name} is not made yet, and all that it needs is there.")
            return


def _has_gaps(session: Session, stage: StageState) -> bool:
    return any(path in _TEXTS and _gaps_in(session.story, path) for path in stage.paths("draft", "edited"))


def _to_approve(stage: StageState, *, gaps: bool) -> Todo:
    paths = stage.paths("draft", "edited")
    what = f"{paths[0]} is" if len(paths) == 1 else f"{len(paths)} files of {stage.name} are"
    if stage.name == "confirm":
        return Todo("storyforge confirm", f"{what} made, and waits for your word on what the clips will cost.")
    seen = "edited by you" if stage.approval == "edited" else "made"
    if gaps:
        why = f"{what} {seen} and has gaps; fill them, then lock it without --allow-todo, or approve it as it is."
        return Todo(f"storyforge lock {stage.name} --allow-todo", why)
    return Todo(f"storyforge lock {stage.name}", f"{what} {seen} and not approved; the stages behind wait for that.")
