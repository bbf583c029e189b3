"""Hand edits become a commit of their own before a stage reads them: artifacts only, whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from storyforge.errors import ConflictedFileError, ConflictMarkersError, ImpactNotAcceptedError
from storyforge.formats import fountain
from storyforge.model.kinds import is_medium, kind_of
from storyforge.pipeline.change import Change
from storyforge.pipeline.media_edits import adopted
from storyforge.pipeline.session import as_stored, message
from storyforge.pipeline.state import state_of
from storyforge.story import SCRIPT, Story

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session

STORY = "story.yaml"
_MARKERS = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)


def record_edits(
    session: Session, note: str = "", *, branch: str | None = None, accept_impact: bool = False
) -> str | None:
    """Commit what was edited by hand, scene numbers written in; None where nothing was.

    Deletions are never recorded. Raises InvalidArtifactError with the place, ConflictMarkersError,
    ConflictedFileError, DuplicateSceneNumberError, ImpactNotAcceptedError where parameters change under a locked
    treatment; then nothing is committed.
    """
    edited = session.edits
    if not edited:
        return None
    for change in edited:
        if change.state == "conflicted":
            raise ConflictedFileError(change.path)
    files = {change.path: _content(session, change.path) for change in edited}
    after = session.story.with_changes(files)
    after.refuse_unreadable(files)
    files |= adopted(after, files)
    after = session.story.with_changes(files)
    if STORY in files and not accept_impact:
        refuse_impact(session, after, "storyforge save --accept-impact")
    if SCRIPT in files:
        files[SCRIPT] = _numbered(session, after)
        after = session.story.with_changes(files)
    branch = branch or session.branch()
    return session.commit(Change(dict(files), after), message(_subject(files), note, {"Run": session.run_id}), branch)


def refuse_impact(session: Session, after: Story, command: str) -> None:
    """Changing a parameter under a locked treatment is a gate; raises ImpactNotAcceptedError."""
    committed = session.story.files.committed(STORY)
    record = session.story.records.get("treatment.md")
    if committed is None or record is None or record.approval != "locked":
        return
    before = session.story.with_changes({STORY: committed}).story.parameters
    if before.digest() != after.story.parameters.digest():
        raise ImpactNotAcceptedError(_outdated(after), command)


def _outdated(after: Story) -> dict[str, int]:
    """Stage -> how many of its files a change would make outdated."""
    state = state_of(after.summaries, after.records)
    return dict(Counter(found.stage for found in state.artifacts.values() if found.freshness == "outdated"))


def _content(session: Session, path: str) -> bytes:
    data = session.story.read(path) or b""
    if _MARKERS.search(data) and len(_MARKERS.findall(data)) >= 3:
        match = _MARKERS.search(data)
        raise ConflictMarkersError(path, data.count(b"\n", 0, match.start() if match else 0) + 1)
    return as_stored(path, data)


def _numbered(session: Session, after: Story) -> bytes:
    """The script with numbers for new scenes; the work tree's file is brought up to it."""
    numbered = fountain.number_scenes(after.source, _locked_scenes(session)).to_bytes()
    before = after.read(SCRIPT)
    if before is not None and numbered != before:
        session.work_tree.replace(SCRIPT, before, numbered)
    return numbered


def _locked_scenes(session: Session) -> dict[str, str]:
    """Number -> heading of the scenes in the last commit, if the script has been locked."""
    record = session.story.records.get(SCRIPT)
    committed = session.story.files.committed(SCRIPT)
    if record is None or record.approval != "locked" or committed is None:
        return {}
    script = fountain.parse(committed, language=session.story.story.language)
    return {scene.number: scene.title for scene in script.scenes if scene.number}


def _subject(files: dict[str, bytes]) -> str:
    # A picture that is new is also in the artifact that refers to it.
    paths = [path for path in sorted(files) if not is_medium(path)]
    stages = dict.fromkeys(kind.stage if (kind := kind_of(path)) else "setup" for path in paths)
    return f"{', '.join(stages or ['media'])}: edited by hand"
