"""Choosing one of the options that a stage offers: it becomes the artifact, as a draft that its author may edit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.errors import NoSuchOptionError, RequestError
from storyforge.model.kinds import option_path
from storyforge.model.record import Record
from storyforge.pipeline.change import to_bytes, with_records
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.repairing.impact import impact_of, providers_of, refuse_price
from storyforge.pipeline.session import BUILD, message
from storyforge.stages import BY_NAME, row, walk

if TYPE_CHECKING:
    from storyforge.model.record import Approval
    from storyforge.pipeline.session import Session

MOST = 9


def choose(session: Session, stage: str, option: str, *, accept_impact: bool = False) -> str | None:
    """Take an option as the stage's artifact, in one commit; the commit, None where it is there already.

    The one that was there stays in git's history. Raises UnknownNameError, RequestError where a stage has no options,
    NoSuchOptionError, ImpactNotAcceptedError where what is made from the one that was there costs money.
    """
    if not row(stage).options:
        offering = ", ".join(name for name, each in BY_NAME.items() if each.options)
        raise RequestError(f"{stage} offers no options.", f"These do: {offering}.")
    walk(session.story.summaries.way, stage)
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    paths = {str(number): option_path(stage, number) for number in range(1, MOST + 1)}
    there = [number for number, path in paths.items() if path in story.summaries]
    if option not in there:
        raise NoSuchOptionError(stage, option, there)
    chosen = story.model(paths[option])
    path = f"{stage}.md"
    if chosen is None:
        raise NoSuchOptionError(stage, option, there)
    files = {path: to_bytes(story, path, chosen)}
    after = story.with_changes(files, {path: chosen})
    change = with_records(after, dict(files), {path: _record(session, path, paths[option], chosen.digest())})
    if not accept_impact and path in story.summaries:
        refuse_price(impact_of(story, change.after, providers_of(story)), f"storyforge choose {stage} {option}")
    trailers = {"Stage": stage, "Run": session.run_id, "Build": BUILD}
    return session.commit(change, message(f"{stage}: option {option}", "", trailers), branch)


def _record(session: Session, path: str, option: str, digest: str) -> Record:
    """The record of the option, as that of the artifact: made by the same, from the same; its price is told there.

    The very words that were approved stay so.
    """
    approved = session.story.records.get(path)
    approval: Approval = approved.approval if approved and approved.digest == digest else "draft"
    record = session.story.records.get(option)
    if record is None:
        return Record(artifact=path, stage=path.removesuffix(".md"), digest=digest)
    items = {name: replace(item, digest=digest, cost="0") for name, item in record.items.items()}
    return replace(record, artifact=path, digest=digest, items=items, approval=approval, agrees={})
