"""The parameters of a story: read them, and change them through the gate that a locked treatment closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.formats.languages import language
from storyforge.pipeline.change import made_by
from storyforge.pipeline.editing.save import record_edits, refuse_parameters
from storyforge.pipeline.repairing.impact import impact_of, providers_of, refuse_price
from storyforge.pipeline.session import BUILD, Session, message
from storyforge.pipeline.spending.work import Asking
from storyforge.pipeline.styling.styles import refuse_unknown_style
from storyforge.stages.base import Job
from storyforge.stages.film import s01_setup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_AGAIN = "storyforge setup --accept-impact and the same options"


def parameters(folder: Path) -> dict[str, Any]:
    """What is set up, as plain data."""
    return Session.open(folder).story.story.model_dump(mode="json", exclude_none=True)


def change_parameters(folder: Path, changes: Mapping[str, Any], *, accept_impact: bool) -> tuple[dict[str, Any], bool]:
    """Change parameters in one commit; returns them, and whether anything differs.

    Raises ImpactNotAcceptedError where the treatment is locked or repair costs money, and that was not accepted,
    InvalidParameterError.
    """
    session = Session.open(folder)
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    options = dict(changes)
    if "language" in options:
        options["language"] = language(options["language"]).code
    if options.get("written_style"):
        refuse_unknown_style(story, str(options["written_style"]))
    made = s01_setup.run(Job(story, Asking("offline", 1), options=options))
    new = s01_setup.set_up(story.story, options)
    change = made_by(story, "setup", made, locked=True, guidance="")
    if not accept_impact:
        impact = impact_of(story, change.after, providers_of(change.after))
        refuse_parameters(session, change.after, impact, _AGAIN)
        refuse_price(impact, _AGAIN)
    trailers = {"Stage": "setup", "Run": session.run_id, "Build": BUILD}
    commit = session.commit(change, message(f"setup: {made.subject}", "", trailers), branch)
    return new.model_dump(mode="json", exclude_none=True), commit is not None
