"""`storyforge script --coverage`: which scenes play which beat, judged by rules, or by a model that is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.session import Session
    from storyforge.reports.coverage import Coverage
    from storyforge.tasks.scenes import CoherenceContext, CoherenceOutput

TASK = "coherence"


def cover(folder: Path, spending: dict[str, Any], *, as_json: bool) -> None:
    """Print the coverage; nobody but rules is asked where no provider of text is named."""
    from storyforge.cli import views_coverage
    from storyforge.pipeline.session import Session
    from storyforge.reports.coverage import coverage

    session = Session.open(folder)
    by = spending["providers"].get("text", "")
    found = _judged(session, spending, as_json=as_json) if by else coverage(session.story)
    if as_json:
        print(json.dumps({**found.as_json(), "by": by or "offline"}, ensure_ascii=False))
        return
    for text in views_coverage.coverage(found, by):
        print(text)


def _judged(session: Session, spending: dict[str, Any], *, as_json: bool) -> Coverage:
    """The coverage by whoever is named: all that is to be judged is asked at once."""
    from storyforge.cli.run import Teller
    from storyforge.errors import StoryforgeError
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.writing.asking import writer
    from storyforge.reports.coverage import coverage
    from storyforge.tasks.scenes import CoherenceOutput

    asked: dict[str, CoherenceContext] = {}

    def ask(context: CoherenceContext) -> CoherenceOutput:
        asked[context.model_dump_json()] = context
        return CoherenceOutput(score=0)

    coverage(session.story, ask)
    contexts = {f"{context.scene}, {number}": context for number, context in enumerate(asked.values(), 1)}
    with writer(session, Request("script", **spending), Teller(as_json).tell) as critic:
        answers = critic.asking.ask_each(TASK, contexts)
        for answer in answers.values():
            if isinstance(answer, StoryforgeError):
                raise answer
        # It is read and committed nowhere: what was paid is kept, and told by the ledger.
        critic.asking.settled(session.parent or "")
    told = dict(zip(asked, answers.values(), strict=True))
    return coverage(session.story, lambda context: cast("CoherenceOutput", told[context.model_dump_json()]))
