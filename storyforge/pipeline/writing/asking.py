"""Whoever answers outside of a run: asked over the same desk, by the same budgets, and told of in the same commits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from storyforge.model.money import FREE
from storyforge.pipeline.change import Change
from storyforge.pipeline.editing.save import edited_story, record_edits
from storyforge.pipeline.repairing.impact import impact_of, providers_of, refuse_price
from storyforge.pipeline.session import BUILD, message
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.choice import choose_text
from storyforge.pipeline.spending.opening import is_pure, price_of_text
from storyforge.pipeline.spending.work import Asking, workers_wanted
from storyforge.pipeline.styling.styles import Styles
from storyforge.providers.recorded import Cassettes
from storyforge.stages.base import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storyforge.model.money import Cost
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.spending.choice import Choice
    from storyforge.pipeline.spending.desk import Desk
    from storyforge.story import Story
    from storyforge.tasks.base import Context

OFFLINE = "offline"
Tell = dict[str, Any]


class Writer:
    """Answers questions about one stage's artifacts, and commits what was made of the answers.

    `request` says who answers and what that may cost; `tell` gets events as those of a run.
    """

    def __init__(self, session: Session, request: Request, desk: Desk, tell: Callable[[Tell], None]) -> None:
        self._session = session
        self._request = request
        self._tell = tell
        story = session.story
        self.choice: Choice = choose_text(story.story.models, request.upto, request.providers.get("text", ""))
        self._templates = story.templates()
        self._cassettes = Cassettes(story.read, replay=request.replay) if request.replay or request.record else None
        self.asking = Asking(
            self.choice,
            workers_wanted(),
            self._progress,
            desk=desk,
            stage=request.upto,
            templates=self._templates,
            cassettes=self._cassettes,
        )
        self._rules = Asking(OFFLINE, workers_wanted())

    @property
    def is_free(self) -> bool:
        """Whether rules of ours answer."""
        return is_pure(self.choice.name)

    def job(self, story: Story) -> Job:
        """A story as writing stages are given it: for briefs."""
        styles = Styles(self._session.repository.common_dir, story)
        return Job(story, self.asking, rules=self._rules, guidance=self._request.guidance, styles=styles)

    def price(self, task: str, contexts: Iterable[Context]) -> Cost:
        """What some answers would cost at most; nobody is asked."""
        name, settings = self.choice.name, self.choice.settings
        return sum((price_of_text(name, settings, task, each, self._templates) for each in contexts), FREE)

    def commit(self, change: Change, subject: str, body: str, branch: str) -> str | None:
        """Commit what was made of the answers, with who gave them and what they cost; it is the author's act."""
        recorded = self._cassettes.made if self._cassettes else {}
        if recorded:
            change = Change({**change.files, **recorded}, change.after.with_changes(recorded), change.made_from)
        stage = self._request.upto
        trailers = {
            "Stage": stage,
            "With": f"text={self.asking.name}",
            "Cost": self.asking.cost.words(),
            "Run": self._session.run_id,
            "Build": BUILD,
        }
        self.asking.promised(stage)
        commit = self._session.commit(change, message(subject, body, trailers), branch)
        self.asking.settled(commit or self._session.parent or "")
        return commit

    def close(self) -> None:
        """Let those who answer go."""
        self.asking.close()
        self._rules.close()

    def _progress(self, task: str, done: int, total: int) -> None:
        self._tell({"event": "progress", "task": task, "done": done, "total": total})


def recorded_first(session: Session, request: Request) -> tuple[str | None, Story, str]:
    """The commit of the author's edits, the story with them, and the branch; in a dry run nothing is committed.

    Raises what `record_edits` raises.
    """
    if request.dry:
        _, story = edited_story(session)
        return None, story, ""
    branch = session.branch()
    saved = record_edits(session, branch=branch, accept_impact=request.accept_impact, providers=request.providers)
    return saved, session.story, branch


@contextmanager
def writer(session: Session, request: Request, tell: Callable[[Tell], None] | None = None) -> Iterator[Writer]:
    """Whoever answers for `request.upto`, as the command says, else as the story says."""
    said = tell or (lambda _: None)
    desk = open_desk(session, request, lambda text: said({"event": "warning", "message": text}))
    found = Writer(session, request, desk, said)
    try:
        yield found
    finally:
        found.close()
        desk.close()


def weighed(session: Session, after: Story, request: Request, command: str) -> Impact:
    """What a change of the story's texts outdates; raises ImpactNotAcceptedError where repair costs money."""
    impact = impact_of(session.story, after, providers_of(after, request.providers))
    if not request.accept_impact:
        refuse_price(impact, command)
    return impact
