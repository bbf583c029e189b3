"""Hand edits become a commit of their own before a stage reads them: artifacts only, whole or not at all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.errors import ConflictedFileError, ConflictMarkersError, ImpactNotAcceptedError
from storyforge.formats import fountain
from storyforge.model.kinds import as_stored, is_medium, kind_of
from storyforge.pipeline.change import Change
from storyforge.pipeline.editing.media_edits import adopted
from storyforge.pipeline.editing.past import past_scripts
from storyforge.pipeline.editing.prompt_edits import KIND, marked
from storyforge.pipeline.freshness.glance import glance
from storyforge.pipeline.repairing.impact import impact_of, providers_of, refuse_price
from storyforge.pipeline.repairing.touched import in_words
from storyforge.pipeline.session import message
from storyforge.repo import snapshot
from storyforge.story import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.model.screenplay import ScriptScene
    from storyforge.pipeline.freshness.states import State
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.repairing.repair import Rates
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

STORY = "story.yaml"
_MARKERS = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)


def record_edits(
    session: Session,
    note: str = "",
    *,
    branch: str | None = None,
    accept_impact: bool = False,
    providers: Mapping[str, str] | None = None,
    command: str = "storyforge save --accept-impact",
    tell: Callable[[Impact], None] | None = None,
    rates: Rates | None = None,
) -> str | None:
    """Commit what was edited by hand, scene numbers written in; None where nothing was.

    Deletions are never recorded. `tell` is told the impact before anything is committed; `providers` are names by
    kind, over those of the story, and `command` is how its author accepts it. With `rates`, seconds by kind and
    provider, repair is rehearsed also where it is free. Raises InvalidArtifactError with the place,
    ConflictMarkersError, ConflictedFileError, DuplicateSceneNumberError, ImpactNotAcceptedError where repair costs
    money or where parameters change under a locked treatment; then nothing is committed.
    """
    edited = session.edits
    if not edited:
        return None
    files, after = edited_story(session)
    states = _glances(session, files)
    names, exact = providers_of(after, providers), rates is not None
    impact = impact_of(committed_story(session), after, names, rates=rates, exact=exact, states=states)
    if tell and impact:
        tell(impact)
    if not accept_impact:
        if STORY in files:
            refuse_parameters(session, after, impact, command)
        refuse_price(impact, command)
    for path, content in files.items():
        _bring_to_disk(session, path, content)
    branch = branch or session.branch()
    return session.commit(Change(dict(files), after), message(_subject(files), note, {"Run": session.run_id}), branch)


def _glances(session: Session, files: Mapping[str, bytes]) -> tuple[State, State] | None:
    """How the story stands without the edits and with them, where a glance shows just what would be recorded."""
    seen = snapshot(session.repository.root)
    now = glance(seen)
    if now is None or seen.head != session.parent:
        return None
    contents = {path: as_stored(path, found) for path, found in now.contents.items() if found is not None}
    if any(contents.get(path) != content for path, content in files.items()):
        return None
    edited = {change.path for change in session.edits}
    then = glance(replace(seen, dirty=tuple(change for change in seen.dirty if change.path not in edited)))
    return (then.state, now.state) if then else None


def edited_story(session: Session) -> tuple[dict[str, bytes], Story]:
    """The files as they would be recorded, scene numbers and all, and the story with them; nothing is written.

    Raises as `record_edits` does for files that can't be recorded.
    """
    for change in session.edits:
        if change.state == "conflicted":
            raise ConflictedFileError(change.path)
    files = {change.path: _content(session, change.path) for change in session.edits}
    after = session.story.with_changes(files)
    after.refuse_unreadable(files)
    files |= adopted(after, files)
    files |= marked(committed_story(session), after, files)
    after = session.story.with_changes(files)
    if SCRIPT in files:
        files[SCRIPT] = _numbered(session, after)
        after = session.story.with_changes(files)
    return files, after


def committed_story(session: Session) -> Story:
    """The story without what is to be saved; what was deleted stays so."""
    committed = session.story.files.committed
    return session.story.with_changes({change.path: committed(change.path) for change in session.edits})


def refuse_parameters(session: Session, after: Story, impact: Impact, command: str) -> None:
    """Changing a parameter under a locked treatment is a gate; raises ImpactNotAcceptedError."""
    committed = session.story.files.committed(STORY)
    record = session.story.records.get("treatment.md")
    if committed is None or record is None or record.approval != "locked":
        return
    before = session.story.with_changes({STORY: committed}).story.parameters
    if before.digest() != after.story.parameters.digest():
        raise ImpactNotAcceptedError(in_words(impact.outdated), command)


def _content(session: Session, path: str) -> bytes:
    data = session.story.read(path) or b""
    if _MARKERS.search(data) and len(_MARKERS.findall(data)) >= 3:
        match = _MARKERS.search(data)
        raise ConflictMarkersError(path, data.count(b"\n", 0, match.start() if match else 0) + 1)
    return as_stored(path, data)


def _numbered(session: Session, after: Story) -> bytes:
    """The script with numbers for new scenes; once it was approved, each scene has the number it has."""
    record = session.story.records.get(SCRIPT)
    committed = session.story.files.committed(SCRIPT)
    if record is None or record.approval != "locked" or committed is None:
        return fountain.number_scenes(after.source).to_bytes()
    language = session.story.story.language
    approved = fountain.parse(committed, language=language)

    def former(number: str) -> ScriptScene | None:
        pasts = (fountain.parse(past, language=language).scenes for past in past_scripts(session))
        return next(
            (scene for scenes in pasts for scene in scenes if scene.number == number and not scene.omitted), None
        )

    return fountain.number_again(after.source, approved, former=former).to_bytes()


def _bring_to_disk(session: Session, path: str, content: bytes) -> None:
    """A file that its author wrote, and to which saving adds scene numbers or what was edited, is brought up to it."""
    kind = kind_of(path)
    before = session.story.read(path)
    if kind is not None and kind.name in (KIND, "script") and before is not None and content != before:
        session.work_tree.replace(path, before, content)


def _subject(files: dict[str, bytes]) -> str:
    # A picture that is new is also in the artifact that refers to it.
    paths = [path for path in sorted(files) if not is_medium(path)]
    stages = dict.fromkeys(kind.stage if (kind := kind_of(path)) else "setup" for path in paths)
    return f"{', '.join(stages or ['media'])}: edited by hand"
